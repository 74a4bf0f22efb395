import type { Tx } from '../db/client.ts'
import type { AccountId, TransferId } from '../kernel/ids.ts'
import type { NewAccount } from './core/account.ts'
import type { RequestOutcome } from './core/apply.ts'
import { parseArea, parseColour } from './core/colour.ts'
import type { Micros } from './core/instant.ts'
import {
  type Conversion,
  type NewTransfer,
  REVERSAL_REASONS,
  ROUNDING_CODES,
} from './core/transfer.ts'

/** What became of a request: a status for each account and transfer, and the accounts as they stand after it. */
export type PostingOutcome = RequestOutcome

/** Sends the rows of a capability on the open transaction, and returns the statements without awaiting them. */
export type CompanionWrite = (tx: Tx) => readonly PromiseLike<unknown>[]

/** What is asked of the ledger in one piece. */
export interface PostingRequest {
  /** Opened before the transfers; where there are any, all stand or none (they are then one chain, or one transfer). */
  readonly accounts?: readonly NewAccount[]
  /** At most {@link REQUEST_TRANSFERS_MAX}, in order. */
  readonly transfers: readonly NewTransfer[]
  /**
   * Rows of a capability for the same commit. Called when the statuses are decided and before the commit,
   * and again where the batch has to be decided again: whatever it does besides answering is done in vain.
   *
   * If it throws, or one of its statements fails, nothing of this request is kept and `post` rejects with that error.
   */
  readonly companion?: (
    outcome: PostingOutcome,
  ) => Promise<CompanionWrite | undefined> | CompanionWrite | undefined
}

export const REQUEST_TRANSFERS_MAX = 1000
export const REQUEST_ACCOUNTS_MAX = 1000

const CODE_MAX = 65_535
const INT64_MAX = 2n ** 63n - 1n
const TIMEOUT_SECONDS_MAX = 2 ** 31 - 1
/** The years 1900 to 2999, which both JavaScript and PostgreSQL can count in. */
const OCCURRED_MICROS = { min: -2_208_988_800_000_000n, max: 32_503_680_000_000_000n } as const

/**
 * Refuses what the types cannot: a request that no caller of ours should make.
 *
 * @throws RangeError
 */
export function checkRequest(request: PostingRequest): void {
  const accounts = request.accounts ?? []
  const { transfers } = request
  if (transfers.length > REQUEST_TRANSFERS_MAX) throw new RangeError('too many transfers at once')
  if (accounts.length > REQUEST_ACCOUNTS_MAX) throw new RangeError('too many accounts at once')
  for (const account of accounts) checkAccount(account)
  for (const transfer of transfers) checkTransfer(transfer)
  const isChain = transfers.slice(0, -1).every((transfer) => transfer.flags.includes('linked'))
  if (accounts.length > 0 && !isChain) {
    throw new RangeError('transfers beside accounts must be one chain')
  }
}

function checkAccount({ code, reference64, colour, area }: NewAccount): void {
  checkCode(code)
  checkInt64(reference64 ?? 0n)
  if (colour !== undefined && parseColour(colour) === undefined) {
    throw new RangeError('a colour is PROGRAMME or PROGRAMME/AREA')
  }
  if (area !== undefined && parseArea(area) === undefined) {
    throw new RangeError('an area is a word of capital letters, digits and dashes')
  }
}

function checkTransfer(transfer: NewTransfer): void {
  checkCode(transfer.code)
  checkInt64(transfer.amount)
  checkInt64(transfer.reference64 ?? 0n)
  const timeoutSeconds = transfer.timeoutSeconds ?? 0
  const isWhole = Number.isInteger(timeoutSeconds)
  if (!isWhole || timeoutSeconds < 0 || timeoutSeconds > TIMEOUT_SECONDS_MAX) {
    throw new RangeError('a timeout is a whole number of seconds from 0 to 2^31 - 1')
  }
  const { occurredAt, reversal, conversion } = transfer
  if (occurredAt !== undefined) checkOccurred(occurredAt)
  if (reversal !== undefined && !Object.hasOwn(REVERSAL_REASONS, reversal.reason)) {
    throw new RangeError('a reason is one of the list')
  }
  if (conversion !== undefined) checkConversion(conversion)
}

function checkOccurred(at: Micros): void {
  if (at < OCCURRED_MICROS.min || at >= OCCURRED_MICROS.max) {
    throw new RangeError('an instant is in the years 1900 to 2999')
  }
}

function checkConversion({ rateNumerator, rateDenominator, rounding }: Conversion): void {
  const isRate = [rateNumerator, rateDenominator].every((part) => part > 0n && part <= INT64_MAX)
  if (!isRate) throw new RangeError('a rate is two whole numbers from 1 to 2^63 - 1')
  if (!Object.hasOwn(ROUNDING_CODES, rounding))
    throw new RangeError('a rounding is one of the list')
}

function checkCode(code: number): void {
  if (!Number.isInteger(code) || code < 0 || code > CODE_MAX) {
    throw new RangeError('a code is a whole number from 0 to 65535')
  }
}

function checkInt64(value: bigint): void {
  if (value < 0n || value > INT64_MAX) throw new RangeError('an amount is from 0 to 2^63 - 1')
}

/** Where a request touches accounts without moving anything: to release what has lapsed on them. */
export interface LaneEntry {
  readonly request: PostingRequest
  readonly rawOnly: boolean
  readonly touches: readonly AccountId[]
}

/** What a batch came to: the outcomes in the order of its entries, and the pending transfers that lapsed. */
export interface BatchResult {
  readonly outcomes: readonly PostingOutcome[]
  readonly expired: readonly TransferId[]
}
