import type { Hono } from 'hono'
import { decodeText } from '../../pilot/core/encoding.ts'
import type { FileProblem } from '../../pilot/core/problem.ts'
import { importPeople, type PeopleImport } from '../../pilot/people-import.ts'
import { type DeskImportTexts, deskImportEn, deskImportIt } from '../messages/desk-import.ts'
import { ChoiceField, scrolled } from './fields.tsx'
import { type DeskLanguage, DeskPage, type Notice } from './layout.tsx'
import { answerPage, type DeskKit, sentenceOf, tried } from './page.ts'
import { contactPointsOf } from './places.ts'
import { readFields } from './reading.ts'
import { askerOf, type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill } from './show.ts'

const PATH = '/desk/people/import'

export const IMPORT_TEXTS: Readonly<Record<DeskLanguage, DeskImportTexts>> = {
  it: deskImportIt,
  en: deskImportEn,
}

/** Bringing in the people of a file: checked whole, then entered. */
export function addImport(routes: Hono<DeskEnv>, kit: DeskKit): void {
  routes.use(PATH, deskRoles('operator'))
  routes.get(PATH, (c) => draw(kit, c, { id: kit.runtime.newId() }))
  routes.post(PATH, async (c) => {
    const { language } = c.get('desk')
    const texts = IMPORT_TEXTS[language]
    const values = await readForm(c)
    const fields = readFields(values, language)
    const id = fields.id('id')
    const programmeId = fields.choice('programmeId', await programmesOf(kit, c), true)
    const csv = (await sentFile(c)) ?? values.csv
    if (programmeId === null || csv === undefined || csv === '') {
      const text = csv === undefined ? texts.noText : texts.noFile
      return draw(kit, c, { id, notice: { kind: 'wrong', text } })
    }
    const isTrial = values.step !== 'enter'
    let result: PeopleImport | undefined
    const fault = await tried(language, async () => {
      result = await importPeople(kit, askerOf(c), { id, text: csv, programmeId, isTrial })
    })
    if (fault !== undefined)
      return draw(kit, c, { id, notice: { kind: 'wrong', text: fault.text } })
    if (result === undefined) return draw(kit, c, { id })
    const notice = noticeOf(result, isTrial, texts)
    const isReady = isTrial && result.problems.length === 0
    return draw(kit, c, {
      ...{ id, notice, problems: result.problems, programmeId },
      ...(isReady ? { ready: { csv, count: result.rows } } : {}),
    })
  })
}

/** The text of the file that was sent: `undefined` where it is none, empty where no file was chosen. */
export async function sentFile(c: DeskContext): Promise<string | undefined> {
  const { file, csv } = await c.req.parseBody()
  if (!(file instanceof File)) return typeof csv === 'string' ? csv : ''
  const decoded = decodeText(new Uint8Array(await file.arrayBuffer()))
  return 'text' in decoded ? decoded.text : undefined
}

async function programmesOf({ network }: DeskKit, c: DeskContext): Promise<readonly string[]> {
  const points = await contactPointsOf(network, c.get('desk').who)
  return [...new Set(points.map(({ programmeId }) => programmeId))]
}

function noticeOf(
  { rows, entered, problems }: PeopleImport,
  isTrial: boolean,
  texts: DeskImportTexts,
): Notice {
  const figures = { rows, entered: entered.length, count: problems.length }
  if (problems.length > 0) {
    const text = entered.length > 0 ? texts.late : texts.bad
    return { kind: 'wrong', text: fill(text, figures) }
  }
  return { kind: 'done', text: fill(isTrial ? texts.good : texts.done, figures) }
}

interface Drawn {
  readonly id: string
  readonly notice?: Notice
  readonly problems?: readonly FileProblem[]
  readonly programmeId?: string
  /** A file without a problem, to be entered with the next click. */
  readonly ready?: { readonly csv: string; readonly count: number }
}

async function draw(kit: DeskKit, c: DeskContext, drawn: Drawn): Promise<Response> {
  const session = c.get('desk')
  const texts = IMPORT_TEXTS[session.language]
  const { id, notice, problems = [], programmeId, ready } = drawn
  const programmes = await programmesOf(kit, c)
  const page = (
    <DeskPage
      assets={kit.assets}
      session={session}
      title={texts.title}
      section="people"
      notice={notice}
      module="src/web/desk/client/import.ts"
    >
      {problems.length === 0 ? null : (
        <Problems {...{ problems, texts }} language={session.language} />
      )}
      {ready === undefined ? null : (
        <form method="post" action={PATH} enctype="multipart/form-data">
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="programmeId" value={programmeId} />
          <textarea name="csv" hidden>
            {`\n${ready.csv}`}
          </textarea>
          <button class="btn btn-primary btn-lg" type="submit" name="step" value="enter">
            {fill(texts.enter, { count: ready.count })}
          </button>
        </form>
      )}
      <form method="post" action={PATH} enctype="multipart/form-data" class="desk-card pt-3">
        <p>{texts.lead}</p>
        <p>{texts.columns}</p>
        <input type="hidden" name="id" value={id} />
        <DropField texts={texts} />
        <ChoiceField
          form={{ values: { programmeId: programmeId ?? '' }, faults: {} }}
          name="programmeId"
          label={texts.programme}
          options={programmes.map((one) => [one, one] as const)}
        />
        <div class="desk-actions">
          <button class="btn btn-outline-primary" type="submit" name="step" value="check">
            {texts.check}
          </button>
        </div>
      </form>
      <p>
        <a href="/desk/people">{texts.people}</a>
      </p>
    </DeskPage>
  )
  return answerPage(c, page, notice?.kind === 'wrong' ? 422 : 200)
}

/** Where a file is dropped, or chosen. */
export function DropField({ texts }: { readonly texts: DeskImportTexts }) {
  return (
    <div class="desk-drop" data-drop="file">
      <label class="form-label" for="file">
        {texts.drop}
      </label>
      <input
        id="file"
        class="form-control"
        type="file"
        name="file"
        accept=".csv,.txt,.tsv,text/csv"
        required
      />
    </div>
  )
}

interface ProblemsProps {
  readonly problems: readonly FileProblem[]
  readonly texts: DeskImportTexts
  readonly language: DeskLanguage
}

/** What is wrong in a file, row by row. */
export function Problems({ problems, texts, language }: ProblemsProps) {
  return (
    <div {...scrolled(texts.caption)}>
      <table class="table">
        <caption>{texts.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.line}</th>
            <th scope="col">{texts.column}</th>
            <th scope="col">{texts.got}</th>
            <th scope="col">{texts.allowed}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem) => (
            <tr class="desk-not-met">
              <th scope="row">{problem.line ?? ''}</th>
              <td>{problem.column ?? ''}</td>
              <td>{problem.got}</td>
              <td>{wantedText(problem, texts, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What may stand there, or why a row that was read was refused, in the language of whoever looks. */
function wantedText(
  { allowed, wanted, refusedAs }: FileProblem,
  texts: DeskImportTexts,
  language: DeskLanguage,
): string {
  const refusal = refusedAs === undefined ? undefined : sentenceOf(refusedAs, language)
  if (refusal !== undefined) return refusal
  return wanted === undefined ? allowed : fill(texts.wants[wanted.want], wanted.facts)
}
