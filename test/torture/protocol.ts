import type { AccountId, TransferId } from '../../src/kernel/ids.ts'
import type { AccountState, NewAccount } from '../../src/ledger/core/account.ts'
import type { BalanceLine } from '../../src/ledger/core/reading.ts'
import type { NewTransfer, Transfer } from '../../src/ledger/core/transfer.ts'
import type { PostingOutcome } from '../../src/ledger/posting.ts'

/** A request to the books. */
export interface PostQuestion {
  readonly kind: 'post'
  readonly accounts: readonly NewAccount[]
  readonly transfers: readonly NewTransfer[]
  readonly rawOnly: boolean
  /** Rows of a capability in the same commit: one under the id of the first transfer, or one that fails. */
  readonly companion?: 'writes' | 'fails'
}

/** What a client may ask a service process. */
export type Question =
  | PostQuestion
  | { readonly kind: 'accounts'; readonly ids: readonly AccountId[] }
  | { readonly kind: 'transfer'; readonly id: TransferId }
  | {
      readonly kind: 'statement'
      readonly id: AccountId
      readonly limit: number
      readonly afterPosition: bigint
    }
  | { readonly kind: 'trial' }
  | { readonly kind: 'expire' }

/** What the auditor asks when all is quiet. */
export type Inspection =
  | { readonly kind: 'head' }
  | { readonly kind: 'book'; readonly format: 'hledger' | 'beancount' }
  /** Every balance just before an instant, microseconds since 1970; as it is now where there is none. */
  | {
      readonly kind: 'balances'
      readonly before?: bigint
      readonly by?: 'recorded' | 'occurred'
    }
  | { readonly kind: 'bundle'; readonly folder: string }
  | { readonly kind: 'allocate'; readonly total: bigint; readonly weights: readonly bigint[] }

/** What comes back. */
export type Answer =
  | { readonly kind: 'outcome'; readonly outcome: PostingOutcome }
  | { readonly kind: 'states'; readonly states: readonly AccountState[] }
  | { readonly kind: 'transfers'; readonly transfers: readonly Transfer[] }
  | { readonly kind: 'count'; readonly count: number }
  | {
      readonly kind: 'head'
      readonly jws: string
      readonly size: bigint
      readonly root: Uint8Array
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'balances'; readonly lines: readonly BalanceLine[] }
  | { readonly kind: 'amounts'; readonly amounts: readonly bigint[] }
  /** A failure that callers are told of under a name. */
  | { readonly kind: 'refused'; readonly code: string }
  /** A failure that has no name: the service would have answered 500. */
  | { readonly kind: 'error'; readonly text: string }

export interface OpenOptions {
  readonly url: string
  /** The clock of the database, the system's clock plus an offset, or one that stands until it is moved. */
  readonly clock: 'database' | 'stepped' | 'frozen'
  /** Of a stepped clock the offset, of a frozen one the time: milliseconds. */
  readonly clockMs: number
  readonly queueMax: number
  /** Session settings of the lane over its own, such as a `statement_timeout` that is too short. */
  readonly settings: Readonly<Record<string, string>>
  /** Whether it hashes behind the commits. */
  readonly seals: boolean
}

/** Asked together means: handed to the ledger in one turn of the event loop, so that they are one batch. */
export type ToService =
  | { readonly kind: 'open'; readonly options: OpenOptions }
  | { readonly kind: 'clock'; readonly clockMs: number }
  | { readonly kind: 'ask'; readonly number: number; readonly question: Question | Inspection }
  | {
      readonly kind: 'together'
      readonly number: number
      readonly questions: readonly PostQuestion[]
    }
  | { readonly kind: 'close' }

export type FromService =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly number: number; readonly answer: Answer }
  | { readonly kind: 'answers'; readonly number: number; readonly answers: readonly Answer[] }
  /** Something broke that nobody had asked for just then. */
  | { readonly kind: 'fault'; readonly text: string }
