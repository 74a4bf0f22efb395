import { type Day, daysBetween } from '../../../kernel/days.ts'
import type { HistoryTry, VoucherHistory } from './history.ts'
import type { Spell } from './survival.ts'

/** What became of a voucher up to the day of the evidence. Amounts are in cents. */
export interface VoucherLife {
  readonly person: number
  readonly product: string
  readonly issuedOn: Day
  readonly handedOverOn: Day | null
  /** Issued and topped up. */
  readonly issued: number
  /** What was bought, less what came back to the voucher. */
  readonly spent: number
  readonly expired: number
  readonly cancelled: number
  readonly left: number
  /** The last day on which it is good. */
  readonly lastDay: Day
  /** When it was good no more: expired, taken back, or past its last day; `null` where it still is. */
  readonly overOn: Day | null
  /** When nothing was left on it after a purchase. */
  readonly emptiedOn: Day | null
  readonly purchases: readonly Purchase[]
}

/** What was bought, less what came back to the voucher of it. */
export interface Purchase extends Pick<HistoryTry, 'partner' | 'lines' | 'id'> {
  readonly day: Day
  readonly amount: number
  readonly returned: number
}

interface OpenLife {
  handedOverOn: Day | null
  issued: number
  issuedOn: Day
  expired: number
  cancelled: number
  left: number
  lastDay: Day
  endedOn: Day | null
  emptiedOn: Day | null
  readonly purchases: { -readonly [Key in keyof Purchase]: Purchase[Key] }[]
}

/** Follows each voucher through what happened to it. */
export function livesOf(history: VoucherHistory): readonly VoucherLife[] {
  const lives = history.vouchers.map(
    ({ lastDay }): OpenLife => ({
      ...{
        handedOverOn: null,
        issued: 0,
        issuedOn: history.day,
        expired: 0,
        cancelled: 0,
        left: 0,
      },
      ...{ lastDay, endedOn: null, emptiedOn: null, purchases: [] },
    }),
  )
  for (const event of history.events) {
    const life = lives[event.voucher]
    if (life !== undefined) live(life, event)
  }
  return lives.map((life, at): VoucherLife => {
    const { person, product } = history.vouchers[at] as VoucherHistory['vouchers'][number]
    const { endedOn, ...known } = life
    const isPast = life.lastDay < history.day
    const spent = life.purchases.reduce((sum, { amount, returned }) => sum + amount - returned, 0)
    return { ...known, person, product, spent, overOn: endedOn ?? (isPast ? life.lastDay : null) }
  })
}

function live(life: OpenLife, event: VoucherHistory['events'][number]): void {
  const { day } = event
  switch (event.kind) {
    case 'issued':
    case 'topped_up':
      if (event.kind === 'issued') life.issuedOn = day
      life.issued += event.amount
      life.left += event.amount
      life.emptiedOn = null
      return
    case 'handed_over':
      life.handedOverOn = day
      return
    case 'extended':
      life.lastDay = event.lastDay
      return
    case 'tried': {
      if (event.status !== 'redeemed') return
      const { id, partner, lines, amount } = event
      life.left -= amount
      if (life.left === 0) life.emptiedOn = day
      life.purchases.push({ id, partner, lines, amount, day, returned: 0 })
      return
    }
    case 'returned': {
      if (event.to === 'envelope') return
      const purchase = life.purchases.find(({ id }) => id === event.of)
      if (purchase !== undefined) purchase.returned += event.amount
      life.left += event.amount
      life.emptiedOn = null
      return
    }
    case 'expired':
    case 'cancelled':
      life[event.kind] += event.amount
      life.left -= event.amount
      life.endedOn = day
      return
  }
}

/** What is waited for, of a voucher. */
export const LAGS = ['hand_over', 'first_use', 'next_use', 'emptied'] as const

export type Lag = (typeof LAGS)[number]

/**
 * How long each voucher, or each of its purchases, was waited for something: from issue to being handed over, from there to
 * the first purchase, from one purchase to the next, from being handed over until nothing is left.
 */
export function spellsOf(lives: readonly VoucherLife[], lag: Lag, until: Day): readonly Spell[] {
  return lives.flatMap((life): readonly Spell[] => {
    const { person, issuedOn, handedOverOn, overOn, emptiedOn, purchases } = life
    const watchedTo = overOn ?? until
    const spell = (from: Day, seen: Day | null | undefined): Spell => ({
      days: Math.max(0, daysBetween(from, seen ?? watchedTo)),
      isSeen: seen !== null && seen !== undefined,
      person,
    })
    if (lag === 'hand_over') return [spell(issuedOn, handedOverOn)]
    if (handedOverOn === null) return []
    if (lag === 'first_use') return [spell(handedOverOn, purchases[0]?.day)]
    if (lag === 'emptied') return [spell(handedOverOn, emptiedOn)]
    return purchases.flatMap(({ day }, at) => {
      const next = purchases[at + 1]?.day
      // After the purchase that left nothing, no other is waited for.
      return next === undefined && emptiedOn !== null ? [] : [spell(day, next)]
    })
  })
}
