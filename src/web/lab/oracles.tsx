import type { Hono } from 'hono'
import { scrolled } from '../desk/fields.tsx'
import { answerPage } from '../desk/page.ts'
import type { DeskContext, DeskEnv } from '../desk/session.ts'
import { fill } from '../desk/show.ts'
import { type LabOracleTexts, labOraclesEn, labOraclesIt } from '../messages/lab-oracles.ts'
import { type LabKit, type LabLanguage, LabPage } from './kit.tsx'

const TEXTS: Readonly<Record<LabLanguage, LabOracleTexts>> = { it: labOraclesIt, en: labOraclesEn }
const PATH = '/lab/oracles'

type Oracle = ReturnType<LabKit['study']['listOracles']>[number]

/** What the engine was checked against, each value to be computed again in the browser. */
export function addOracles(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(PATH, (c) => draw(kit, c))
}

function draw(kit: LabKit, c: DeskContext): Promise<Response> {
  const session = c.get('desk')
  const texts = TEXTS[session.language]
  const all = kit.study.listOracles()
  const files = [...new Set(all.map(({ file }) => file))]
  const wanted = files.find((file) => file === c.req.query('file'))
  const shown = wanted === undefined ? all : all.filter(({ file }) => file === wanted)
  const page = (
    <LabPage
      {...{ kit, session }}
      title={texts.title}
      place="oracles"
      module="src/web/lab/client/oracles.ts"
    >
      <p>{fill(texts.lead, { count: all.length })}</p>
      <nav class="lab-nav" aria-label={texts.filter}>
        <FileLink texts={texts} file={undefined} isChosen={wanted === undefined} />
        {files.map((file) => (
          <FileLink texts={texts} file={file} isChosen={wanted === file} />
        ))}
      </nav>
      <div class="desk-actions">
        <button class="btn btn-primary" type="button" id="recompute">
          {texts.recompute}
        </button>
      </div>
      <noscript>
        <p class="alert alert-danger">{texts.noScript}</p>
      </noscript>
      <p id="verdict" role="status">
        {texts.waiting}
      </p>
      <div {...scrolled(texts.caption)}>
        <table class="table table-sm lab-oracles">
          <caption>{texts.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.quantity}</th>
              <th scope="col" class="desk-figure">
                {texts.known}
              </th>
              <th scope="col" class="desk-figure">
                {texts.ours}
              </th>
              <th scope="col" class="desk-figure">
                {texts.error}
              </th>
              <th scope="col" class="desk-figure">
                {texts.tolerance}
              </th>
              <th scope="col">{texts.verdict}</th>
              <th scope="col">{texts.source}</th>
            </tr>
          </thead>
          <tbody id="oracles">
            {shown.map((oracle) => (
              <OracleRow oracle={oracle} texts={texts} />
            ))}
          </tbody>
        </table>
      </div>
    </LabPage>
  )
  return answerPage(c, page)
}

interface FileLinkProps {
  readonly texts: LabOracleTexts
  readonly file: string | undefined
  readonly isChosen: boolean
}

function FileLink({ texts, file, isChosen }: FileLinkProps) {
  const names: Readonly<Record<string, string>> = texts.files
  return (
    <a
      href={file === undefined ? PATH : `${PATH}?file=${file}`}
      {...(isChosen ? { 'aria-current': 'page' as const } : {})}
    >
      {file === undefined ? texts.all : (names[file] ?? file)}
    </a>
  )
}

function OracleRow({ oracle, texts }: { readonly oracle: Oracle; readonly texts: LabOracleTexts }) {
  const { id, model, case: name, inputs, quantity, value, tolerance, formula, source } = oracle
  return (
    <tr
      data-question={JSON.stringify({ id, model, case: name, inputs, quantity })}
      data-value={`${value}`}
      data-tolerance={`${tolerance}`}
    >
      <th scope="row">
        <span lang="en">{quantity}</span>
        <br />
        <small>
          {model} / {name}
        </small>
        <details>
          <summary>{texts.inputs}</summary>
          <pre class="lab-text">{JSON.stringify(inputs, null, 1)}</pre>
          {formula === undefined ? null : (
            <p>
              {texts.formula}: <span lang="en">{formula}</span>
            </p>
          )}
        </details>
      </th>
      <td class="desk-figure">{shown(value)}</td>
      <td class="desk-figure" data-cell="ours" />
      <td class="desk-figure" data-cell="error" />
      <td class="desk-figure">{tolerance.toExponential(1)}</td>
      <td data-cell="verdict" />
      <td lang="en">
        <small>{source}</small>
      </td>
    </tr>
  )
}

/** As many digits as anybody compares. */
function shown(value: number): string {
  return `${Number(value.toPrecision(10))}`
}
