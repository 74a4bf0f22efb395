import { differencesOf } from '../../../simulations/scenario/effective.ts'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import type { DeskSession } from '../desk/layout.tsx'
import { Hidden, Table } from '../desk/money-kit.tsx'
import { fill } from '../desk/show.ts'
import type { LabScenarioTexts } from '../messages/lab-scenario.ts'
import { faultsByPath } from './faults.tsx'
import type { Beginning, Drawn, FormContext } from './form-context.ts'
import { type LabKit, LabPage } from './kit.tsx'
import { LabelText, labelOf, SCENARIO_TEXTS } from './labels.tsx'
import { Fields } from './scenario-places.tsx'
import { pathOf, schemaAt, shapeOf } from './shapes.ts'

interface ScenarioPageProps {
  readonly kit: LabKit
  readonly session: DeskSession
  readonly begun: Beginning
  readonly drawn: Drawn
  /** Of the run, should it be run. */
  readonly id: string
}

/** The form of a scenario, made from its schema. */
export function ScenarioPage({ kit, session, begun, drawn, id }: ScenarioPageProps) {
  const { language } = session
  const texts = SCENARIO_TEXTS[language]
  const { schema, original, sources } = begun
  const { scenario, faults = [], notice, effective } = drawn
  const base = { scenario, language, texts }
  const form: FormContext = {
    ...{ ...base, original, sources },
    faults: faultsByPath(faults, schema, base),
  }
  const title = fill(texts.formTitle, { title: `${original.name}` })
  return (
    <LabPage
      {...{ kit, session, title, notice }}
      place="scenario"
      module="src/web/lab/client/form.ts"
    >
      <Overlays {...{ begun, texts }} />
      <FaultList form={form} schema={schema} />
      <form method="post" action="/lab/scenario" class="lab-form" enctype="multipart/form-data">
        <Hidden
          values={{
            ...{ id, preset: begun.preset ?? '', overlays: begun.overlays.join(',') },
            state: JSON.stringify(scenario),
          }}
        />
        {begun.preset === undefined ? (
          <textarea name="text" hidden>
            {`\n${begun.text}`}
          </textarea>
        ) : null}
        <Buttons texts={texts} />
        <Sections form={form} schema={schema} />
        <Buttons texts={texts} />
      </form>
      {effective === undefined ? null : <Checked form={form} effective={effective} />}
      <p>
        <a href="/lab/scenario">{texts.restart}</a>
      </p>
    </LabPage>
  )
}

function Buttons({ texts }: { readonly texts: LabScenarioTexts }) {
  return (
    <div class="desk-actions">
      <button class="btn btn-outline-primary" type="submit" name="step" value="check">
        {texts.check}
      </button>
      <button class="btn btn-primary" type="submit" name="step" value="run">
        {texts.run}
      </button>
      <button class="btn btn-outline-primary" type="submit" name="step" value="download">
        {texts.download}
      </button>
    </div>
  )
}

interface SectionsProps {
  readonly form: FormContext
  readonly schema: JsonObject
}

/** The model first, which is what a scenario is about; then how it is simulated. */
function Sections({ form, schema }: SectionsProps) {
  const shape = shapeOf(schema, form.scenario)
  const fields = shape.kind === 'group' ? shape.fields : []
  const parameters = fields.find(({ name }) => name === 'parameters')
  const inner = parameters && shapeOf(parameters.schema, form.scenario.parameters)
  const general = fields.filter(({ name }) => name !== 'parameters')
  return (
    <>
      <section class="desk-card">
        <h2>{form.texts.parameters}</h2>
        {inner?.kind === 'group' ? (
          <Fields form={form} path="parameters" fields={inner.fields} />
        ) : null}
      </section>
      <section class="desk-card">
        <h2>{form.texts.general}</h2>
        <Fields form={form} path="" fields={general} />
      </section>
    </>
  )
}

/** Everything that is wrong, each with the way to its field. */
function FaultList({ form, schema }: SectionsProps) {
  if (form.faults.size === 0) return null
  return (
    <section class="desk-card lab-faults" aria-label={form.texts.faults}>
      <h2>{form.texts.faults}</h2>
      <ul>
        {[...form.faults].map(([path, sentences]) => (
          <li>
            <a href={`#f-${path}`}>
              <FaultyPlace {...{ form, schema, path }} />
            </a>
            :{' '}
            {sentences.map((sentence) => (
              <>{sentence} </>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What a place is called, and where it stands in the file. */
function FaultyPlace({ form, schema, path }: SectionsProps & { readonly path: string }) {
  const found = schemaAt(schema, form.scenario, pathOf(path))
  if (found === undefined || path === '') return path
  const name = path.split('.').at(-1) ?? ''
  return (
    <>
      <LabelText label={labelOf({ form, path, name, schema: found })} /> <code>{path}</code>
    </>
  )
}

function Overlays({
  begun,
  texts,
}: {
  readonly begun: Beginning
  readonly texts: LabScenarioTexts
}) {
  const { preset, offered, overlays } = begun
  if (preset === undefined || offered.length === 0) return null
  const address = `/lab/scenario?preset=${preset}`
  const current = (isIt: boolean) => (isIt ? { 'aria-current': 'true' as const } : {})
  return (
    <nav class="lab-nav" aria-label={texts.overlays}>
      <span>{texts.overlays}:</span>
      <a href={address} {...current(overlays.length === 0)}>
        {texts.plain}
      </a>
      {offered.map((name) => (
        <a href={`${address}&overlay=${name}`} {...current(overlays.includes(name))}>
          {name}
        </a>
      ))}
    </nav>
  )
}

/** What differs from the beginning, and the whole of it. */
function Checked({ form, effective }: { readonly form: FormContext; readonly effective: string }) {
  const { texts, original, scenario } = form
  const differences = differencesOf(original, scenario)
  return (
    <section class="desk-card">
      <h2>{texts.differences}</h2>
      {differences.length === 0 ? (
        <p>{texts.noDifferences}</p>
      ) : (
        <Table caption={texts.differences} heads={[texts.field, texts.before, texts.after]}>
          {differences.map(({ path, before, after }) => (
            <tr>
              <th scope="row">{path}</th>
              <td>{written(before, texts)}</td>
              <td>{written(after, texts)}</td>
            </tr>
          ))}
        </Table>
      )}
      <details>
        <summary>{texts.effective}</summary>
        <pre class="lab-text" tabindex={0}>
          {effective}
        </pre>
      </details>
    </section>
  )
}

function written(value: Json | undefined, texts: LabScenarioTexts): string {
  if (value === undefined || value === null) return texts.absent
  return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : `${value}`
}
