import type { Hono } from 'hono'
import { type Instrument, rulesOn } from '../../currency/core/instrument.ts'
import { boundsOf } from '../../currency/posting.ts'
import type { Purse } from '../../currency/service.ts'
import { romeDay } from '../../kernel/days.ts'
import { parseUuid, type Uuid } from '../../kernel/ids.ts'
import { typedMoney } from '../../kernel/money.ts'
import { type DeskCreditTexts, deskCreditEn, deskCreditIt } from '../messages/desk-credit.ts'
import { ASSOCIATION_TEXTS } from './earning-parts.tsx'
import { EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { attempt, Hidden, type MoneyKit, noticeOf, Table } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles, readForm } from './session.ts'
import { fill, showMoney } from './show.ts'

const PATH = '/desk/instruments/:id/credit'
const SHOWN = 50
const CODE_MAX = 40
const REASON_MAX = 200

export const CREDIT_TEXTS: Readonly<Record<DeskLanguage, DeskCreditTexts>> = {
  it: deskCreditIt,
  en: deskCreditEn,
}

/** The members of an instrument on credit: what they have, how far they may go, and how that is changed. */
export function addCredit(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('administrator', 'treasurer', 'auditor'))
  routes.get(PATH, async (c) => {
    const wallet = parseUuid(c.req.query('wallet') ?? '')
    const chosen = wallet === undefined ? undefined : await memberOf(kit, idOf(c), wallet)
    return draw(c, kit, {
      form: chosen === undefined ? EMPTY_FORM : formOf(chosen, c.get('desk').language),
      chosen,
    })
  })
  routes.post(PATH, deskRoles('administrator', 'treasurer'), (c) => setLine(c, kit))
}

function idOf(c: DeskContext): string {
  return c.req.param('id') ?? ''
}

/** @throws DeskRefusal where it is no wallet of the instrument, or the one of its programme, which has no line */
async function memberOf(kit: MoneyKit, id: string, wallet: Uuid): Promise<Purse> {
  const purse = await kit.currency.getPurse(wallet)
  const { instrument, party } = purse.wallet
  if (instrument.id === id && party !== 'programme') return purse
  throw new DeskRefusal('not_found')
}

function formOf({ wallet: { creditLine, creditRoom } }: Purse, language: DeskLanguage): FormState {
  const typed = (amount: bigint | null) => (amount === null ? '' : typedMoney(amount, language))
  return { values: { below: typed(creditLine), above: typed(creditRoom) }, faults: {} }
}

async function setLine(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const id = idOf(c)
  const values = await readForm(c)
  const fields = readFields(values, language)
  const wallet = parseUuid(values.wallet ?? '')
  const chosen = wallet === undefined ? undefined : await memberOf(kit, id, wallet)
  const partnerId = chosen === undefined ? fields.line('partner', CODE_MAX, true) : null
  const below = fields.amount('below')
  const above = fields.amount('above')
  const reason = fields.line('reason', REASON_MAX, true)
  const form = fields.state()
  if (!fields.isGood() || reason === null) return draw(c, kit, { form, chosen })
  const of = chosen === undefined ? { partnerId: partnerId ?? '' } : { walletId: chosen.wallet.id }
  const line = { instrumentId: id, of, below, above, reason }
  const fault = await attempt(language, () => kit.instruments.setCreditLine(line, who))
  if (fault !== undefined) return draw(c, kit, { form, chosen, fault })
  return c.redirect(`/desk/instruments/${encodeURIComponent(id)}/credit?done=set`, 303)
}

interface Shown {
  readonly form: FormState
  /** Whose line the form is about; without one it asks for a partner. */
  readonly chosen?: Purse | undefined
  readonly fault?: ShownFault
}

async function draw(c: DeskContext, kit: MoneyKit, shown: Shown): Promise<Response> {
  const session = c.get('desk')
  const { who, language, role } = session
  const texts = CREDIT_TEXTS[language]
  const instrument = await kit.currency.getInstrument(idOf(c))
  const rules = rulesOn(instrument, romeDay(kit.runtime.now()))
  const isOnCredit = rules.credit !== null
  const after = parseUuid(c.req.query('after') ?? '')
  const page = { limit: SHOWN + 1, ...(after === undefined ? {} : { after }) }
  const found = isOnCredit ? await kit.instruments.listWallets(instrument.id, page, who) : []
  const purses = found.slice(0, SHOWN)
  const members = purses.filter(({ wallet }) => wallet.party !== 'programme')
  const address = `/desk/instruments/${encodeURIComponent(instrument.id)}`
  const mayChange = isOnCredit && role !== 'auditor'
  const hasFaults = Object.keys(shown.form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.title, { name: rules.name })}
      section="instruments"
      notice={noticeOf(c, shown.fault, { set: texts.done })}
    >
      <p>{isOnCredit ? texts.lead : texts.notOnCredit}</p>
      {isOnCredit && members.length === 0 ? <p>{texts.none}</p> : null}
      {members.length === 0 ? null : (
        <Members {...{ members, texts, language, address, mayChange }} />
      )}
      {found.length > SHOWN ? (
        <p>
          <a href={`${address}/credit?after=${purses.at(-1)?.wallet.id}`}>{texts.next}</a>
        </p>
      ) : null}
      {mayChange ? <LineForm {...{ ...shown, texts, instrument, address }} /> : null}
      {isOnCredit ? <Refusals {...{ texts, language, instrument }} /> : null}
      <p>
        <a href={address}>{texts.back}</a>
      </p>
    </DeskPage>,
    shown.fault?.status ?? (hasFaults ? 422 : 200),
  )
}

interface MembersProps {
  readonly members: readonly Purse[]
  readonly texts: DeskCreditTexts
  readonly language: DeskLanguage
  readonly address: string
  readonly mayChange: boolean
}

function nameOf({ wallet: { party, holderId } }: Purse, language: DeskLanguage): string {
  return `${ASSOCIATION_TEXTS[language].parties[party]} ${holderId}`
}

function Members({ members, texts, language, address, mayChange }: MembersProps) {
  return (
    <Table
      caption={texts.caption}
      heads={[
        ...[texts.member, { figure: texts.balance }, { figure: texts.below }],
        ...[{ figure: texts.above }, { figure: texts.room }, ...(mayChange ? [texts.change] : [])],
      ]}
    >
      {members.map((purse) => {
        const { wallet, balance, day } = purse
        const { least, most } = boundsOf(wallet, day)
        const show = (amount: bigint) => showMoney(amount, wallet.instrument.unit, language)
        const whose = (own: bigint | null) => (own === null ? texts.byRules : texts.own)
        const left = balance - least
        return (
          <tr>
            <th scope="row">{nameOf(purse, language)}</th>
            <td class="desk-figure">{show(balance)}</td>
            <td class="desk-figure">
              {show(least)} <small>{whose(wallet.creditLine)}</small>
            </td>
            <td class="desk-figure">
              {most === undefined ? texts.unlimited : show(most)}{' '}
              <small>{whose(wallet.creditRoom)}</small>
            </td>
            <td class="desk-figure">{left < 0n ? texts.beyond : show(left)}</td>
            {mayChange ? (
              <td>
                <a
                  href={`${address}/credit?wallet=${wallet.id}#line`}
                  aria-label={fill(texts.changeOf, { who: nameOf(purse, language) })}
                >
                  {texts.change}
                </a>
              </td>
            ) : null}
          </tr>
        )
      })}
    </Table>
  )
}

interface FormProps extends Omit<Shown, 'fault'> {
  readonly texts: DeskCreditTexts
  readonly address: string
}

function LineForm({ form, chosen, texts, address }: FormProps) {
  const who = chosen?.wallet.holderId
  return (
    <form method="post" action={`${address}/credit`} class="desk-card" id="line" novalidate>
      <h2>{who === undefined ? texts.form : fill(texts.formOf, { who })}</h2>
      <p>{texts.formLead}</p>
      {chosen === undefined ? null : <Hidden values={{ wallet: chosen.wallet.id }} />}
      <div class="desk-fields">
        {chosen === undefined ? (
          <TextField
            {...{ form, name: 'partner', label: texts.partner, hint: texts.partnerHint }}
            maxlength={CODE_MAX}
            isRequired
          />
        ) : null}
        <TextField
          {...{ form, name: 'below', label: texts.belowField, hint: texts.asRules }}
          inputmode="decimal"
        />
        <TextField
          {...{ form, name: 'above', label: texts.aboveField, hint: texts.asRules }}
          inputmode="decimal"
        />
        <TextField
          {...{ form, name: 'reason', label: texts.reason, hint: texts.reasonHint }}
          maxlength={REASON_MAX}
          isRequired
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {texts.submit}
        </button>
        {chosen === undefined ? null : (
          <a class="btn btn-outline-primary" href={`${address}/credit`}>
            {texts.other}
          </a>
        )}
      </div>
    </form>
  )
}

interface RefusalsProps {
  readonly texts: DeskCreditTexts
  readonly language: DeskLanguage
  readonly instrument: Instrument
}

/** What is said where a payment would go beyond a line. */
function Refusals({ texts, language, instrument }: RefusalsProps) {
  const { declined } = ASSOCIATION_TEXTS[language]
  return (
    <section>
      <h2>{texts.refusals}</h2>
      <p>{texts.refusalsLead}</p>
      <ul>
        <li>{fill(texts.exceedsLine, { sentence: declined.exceeds_credit_line })}</li>
        <li>{fill(texts.exceedsRoom, { sentence: declined.exceeds_balance_limit })}</li>
      </ul>
      <p>
        {texts.where}{' '}
        <a href={`/desk/payments?instrument=${encodeURIComponent(instrument.id)}`}>
          {texts.payments}
        </a>
        .
      </p>
    </section>
  )
}
