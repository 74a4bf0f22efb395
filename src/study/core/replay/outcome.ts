import type { DeclineStatus } from '../../../vouchers/core/redeem.ts'
import type { VoucherHistory } from '../evidence/history.ts'

/** What a try to pay came to. */
export interface TryOutcome {
  readonly id: string
  readonly voucher: number
  readonly asked: number
  /** What the voucher paid. */
  readonly paid: number
  readonly outcome: 'in_full' | 'in_part' | 'refused'
  /** What kept it from being paid in full; `null` where it was. */
  readonly why: DeclineStatus | null
}

/** Sums over a history, in cents and in tries. */
export interface ReplayTotals {
  readonly issued: number
  readonly tries: number
  readonly inFull: number
  readonly inPart: number
  readonly refused: number
  readonly asked: number
  /** What vouchers paid. */
  readonly spent: number
  /** Of that, what came back to vouchers; and to envelopes, where the voucher was at its end. */
  readonly returnedToVouchers: number
  readonly returnedToEnvelopes: number
  readonly expired: number
  readonly cancelled: number
  readonly demurrage: number
  readonly left: number
  /** What is kept when shops are paid: what it costs them. */
  readonly commission: number
}

/** Adds up; what was issued is spent, expired, taken or left, but for what came back. */
export type OpenTotals = { -readonly [Name in keyof ReplayTotals]: ReplayTotals[Name] }

export function noTotals(): OpenTotals {
  return {
    ...{ issued: 0, tries: 0, inFull: 0, inPart: 0, refused: 0, asked: 0, spent: 0 },
    ...{ returnedToVouchers: 0, returnedToEnvelopes: 0, expired: 0, cancelled: 0 },
    ...{ demurrage: 0, left: 0, commission: 0 },
  }
}

/** What happened, or would have. */
export interface Course {
  readonly tries: readonly TryOutcome[]
  /** Of each voucher. */
  readonly vouchers: readonly ReplayTotals[]
  readonly totals: ReplayTotals
}

export function sumOf(vouchers: readonly ReplayTotals[]): ReplayTotals {
  const sum = noTotals()
  for (const one of vouchers) {
    for (const name of Object.keys(sum) as (keyof ReplayTotals)[]) sum[name] += one[name]
  }
  return sum
}

/** What really happened, as the history has it: nothing is decided here. */
export function actualOf(history: VoucherHistory): Course {
  const vouchers = history.vouchers.map(noTotals)
  const tries: TryOutcome[] = []
  for (const event of history.events) {
    const totals = vouchers[event.voucher]
    if (totals === undefined) continue
    switch (event.kind) {
      case 'issued':
      case 'topped_up':
        totals.issued += event.amount
        break
      case 'tried': {
        const why = event.status === 'redeemed' ? null : event.status
        const paid = why === null ? event.amount : 0
        const outcome = why === null ? 'in_full' : 'refused'
        tries.push({
          id: event.id,
          voucher: event.voucher,
          asked: event.amount,
          paid,
          outcome,
          why,
        })
        addTry(totals, event.amount, paid)
        break
      }
      case 'returned':
        if (event.to === 'voucher') totals.returnedToVouchers += event.amount
        else totals.returnedToEnvelopes += event.amount
        break
      case 'expired':
      case 'cancelled':
        totals[event.kind] += event.amount
        break
      case 'handed_over':
      case 'extended':
        break
    }
  }
  for (const totals of vouchers) {
    const { issued, spent, returnedToVouchers, expired, cancelled } = totals
    totals.left = issued - spent + returnedToVouchers - expired - cancelled
  }
  return { tries, vouchers, totals: sumOf(vouchers) }
}

export function addTry(totals: OpenTotals, asked: number, paid: number): void {
  totals.tries += 1
  totals.asked += asked
  totals.spent += paid
  if (paid === asked) totals.inFull += 1
  else if (paid > 0) totals.inPart += 1
  else totals.refused += 1
}
