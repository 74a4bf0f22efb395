import { addDays, type Day } from '../../kernel/days.ts'
import { multiply, parseRate } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'
import { addMonths } from '../../plans/core/months.ts'
import { type Converted, convert, donationOf } from './conversion.ts'
import { age, totalOf } from './holding.ts'
import { mint } from './issuance.ts'
import { decidePayment, type PaymentDecision } from './payment.ts'
import { type PriceParts, splitPrice } from './price.ts'
import { demurrageOf, type InstrumentRules, type Party } from './rules.ts'

/** What the rules of an instrument come to, for amounts that are easy to follow. */
export interface WorkedExample {
  /** What 100.00 that nobody touches have become after so many months. */
  readonly idle: readonly Idle[]
  /** A payment of 20.00, by the first who may pay; `null` where nobody may. */
  readonly payment: (PaymentDecision & { readonly from: Party; readonly to: Party }) | null
  /** A price of 50.00, paid by somebody who holds 30.00. */
  readonly price: PriceParts
  /** 100.00 changed to euro; `null` where nobody may. */
  readonly conversion: Converted | null
  /** What has to lie in the reserve for 100.00 that are outstanding. */
  readonly reserve: Minor
  readonly issued: Issued
}

interface Idle {
  readonly months: number
  readonly left: Minor
  readonly lost: Minor
  readonly expired: Minor
}

/** How the first money comes. */
export type Issued =
  | { readonly by: 'grant' }
  /** 100.00 that are bought, and what an association is given on top. */
  | { readonly by: 'purchase'; readonly donated: Minor }
  | { readonly by: 'gift'; readonly amount: Minor; readonly every: 'once' | 'month' }
  /** How far a member may go below zero. */
  | { readonly by: 'credit'; readonly below: Minor }
  /** What is fetched after a day, and after a year in which nobody fetched. */
  | { readonly by: 'universal'; readonly day: Minor; readonly most: Minor }

export const EXAMPLE_HELD: Minor = 100_00n
export const EXAMPLE_PAID: Minor = 20_00n
export const EXAMPLE_PRICE: Minor = 50_00n
export const EXAMPLE_PURSE: Minor = 30_00n
const MONTHS = [1, 3, 12] as const
const YEAR_DAYS = 365

/** @param day the first day of the example: stamps fall due by the calendar */
export function workExample(rules: InstrumentRules, day: Day): WorkedExample {
  return {
    idle: MONTHS.map((months) => idleFor(rules, day, months)),
    payment: pay(rules),
    price: priceOf(rules),
    conversion: rules.redemption === null ? null : convertedBy(rules.redemption),
    reserve: multiply(EXAMPLE_HELD, parseRate(rules.backing), 'up'),
    issued: issuedBy(rules, day),
  }
}

function idleFor(rules: InstrumentRules, day: Day, months: number): Idle {
  const lastDay = rules.expiry === null ? null : addDays(day, rules.expiry.days)
  const lot = { amount: EXAMPLE_HELD, receivedOn: day, valuedOn: day, lastDay }
  const aged = age([lot], demurrageOf(rules), addMonths(day, months))
  return { months, left: totalOf(aged.holding), lost: aged.demurrage, expired: aged.expired }
}

/** Somebody who has enough, and paid nothing before; tokens are paid of a price of which they may be a part. */
function pay(rules: InstrumentRules): WorkedExample['payment'] {
  const way = rules.payments.find(({ to }) => to === 'partner') ?? rules.payments[0]
  if (way === undefined) return null
  const payer = { account: 'payer', party: way.from, balance: EXAMPLE_HELD }
  const price = rules.discount === null ? {} : { price: priceFor(rules.discount.most) }
  const decision = decidePayment(rules, {
    ...{ amount: EXAMPLE_PAID, ...price },
    payer: { ...payer, paidToday: 0n, paidThisMonth: 0n },
    payee: { account: 'payee', party: way.to, balance: 0n },
  })
  return { ...decision, ...way }
}

/** The smallest whole price of which 20.00 are not too large a part. */
function priceFor(most: string): Minor {
  const price = parseRate(EXAMPLE_PAID.toString()).div(parseRate(most)).div(100).ceil()
  return BigInt(price.times(100).toFixed(0))
}

function priceOf({ discount }: InstrumentRules): PriceParts {
  const held = { tokens: 0n, vouchers: 0n, currency: 0n }
  if (discount === null) {
    return splitPrice(EXAMPLE_PRICE, { ...held, currency: EXAMPLE_PURSE }, undefined)
  }
  const { most, least } = discount
  const means = { ...held, tokens: EXAMPLE_PURSE }
  return splitPrice(EXAMPLE_PRICE, means, { most: parseRate(most), least: parseRate(least) })
}

function convertedBy({ fee, association, system }: NonNullable<InstrumentRules['redemption']>) {
  const weights = { association: BigInt(association), system: BigInt(system) }
  return convert(EXAMPLE_HELD, { fee: parseRate(fee), ...weights })
}

function issuedBy({ issuance, credit, ...rules }: InstrumentRules, day: Day): Issued {
  switch (issuance.by) {
    case 'grant':
      return issuance
    case 'purchase':
      return { by: 'purchase', donated: donationOf(EXAMPLE_HELD, parseRate(issuance.donated)) }
    case 'gift':
      return { ...issuance, amount: BigInt(issuance.amount) }
    case 'credit':
      return { by: 'credit', below: BigInt(credit?.below ?? 0) }
    case 'universal': {
      const demurrage = demurrageOf({ issuance, credit, ...rules })
      const keep = demurrage.kind === 'daily' ? demurrage.keep : parseRate('1')
      const rule = { perDay: BigInt(issuance.perDay), daysBack: issuance.daysBack, keep }
      const after = (days: number) => mint(rule, day, addDays(day, days)).amount
      return { by: 'universal', day: after(1), most: after(YEAR_DAYS) }
    }
  }
}
