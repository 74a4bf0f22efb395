import type { Hono } from 'hono'
import type { Refund } from '../../vouchers/claims.ts'
import { CLAIM_READERS, CLAIM_TEXTS, partnerNames } from './claims.tsx'
import { APPROVAL_TEXTS, DecisionForms } from './decision-forms.tsx'
import { idIn } from './issue.tsx'
import { DeskPage } from './layout.tsx'
import { attempt, Facts, type MoneyKit, noticeOf } from './money-kit.tsx'
import { answerPage, type ShownFault } from './page.ts'
import { readFields } from './reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from './session.ts'
import { fill, showMoney, showTime } from './show.ts'

const PATH = '/desk/refunds/:id'
const REASON_MAX = 200

/** A refund, and the decision on it where it waits for a second person. */
export function addRefund(routes: Hono<DeskEnv>, kit: MoneyKit): void {
  routes.use(PATH, deskRoles(...CLAIM_READERS))
  routes.get(PATH, (c) => draw(c, kit))
  routes.post(PATH, deskRoles('operator', 'administrator', 'partner_owner'), async (c) => {
    const { who, language } = c.get('desk')
    const fields = readFields(await readForm(c), language)
    const state = fields.choice('state', ['approved', 'refused'] as const, true)
    const reason = fields.line('reason', REASON_MAX) ?? undefined
    if (state === null || (state === 'refused' && reason === undefined)) {
      return draw(c, kit, { text: APPROVAL_TEXTS[language].reasonNeeded, status: 422 })
    }
    const id = idIn(c)
    const decision = { id, approved: state === 'approved', reason }
    const fault = await attempt(language, () => kit.vouchers.decideRefund(decision, who))
    if (fault !== undefined) return draw(c, kit, fault)
    return c.redirect(`/desk/refunds/${id}?done=${state}`, 303)
  })
}

async function draw(c: DeskContext, kit: MoneyKit, fault?: ShownFault): Promise<Response> {
  const session = c.get('desk')
  const { who, role, language } = session
  const texts = CLAIM_TEXTS[language]
  const refund = await kit.vouchers.getRefund(idIn(c), who)
  const [approval, names] = await Promise.all([
    kit.approvals.findFor('refund', refund.id),
    partnerNames(kit, [refund]),
  ])
  const amount = showMoney(refund.amount, refund.unit, language)
  return answerPage(
    c,
    <DeskPage
      {...{ assets: kit.assets, session }}
      title={fill(texts.refundTitle, { amount })}
      section="claims"
      notice={noticeOf(c, fault, texts.done)}
    >
      <Facts
        pairs={[
          [texts.state, texts.refundStates[refund.state]],
          [texts.reason, texts.reasons[refund.reason]],
          [texts.partner, names.get(refund.partnerId) ?? refund.partnerId],
          [texts.since, showTime(refund.requestedAt)],
          ...(role === 'partner_owner' ? [] : peopleSide(refund, texts)),
        ]}
      />
      {approval === undefined ? null : (
        <DecisionForms {...{ approval, who, language }} address={`/desk/refunds/${refund.id}`} />
      )}
      <p>
        <a href="/desk/claims">{texts.back}</a>
      </p>
    </DeskPage>,
    fault?.status ?? 200,
  )
}

/** What leads to the person: nothing that a shop sees. */
export function peopleSide(
  {
    contactPointId,
    redemptionId,
    voucherId,
  }: Pick<Refund, 'contactPointId' | 'redemptionId' | 'voucherId'>,
  texts: (typeof CLAIM_TEXTS)['it'],
) {
  return [
    [texts.place, contactPointId],
    [texts.purchase, <a href={`/desk/redemptions/${redemptionId}`}>{texts.openPurchase}</a>],
    [texts.voucher, <a href={`/desk/vouchers/${voucherId}`}>{texts.openVoucher}</a>],
  ] as const
}
