import type { NewAccount } from '../ledger/core/account.ts'
import type { NewTransfer } from '../ledger/core/transfer.ts'
import type { CompanionWrite, PostingOutcome, PostingRequest } from '../ledger/service.ts'
import type { RedemptionRow } from './redemption-store.ts'

/** What is posted and written in the same commit as a redemption: the rest of what was paid with. All or nothing. */
export interface Beside {
  readonly accounts: readonly NewAccount[]
  /** Posted after the redemption, in order. Each id is new. */
  readonly transfers: readonly Omit<NewTransfer, 'flags'>[]
  /** Rows for the commit. What it throws, and what its rows break, is thrown by whoever redeems. */
  readonly companion: (
    decided: PostingOutcome,
    redeemed: RedemptionRow,
  ) => Promise<CompanionWrite | undefined>
}

/** Thrown where the ledger refused what was to be posted beside a redemption, so that nothing was redeemed. */
export class BesideRefused extends Error {
  override readonly name = 'BesideRefused'
}

/** One chain: what is redeemed, and what is beside it. */
export function besides(
  redeemed: Omit<NewTransfer, 'flags'>,
  payable: NewAccount,
  beside: Beside | undefined,
): Pick<PostingRequest, 'accounts' | 'transfers'> {
  const { accounts = [], transfers = [] } = beside ?? {}
  const last = transfers.length
  return {
    accounts: [payable, ...accounts],
    transfers: [redeemed, ...transfers].map((one, index) => ({
      ...one,
      flags: index < last ? ['linked'] : [],
    })),
  }
}

/** The rows of a redemption, and of what is beside it. */
export async function rowsOf(
  write: CompanionWrite,
  beside: Beside | undefined,
  decided: PostingOutcome,
  redeemed: RedemptionRow,
): Promise<CompanionWrite> {
  const more = await beside?.companion(decided, redeemed)
  return more === undefined ? write : (tx) => [...write(tx), ...more(tx)]
}
