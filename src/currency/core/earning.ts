import { multiply, parseRate } from '../../kernel/decimal.ts'
import type { Minor } from '../../kernel/money.ts'
import type { InstrumentRules } from './rules.ts'

/** Who can belong to an association. */
export const MEMBER_PARTIES = ['person', 'partner'] as const

export type MemberParty = (typeof MEMBER_PARTIES)[number]

/** What somebody freely does for an association. `donation`: gives it euro. */
export const ACTIVITY_KINDS = [
  'care',
  'teaching',
  'food',
  'environment',
  'culture',
  'transport',
  'repair',
  'administration',
  'other',
  'donation',
] as const

export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/**
 * `told`: an operator told of it, the association has not confirmed it. `confirmed`: it waits for the desk. `rewarded`,
 * `refused`: the desk decided. `withdrawn`: taken back before.
 */
export const ACTIVITY_STATES = ['told', 'confirmed', 'rewarded', 'refused', 'withdrawn'] as const

export type ActivityState = (typeof ACTIVITY_STATES)[number]

/** What of it counts: time, or money that was given. */
export interface Measure {
  readonly kind: ActivityKind
  /** Of everything but a donation. */
  readonly minutes: number | null
  /** Of a donation, in minor units of the unit of the programme. */
  readonly given: Minor | null
}

/**
 * What is earned by the rules of a day, in minor units of the instrument, rounded half up. It is never below zero and
 * depends on nothing else that somebody did or did not do.
 *
 * @returns `undefined` where the rules reward no such thing
 * @example 5.00 an hour, 90 minutes: 7.50
 */
export function rewardOf(
  { rewards }: Pick<InstrumentRules, 'rewards'>,
  { minutes, given }: Measure,
): Minor | undefined {
  if (rewards === null) return undefined
  if (given !== null) {
    const rate = parseRate(rewards.ofDonations)
    return rate.isZero() ? undefined : multiply(given, rate, 'half_up')
  }
  if (minutes === null || rewards.perHour === null) return undefined
  const sixtieths = BigInt(rewards.perHour) * BigInt(minutes)
  return (sixtieths + 30n) / 60n
}

/**
 * Where the money of a reward comes from: it is made where nothing must lie behind it and balances need not add up to
 * zero; elsewhere the programme pays it out of what it has.
 */
export function sourceOfRewards({
  backing,
  credit,
}: Pick<InstrumentRules, 'backing' | 'credit'>): 'issuer' | 'fund' {
  return parseRate(backing).isZero() && credit === null ? 'issuer' : 'fund'
}
