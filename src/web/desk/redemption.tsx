import type { Hono } from 'hono'
import { romeDay } from '../../kernel/days.ts'
import type { RedemptionId } from '../../kernel/ids.ts'
import { typedMoney } from '../../kernel/money.ts'
import type { Redeemed } from '../../vouchers/claims.ts'
import { REFUND_REASONS } from '../../vouchers/core/refund.ts'
import type { DeskClaimsTexts } from '../messages/desk-claims.ts'
import { CLAIM_TEXTS, ClaimTable, partnerNames } from './claims.tsx'
import { ChoiceField, EMPTY_FORM, type FormState, TextField } from './fields.tsx'
import { idIn } from './issue.tsx'
import { type DeskLanguage, DeskPage } from './layout.tsx'
import { attempt, Facts, Hidden, type MoneyKit, noticeOf } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { type FormReader, readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showMoney, showTime } from './show.ts'

const PATH = '/desk/redemptions/:id'
const REASON_MAX = 200
const CLAIMS_MAX = 100

/** Something that was bought: given back, or disputed on behalf of the person. */
export function addRedemption(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles('operator', 'administrator', 'auditor'))
  routes.get(PATH, (c) => draw(c, kit, EMPTY_FORM))
  routes.post(PATH, deskRoles('operator', 'administrator'), async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const request = readRequest(fields, idIn(c) as RedemptionId, CLAIM_TEXTS[language])
    if (request === undefined) return draw(c, kit, fields.state())
    const fault = await attempt(language, () =>
      request.kind === 'refund'
        ? kit.vouchers.refund(request, who)
        : kit.vouchers.openDispute(request, who),
    )
    if (fault !== undefined) return draw(c, kit, fields.state(), fault)
    const to = request.kind === 'refund' ? 'refunds' : 'disputes'
    return c.redirect(`/desk/${to}/${request.id}?done=${request.kind}`, 303)
  })
}

/** The two forms of the page, told apart by the field for the amount that came along. */
function readRequest(fields: FormReader, redemptionId: RedemptionId, texts: DeskClaimsTexts) {
  const id = fields.id('id')
  const isDispute = fields.isTicked('disputes')
  const name = isDispute ? 'disputed' : 'refunded'
  const amount = fields.amount(name)
  if (amount === null || amount === 0n) fields.blame(name, texts.amountNeeded)
  if (isDispute) {
    const reason = fields.line('what', REASON_MAX, true)
    if (!fields.isGood() || amount === null || reason === null) return undefined
    return { kind: 'dispute', id, redemptionId, amount, reason } as const
  }
  const reason = fields.choice('reason', REFUND_REASONS, true)
  if (!fields.isGood() || amount === null || reason === null) return undefined
  return { kind: 'refund', id, redemptionId, amount, reason } as const
}

async function draw(
  c: DeskContext,
  kit: MoneyKit,
  form: FormState,
  fault?: ShownFault,
): Promise<Response> {
  const session = c.get('desk')
  const { who, role, language } = session
  const texts = CLAIM_TEXTS[language]
  const redeemed = await kit.vouchers.getRedeemed(idIn(c) as RedemptionId, who)
  const page = { limit: CLAIMS_MAX, redemptionId: redeemed.redemptionId }
  const [refunds, disputes, names] = await Promise.all([
    kit.vouchers.listRefunds(page, who),
    kit.vouchers.listDisputes(page, who),
    partnerNames(kit, [redeemed]),
  ])
  const claims = [...disputes, ...refunds]
  const amount = showMoney(redeemed.amount, redeemed.unit, language)
  const partner = names.get(redeemed.partnerId) ?? redeemed.partnerId
  const hasFaults = Object.keys(form.faults).length > 0
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.purchaseTitle, { amount, partner })}
      section="claims"
      notice={noticeOf(c, fault, texts.done)}
    >
      <Facts pairs={factsOf(redeemed, texts, language)} />
      <h2>{texts.claims}</h2>
      {claims.length === 0 ? (
        <p>{texts.noClaims}</p>
      ) : (
        <ClaimTable
          caption={texts.claims}
          {...{ claims, names, language, today: romeDay(kit.runtime.now()) }}
        />
      )}
      {redeemed.left === 0n ? <p>{texts.nothingLeft}</p> : null}
      {redeemed.left === 0n || role === 'auditor' ? null : (
        <Forms {...{ redeemed, form, texts, language }} newId={kit.runtime.newId} />
      )}
    </DeskPage>,
    fault?.status ?? (hasFaults ? 422 : 200),
  )
}

function factsOf(redeemed: Redeemed, texts: DeskClaimsTexts, language: DeskLanguage) {
  const { unit, refunded, left, recordedAt, voucherId, contactPointId } = redeemed
  return [
    [texts.purchasedAt, showTime(recordedAt)],
    [texts.refunded, showMoney(refunded, unit, language)],
    [texts.left, showMoney(left, unit, language)],
    [texts.place, contactPointId],
    [texts.voucher, <a href={`/desk/vouchers/${voucherId}`}>{texts.openVoucher}</a>],
  ] as const
}

interface FormsProps {
  readonly redeemed: Redeemed
  readonly form: FormState
  readonly texts: DeskClaimsTexts
  readonly language: DeskLanguage
  readonly newId: () => string
}

function Forms({ redeemed, form, texts, language, newId }: FormsProps) {
  const action = `/desk/redemptions/${redeemed.redemptionId}`
  const left = typedMoney(redeemed.left, language)
  // Each form begins with all that is left, and keeps what was typed in it.
  const state = { ...form, values: { refunded: left, disputed: left, ...form.values } }
  const isDispute = form.values.disputes === 'yes'
  const sent = form.values.id
  return (
    <>
      <form method="post" action={action} class="desk-card" novalidate>
        <h2>{texts.refundForm}</h2>
        <p>{texts.refundLead}</p>
        <Hidden values={{ id: isDispute ? newId() : (sent ?? newId()) }} />
        <div class="desk-fields">
          <TextField
            {...{ form: state, name: 'refunded', label: texts.amount }}
            inputmode="decimal"
            isRequired
          />
          <ChoiceField
            {...{ form: state, name: 'reason', label: texts.reason, empty: '' }}
            options={REFUND_REASONS.map((one) => [one, texts.reasons[one]] as const)}
            isRequired
          />
        </div>
        <div class="desk-actions">
          <button class="btn btn-primary" type="submit">
            {texts.refundSubmit}
          </button>
        </div>
      </form>
      <form method="post" action={action} class="desk-card" novalidate>
        <h2>{texts.disputeForm}</h2>
        <p>{texts.disputeLead}</p>
        <Hidden values={{ id: isDispute ? (sent ?? newId()) : newId(), disputes: 'yes' }} />
        <div class="desk-fields">
          <TextField
            {...{ form: state, name: 'disputed', label: texts.amount }}
            inputmode="decimal"
            isRequired
          />
          <TextField
            {...{ form: state, name: 'what', label: texts.disputeReason, hint: texts.reasonHint }}
            maxlength={REASON_MAX}
            isRequired
          />
        </div>
        <div class="desk-actions">
          <button class="btn btn-outline-primary" type="submit">
            {texts.disputeSubmit}
          </button>
        </div>
      </form>
    </>
  )
}
