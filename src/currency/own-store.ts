import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { LAST_POSITION } from './statement-store.ts'

/** What time took of wallets, as far as the books have it; of others, nothing. */
export interface Taken {
  readonly demurrage: Minor
  readonly expired: Minor
}

export async function selectTaken(sql: Sql | Tx, walletId: Uuid): Promise<Taken> {
  const { demurrage_taken: demurrage, currency_expired: expired } = TRANSFER_CODES
  const [row] = await sql<Taken[]>`
    select coalesce(sum(amount) filter (where code = ${demurrage}), 0)::bigint as demurrage,
      coalesce(sum(amount) filter (where code = ${expired}), 0)::bigint as expired
    from ledger_transfer
    where debit_leg > ledger_leg(${walletId}, 0) and debit_leg < ledger_leg(${walletId}, ${LAST_POSITION})`
  return row ?? { demurrage: 0n, expired: 0n }
}
