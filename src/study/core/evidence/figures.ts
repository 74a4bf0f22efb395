import { standardErrorsOf } from '../../../../simulations/stats/intervals.ts'
import { addDays, type Day, daysBetween } from '../../../kernel/days.ts'
import { type DominanceRules, isDominated } from './dominance.ts'
import { type EvidenceEstimate, type RatioPart, ratioOf, shareOf } from './estimate.ts'
import type { InstrumentHistory, VoucherHistory } from './history.ts'
import { betaGeometricFit, exponentialRate, type LawParameter, weibullFit } from './laws.ts'
import type { Lag, VoucherLife } from './lives.ts'
import { kaplanMeier, type Spell, survivalQuantile } from './survival.ts'

/** Under which conditions a figure is given. */
export interface FigureRules extends DominanceRules {
  /** A figure rests on no fewer people, nor do those whom it tells apart number fewer. */
  readonly threshold: number
  readonly level: number
}

/** A figure, or why it is not given. */
export type Figure =
  | { readonly estimate: EvidenceEstimate }
  | { readonly withheld: string; readonly reason: WhyNot }

type WhyNot = 'few_people' | 'one_dominates' | 'nothing_seen'

/** What a figure is called, and how it was found. */
export interface Named {
  readonly name: string
  readonly unit: string
  readonly method: string
}

type Found = { value: number; low: number; high: number; n: number } | undefined

const RATIO = 'quotient of sums over people, interval by linearisation between people'

/** Figures of how long something is waited for. */
export function lagFigures(
  lag: Lag,
  spells: readonly Spell[],
  rules: FigureRules,
): readonly Figure[] {
  const names = ['median', 'rate', 'weibull_shape', 'weibull_scale']
  const laws = lag === 'first_use' ? ['weekly_alpha', 'weekly_beta'] : []
  const all = [...names, ...laws].map((name) => `${lag}_${name}`)
  const people = (seen: boolean) =>
    new Set(spells.filter(({ isSeen }) => isSeen === seen).map(({ person }) => person)).size
  if (people(true) === 0) return all.map((name) => ({ withheld: name, reason: 'nothing_seen' }))
  // Of a few who were not seen it would tell how long they waited.
  if ([people(true), people(false)].some((count) => isFew(count, rules)))
    return all.map((name) => ({ withheld: name, reason: 'few_people' }))
  const { level } = rules
  const n = spells.length
  const of = (
    name: string,
    unit: string,
    method: string,
    found: LawParameter | undefined,
  ): Figure =>
    figureOf(
      { name: `${lag}_${name}`, unit, method },
      found && { value: found.value, low: found.interval.lower, high: found.interval.upper, n },
      level,
    )
  const weibull = weibullFit(spells, level)
  const weekly = lag === 'first_use' ? betaGeometricFit(spells, level) : undefined
  const profile = 'most likely Weibull law of censored spells, interval by its profile'
  const cohort = 'most likely beta-geometric law of whole weeks, censored, interval by its profile'
  return [
    medianFigure(lag, spells, level),
    of(
      ...(['rate', 'per day', 'most likely exponential law of censored spells'] as const),
      exponentialRate(spells, level),
    ),
    of('weibull_shape', '', profile, weibull?.shape),
    of('weibull_scale', 'days', profile, weibull?.scale),
    ...(lag === 'first_use'
      ? [of('weekly_alpha', '', cohort, weekly?.alpha), of('weekly_beta', '', cohort, weekly?.beta)]
      : []),
  ]
}

function medianFigure(lag: Lag, spells: readonly Spell[], level: number): Figure {
  const steps = kaplanMeier(spells, level)
  const value = survivalQuantile(steps, 0.5)
  const name = `${lag}_median`
  if (value === undefined) return { withheld: name, reason: 'nothing_seen' }
  const low = survivalQuantile(steps, 0.5, 'low') ?? value
  const high = survivalQuantile(steps, 0.5, 'high') ?? null
  const method =
    'Kaplan and Meier, interval where the log(-log) interval of the curve meets one half'
  return { estimate: { name, value, low, high, level, n: spells.length, method, unit: 'days' } }
}

/** What of the money nobody spends: of vouchers that are over, and of all, where those still open are watched no longer. */
export function breakageFigures(
  lives: readonly VoucherLife[],
  day: Day,
  rules: FigureRules,
): readonly Figure[] {
  const over = lives.filter(({ overOn, emptiedOn }) => overOn !== null || emptiedOn !== null)
  const parts = over.map(({ person, issued, spent, cancelled }) => ({
    ...{ person, above: issued - spent - cancelled, below: issued - cancelled },
  }))
  const projected: Named = {
    ...{ name: 'breakage_projected', unit: 'share' },
    method:
      'Kaplan and Meier by the cent, at the usual number of days that vouchers are good; interval by the jackknife over people',
  }
  const share = sharedFigure({ name: 'breakage', unit: 'share', method: RATIO }, parts, rules)
  if ('withheld' in share) return [share, { withheld: projected.name, reason: share.reason }]
  return [share, figureOf(projected, projectedBreakage(lives, day, rules.level), rules.level)]
}

/** Of each cent: after how many days it was spent, or until when it could have been and was not. */
function projectedBreakage(lives: readonly VoucherLife[], day: Day, level: number): Found {
  const given = lives.filter(({ handedOverOn }) => handedOverOn !== null)
  const terms = given
    .map(({ handedOverOn, lastDay }) => daysBetween(handedOverOn ?? lastDay, lastDay))
    .sort((a, b) => a - b)
  const term = terms[Math.floor(terms.length / 2)]
  if (term === undefined) return undefined
  const cents = given.flatMap((life) => {
    const from = life.handedOverOn ?? life.issuedOn
    const spent = life.purchases.map(({ day: on, amount, returned }) => ({
      ...{ days: daysBetween(from, on), cents: amount - returned, isSeen: true },
      person: life.person,
    }))
    const rest = life.issued - life.spent
    // What was not spent to the end of the last day will not be: it outlasts the term.
    const isPast = life.overOn !== null && life.overOn >= life.lastDay
    const until = isPast ? term + 1 : Math.max(0, daysBetween(from, life.overOn ?? day))
    return [...spent, { days: until, cents: rest, isSeen: false, person: life.person }]
  })
  const people = [...new Set(cents.map(({ person }) => person))]
  if (people.length < 2) return undefined
  const value = unspentAfter(term, cents)
  const groups = Math.min(people.length, JACKKNIFE_GROUPS)
  const groupOf = new Map(people.map((person, at) => [person, at % groups]))
  const without = Array.from({ length: groups }, (_, group) =>
    unspentAfter(
      term,
      cents.filter(({ person }) => groupOf.get(person) !== group),
    ),
  )
  const mean = without.reduce((sum, one) => sum + one, 0) / groups
  const squares = without.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  const error = Math.sqrt(((groups - 1) / groups) * squares)
  const reach = error * standardErrorsOf(level)
  return {
    ...{ value, low: Math.max(0, value - reach), high: Math.min(1, value + reach) },
    n: people.length,
  }
}

const JACKKNIFE_GROUPS = 100

interface Cents {
  readonly days: number
  readonly cents: number
  readonly isSeen: boolean
  readonly person: number
}

function unspentAfter(term: number, all: readonly Cents[]): number {
  const byDay = new Map<number, { seen: number; gone: number }>()
  let atRisk = 0
  for (const { days, cents, isSeen } of all) {
    const here = byDay.get(days) ?? { seen: 0, gone: 0 }
    byDay.set(days, here)
    here.gone += cents
    if (isSeen) here.seen += cents
    atRisk += cents
  }
  let share = 1
  for (const days of [...byDay.keys()].sort((a, b) => a - b)) {
    if (days > term || atRisk <= 0) break
    const { seen, gone } = byDay.get(days) as { seen: number; gone: number }
    share *= 1 - seen / atRisk
    atRisk -= gone
  }
  return share
}

/** What people pay with, how much, how often it is refused, how much comes back. */
export function purchaseFigures(
  { events, vouchers }: VoucherHistory,
  lives: readonly VoucherLife[],
  rules: FigureRules,
): readonly Figure[] {
  const tries = events.flatMap((event) => {
    if (event.kind !== 'tried') return []
    const person = vouchers[event.voucher]?.person ?? -1
    return [{ person, above: event.status === 'redeemed' ? 1 : 0, below: 1 }]
  })
  const bought = lives.flatMap(({ person, purchases }) =>
    purchases.map(({ amount, returned }) => ({ person, amount, returned })),
  )
  const method =
    'share of tries, interval of Wilson with as many as are worth the same where tries of one person hang together'
  return [
    triesFigure({ name: 'acceptance', unit: 'share', method }, tries, rules),
    totalFigure(
      { name: 'purchase_mean', unit: 'cent', method: RATIO },
      bought.map(({ person, amount }) => ({ person, above: amount, below: 1 })),
      rules,
    ),
    sharedFigure(
      { name: 'returned', unit: 'share', method: RATIO },
      bought.map(({ person, amount, returned }) => ({ person, above: returned, below: amount })),
      rules,
    ),
  ]
}

/** How fast money of an instrument goes round, how long it is held, and who is below zero. */
export function circulationFigures(
  { instrument, wallets }: InstrumentHistory,
  until: Day,
  rules: FigureRules,
): readonly Figure[] {
  const parts = wallets.map(({ holder, days }) => {
    const paid = days.reduce((sum, one) => sum + one.paid, 0)
    return { person: holder, paid, centDays: centDaysOf(days, until) }
  })
  const last = wallets.map(({ holder, days }) => ({
    ...{ person: holder, above: (days.at(-1)?.held ?? 0) < 0 ? 1 : 0, below: 1 },
  }))
  const named = (name: string, unit: string): Named => ({
    ...{ name: `${name}:${instrument}`, unit },
    method: `${RATIO} that hold a wallet; balances by the books`,
  })
  const turnover = parts.map((one) => ({
    ...{ person: one.person, above: one.paid * YEAR_DAYS, below: one.centDays },
  }))
  const holding = parts.map((one) => ({
    ...{ person: one.person, above: one.centDays, below: one.paid },
  }))
  return [
    totalFigure(named('velocity', 'per year'), turnover, rules),
    totalFigure(named('holding_time', 'days'), holding, rules),
    sharedFigure(named('members_below_zero', 'share'), last, rules),
  ]
}

const YEAR_DAYS = 365.25

/** What was held, by the days that it was held; what is owed counts for nothing. */
function centDaysOf(days: InstrumentHistory['wallets'][number]['days'], until: Day): number {
  return days.reduce((sum, { day, held }, at) => {
    const next = days[at + 1]?.day ?? addDays(until, 1)
    return sum + Math.max(0, held) * daysBetween(day, next)
  }, 0)
}

/** A share of a whole: given where enough people stand on either side of it, or nobody. */
export function sharedFigure(
  named: Named,
  parts: readonly RatioPart[],
  rules: FigureRules,
): Figure {
  const reason = whyNot(parts, SIDES, rules)
  if (reason !== undefined) return { withheld: named.name, reason }
  return figureOf(named, ratioOf(parts, rules.level, 1), rules.level)
}

/** A share of tries, of which one person may have several. */
export function triesFigure(named: Named, parts: readonly RatioPart[], rules: FigureRules): Figure {
  const reason = whyNot(parts, SIDES, rules)
  if (reason !== undefined) return { withheld: named.name, reason }
  return figureOf(named, shareOf(parts, rules.level), rules.level)
}

function totalFigure(named: Named, parts: readonly RatioPart[], rules: FigureRules): Figure {
  const reason = whyNot(parts, SUMS, rules)
  if (reason !== undefined) return { withheld: named.name, reason }
  return figureOf(named, ratioOf(parts, rules.level), rules.level)
}

type Sum = (part: RatioPart) => number

/** What a share tells apart, and what a quotient is of. */
const SIDES: readonly Sum[] = [({ above }) => above, ({ above, below }) => below - above]
const SUMS: readonly Sum[] = [({ above }) => above, ({ below }) => below]

/** Why the sums that a figure is made of cannot be told. */
function whyNot(
  parts: readonly RatioPart[],
  sums: readonly Sum[],
  rules: FigureRules,
): WhyNot | undefined {
  const cells = sums.map((sum) => {
    const people = new Map<number, number>()
    for (const part of parts) {
      const value = sum(part)
      if (value > 0) people.set(part.person, (people.get(part.person) ?? 0) + value)
    }
    return { value: [...people.values()].reduce((all, one) => all + one, 0), people }
  })
  if (cells.some(({ people }) => isFew(people.size, rules))) return 'few_people'
  return cells.some((cell) => isDominated(cell, rules)) ? 'one_dominates' : undefined
}

function isFew(people: number, { threshold }: FigureRules): boolean {
  return people > 0 && people < threshold
}

function figureOf({ name, unit, method }: Named, found: Found, level: number): Figure {
  if (found === undefined) return { withheld: name, reason: 'nothing_seen' }
  const { value, low, n } = found
  const high = Number.isFinite(found.high) ? found.high : null
  return {
    estimate: { name, value, low: Number.isFinite(low) ? low : 0, high, level, n, method, unit },
  }
}
