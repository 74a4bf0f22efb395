import type { Hono } from 'hono'
import { TEXT_MAX } from '../../monitoring/core/register.ts'
import type { RegisterImport } from '../../monitoring/register.ts'
import { ACTIVITIES_PATH, ACTIVITY_TEXTS, TELLERS } from './activities.tsx'
import { ChoiceField, TextField } from './fields.tsx'
import { DropField, IMPORT_TEXTS, sentFile } from './import.tsx'
import { DeskPage, type Notice } from './layout.tsx'
import { attempt, Hidden, type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const PATH = '/desk/import-activities'
const CHOICES_MAX = 200
const FAULTS_MAX = 100

/** A file of activities: looked at whole, then written with the next click. */
export function addActivitiesImport(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...TELLERS))
  routes.get(PATH, (c) => draw(c, kit, {}))
  routes.post(PATH, async (c) => {
    const { who, language } = c.get('desk')
    const texts = ACTIVITY_TEXTS[language]
    const values = await readForm(c)
    const fields = readFields(values, language)
    const programmeId = fields.line('programme', TEXT_MAX.reference, true) ?? ''
    const reason = fields.line('reason', TEXT_MAX.reason, true)
    const csv = await sentFile(c)
    if (csv === undefined || csv === '') {
      const { noText, noFile } = IMPORT_TEXTS[language]
      const text = csv === undefined ? noText : noFile
      return draw(c, kit, { values, notice: { kind: 'wrong', text } })
    }
    if (reason === null) return draw(c, kit, { values, faults: fields.state().faults })
    const isTrial = values.step !== 'enter'
    let result: RegisterImport | undefined
    const fault = await attempt(language, async () => {
      result = await kit.register.importFile({ programmeId, csv, reason, isTrial }, who)
    })
    if (result === undefined) {
      return draw(c, kit, { values, notice: { kind: 'wrong', text: fault?.text ?? '' } })
    }
    if (result.isWritten) return c.redirect(`${ACTIVITIES_PATH}?done=imported`, 303)
    const isGood = result.faults.length === 0
    const text = isGood ? fill(texts.importGood, figuresOf(result)) : texts.importBad
    return draw(c, kit, {
      ...{ values, notice: { kind: isGood ? 'done' : 'wrong', text }, result, csv },
    })
  })
}

function figuresOf({ added, corrected, same }: RegisterImport) {
  return { added, corrected, same }
}

interface Drawn {
  readonly values?: Readonly<Record<string, string>>
  readonly faults?: Readonly<Record<string, string>>
  readonly notice?: Notice
  readonly result?: RegisterImport
  /** The file that was looked at. */
  readonly csv?: string
}

async function draw(c: DeskContext, kit: MoneyKit, drawn: Drawn): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = ACTIVITY_TEXTS[language]
  const imports = IMPORT_TEXTS[language]
  const { notice, result, csv, values = {}, faults = {} } = drawn
  const programmes = await kit.network.listProgrammes({ limit: CHOICES_MAX })
  const form = { values, faults }
  const { programme = '', reason = '' } = values
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice }}
      title={texts.importTitle}
      section="activities"
      module="src/web/desk/client/import.ts"
    >
      {result === undefined || result.faults.length === 0 ? null : (
        <Table
          caption={texts.importFaults}
          heads={[texts.line, texts.column, texts.got, texts.why]}
        >
          {result.faults.slice(0, FAULTS_MAX).map(({ line, field, got, fault }) => (
            <tr>
              <th scope="row">{line}</th>
              <td>{field}</td>
              <td>{got}</td>
              <td>{texts.lineFaults[fault]}</td>
            </tr>
          ))}
        </Table>
      )}
      {result === undefined || csv === undefined || result.faults.length > 0 ? null : (
        <form method="post" action={PATH} enctype="multipart/form-data">
          <Hidden values={{ programme, reason }} />
          <textarea name="csv" hidden>
            {`\n${csv}`}
          </textarea>
          <button class="btn btn-primary btn-lg" type="submit" name="step" value="enter">
            {fill(texts.importEnter, figuresOf(result))}
          </button>
        </form>
      )}
      <form method="post" action={PATH} enctype="multipart/form-data" class="desk-card pt-3">
        <p>{texts.importLead}</p>
        <DropField texts={imports} />
        <ChoiceField
          {...{ form, name: 'programme', label: texts.programme }}
          options={programmes.map(({ id, name }) => [id, name] as const)}
        />
        <TextField
          {...{ form, name: 'reason', label: texts.importReason, maxlength: TEXT_MAX.reason }}
          isRequired
        />
        <div class="desk-actions">
          <button class="btn btn-outline-primary" type="submit" name="step" value="check">
            {imports.check}
          </button>
        </div>
      </form>
      <p>
        <a href={ACTIVITIES_PATH}>{texts.back}</a>
      </p>
    </DeskPage>,
    notice?.kind === 'wrong' || Object.keys(faults).length > 0 ? 422 : 200,
  )
}
