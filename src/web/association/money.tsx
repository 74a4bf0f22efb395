import type { Hono } from 'hono'
import { rulesOn } from '../../currency/core/instrument.ts'
import { mayConvert } from '../../currency/core/minting.ts'
import type { Purse, StatementLine } from '../../currency/service.ts'
import { DomainError } from '../../kernel/errors.ts'
import { parseAmount } from '../../kernel/money.ts'
import { periodOf, ReceivedTables, reasonOf } from '../desk/association-parts.tsx'
import { ASSOCIATION_TEXTS, freshForm } from '../desk/earning-parts.tsx'
import { ChoiceField, type FormState, TextField } from '../desk/fields.tsx'
import type { DeskLanguage } from '../desk/layout.tsx'
import { attempt, noticeOf, Table } from '../desk/money-kit.tsx'
import { answerPage, type ShownFault } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import { type DeskContext, type DeskEnv, readForm } from '../desk/session.ts'
import { fill, showMoney, showTime } from '../desk/show.ts'
import { type AssociationKit, AssociationPage, ownAssociation, PLACES } from './kit.tsx'

const CODE_MAX = 40
const LINES = 50
const PAYEES = ['person', 'partner', 'association'] as const

/** What an association received, every movement of it, and paying by name. */
export function addMoney(routes: Hono<DeskEnv>, kit: AssociationKit): void {
  routes.get(PLACES.money, (c) => draw(c, kit, freshForm(kit)))
  routes.post(PLACES.money, (c) => pay(c, kit))
  routes.get(`${PLACES.money}/:instrument`, (c) => drawStatement(c, kit))
}

async function pay(c: DeskContext, kit: AssociationKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const association = await ownAssociation(c, kit)
  const purses = await kit.currency.pursesOf('association', association.id)
  const fields = readFields(await readForm(c), language)
  const id = fields.id('id')
  const ids = purses.map(({ wallet }) => wallet.instrument.id)
  const instrumentId = fields.choice('instrument', ids, true)
  const party = fields.choice('party', PAYEES, true)
  const holderId = fields.line('payee', CODE_MAX, true)
  const amount = fields.parsed('amount', (text) => {
    const typed = parseAmount(text)
    return typeof typed === 'bigint' ? typed : undefined
  })
  if (instrumentId === null || party === null || holderId === null || amount === null) {
    return draw(c, kit, fields.state(), undefined, 422)
  }
  let declined: string | undefined
  const fault = await attempt(language, async () => {
    const payment = { id, instrumentId, payee: { party, holderId }, amount }
    const { status } = await kit.associations.pay(association.id, payment, who)
    if (status !== 'paid') declined = ASSOCIATION_TEXTS[language].declined[status]
  })
  // What was declined stays so under its id: the next try is another one.
  const again = { ...fields.state(), values: { ...fields.state().values, id: kit.runtime.newId() } }
  if (declined !== undefined) return draw(c, kit, again, { text: declined, status: 422 }, 422)
  if (fault !== undefined) return draw(c, kit, fields.state(), fault, 422)
  return c.redirect(`${PLACES.money}?done=paid`, 303)
}

async function draw(
  c: DeskContext,
  kit: AssociationKit,
  form: FormState,
  fault?: ShownFault,
  status: 200 | 422 = 200,
): Promise<Response> {
  const { who, language } = c.get('desk')
  const { money, conversion } = ASSOCIATION_TEXTS[language]
  const association = await ownAssociation(c, kit)
  const period = periodOf(c, kit)
  const found = await kit.associations.received(association.id, period, who)
  return answerPage(
    c,
    <AssociationPage
      {...{ c, kit, place: 'money' as const, notice: noticeOf(c, fault, money.done) }}
      title={`${association.name}: ${money.title}`}
    >
      <p>{money.lead}</p>
      <ReceivedTables
        {...{ found, period, language, action: PLACES.money, statementPath: PLACES.money }}
      />
      {found.some(({ purse }) => mayConvert(purse)) ? (
        <p>
          <a href={PLACES.conversion}>{conversion.title}</a>
        </p>
      ) : null}
      {found.length === 0 ? null : (
        <PayForm {...{ form, language, purses: found.map(({ purse }) => purse) }} />
      )}
    </AssociationPage>,
    status,
  )
}

interface PayProps {
  readonly form: FormState
  readonly language: DeskLanguage
  readonly purses: readonly Purse[]
}

function PayForm({ form, language, purses }: PayProps) {
  const { money, hours, parties } = ASSOCIATION_TEXTS[language]
  return (
    <form method="post" action={PLACES.money} class="desk-card pt-3" novalidate>
      <h2 class="h4">{money.pay}</h2>
      <p>{money.payLead}</p>
      <input type="hidden" name="id" value={form.values.id} />
      <div class="desk-fields">
        <ChoiceField
          {...{ form, name: 'instrument', label: hours.money, isRequired: true }}
          options={purses.map(
            ({ wallet: { instrument }, day }) =>
              [instrument.id, rulesOn(instrument, day).name] as const,
          )}
        />
        <ChoiceField
          {...{ form, name: 'party', label: money.payeeParty, isRequired: true }}
          options={PAYEES.map((party) => [party, parties[party]] as const)}
        />
        <TextField
          {...{ form, name: 'payee', label: money.payee, hint: money.payeeHint }}
          maxlength={CODE_MAX}
          isRequired
        />
        <TextField
          {...{ form, name: 'amount', label: money.amount, inputmode: 'decimal' as const }}
          isRequired
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-primary" type="submit">
          {money.send}
        </button>
      </div>
    </form>
  )
}

async function drawStatement(c: DeskContext, kit: AssociationKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const { money } = ASSOCIATION_TEXTS[language]
  const association = await ownAssociation(c, kit)
  const instrumentId = c.req.param('instrument') ?? ''
  const purses = await kit.currency.pursesOf('association', association.id)
  const purse = purses.find(({ wallet }) => wallet.instrument.id === instrumentId)
  if (purse === undefined) {
    throw new DomainError('instrument_not_found', `There is no instrument ${instrumentId}.`)
  }
  const before = /^[0-9]{1,11}$/.exec(c.req.query('before') ?? '')?.[0]
  const page = { limit: LINES, ...(before === undefined ? {} : { before: BigInt(before) }) }
  const lines = await kit.associations.statement(association.id, instrumentId, page, who)
  const last = lines.length === LINES ? lines.at(-1) : undefined
  const { name } = rulesOn(purse.wallet.instrument, purse.day)
  const older = `${PLACES.money}/${encodeURIComponent(instrumentId)}?before=${last?.position}`
  return answerPage(
    c,
    <AssociationPage
      {...{ c, kit, place: 'money' as const, title: `${money.statementTitle}: ${name}` }}
    >
      {lines.length === 0 ? (
        <p>{money.noneInPeriod}</p>
      ) : (
        <Lines {...{ lines, purse, language, caption: `${money.statementTitle}: ${name}` }} />
      )}
      {last === undefined ? null : (
        <p>
          <a href={older}>{money.older}</a>
        </p>
      )}
      <p>
        <a href={PLACES.money}>{money.back}</a>
      </p>
    </AssociationPage>,
  )
}

interface LinesProps {
  readonly lines: readonly StatementLine[]
  readonly purse: Purse
  readonly language: DeskLanguage
  readonly caption: string
}

function Lines({ lines, purse, language, caption }: LinesProps) {
  const texts = ASSOCIATION_TEXTS[language]
  const { money, parties } = texts
  const show = (amount: bigint) => showMoney(amount, purse.wallet.instrument.unit, language)
  return (
    <Table
      caption={caption}
      heads={[
        ...[money.at, money.reason, money.with],
        ...[{ figure: money.amount }, { figure: money.after }],
      ]}
    >
      {lines.map(({ recordedAt, code, payment, amount, balance }) => (
        <tr>
          <td>{showTime(recordedAt)}</td>
          <td>{reasonOf(code, texts)}</td>
          <td>
            {payment?.other === null || payment === null
              ? ''
              : fill('{party} {holder}', {
                  party: parties[payment.other.party],
                  holder: payment.other.holderId,
                })}
          </td>
          <td class="desk-figure">{show(amount)}</td>
          <td class="desk-figure">{show(balance)}</td>
        </tr>
      ))}
    </Table>
  )
}
