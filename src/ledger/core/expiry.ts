import { assert } from '../../kernel/assert.ts'
import type { TransferId } from '../../kernel/ids.ts'
import type { Micros } from './instant.ts'
import type { Scope } from './scope.ts'
import type { Pending } from './view.ts'

/** Whether a pending transfer has lapsed at an instant: its last moment is the one before `expiresAt`. */
export function isDue(pending: Pending, at: Micros): boolean {
  return pending.state === 'pending' && pending.expiresAt !== undefined && pending.expiresAt <= at
}

/**
 * Releases pending transfers whose time is over, before anything else of a batch happens. They lapsed
 * at their exact time, whenever that is noticed. No transfer is written: the log holds what moved.
 */
export function expirePendings(scope: Scope, due: readonly TransferId[]): void {
  for (const id of due) {
    const pending = scope.pending(id)
    const transfer = scope.transfer(id)
    assert(pending !== undefined && transfer !== undefined, 'a due pending transfer is loaded')
    assert(isDue(pending, scope.at), 'only what is due expires')
    const debit = scope.account(transfer.debitAccountId)
    assert(debit !== undefined, 'the debit account of a due pending transfer is loaded')
    const released = debit.debitsPending - transfer.amount
    scope.reopenAccount(scope.changeAccount(debit, { debitsPending: released }), id)
    const credit = scope.account(transfer.creditAccountId)
    assert(credit !== undefined, 'the credit account of a due pending transfer is loaded')
    const freed = credit.creditsPending - transfer.amount
    scope.reopenAccount(scope.changeAccount(credit, { creditsPending: freed }), id)
    const { expiresAt } = pending
    scope.setPending({
      ...pending,
      state: 'expired',
      ...(expiresAt === undefined ? {} : { resolvedAt: expiresAt }),
    })
  }
}
