import { multiply, parseRate } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'
import type { InstrumentRules, Party } from './rules.ts'

/** Every answer that a payment can get, in order of precedence: of all that apply, the first is given. */
export const PAYMENT_STATUSES = [
  'amount_must_not_be_zero',
  'payer_and_payee_are_the_same',
  'payment_not_allowed',
  'wallet_is_stopped',
  'exceeds_discount',
  'exceeds_payment_limit',
  'exceeds_day_limit',
  'exceeds_month_limit',
  'exceeds_funds',
  'exceeds_credit_line',
  'exceeds_balance_limit',
  'exceeds_reserve',
  'exceeds_funding',
  'paid',
] as const

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]

/** One side of a payment, as it stands before it, demurrage taken. */
export interface Side {
  readonly account: string
  readonly party: Party
  readonly balance: Minor
  /** Nothing is paid from it or to it. */
  readonly isStopped?: boolean
}

export interface PaymentRequest {
  readonly amount: Minor
  /** What is bought costs so much, in the unit of the programme; needed where a partner is paid with a discount. */
  readonly price?: Minor
  readonly payer: Side & {
    /** What the payer paid today and this month already. */
    readonly paidToday: Minor
    readonly paidThisMonth: Minor
    /** How far below zero the account may go, where a member has a line of its own. */
    readonly line?: Minor
  }
  readonly payee: Side & {
    /** How far above zero the account may go, where a member has a line of its own. */
    readonly room?: Minor
  }
}

/** Whether a payment may be made, and what of it is kept as a fee. */
export interface PaymentDecision {
  readonly status: PaymentStatus
  /** Of the amount; the payee gets the rest. Zero where nothing is paid. */
  readonly fee: Minor
}

/** Decides on a payment by the rules of its instrument alone. */
export function decidePayment(rules: InstrumentRules, request: PaymentRequest): PaymentDecision {
  const status = refusalOf(rules, request) ?? 'paid'
  if (status !== 'paid' || request.payee.party !== 'partner') return { status, fee: 0n }
  return { status, fee: multiply(request.amount, parseRate(rules.payeeFee), 'half_up') }
}

function refusalOf(
  rules: InstrumentRules,
  { amount, price, payer, payee }: PaymentRequest,
): PaymentStatus | undefined {
  if (amount <= 0n) return 'amount_must_not_be_zero'
  if (payer.account === payee.account) return 'payer_and_payee_are_the_same'
  const isAllowed = rules.payments.some(
    ({ from, to }) => from === payer.party && to === payee.party,
  )
  if (!isAllowed) return 'payment_not_allowed'
  if (payer.isStopped === true || payee.isStopped === true) return 'wallet_is_stopped'
  if (payee.party === 'partner' && exceedsDiscount(rules, amount, price)) return 'exceeds_discount'
  if (payer.party === 'person') {
    const { payment, day, month } = rules.limits
    if (isAbove(amount, payment)) return 'exceeds_payment_limit'
    if (isAbove(payer.paidToday + amount, day)) return 'exceeds_day_limit'
    if (isAbove(payer.paidThisMonth + amount, month)) return 'exceeds_month_limit'
  }
  const floor = rules.credit === null ? 0n : (payer.line ?? BigInt(rules.credit.below))
  if (payer.balance - amount < -floor) {
    return rules.credit === null ? 'exceeds_funds' : 'exceeds_credit_line'
  }
  return exceedsBalance(rules, amount, payee) ? 'exceeds_balance_limit' : undefined
}

/** A discount is a part of a price: without one it is none. */
function exceedsDiscount({ discount }: InstrumentRules, amount: Minor, price = 0n): boolean {
  if (discount === null) return false
  const most = multiply(price, parseRate(discount.most), 'down')
  return amount > most || amount < multiply(price, parseRate(discount.least), 'up')
}

function exceedsBalance(
  rules: InstrumentRules,
  amount: Minor,
  payee: PaymentRequest['payee'],
): boolean {
  const after = payee.balance + amount
  if (rules.credit !== null) {
    const { above } = rules.credit
    const room = payee.room ?? (above === null ? undefined : BigInt(above))
    return room !== undefined && after > room
  }
  return payee.party === 'person' && isAbove(after, rules.limits.balance)
}

function isAbove(value: Minor, limit: string | null): boolean {
  return limit !== null && value > BigInt(limit)
}
