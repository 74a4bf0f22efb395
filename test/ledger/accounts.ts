import type { TransferId, Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import type { AccountFlag, NewAccount } from '../../src/ledger/core/account.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import type { Ledger } from '../../src/ledger/service.ts'
import type { Runtime } from '../../src/runtime.ts'

/** An account of EUR. */
export function newAccount(id: Uuid, flags: readonly AccountFlag[] = []): NewAccount {
  return { id, unit: 'EUR' as Unit, code: 1, flags, origin: 'raw' }
}

/** A plain transfer of EUR. */
export function newTransfer(
  id: TransferId,
  debitAccountId: Uuid,
  creditAccountId: Uuid,
  amount = 1n,
): NewTransfer {
  return { id, debitAccountId, creditAccountId, amount, unit: 'EUR' as Unit, code: 1, flags: [] }
}

/** Opens two accounts without limits. */
export async function openPair(ledger: Ledger, runtime: Runtime): Promise<readonly [Uuid, Uuid]> {
  const pair = [runtime.newId(), runtime.newId()] as const
  await ledger.post({ accounts: pair.map((id) => newAccount(id)), transfers: [] })
  return pair
}
