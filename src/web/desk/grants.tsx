import type { Hono } from 'hono'
import type { Misfit } from '../../currency/core/minting.ts'
import type { Grant } from '../../currency/minting.ts'
import { multiply, parseRate } from '../../kernel/decimal.ts'
import type { Unit } from '../../kernel/money.ts'
import {
  type FaultyGrantLine,
  GRANT_LINES_MAX,
  type GrantTyped,
  type LineFault,
  readGrantLines,
} from '../core/grant-lines.ts'
import type { DeskMintingTexts } from '../messages/desk-minting.ts'
import { EMPTY_FORM, type FormState, LongTextField, TextField } from './fields.tsx'
import { type DeskLanguage, DeskPage, type Notice } from './layout.tsx'
import {
  BackToInstrument,
  MINTING_RIGHTS,
  MINTING_TEXTS,
  rolesOf,
  type Standing,
  withStanding,
} from './minting-kit.tsx'
import { attempt, Hidden, type MoneyKit, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { PreparedList } from './prepared.tsx'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showMoney } from './show.ts'

const PATH = '/desk/instruments/:id/grants'
const REASON_MAX = 200
/** More than a body may have: what is pasted is not cut off without a word. */
const TEXT_MAX = 2_000_000
const SHOWN_MAX = 50

/** Money for people: typed line by line, looked at whole, then prepared for somebody else to approve. */
export function addGrants(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  const { doers } = MINTING_RIGHTS.grants
  routes.use(PATH, deskRoles(...rolesOf('grants')))
  routes.get(
    PATH,
    withStanding(kit, 'grants', (c, standing) => {
      const values = { id: kit.runtime.newId() }
      return draw(c, kit, standing, { form: { ...EMPTY_FORM, values } })
    }),
  )
  const [first = 'operator', ...others] = doers
  routes.post(
    PATH,
    deskRoles(first, ...others),
    withStanding(kit, 'grants', async (c, standing) => take(c, kit, standing)),
  )
}

type Fault = LineFault | Misfit

/** What a form says, line by line. */
interface Asked {
  readonly form: FormState
  readonly lines: readonly GrantTyped[]
  readonly faults: readonly FaultyGrantLine<Fault>[]
}

async function take(c: DeskContext, kit: MoneyKit, standing: Standing): Promise<Response> {
  const { who, language } = c.get('desk')
  const { id: instrumentId } = standing.instrument
  const values = await readForm(c)
  const fields = readFields(values, language)
  const id = fields.id('id')
  if (values.step === 'change') return draw(c, kit, standing, { form: { values, faults: {} } })
  const reason = fields.line('reason', REASON_MAX, true)
  const texts = MINTING_TEXTS[language].grants
  const { lines, faults: unread } = readGrantLines(values.lines ?? '')
  const given = lines.map(({ code, amount }) => givenTo(code, amount))
  const misfits = await kit.minting.misfits(instrumentId, given, who)
  const unfit = lines.flatMap(({ line, code }, index) => {
    const fault = misfits[index]
    return fault === undefined ? [] : [{ line, text: code, fault }]
  })
  const faults = [...unread, ...unfit].sort((one, other) => one.line - other.line)
  if (faults.length > 0) fields.blame('lines', fill(texts.faulty, { count: faults.length }))
  else if (lines.length === 0) fields.blame('lines', texts.needed)
  const asked: Asked = { form: fields.state(), lines, faults }
  if (!fields.isGood() || reason === null) return draw(c, kit, standing, asked)
  if (values.step !== 'prepare') return drawCheck(c, kit, standing, asked)
  const grant = { id, instrumentId, reason, lines: given }
  const fault = await attempt(language, () => kit.minting.prepareGrant(grant, who))
  if (fault !== undefined) return draw(c, kit, standing, { ...asked, fault })
  return c.redirect(`${standing.address}/${id}?done=prepared`, 303)
}

function givenTo(holderId: string, amount: bigint) {
  return { party: 'person', holderId, amount } as const
}

interface Shown extends Partial<Asked> {
  readonly form: FormState
  readonly fault?: ShownFault
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  { instrument, rules, address }: Standing,
  { form, faults = [], fault }: Shown,
): Promise<Response> {
  const session = c.get('desk')
  const { role, language } = session
  const texts = MINTING_TEXTS[language]
  const { doers, readers } = MINTING_RIGHTS.grants
  const page = { instrumentId: instrument.id, limit: SHOWN_MAX }
  const found = readers.includes(role) ? await kit.minting.listGrants(page) : undefined
  const notice: Notice | undefined = fault && { kind: 'wrong', text: fault.text }
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session, notice }}
      title={fill(texts.grants.title, { name: rules.name })}
      section="instruments"
    >
      {doers.includes(role) ? <GrantForm {...{ form, address, faults, texts }} /> : null}
      {found === undefined ? null : (
        <List {...{ found, address, texts, language }} unit={instrument.unit} />
      )}
      <BackToInstrument id={instrument.id} language={language} />
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

interface FormProps {
  readonly form: FormState
  readonly address: string
  readonly faults: readonly FaultyGrantLine<Fault>[]
  readonly texts: DeskMintingTexts
}

function GrantForm({ form, address, faults, texts }: FormProps) {
  const { grants } = texts
  return (
    <form method="post" action={address} class="desk-card pt-3" novalidate>
      <p>{grants.lead}</p>
      <Hidden values={{ id: form.values.id ?? '' }} />
      <LongTextField
        {...{ form, name: 'lines', label: grants.lines, hint: grants.linesHint }}
        maxlength={TEXT_MAX}
        isRequired
      />
      {faults.length === 0 ? null : (
        <Table caption={grants.faultyTable} heads={[grants.line, grants.what, grants.why]}>
          {faults.map(({ line, text, fault }) => (
            <tr>
              <th scope="row">{line}</th>
              <td class="text-break">{text}</td>
              <td>{sentenceOf(fault, texts)}</td>
            </tr>
          ))}
        </Table>
      )}
      <TextField
        {...{ form, name: 'reason', label: grants.reason, hint: grants.reasonHint }}
        maxlength={REASON_MAX}
        isRequired
      />
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit" name="step" value="check">
          {grants.check}
        </button>
      </div>
    </form>
  )
}

function sentenceOf(fault: Fault, { faults, misfits }: DeskMintingTexts): string {
  const known: Readonly<Record<string, string>> = { ...misfits, ...faults }
  return fill(known[fault] ?? misfits.other, { max: GRANT_LINES_MAX })
}

/** Who would get how much, before anything is written. */
function drawCheck(
  c: DeskContext,
  kit: MoneyKit,
  { instrument, rules, address }: Standing,
  { form, lines }: Asked,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const { grants: texts } = MINTING_TEXTS[language]
  const money = (amount: bigint) => showMoney(amount, instrument.unit, language)
  const sum = lines.reduce((all, { amount }) => all + amount, 0n)
  const euro = multiply(sum, parseRate(rules.backing), 'up')
  const figures = { count: lines.length, total: money(sum) }
  const { id = '', reason = '' } = form.values
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.title, { name: rules.name })}
      section="instruments"
    >
      <p class="lead">{fill(texts.sum, figures)}</p>
      <p>
        {euro === 0n
          ? texts.noEuro
          : fill(texts.euro, { euro: showMoney(euro, instrument.reserveUnit, language) })}
      </p>
      <Table caption={texts.table} heads={[texts.person, { figure: texts.amount }]}>
        {lines.map(({ code, amount }) => (
          <tr>
            <td>{code}</td>
            <td class="desk-figure">{money(amount)}</td>
          </tr>
        ))}
      </Table>
      <p>{reason}</p>
      <form method="post" action={address} class="desk-card desk-actions pt-3">
        <Hidden values={{ id, reason }} />
        <textarea name="lines" hidden>{`\n${form.values.lines ?? ''}`}</textarea>
        <button class="btn btn-primary" type="submit" name="step" value="prepare">
          {fill(texts.prepare, figures)}
        </button>
        <button class="btn btn-outline-secondary" type="submit" name="step" value="change">
          {texts.change}
        </button>
      </form>
    </DeskPage>,
  )
}

interface ListProps {
  readonly found: readonly Grant[]
  readonly address: string
  readonly texts: DeskMintingTexts
  readonly language: DeskLanguage
  readonly unit: Unit
}

function List({ found, address, texts, language, unit }: ListProps) {
  const { grants } = texts
  if (found.length === 0) return <p>{grants.none}</p>
  return (
    <PreparedList
      {...{ address, language, caption: grants.list }}
      rows={found.map((one) => ({ ...one, amount: showMoney(one.total, unit, language) }))}
    />
  )
}
