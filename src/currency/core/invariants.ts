import { multiply, parseRate } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'
import { donationOf } from './conversion.ts'
import type { InstrumentRules } from './rules.ts'

/** What always holds of an instrument. */
export const INVARIANTS = [
  'reserve_backs_what_is_outstanding',
  'wallets_are_what_is_outstanding',
  'credit_sums_to_zero',
  'credit_stays_within_its_lines',
  'a_discount_never_becomes_euro',
  'lots_are_the_books',
  'bought_is_paid_in',
  'changed_is_paid_out',
  'donations_are_their_share',
] as const

export type Invariant = (typeof INVARIANTS)[number]

/** What books, lots and payments of an instrument come to, of one moment. Amounts are minor units. */
export interface InstrumentFigures {
  readonly instrumentId: string
  /** Those that count on the day. */
  readonly rules: InstrumentRules
  readonly outstanding: Minor
  readonly reserve: Minor
  /** What all wallets come to, the programme's too. */
  readonly wallets: Minor
  /** Wallets whose balance is below or above their line. */
  readonly outsideTheirLine: number
  /** Wallets whose open lots are not what the books say. */
  readonly lotsOff: number
  /** Transfers into the reserve and out of it, and payments by which it was sold or changed. */
  readonly euroMoves: number
  /** What was bought by payments, and what came into the reserve for it. */
  readonly bought: Minor
  readonly paidIn: Minor
  /** What was changed back by payments, less fees; what left circulation for it, and what left the reserve. */
  readonly changed: Minor
  readonly withdrawn: Minor
  readonly paidOut: Minor
  /** Of each run, in their order. */
  readonly donations: readonly {
    readonly bought: Minor
    readonly donated: Minor
    readonly share: string
  }[]
  /** What associations were given by payments. */
  readonly donated: Minor
}

/** An invariant that does not hold, with the two figures that should be equal, or the one that should be zero. */
export interface Breach {
  readonly instrumentId: string
  readonly invariant: Invariant
  readonly is: Minor
  readonly should: Minor
}

/** What does not hold; nothing where all is well. */
export function breachesOf(figures: InstrumentFigures): readonly Breach[] {
  const { instrumentId, rules } = figures
  const needed = multiply(figures.outstanding, parseRate(rules.backing), 'up')
  const last = figures.donations.at(-1)
  const shares = figures.donations.map(({ share, bought }, index) => {
    const before = figures.donations[index - 1]?.bought ?? 0n
    return donationOf(bought, parseRate(share)) - donationOf(before, parseRate(share))
  })
  const due = shares.reduce((sum, one) => sum + one, 0n)
  const checks: readonly (readonly [Invariant, boolean, Minor, Minor])[] = [
    ['reserve_backs_what_is_outstanding', figures.reserve >= needed, figures.reserve, needed],
    equal('wallets_are_what_is_outstanding', figures.wallets, figures.outstanding),
    equal('credit_sums_to_zero', rules.credit === null ? 0n : figures.wallets, 0n),
    equal('credit_stays_within_its_lines', BigInt(figures.outsideTheirLine), 0n),
    equal(
      'a_discount_never_becomes_euro',
      rules.discount === null ? 0n : BigInt(figures.euroMoves),
      0n,
    ),
    equal('lots_are_the_books', BigInt(figures.lotsOff), 0n),
    equal('bought_is_paid_in', figures.paidIn, figures.bought),
    equal('changed_is_paid_out', figures.withdrawn, figures.changed),
    equal('changed_is_paid_out', figures.paidOut, figures.changed),
    equal('donations_are_their_share', last?.donated ?? 0n, due),
    equal('donations_are_their_share', figures.donated, due),
  ]
  return checks.flatMap(([invariant, holds, is, should]) =>
    holds ? [] : [{ instrumentId, invariant, is, should }],
  )
}

function equal(invariant: Invariant, is: Minor, should: Minor) {
  return [invariant, is === should, is, should] as const
}
