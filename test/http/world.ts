import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { openAssociationWorld } from './association-world.ts'
import { type Cast, OTHER_PARTNER_ID } from './cast.ts'
import { openCurrency } from './currency-world.ts'
import { BENEFICIARY_ID, CONTACT_POINT_ID, newId, PARTNER_ID, PRODUCT_ID } from './programme.ts'
import { openCurrencyWorld } from './world-currency.ts'

/** One of everything, at the near contact point and the near shop. */
export type World = Readonly<Record<WorldName, string>>

type WorldName =
  | 'accountId'
  | 'activityId'
  | 'agreementId'
  | 'assessmentId'
  | 'batchId'
  | 'changeId'
  | 'clearingId'
  | 'consentId'
  | 'currencyGrantId'
  | 'currencyPaymentId'
  | 'currencyScheduleId'
  | 'disputeId'
  | 'envelopeId'
  | 'feedbackId'
  | 'messageId'
  | 'moveId'
  | 'overrideId'
  | 'paymentCardId'
  | 'ownPaymentId'
  | 'ownRequestId'
  | 'planId'
  | 'purchaseId'
  | 'redemptionId'
  | 'refundId'
  | 'scheduleId'
  | 'signCode'
  | 'terminalId'
  | 'tillRequestId'
  | 'transferId'
  | 'typedCode'
  | 'voucherId'

const FACTS = {
  ...{ protection: 'refugee_status', reception: 'cas' },
  ...{ exitedOn: '2026-01-31', enrolledOn: '2026-05-04' },
}

const TOO_LATE = { ...FACTS, exitedOn: '2020-01-31' }

const terms = { productId: PRODUCT_ID, contactPointId: CONTACT_POINT_ID, amount: '2500' }

/** Sends as somebody, and wants it to be done. */
function makerOf(cast: Cast) {
  return async (
    who: Readonly<Parameters<Cast['as']>>,
    method: string,
    path: string,
    body?: Readonly<Record<string, unknown>>,
  ) => {
    const answer = await cast.as(...who).send(method, `/api/v1${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`)
    return { ...body, ...answer.body }
  }
}

/** Makes it over HTTP, by those who may. */
export async function openWorld(cast: Cast): Promise<World> {
  const make = makerOf(cast)
  const operator = ['operator', 'session'] as const
  const person = `/beneficiaries/${BENEFICIARY_ID}`
  const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
  const voucher = await make(['operator', 'key'], 'POST', '/vouchers', { ...order, amount: '9000' })
  const { typedCode } = voucher
  const pay = { id: newId(), typedCode, amount: '8000' }
  const redemption = await make(['partner'], 'POST', '/redemptions', pay)
  const claim = `/redemptions/${redemption.id}`
  const asked = { id: newId(), amount: '6000', reason: 'goods_returned' }
  const refund = await make(operator, 'POST', `${claim}/refunds`, asked)
  const doubt = { id: newId(), amount: '500', reason: 'Never delivered' }
  const dispute = await make(operator, 'POST', `${claim}/disputes`, doubt)
  const agreement = await make(operator, 'POST', `/partners/${PARTNER_ID}/agreements`, {
    ...{ id: newId(), signedOn: '2026-01-01', settlementPeriod: 'weekly', settlementDays: 7 },
    documents: [],
  })
  await make(operator, 'PUT', `/partners/${PARTNER_ID}/outlets/${OUTLET_ID}`, OUTLET)
  const eligible = { id: newId(), programmeId: 'FRANOI-2', facts: FACTS }
  await make(operator, 'POST', `${person}/assessments`, eligible)
  const plan = await make(operator, 'PUT', `${person}/plans`, planBody(newId()))
  const notice = { language: 'fr', version: 1, text: 'Nous gardons ces données pour vous.' }
  await make(['administrator', 'session'], 'POST', '/privacy-notices', notice)
  const consent = await make(operator, 'POST', `${person}/consents`, {
    ...{ id: newId(), purpose: 'information', language: 'fr', version: 1, method: 'spoken' },
  })
  const batch = await make(operator, 'POST', '/voucher-batches', {
    ...{ ...terms, id: newId(), people: [{ beneficiaryId: BENEFICIARY_ID }], reason: 'May' },
  })
  const change = await make(operator, 'POST', '/voucher-changes', {
    ...{ id: newId(), voucherId: voucher.id, reason: 'More mouths', kind: 'top_up', amount: '100' },
  })
  const schedule = await make(operator, 'POST', '/voucher-schedules', {
    ...{ ...terms, id: newId(), people: [BENEFICIARY_ID], cadence: 'monthly', dueDay: 1 },
    ...{ fromDay: '2026-06-01', untilDay: '2026-12-31', maxTotal: '90000', reason: 'Each month' },
  })
  const assessment = await make(operator, 'POST', `${person}/assessments`, {
    ...{ id: newId(), programmeId: 'FRANOI-2', facts: TOO_LATE },
  })
  const override = await make(operator, 'POST', '/eligibility-overrides', {
    ...{ id: newId(), assessmentId: assessment.id, ground: 'family_unity' },
    explanation: 'Lives with a sister who is in the programme.',
  })
  const { items } = await make(operator, 'GET', '/envelopes')
  const move = await make(operator, 'POST', '/envelope-moves', {
    ...{ id: newId(), fromEnvelopeId: items[0].id, amount: '100', reason: 'Not needed' },
  })
  await cast.people.database.db.sql.begin(async (tx) => {
    await cast.people.services.outbox.putIn(tx, {
      ...{ channel: 'phone', purpose: 'wallet_link', contactPointId: CONTACT_POINT_ID },
      ...{ recipient: '+39 320 555 0101', subject: 'Buono', text: 'Hello' },
    })
  })
  const complaint = await make(['beneficiary'], 'POST', '/wallet/feedback', complaintBody())
  const waiting = await make(operator, 'GET', '/outbox')
  const terminals = await make(operator, 'GET', `/terminals?partnerId=${PARTNER_ID}`)
  const bought = await make(['partner'], 'POST', '/till/purchases', purchaseBody(typedCode))
  const { items: transfers } = await make(['auditor', 'session'], 'GET', '/ledger/transfers')
  return {
    ...{ typedCode, voucherId: voucher.id, redemptionId: redemption.id, refundId: refund.id },
    ...{ disputeId: dispute.id, agreementId: agreement.id, assessmentId: assessment.id },
    ...{ overrideId: override.id, planId: plan.id, consentId: consent.id, batchId: batch.id },
    ...{ changeId: change.id, scheduleId: schedule.id, envelopeId: items[0].id, moveId: move.id },
    ...{ terminalId: terminals.items[0].id, transferId: transfers[0].id },
    ...{ accountId: transfers[0].debitAccountId, messageId: waiting.items[0].id },
    ...{ feedbackId: complaint.id, purchaseId: bought.purchase.id },
    ...(await openMoney(cast)),
  }
}

export const OUTLET_ID = 'BI-ALI-01-A'
const OUTLET = { name: 'Via Italia', town: 'Biella', status: 'open' }
/** Money on credit among the shops. */
export const CREDIT_ID = 'CREDITO'
const INVOICES = `id,debtor,creditor,amount,due\nF-0,${PARTNER_ID},${OTHER_PARTNER_ID},120.50,2026-04-30\n`

/** Instruments, and what was done with them. */
async function openMoney(cast: Cast) {
  await addInstrument(cast)
  const { id: clearingId } = await clearInvoices(cast)
  const treasurer = ['treasurer', 'session'] as const
  const grant = await makerOf(cast)(treasurer, 'POST', `/instruments/${INSTRUMENT_ID}/grants`, {
    ...{ id: newId(), reason: 'The month' },
    lines: [{ party: 'person', holderId: BENEFICIARY_ID, amount: '100' }],
  })
  return {
    ...{ clearingId, currencyGrantId: grant.id, currencyPaymentId: await openCurrency(cast) },
    ...{ activityId: await openAssociationWorld(cast), ...(await openCurrencyWorld(cast)) },
  }
}

/** Invoices that a treasurer filed. */
async function clearInvoices(cast: Cast) {
  const { people } = cast
  const rules = INSTRUMENT_PRESETS.find(({ key }) => key === 'sardex')?.rules
  if (rules === undefined) throw new Error('there is no such preset')
  const version = { rules, validFrom: '2026-05-04' as Day, preparedBy: newId() as Uuid }
  const instrument = { id: CREDIT_ID, programmeId: 'FRANOI-2', unit: rules.unit as Unit }
  await people.services.currency.addInstrument(instrument, version)
  const run = { id: newId(), instrumentId: CREDIT_ID, csv: INVOICES }
  return makerOf(cast)(['treasurer', 'session'], 'POST', '/clearing-runs', run)
}

/** A voucher and cash, as a till sends it. */
function purchaseBody(typedCode: string) {
  const voucher = { id: newId(), typedCode, amount: '100' }
  return { id: newId(), price: '150', euro: '50', parts: [], voucher }
}

/** What somebody says of a shop, as it is sent. */
function complaintBody() {
  return {
    ...{ id: newId(), kind: 'complaint', about: 'partner', partnerId: PARTNER_ID },
    ...{ anonymous: false, text: 'They did not take it.' },
  }
}

/** A plan as it is sent. */
export function planBody(id: string) {
  const lines = { education: '40000' }
  return { id, version: 0, unit: 'EUR', ceiling: '90000', status: 'active', lines }
}

/** A currency that was granted, and is changed to euro. */
export const INSTRUMENT_ID = 'MERITS-CASH'

async function addInstrument(cast: Cast): Promise<void> {
  const make = makerOf(cast)
  const rules = INSTRUMENT_PRESETS.find(({ key }) => key === 'merits-cash')?.rules
  const validFrom = new Date(cast.people.runtime.now()).toISOString().slice(0, 10)
  const asked = { id: INSTRUMENT_ID, programmeId: 'FRANOI-2', rules, validFrom }
  await make(['treasurer', 'session'], 'POST', '/instruments', asked)
  await make(
    ['administrator', 'session'],
    'POST',
    `/instruments/${INSTRUMENT_ID}/versions/1/decision`,
    { decision: 'approved' },
  )
}
