import { type Demurrage, dailyOfYearly } from '../../../currency/core/demurrage.ts'
import { age, type Holding, receive, spend, totalOf } from '../../../currency/core/holding.ts'
import { assert } from '../../../kernel/assert.ts'
import { addDays, type Day, daysBetween } from '../../../kernel/days.ts'
import { parseRate } from '../../../kernel/decimal.ts'
import type { DeclineStatus } from '../../../vouchers/core/redeem.ts'
import type {
  HistoryEvent,
  HistoryProduct,
  HistoryTry,
  VoucherHistory,
} from '../evidence/history.ts'
import {
  addTry,
  type Course,
  noTotals,
  type OpenTotals,
  sumOf,
  type TryOutcome,
} from './outcome.ts'
import type { ReplayRule } from './rule.ts'

/** Refusals that do not depend on a rule that is replayed: whoever was refused so is refused again. */
const STANDS: ReadonlySet<string> = new Set<DeclineStatus>([
  ...(['token_invalid', 'token_expired', 'unknown_voucher', 'cancelled', 'replaced'] as const),
  ...(['blocked', 'not_active', 'partner_not_accepted', 'category_not_allowed'] as const),
  ...(['pin_locked', 'pin_wrong'] as const),
])

interface Bought {
  readonly day: Day
  paid: number
  returned: number
}

interface Standing {
  holding: Holding
  /** The last day on which it is good by the rule that is replayed, and by the one that was in force. */
  lastDay: Day
  actualLastDay: Day
  ended: 'expired' | 'cancelled' | undefined
  readonly bought: Map<string, Bought>
  readonly totals: OpenTotals
}

interface Replaying {
  readonly history: VoucherHistory
  readonly rule: ReplayRule
  readonly demurrage: Demurrage
  readonly products: ReadonlyMap<string, HistoryProduct>
  readonly standing: Standing[]
  readonly tries: TryOutcome[]
}

/**
 * Goes through what happened once more, under another rule. People are taken to have wanted the same, on the same days; what
 * nobody tried because a rule forbade it is not there to be allowed.
 */
export function replay(history: VoucherHistory, rule: ReplayRule): Course {
  const { yearlyShare = 0, freeDays = 0 } = rule.demurrage ?? {}
  const course: Replaying = {
    ...{ history, rule, tries: [] },
    demurrage:
      yearlyShare === 0
        ? { kind: 'none' }
        : dailyOfYearly(parseRate(yearlyShare.toFixed(6)), freeDays),
    products: new Map(history.products.map((product) => [product.id, product])),
    standing: history.vouchers.map(({ lastDay }) => ({
      ...{ holding: [], lastDay, actualLastDay: lastDay, ended: undefined, bought: new Map() },
      totals: noTotals(),
    })),
  }
  for (const event of history.events) {
    const voucher = course.standing[event.voucher]
    assert(voucher, 'what happened, happened to a voucher')
    pass(course, voucher, event.day)
    happen(course, voucher, event)
  }
  for (const voucher of course.standing) {
    pass(course, voucher, history.day)
    voucher.totals.left += held(voucher)
    for (const { paid, returned } of voucher.bought.values())
      voucher.totals.commission += commissionOf(paid - returned, rule)
  }
  const vouchers = course.standing.map(({ totals }) => totals)
  return { tries: course.tries, vouchers, totals: sumOf(vouchers) }
}

/** Half a cent is rounded up. */
function commissionOf(amount: number, { commissionPerTenThousand }: ReplayRule): number {
  return Math.floor((amount * commissionPerTenThousand + 5000) / 10_000)
}

function held({ holding }: Standing): number {
  return Number(totalOf(holding))
}

/** Lets time take its part, up to a day: what a balance loses, and what is over by another validity. */
function pass({ rule, demurrage }: Replaying, voucher: Standing, day: Day): void {
  if (voucher.holding.length === 0) return
  const isOver = rule.validityDays !== undefined && voucher.lastDay < day
  const until = isOver ? latest(voucher) : day
  const { holding, demurrage: taken } = age(voucher.holding, demurrage, until)
  voucher.holding = holding
  voucher.totals.demurrage += Number(taken)
  if (isOver) end(voucher, 'expired')
}

/** The last day that it was good, or the day of its last movement where that was later: a top-up, or what came back. */
function latest({ lastDay, holding }: Standing): Day {
  return holding.reduce((day, { valuedOn }) => (valuedOn > day ? valuedOn : day), lastDay)
}

function end(voucher: Standing, kind: 'expired' | 'cancelled'): void {
  voucher.totals[kind] += held(voucher)
  voucher.holding = []
  voucher.ended = kind
}

function happen(course: Replaying, voucher: Standing, event: HistoryEvent): void {
  const { rule } = course
  const { totals } = voucher
  const { day } = event
  switch (event.kind) {
    case 'issued':
      if (rule.validityDays !== undefined) voucher.lastDay = addDays(day, rule.validityDays)
      totals.issued += event.amount
      put(voucher, event.amount, day)
      return
    case 'topped_up':
      totals.issued += event.amount
      put(voucher, event.amount, day)
      // By a shorter validity it was over: what is put on it is over too.
      if (voucher.ended !== undefined) end(voucher, voucher.ended)
      return
    case 'handed_over':
      return
    case 'extended':
      voucher.lastDay = addDays(voucher.lastDay, daysBetween(voucher.actualLastDay, event.lastDay))
      voucher.actualLastDay = event.lastDay
      return
    case 'tried':
      attempt(course, voucher, event)
      return
    case 'returned':
      giveBack(course, voucher, event)
      return
    case 'expired':
      // With another validity it is over when that says so.
      if (rule.validityDays === undefined) end(voucher, 'expired')
      return
    case 'cancelled':
      if (voucher.ended === undefined) end(voucher, 'cancelled')
      return
  }
}

function put(voucher: Standing, amount: number, day: Day): void {
  voucher.holding = receive(voucher.holding, { amount: BigInt(amount), day, lastDay: null })
}

function attempt(
  course: Replaying,
  voucher: Standing,
  event: HistoryTry & Pick<HistoryEvent, 'day' | 'voucher'>,
): void {
  const { id, amount: asked, day } = event
  const { paid, why } = decide(course, voucher, event)
  if (paid > 0) {
    const left = spend(voucher.holding, BigInt(paid))
    assert(left, 'no more is paid than is held')
    voucher.holding = left.holding
    voucher.bought.set(id, { day, paid, returned: 0 })
  }
  const outcome = paid === asked ? 'in_full' : paid > 0 ? 'in_part' : 'refused'
  course.tries.push({ id, voucher: event.voucher, asked, paid, outcome, why })
  addTry(voucher.totals, asked, paid)
}

/** In the order in which the till looks: whether it is stopped, what for, the caps, what is left. */
function decide(
  { history, rule, products }: Replaying,
  voucher: Standing,
  event: HistoryTry & Pick<HistoryEvent, 'day' | 'voucher'>,
): { readonly paid: number; readonly why: DeclineStatus | null } {
  const { status, amount, day } = event
  const refused = (why: DeclineStatus) => ({ paid: 0, why })
  if (status !== 'redeemed' && STANDS.has(status)) return refused(status)
  const product = products.get(history.vouchers[event.voucher]?.product ?? '')
  assert(product, 'a voucher is of a product')
  const left = held(voucher)
  const bought = [...voucher.bought.values()].filter(({ paid, returned }) => paid > returned)
  if (voucher.ended === 'expired') return refused('expired')
  if (voucher.ended === 'cancelled') return refused('cancelled')
  if (left === 0 || (product.oneUse && bought.length > 0)) return refused('used_up')
  if (voucher.lastDay < day) return refused('expired')
  const fitting = fittingPart(event, rule)
  if (fitting === 0 || (fitting < amount && !rule.inPart)) return refused('category_not_allowed')
  const today = bought
    .filter((one) => one.day === day)
    .reduce((sum, { paid, returned }) => sum + paid - returned, 0)
  const perPurchase =
    rule.capPerPurchase === undefined ? product.capPerPurchase : rule.capPerPurchase
  const perDay = rule.capPerDay === undefined ? product.capPerDay : rule.capPerDay
  const cap = Math.min(
    perPurchase ?? Number.POSITIVE_INFINITY,
    perDay === null ? Number.POSITIVE_INFINITY : Math.max(0, perDay - today),
  )
  const most = Math.min(fitting, cap, left)
  if (most === amount) return { paid: amount, why: null }
  const why =
    fitting < amount ? 'category_not_allowed' : cap < amount ? 'cap_reached' : 'exceeds_remaining'
  return { paid: rule.inPart ? most : 0, why }
}

/** What of a purchase may be paid for; where the till did not say what it was, all or nothing, by what the shop sells. */
function fittingPart({ amount, lines, sells }: HistoryTry, { categories }: ReplayRule): number {
  if (categories === undefined) return amount
  if (lines.length === 0) return sells.some((one) => categories.includes(one)) ? amount : 0
  return lines.reduce(
    (sum, line) => sum + (categories.includes(line.category) ? line.amount : 0),
    0,
  )
}

/** No more comes back of a purchase than was paid for it. */
function giveBack(
  { rule }: Replaying,
  voucher: Standing,
  event: Extract<HistoryEvent, { kind: 'returned' }>,
): void {
  const purchase = voucher.bought.get(event.of)
  if (purchase === undefined) return
  const amount = Math.min(event.amount, purchase.paid - purchase.returned)
  if (amount === 0) return
  purchase.returned += amount
  const isOver = voucher.ended !== undefined || voucher.lastDay < event.day
  const isToEnvelope = rule.validityDays === undefined ? event.to === 'envelope' : isOver
  if (isToEnvelope) {
    voucher.totals.returnedToEnvelopes += amount
    return
  }
  voucher.totals.returnedToVouchers += amount
  put(voucher, amount, event.day)
}
