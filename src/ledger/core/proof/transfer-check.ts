import { ACCOUNT_FLAGS } from '../account.ts'
import { REVERSAL_REASONS, TRANSFER_BITS, TRANSFER_FLAGS } from '../transfer.ts'
import type { TransferLine } from './records.ts'
import type { StandingSides } from './reservations.ts'
import type { Standing } from './standing.ts'

const TRANSFER_BITS_ALL = Object.values(TRANSFER_FLAGS).reduce((bits, bit) => bits | bit, 0)
const REASONS = new Set<number>(Object.values(REVERSAL_REASONS))

/*
 * What must hold of a transfer and its accounts as they stand before it. Each function answers with what is wrong, or
 * `undefined`; nearly always that is decided by a look at the flags.
 */

/** Flags that are not known, or do not go together. */
export function flagsFault({ flags, pendingId }: TransferLine, bits: number): string | undefined {
  if ((bits & ~TRANSFER_BITS_ALL) !== 0) return `has flags ${flags}: not all known`
  const phases = bits & TRANSFER_BITS.phases
  const isResolving = (bits & TRANSFER_BITS.resolution) !== 0
  const isBoth = isResolving && (bits & (TRANSFER_BITS.balancing | TRANSFER_BITS.closing)) !== 0
  if ((phases & (phases - 1)) !== 0 || isBoth) {
    return `has flags ${flags}, which exclude each other`
  }
  if ((bits & TRANSFER_BITS.closing) !== 0 && phases !== TRANSFER_FLAGS.pending) {
    return `has flags ${flags}: it closes an account without being pending`
  }
  return isResolving === (pendingId == null)
    ? 'names a pending transfer without posting or voiding it, or the other way round'
    : undefined
}

/** Accounts between which nothing may move, or not in this unit. */
export function sidesFault(
  { unit }: TransferLine,
  { debit, credit }: StandingSides,
): string | undefined {
  if (debit === credit) return 'debits and credits the same account'
  if (debit.unit !== unit || credit.unit !== unit) {
    return `moves ${unit} between accounts of ${debit.unit} and ${credit.unit}`
  }
  if (debit.colour !== credit.colour) {
    const names = [debit, credit].map(({ colour }) => colour ?? 'no colour')
    return `moves money between accounts of ${names.join(' and ')}`
  }
  return undefined
}

/** An account that is closed. What releases a reservation passes it all the same. */
export function closedFault(bits: number, { debit, credit }: StandingSides): string | undefined {
  if ((bits & TRANSFER_FLAGS.void_pending) !== 0) return undefined
  const closed = isClosed(debit) ? debit : isClosed(credit) ? credit : undefined
  return closed && `passes the account ${closed.id}, which was closed`
}

function isClosed({ flags, closedBy }: Standing): boolean {
  return closedBy !== undefined || (flags & ACCOUNT_FLAGS.closed) !== 0
}

/** Nothing where something must move, or more than a balancing transfer could find. */
export function amountFault(
  { amount, flags }: TransferLine,
  bits: number,
  sides: StandingSides,
): string | undefined {
  if (amount === '0' && (bits & TRANSFER_BITS.zeroAllowed) === 0) {
    return `moves nothing, which its flags ${flags} do not allow`
  }
  if ((bits & TRANSFER_BITS.balancing) === 0) return undefined
  const { debit, credit } = sides
  const ofDebit = debit.creditsPosted - debit.debitsPosted - debit.debitsPending
  const ofCredit = credit.debitsPosted - credit.creditsPosted - credit.creditsPending
  const moved = BigInt(amount)
  const isTooMuch =
    ((bits & TRANSFER_FLAGS.balancing_debit) !== 0 && moved > positive(ofDebit)) ||
    ((bits & TRANSFER_FLAGS.balancing_credit) !== 0 && moved > positive(ofCredit))
  return isTooMuch ? `balances by ${amount}, more than there was to balance` : undefined
}

function positive(amount: bigint): bigint {
  return amount < 0n ? 0n : amount
}

/** A transfer that happened after it was recorded. Times compare as their texts do. */
export function occurredFault({ occurredAt, recordedAt }: TransferLine): string | undefined {
  return occurredAt != null && occurredAt > recordedAt
    ? `happened at ${occurredAt}, after it was recorded`
    : undefined
}

/** A reversal that says too much or too little in itself; what it takes back is looked at in a second reading. */
export function reversalFault(line: TransferLine, bits: number): string | undefined {
  const { reverses, reason, converts } = line
  if (reverses == null && reason == null) return undefined
  if (reverses == null || reason == null) return 'says half of a reversal'
  if (!REASONS.has(Number(reason))) return `reverses for the reason ${reason}, which is not known`
  return (bits & ~TRANSFER_FLAGS.linked) !== 0 || converts != null
    ? `reverses ${reverses}, and is not plain`
    : undefined
}
