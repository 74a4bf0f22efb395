import { least, MINOR_MAX, type Minor } from '../../kernel/money.ts'
import { availableOf, lackingOf, type Sides } from './account.ts'
import { conversionStatus } from './conversion.ts'
import { addSeconds } from './instant.ts'
import { reversalStatus } from './reversal.ts'
import type { Scope } from './scope.ts'
import type { TransferStatus } from './statuses.ts'
import { bitsOf, type NewTransfer, TRANSFER_BITS, TRANSFER_FLAGS } from './transfer.ts'

/**
 * Moves or reserves the amount of a plain or a pending transfer, if the accounts allow it.
 * The shape of the transfer and the existence of its accounts have been checked.
 *
 * @param members the journal that it is posted with; none where it stands alone
 */
export function movePlain(
  scope: Scope,
  transfer: NewTransfer,
  sides: Sides,
  members: readonly NewTransfer[],
): TransferStatus {
  const unfit = unfitStatus(scope, transfer, sides, members)
  if (unfit !== undefined) return unfit
  const bits = bitsOf(transfer)
  const amount =
    (bits & TRANSFER_BITS.balancing) === 0
      ? transfer.amount
      : balancingAmount(transfer.amount, bits, sides)
  const isPending = (bits & TRANSFER_FLAGS.pending) !== 0
  const refusal = refusalOf(amount, isPending, sides)
  if (refusal !== undefined) return refusal
  const debit = scope.changeAccount(
    sides.debit,
    isPending
      ? { debitsPending: sides.debit.debitsPending + amount }
      : { debitsPosted: sides.debit.debitsPosted + amount },
  )
  const credit = scope.changeAccount(
    sides.credit,
    isPending
      ? { creditsPending: sides.credit.creditsPending + amount }
      : { creditsPosted: sides.credit.creditsPosted + amount },
  )
  scope.append(transfer, { amount, debit, credit })
  if (isPending) {
    const timeoutSeconds = transfer.timeoutSeconds ?? 0
    scope.setPending({
      transferId: transfer.id,
      state: 'pending',
      ...(timeoutSeconds === 0 ? {} : { expiresAt: addSeconds(scope.at, timeoutSeconds) }),
    })
    if ((bits & TRANSFER_FLAGS.closing_debit) !== 0) scope.closeAccount(debit, transfer.id)
    if ((bits & TRANSFER_FLAGS.closing_credit) !== 0) scope.closeAccount(credit, transfer.id)
  }
  return 'created'
}

/** Whether an account is closed: the first of the two that is names the status. */
export function closedStatus({ debit, credit }: Sides): TransferStatus | undefined {
  if (debit.closedBy !== undefined || debit.flags.includes('closed')) {
    return 'debit_account_already_closed'
  }
  if (credit.closedBy !== undefined || credit.flags.includes('closed')) {
    return 'credit_account_already_closed'
  }
  return undefined
}

/** Whether a transfer says that it happened later than now. */
export function occurredStatus(scope: Scope, transfer: NewTransfer): TransferStatus | undefined {
  const { occurredAt } = transfer
  return occurredAt !== undefined && occurredAt > scope.at
    ? 'occurred_at_must_not_be_in_the_future'
    : undefined
}

/** What a balancing transfer moves: what is asked for, but no more than its accounts leave, and never less than nothing. */
function balancingAmount(asked: Minor, bits: number, { debit, credit }: Sides): Minor {
  let amount = asked
  if ((bits & TRANSFER_FLAGS.balancing_debit) !== 0) amount = least(amount, availableOf(debit))
  if ((bits & TRANSFER_FLAGS.balancing_credit) !== 0) amount = least(amount, lackingOf(credit))
  return amount < 0n ? 0n : amount
}

/** What is wrong whatever the amount is that the accounts allow. */
function unfitStatus(
  scope: Scope,
  transfer: NewTransfer,
  sides: Sides,
  members: readonly NewTransfer[],
): TransferStatus | undefined {
  const { debit, credit } = sides
  const { reversal, conversion } = transfer
  if (debit.unit !== credit.unit) return 'accounts_must_have_the_same_ledger'
  if (debit.unit !== transfer.unit) return 'transfer_must_have_the_same_ledger_as_accounts'
  if (debit.colour !== credit.colour) return 'accounts_must_have_the_same_colour'
  if (reversal !== undefined) {
    const refusal = reversalStatus(scope, transfer, reversal)
    if (refusal !== undefined) return refusal
  }
  if (conversion !== undefined) {
    const refusal = conversionStatus(scope, transfer, conversion, sides, members)
    if (refusal !== undefined) return refusal
  }
  return occurredStatus(scope, transfer) ?? closedStatus(sides)
}

function refusalOf(
  amount: Minor,
  isPending: boolean,
  { debit, credit }: Sides,
): TransferStatus | undefined {
  if (isPending) {
    if (debit.debitsPending + amount > MINOR_MAX) return 'overflows_debits_pending'
    if (credit.creditsPending + amount > MINOR_MAX) return 'overflows_credits_pending'
  }
  if (debit.debitsPosted + amount > MINOR_MAX) return 'overflows_debits_posted'
  if (credit.creditsPosted + amount > MINOR_MAX) return 'overflows_credits_posted'
  const debits = debit.debitsPending + debit.debitsPosted + amount
  const credits = credit.creditsPending + credit.creditsPosted + amount
  if (debits > MINOR_MAX) return 'overflows_debits'
  if (credits > MINOR_MAX) return 'overflows_credits'
  if (debit.flags.includes('debits_must_not_exceed_credits') && debits > debit.creditsPosted) {
    return 'exceeds_credits'
  }
  if (credit.flags.includes('credits_must_not_exceed_debits') && credits > credit.debitsPosted) {
    return 'exceeds_debits'
  }
  return undefined
}
