import type { Hono } from 'hono'
import type { ClearingRun } from '../../currency/clearing.ts'
import { rulesOn } from '../../currency/core/instrument.ts'
import type { InvoiceFile } from '../../currency/core/invoices.ts'
import type { Instrument } from '../../currency/service.ts'
import { romeDay } from '../../kernel/days.ts'
import { EUR } from '../../kernel/money.ts'
import {
  type DeskClearingTexts,
  deskClearingEn,
  deskClearingIt,
} from '../messages/desk-clearing.ts'
import { ChoiceField } from './fields.tsx'
import { DropField, IMPORT_TEXTS, sentFile } from './import.tsx'
import { type DeskLanguage, DeskPage, type Notice } from './layout.tsx'
import { attempt, Hidden, type MoneyKit, Table } from './money-kit.tsx'
import { answerPage } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showMoney, showTime } from './show.ts'

const PATH = '/desk/clearing'
const RUNS_MAX = 50
const FAULTS_MAX = 100
const ID_MAX = 40

export const CLEARING_TEXTS: Readonly<Record<DeskLanguage, DeskClearingTexts>> = {
  it: deskClearingIt,
  en: deskClearingEn,
}

/** Files of open invoices: looked at whole, then prepared for a second person; and the runs there were. */
export function addClearing(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('administrator', 'treasurer', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit, {}))
  routes.post(PATH, deskRoles('administrator', 'treasurer'), async (c) => {
    const { who, language } = c.get('desk')
    const values = await readForm(c)
    const fields = readFields(values, language)
    const runId = fields.id('id')
    const instrumentId = fields.line('instrumentId', ID_MAX, true) ?? ''
    const csv = await sentFile(c)
    if (csv === undefined || csv === '') {
      const { noText, noFile } = IMPORT_TEXTS[language]
      const text = csv === undefined ? noText : noFile
      return draw(c, kit, { instrumentId, notice: { kind: 'wrong', text } })
    }
    if (values.step === 'file') {
      const part = { runId, csv, leaveOut: true, isLast: true }
      const fault = await attempt(language, () => kit.clearing.begin(instrumentId, part, who))
      if (fault === undefined) return c.redirect(`${PATH}/${runId}?done=filed`, 303)
      return draw(c, kit, { instrumentId, notice: { kind: 'wrong', text: fault.text } })
    }
    let file: InvoiceFile | undefined
    const fault = await attempt(language, async () => {
      file = await kit.clearing.check(csv)
    })
    if (file === undefined) {
      return draw(c, kit, { instrumentId, notice: { kind: 'wrong', text: fault?.text ?? '' } })
    }
    const notice = noticeOf(file, language)
    return draw(c, kit, { instrumentId, notice, checked: { file, csv } })
  })
}

function noticeOf({ invoices, faults }: InvoiceFile, language: DeskLanguage): Notice {
  const texts = CLEARING_TEXTS[language]
  if (invoices.length === 0) return { kind: 'wrong', text: texts.none }
  const total = invoices.reduce((sum, { amount }) => sum + amount, 0n)
  const text = fill(faults.length === 0 ? texts.good : texts.some, {
    ...{ count: invoices.length, faulty: faults.length, total: showMoney(total, EUR, language) },
  })
  return { kind: faults.length === 0 ? 'done' : 'wrong', text }
}

interface Drawn {
  readonly instrumentId?: string
  readonly notice?: Notice
  /** A file that was looked at, to be prepared with the next click. */
  readonly checked?: { readonly file: InvoiceFile; readonly csv: string }
}

async function draw(c: DeskContext, kit: MoneyKit, drawn: Drawn): Promise<Response> {
  const session = c.get('desk')
  const { role, language } = session
  const texts = CLEARING_TEXTS[language]
  const { instrumentId = '', notice, checked } = drawn
  const [runs, instruments] = await Promise.all([
    kit.clearing.list({ limit: RUNS_MAX }),
    instrumentsOnCredit(kit),
  ])
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice }}
      title={texts.title}
      section="clearing"
      module="src/web/desk/client/import.ts"
    >
      <p>{texts.lead}</p>
      {checked === undefined ? null : (
        <Checked {...checked} {...{ instrumentId, texts }} id={kit.runtime.newId()} />
      )}
      {role === 'auditor' ? null : (
        <FileForm {...{ instruments, instrumentId, language }} id={kit.runtime.newId()} />
      )}
      <Runs {...{ runs, texts, language }} />
    </DeskPage>,
    notice?.kind === 'wrong' ? 422 : 200,
  )
}

/** Those with which partners can settle. */
async function instrumentsOnCredit({
  currency,
  runtime,
}: MoneyKit): Promise<readonly Instrument[]> {
  const today = romeDay(runtime.now())
  const all = await currency.listInstruments()
  return all.filter((one) => rulesOn(one, today).credit !== null)
}

interface CheckedProps {
  readonly file: InvoiceFile
  readonly csv: string
  readonly instrumentId: string
  readonly texts: DeskClearingTexts
  readonly id: string
}

function Checked({ file: { invoices, faults }, csv, instrumentId, texts, id }: CheckedProps) {
  const figures = { count: invoices.length, faulty: faults.length }
  return (
    <>
      {faults.length === 0 ? null : (
        <Table caption={texts.leftOut} heads={[texts.line, texts.why, texts.what]}>
          {faults.slice(0, FAULTS_MAX).map(({ line, fault, cells }) => (
            <tr>
              <th scope="row">{line}</th>
              <td>{texts.faults[fault]}</td>
              <td>{cells.join(' · ')}</td>
            </tr>
          ))}
        </Table>
      )}
      {invoices.length === 0 ? null : (
        <form method="post" action={PATH} enctype="multipart/form-data">
          <Hidden values={{ id, instrumentId }} />
          <textarea name="csv" hidden>
            {`\n${csv}`}
          </textarea>
          <button class="btn btn-primary btn-lg" type="submit" name="step" value="file">
            {fill(faults.length === 0 ? texts.file : texts.fileSome, figures)}
          </button>
        </form>
      )}
    </>
  )
}

interface FormProps {
  readonly instruments: readonly Instrument[]
  readonly instrumentId: string
  readonly language: DeskLanguage
  readonly id: string
}

function FileForm({ instruments, instrumentId, language, id }: FormProps) {
  const texts = CLEARING_TEXTS[language]
  const imports = IMPORT_TEXTS[language]
  if (instruments.length === 0) return <p>{texts.noInstrument}</p>
  const named = instruments.map(
    (one) => [one.id, one.versions.at(-1)?.rules.name ?? one.id] as const,
  )
  return (
    <form method="post" action={PATH} enctype="multipart/form-data" class="desk-card pt-3">
      <p>{texts.columns}</p>
      <Hidden values={{ id }} />
      <DropField texts={imports} />
      <ChoiceField
        form={{ values: { instrumentId }, faults: {} }}
        name="instrumentId"
        label={texts.instrument}
        options={named}
      />
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit" name="step" value="check">
          {imports.check}
        </button>
      </div>
    </form>
  )
}

interface RunsProps {
  readonly runs: readonly ClearingRun[]
  readonly texts: DeskClearingTexts
  readonly language: DeskLanguage
}

function Runs({ runs, texts, language }: RunsProps) {
  if (runs.length === 0) return <p>{texts.noRuns}</p>
  const figures = [texts.invoices, texts.total, texts.cleared, texts.settled]
  return (
    <Table
      caption={texts.list}
      heads={[texts.prepared, ...figures.map((figure) => ({ figure })), texts.state, texts.look]}
    >
      {runs.map((run) => (
        <tr>
          <td>{showTime(run.preparedAt)}</td>
          <td class="desk-figure">{run.invoices}</td>
          <td class="desk-figure">{showMoney(run.total, run.unit, language)}</td>
          <td class="desk-figure">{showMoney(run.cleared, run.unit, language)}</td>
          <td class="desk-figure">{showMoney(run.settled, run.unit, language)}</td>
          <td>{texts.states[run.state]}</td>
          <td>
            <a href={`${PATH}/${run.id}`}>{texts.look}</a>
          </td>
        </tr>
      ))}
    </Table>
  )
}
