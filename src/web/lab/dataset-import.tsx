import type { Hono } from 'hono'
import { DomainError } from '../../kernel/errors.ts'
import { type Dataset, EVIDENCE_DEFAULTS } from '../../study/evidence.ts'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from '../desk/fields.tsx'
import { sentFile } from '../desk/import.tsx'
import type { Notice } from '../desk/layout.tsx'
import { Table } from '../desk/money-kit.tsx'
import { answerPage, tried } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from '../desk/session.ts'
import { fill } from '../desk/show.ts'
import { DATASETS_PATH, EVIDENCE_TEXTS } from './evidence-words.ts'
import { type LabKit, type LabLanguage, LabPage, labFaultOf } from './kit.tsx'
import { sentText } from './study-kit.tsx'

const PATH = `${DATASETS_PATH}/import`
const CSV_MAX = 400_000
const [TITLE_MAX, WORDS_MAX] = [120, 400]
const KINDS = ['outside', 'prior'] as const
const EXAMPLE = `name,value,low,high,level,n,method,unit
breakage,0.04,0.02,0.07,0.95,180,counted,share
`

interface LineFault {
  readonly line: number
  readonly message: string
}

/** Evidence of others: a table is brought in, and frozen. */
export function addDatasetImport(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.use(PATH, deskRoles('analyst', 'administrator'))
  routes.get(PATH, (c) => draw(kit, c, EMPTY_FORM))
  routes.post(PATH, (c) => bring(kit, c))
}

async function bring(kit: LabKit, c: DeskContext): Promise<Response> {
  const { language, who } = c.get('desk')
  const texts = EVIDENCE_TEXTS[language]
  const sent = await readForm(c)
  const file = sentText(await sentFile(c))
  const csv = file.trim() === '' ? sentText(sent.csv) : file
  const fields = readFields({ ...sent, csv }, language)
  const kind = fields.choice('kind', KINDS, true)
  const title = fields.line('title', TITLE_MAX, true)
  const population = fields.line('population', WORDS_MAX, true)
  const source = fields.line('source', WORDS_MAX, true)
  const day = fields.day('repayments')
  if (csv.trim() === '') fields.blame('csv', texts.csvNeeded)
  if (csv.length > CSV_MAX) fields.blame('csv', texts.csvLarge)
  if (kind === null || title === null || population === null || source === null)
    return draw(kit, c, fields.state())
  if (!fields.isGood()) return draw(kit, c, fields.state())
  let dataset: Dataset | undefined
  let faults: readonly LineFault[] = []
  const refused = await tried(
    language,
    async () => {
      const described = { kind, title, population, source }
      const order = day === null ? undefined : { ...EVIDENCE_DEFAULTS, ...described, day }
      dataset = await (order === undefined
        ? kit.evidence.bring(described, csv, who)
        : kit.evidence.bringRepayments(order, csv, who))
    },
    (error) => {
      faults = lineFaultsOf(error)
      if (error instanceof DomainError && error.code === 'day_not_over')
        fields.blame('repayments', texts.notOver)
      return labFaultOf(error, language)
    },
  )
  if (dataset !== undefined)
    return c.redirect(`${DATASETS_PATH}/${dataset.sha256}?done=brought`, 303)
  if (faults.length === 0)
    return draw(kit, c, fields.state(), [], { kind: 'wrong', text: refused?.text ?? '' })
  const text = fill(texts.csvWrong, { count: faults.length })
  fields.blame('csv', text)
  return draw(kit, c, fields.state(), faults, { kind: 'wrong', text })
}

function lineFaultsOf(error: unknown): readonly LineFault[] {
  if (!(error instanceof DomainError) || !Array.isArray(error.details.faults)) return []
  return error.details.faults.map(([line, message]) => ({
    line: Number(line),
    message: `${message}`,
  }))
}

/** What the reader of tables says, and what is said of it in our words. */
const PATTERNS = [
  ['headings', /^the headings must be (?<most>.+), each once$/],
  ['none', /^at least one line/],
  ['many', /^at most (?<most>\d+) lines/],
  ['contract', /^contract must be a code/],
  ['day', /^(?:due|paid) must be a day/],
  ['paidLate', /^paid must not be after (?<most>.+)$/],
  ['instalment', /has an instalment of .+ already$/],
  ['twice', /^name .+ is there twice$/],
  ['number', /must be a number|Invalid input$/],
  ['needed', /is wanted$/],
  ['long', /has at most (?<most>\d+) characters$/],
  ['name', /must be small letters/],
  ['between', /must lie between 0 and 1$/],
  ['whole', /must be a whole number$/],
  ['above', /must not be above value$/],
  ['below', /must not be below value$/],
] as const

function sentenceOf(message: string, language: LabLanguage): string {
  const { lineFaults } = EVIDENCE_TEXTS[language]
  for (const [name, pattern] of PATTERNS) {
    const found = pattern.exec(message)
    if (found !== null) return fill(lineFaults[name], { ...found.groups })
  }
  return fill(lineFaults.other, { got: message })
}

/** The column that a message begins with; nothing where it is about the table. */
function columnOf(message: string): string {
  return /^(value|low|high|level|n|method|unit|name|contract|due|paid) /.exec(message)?.[1] ?? ''
}

function draw(
  kit: LabKit,
  c: DeskContext,
  form: FormState,
  faults: readonly LineFault[] = [],
  notice?: Notice,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = EVIDENCE_TEXTS[language]
  const page = (
    <LabPage {...{ kit, session, notice }} title={texts.importTitle} place="datasets">
      <p>{texts.importLead}</p>
      <details>
        <summary>{texts.example}</summary>
        <pre class="lab-text">{EXAMPLE}</pre>
      </details>
      {faults.length === 0 ? null : (
        <Table caption={texts.wanted} heads={[texts.line, texts.column, texts.wanted]}>
          {faults.map(({ line, message }) => (
            <tr>
              <th scope="row">{line}</th>
              <td>
                <code>{columnOf(message)}</code>
              </td>
              <td>{sentenceOf(message, language)}</td>
            </tr>
          ))}
        </Table>
      )}
      <form method="post" action={PATH} enctype="multipart/form-data" class="desk-card pt-3">
        <HeadFields {...{ form, language }} />
        <CsvFields {...{ form, language }} />
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {texts.importNow}
          </button>
        </div>
      </form>
      <p>
        <a href={DATASETS_PATH}>{texts.back}</a>
      </p>
    </LabPage>
  )
  return answerPage(c, page, Object.keys(form.faults).length > 0 ? 422 : 200)
}

interface FieldsProps {
  readonly form: FormState
  readonly language: LabLanguage
}

function HeadFields({ form, language }: FieldsProps) {
  const texts = EVIDENCE_TEXTS[language]
  return (
    <>
      <ChoiceField
        {...{ form, name: 'kind', label: texts.importKind }}
        options={KINDS.map((kind) => [kind, texts.importKinds[kind]] as const)}
      />
      <TextField
        {...{ form, name: 'title', label: texts.importName, maxlength: TITLE_MAX }}
        isRequired
      />
      <TextField
        {...{ form, name: 'population', label: texts.population, maxlength: WORDS_MAX }}
        isRequired
      />
      <TextField
        {...{ form, name: 'source', label: texts.source, maxlength: WORDS_MAX }}
        isRequired
      />
    </>
  )
}

function CsvFields({ form, language }: FieldsProps) {
  const texts = EVIDENCE_TEXTS[language]
  const fault = form.faults.csv
  return (
    <>
      <label class="form-label" for="csv">
        {texts.csv}
      </label>
      <textarea
        id="csv"
        name="csv"
        class={fault === undefined ? 'form-control lab-text' : 'form-control lab-text is-invalid'}
        rows={8}
        spellcheck={false}
        aria-describedby={fault === undefined ? 'csv-hint' : 'csv-fault csv-hint'}
        {...(fault === undefined ? {} : { 'aria-invalid': 'true' as const })}
      >
        {`\n${form.values.csv ?? ''}`}
      </textarea>
      <div class="form-text" id="csv-hint">
        {texts.csvHint}
      </div>
      {fault === undefined ? null : (
        <div class="invalid-feedback" id="csv-fault">
          {fault}
        </div>
      )}
      <label class="form-label" for="file">
        {texts.file}
      </label>
      <input
        id="file"
        class="form-control"
        type="file"
        name="file"
        accept=".csv,.txt,.tsv,text/csv"
      />
      <TextField
        {...{ form, name: 'repayments', label: texts.repayments, hint: texts.repaymentsHint }}
        type="date"
      />
    </>
  )
}
