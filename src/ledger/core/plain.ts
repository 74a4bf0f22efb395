import { MINOR_MAX } from '../../kernel/money.ts'
import type { AccountState } from './account.ts'
import { addSeconds } from './instant.ts'
import type { Scope } from './scope.ts'
import type { TransferStatus } from './statuses.ts'
import type { NewTransfer } from './transfer.ts'

/** The two accounts of a transfer, as they stand before it. */
export interface Sides {
  readonly debit: AccountState
  readonly credit: AccountState
}

/**
 * Moves or reserves the amount of a plain or a pending transfer, if the accounts allow it.
 * The shape of the transfer and the existence of its accounts have been checked.
 */
export function movePlain(scope: Scope, transfer: NewTransfer, sides: Sides): TransferStatus {
  const refusal = refusalOf(transfer, sides)
  if (refusal !== undefined) return refusal
  const isPending = transfer.flags.includes('pending')
  const { amount } = transfer
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
  }
  return 'created'
}

/** Whether an account is closed: the first of the two that is names the status. */
export function closedStatus(sides: Sides): TransferStatus | undefined {
  if (sides.debit.flags.includes('closed')) return 'debit_account_already_closed'
  if (sides.credit.flags.includes('closed')) return 'credit_account_already_closed'
  return undefined
}

function refusalOf(transfer: NewTransfer, sides: Sides): TransferStatus | undefined {
  const { debit, credit } = sides
  const { amount } = transfer
  if (debit.unit !== credit.unit) return 'accounts_must_have_the_same_ledger'
  if (debit.unit !== transfer.unit) return 'transfer_must_have_the_same_ledger_as_accounts'
  const closed = closedStatus(sides)
  if (closed !== undefined) return closed
  if (transfer.flags.includes('pending')) {
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
