import type { Hono } from 'hono'
import { issuedAccountId, walletIdOf } from '../../currency/identity.ts'
import type { ListedPayment, OnBehalfRefund, PaymentFound } from '../../currency/on-behalf.ts'
import { EUR, formatMinor, typedMoney, type Unit } from '../../kernel/money.ts'
import type { Transfer } from '../../ledger/core/transfer.ts'
import { reasonOf } from './association-parts.tsx'
import { ASSOCIATION_TEXTS, unitsOf } from './earning-parts.tsx'
import { EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { idIn } from './issue.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { attempt, Facts, Hidden, type MoneyKit, namesOf, noticeOf, Table } from './money-kit.tsx'
import { REASON_MAX } from './new-payment.tsx'
import { answerPage, type ShownFault } from './page.ts'
import {
  amountOf,
  PAYMENT_TEXTS,
  PAYMENTS_PATH,
  PaymentTable,
  sideText,
  statusText,
} from './payments.tsx'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showMoney, showTime } from './show.ts'

const PATH = `${PAYMENTS_PATH}/:id`
const MOVES_MAX = 50

/** One payment: what it was, what moved in the books, what came back of it; and giving it back. */
export function addPayment(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'treasurer', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit, EMPTY_FORM))
  routes.post(PATH, deskRoles('operator', 'administrator', 'treasurer'), (c) => refund(c, kit))
}

async function refund(c: DeskContext, kit: MoneyKit): Promise<Response> {
  const { who, language } = c.get('desk')
  const fields = readFields(await readForm(c), language)
  const id = fields.id('id')
  const amount = fields.amount('amount')
  if (amount === null || amount === 0n) {
    fields.blame('amount', PAYMENT_TEXTS[language].amountNeeded)
  }
  const reason = fields.line('reason', REASON_MAX, true)
  const form = fields.state()
  if (!fields.isGood() || amount === null || reason === null) return draw(c, kit, form)
  const request: OnBehalfRefund = { id, paymentId: idIn(c), amount, reason }
  let declined: string | undefined
  const fault = await attempt(language, async () => {
    const { status } = await kit.purchases.desk.refund(request, who)
    if (status !== 'paid') declined = ASSOCIATION_TEXTS[language].declined[status]
  })
  if (fault !== undefined) return draw(c, kit, form, fault)
  if (declined === undefined) return c.redirect(`${PAYMENTS_PATH}/${idIn(c)}?done=refunded`, 303)
  // What was declined stays so under its id: the next try is another one.
  const again = { ...form, values: { ...form.values, id: kit.runtime.newId() } }
  return draw(c, kit, again, { text: declined, status: 422 })
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const session = c.get('desk')
  const { who, language, role } = session
  const texts = PAYMENT_TEXTS[language]
  const found = await kit.purchases.desk.find(idIn(c), who)
  const { payment, refunds } = found
  const [units, names, moves, labels] = await Promise.all([
    unitsOf(kit),
    namesOf(kit, [payment.actorId]),
    movesOf(kit, payment),
    labelsOf(kit, payment, language),
  ])
  const unit = units.get(payment.instrumentId) ?? EUR
  const left = payment.amount - payment.refunded
  const isPaid = payment.kind === 'payment' && payment.status === 'paid'
  const mayRefund = isPaid && left > 0n && role !== 'auditor'
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.detail, {
        kind: texts.kinds[payment.kind],
        amount: amountOf(payment, units, language),
      })}
      section="payments"
      notice={noticeOf(c, fault, texts.done)}
    >
      <Facts pairs={factsOf(payment, { unit, names, language })} />
      <h2>{texts.journal}</h2>
      <Journal {...{ moves, labels, language }} />
      {isPaid ? <Receipt {...{ found, language }} /> : null}
      {refunds.length === 0 ? null : (
        <PaymentTable {...{ payments: refunds, units, language }} caption={texts.refunds} />
      )}
      {mayRefund && payment.purchaseId === null ? (
        <RefundForm {...{ payment, left, unit, form, language }} newId={kit.runtime.newId()} />
      ) : null}
      {mayRefund && payment.purchaseId !== null ? <p>{texts.refundInParts}</p> : null}
      <p>
        <a href={PAYMENTS_PATH}>{texts.back}</a>
      </p>
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

/** What moved for it: each transfer carries its id. */
async function movesOf({ books }: MoneyKit, { id }: ListedPayment): Promise<readonly Transfer[]> {
  const { position } = await books.moment()
  const page = { after: 0n, limit: MOVES_MAX }
  return (await books.transfers({ reference128: id }, position, page)).transfers
}

/** What accounts are called, by id: both sides, and what the instrument is kept on. */
async function labelsOf(
  { currency }: MoneyKit,
  { payer, payerId, payee, payeeId, instrumentId }: ListedPayment,
  language: DeskLanguage,
): Promise<ReadonlyMap<string, string>> {
  const texts = PAYMENT_TEXTS[language]
  const { programmeId } = await currency.getInstrument(instrumentId)
  return new Map([
    [issuedAccountId(instrumentId), texts.issuer],
    [walletIdOf(instrumentId, 'programme', programmeId), texts.fund],
    [payerId ?? '', sideText(payer, language) ?? ''],
    [payeeId ?? '', sideText(payee, language) ?? ''],
  ])
}

interface Around {
  readonly unit: Unit
  readonly names: ReadonlyMap<string, string>
  readonly language: DeskLanguage
}

function factsOf(payment: ListedPayment, { unit, names, language }: Around) {
  const texts = PAYMENT_TEXTS[language]
  const { fee, refunded, refundOf, actorId, reason } = payment
  const show = (amount: bigint) => showMoney(amount, unit, language)
  return [
    [texts.status, statusText(payment, language)],
    [texts.payer, sideText(payment.payer, language) ?? texts.issued],
    [texts.payee, sideText(payment.payee, language) ?? texts.gone],
    [texts.at, showTime(payment.recordedAt)],
    [texts.instrument, payment.instrumentId],
    [texts.channel, texts.channels[payment.channel]],
    ...(fee === 0n ? [] : ([[texts.fee, show(fee)]] as const)),
    ...(refunded === 0n ? [] : ([[texts.refunded, show(refunded)]] as const)),
    ...(actorId === null ? [] : ([[texts.actor, names.get(actorId) ?? texts.somebody]] as const)),
    ...(reason === null ? [] : ([[texts.reason, reason]] as const)),
    ...(refundOf === null
      ? []
      : ([[texts.original, <a href={`${PAYMENTS_PATH}/${refundOf}`}>{texts.open}</a>]] as const)),
  ] as const
}

interface JournalProps {
  readonly moves: readonly Transfer[]
  readonly labels: ReadonlyMap<string, string>
  readonly language: DeskLanguage
}

function Journal({ moves, labels, language }: JournalProps) {
  const texts = PAYMENT_TEXTS[language]
  if (moves.length === 0) return <p>{texts.noJournal}</p>
  const labelOf = (id: string) => labels.get(id) ?? id
  return (
    <>
      <p>{texts.journalLead}</p>
      <Table
        caption={texts.journal}
        heads={[texts.what, texts.from, texts.to, { figure: texts.amount }]}
      >
        {moves.map((one) => (
          <tr>
            <td>{reasonOf(one.code, ASSOCIATION_TEXTS[language])}</td>
            <td>{labelOf(one.debitAccountId)}</td>
            <td>{labelOf(one.creditAccountId)}</td>
            <td class="desk-figure">{showMoney(one.amount, one.unit, language)}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

interface ReceiptProps {
  readonly found: PaymentFound
  readonly language: DeskLanguage
}

/** Of a purchase there is one receipt, signed, for all that it was paid with. */
function Receipt({ found: { purchase }, language }: ReceiptProps) {
  const texts = PAYMENT_TEXTS[language]
  const show = (amount: bigint) => showMoney(amount, EUR, language)
  return (
    <section class="desk-card">
      <h2>{texts.receipt}</h2>
      {purchase === null ? (
        <p>{texts.noReceipt}</p>
      ) : (
        <>
          <p>
            {fill(texts.receiptLead, {
              price: show(purchase.price),
              partner: purchase.partnerId,
            })}
          </p>
          <Table caption={texts.receipt} heads={[texts.part, { figure: texts.amount }]}>
            {purchase.parts.map(({ instrumentId, amount, paymentId }) => (
              <tr>
                <td>
                  {paymentId === null ? (
                    instrumentId
                  ) : (
                    <a href={`${PAYMENTS_PATH}/${paymentId}`}>{instrumentId}</a>
                  )}
                </td>
                <td class="desk-figure">{formatMinor(amount, language)}</td>
              </tr>
            ))}
            {purchase.voucherAmount === 0n ? null : (
              <tr>
                <td>{texts.voucher}</td>
                <td class="desk-figure">{show(purchase.voucherAmount)}</td>
              </tr>
            )}
            <tr>
              <td>{texts.euro}</td>
              <td class="desk-figure">{show(purchase.euro)}</td>
            </tr>
          </Table>
          {purchase.receipt === null ? null : (
            <details>
              <summary>{texts.signed}</summary>
              <code class="text-break">{purchase.receipt}</code>
            </details>
          )}
        </>
      )}
    </section>
  )
}

interface RefundProps {
  readonly payment: ListedPayment
  readonly left: bigint
  readonly unit: Unit
  readonly form: FormState
  readonly language: DeskLanguage
  readonly newId: string
}

function RefundForm({ payment, left, unit, form, language, newId }: RefundProps) {
  const texts = PAYMENT_TEXTS[language]
  // It begins with all that is left, and keeps what was typed.
  const values = { id: newId, amount: typedMoney(left, language), ...form.values }
  const state = { ...form, values }
  return (
    <form method="post" action={`${PAYMENTS_PATH}/${payment.id}`} class="desk-card" novalidate>
      <h2>{texts.refund}</h2>
      <p>{fill(texts.refundLead, { left: showMoney(left, unit, language) })}</p>
      <Hidden values={{ id: values.id }} />
      <div class="desk-fields">
        <TextField
          {...{ form: state, name: 'amount', label: texts.refundAmount }}
          inputmode="decimal"
          isRequired
        />
        <TextField
          {...{ form: state, name: 'reason', label: texts.reason, hint: texts.reasonHint }}
          maxlength={REASON_MAX}
          isRequired
        />
      </div>
      <div class="desk-actions">
        <button class="btn btn-outline-danger" type="submit">
          {texts.refundSubmit}
        </button>
      </div>
    </form>
  )
}
