import type { AccessLog } from '../access/access-log.ts'
import type { Approvals } from '../access/approvals.ts'
import type { SigningKeys } from '../access/keys.ts'
import type { Database, Fragment, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Ledger } from '../ledger/service.ts'
import type { Network } from '../network/service.ts'
import type { Plans } from '../plans/service.ts'
import type { Runtime } from '../runtime.ts'
import type { RefundRules } from './core/refund.ts'
import type { Entitlements, Funding } from './funding.ts'
import type { TreeHeads } from './tree-heads.ts'

/** What the use cases of this capability stand on. */
export interface VouchersDeps {
  readonly db: Database
  readonly ledger: Ledger
  readonly runtime: Runtime
  readonly keys: SigningKeys
  readonly network: Network
  readonly plans: Plans
  readonly approvals: Approvals
  readonly accessLog: AccessLog
  readonly funding: Funding
  /** Absent where the programme keeps no plans: then nothing is issued that is earmarked for an area of need. */
  readonly entitlements?: Entitlements
  /** Asks a worker to issue what was approved. Where nobody hears it, the job of the next minute does. */
  readonly wake: () => Promise<void>
  /** Terminals and PINs; without it no terminal is known and nobody has a PIN. */
  readonly tills?: TillAccess
  /** The heads of the books that were signed; without it none was, and a statement that names one is refused. */
  readonly heads?: TreeHeads
  /** The programme's own; {@link REFUND_RULES} where it says nothing. */
  readonly refundRules?: RefundRules
  /** Where the service is reached, as printed on cards: `https://vouchers.example.org`. */
  readonly publicUrl: string
}

/** A till that was paired with a partner. */
export interface Terminal {
  readonly id: Uuid
  readonly partnerId: string
  /** The RFC 7638 thumbprint of its key. */
  readonly kid: string
  readonly publicJwk: TerminalJwk
  readonly status: 'active' | 'unpaired'
}

export interface TerminalJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

/** What became of a PIN. `none`: there is none to be asked for. */
export type PinAnswer =
  | { readonly status: 'right' }
  | { readonly status: 'none' }
  | { readonly status: 'wrong'; readonly triesLeft: number }
  | { readonly status: 'locked' }

/** What is known about those who stand at a till. */
export interface TillAccess {
  /** The terminal with this thumbprint; the answer may be a moment old. */
  findTerminal(kid: string): Promise<Terminal | undefined>
  /** An SQL condition on the id of a terminal: whether it is still paired in the moment of the commit. */
  isPaired(tx: Tx, terminalId: Fragment): Fragment
  /** An SQL condition on the id of a wallet: whether it was not taken back. */
  isBound(tx: Tx, walletId: Fragment): Fragment
  /** Those of these terminals that are paired no more. */
  unpairedAmong(ids: readonly string[]): Promise<readonly string[]>
  /** Checks a person's PIN; a wrong one costs a try, none given costs nothing. */
  checkPin(beneficiaryId: string, pin: string | undefined): Promise<PinAnswer>
  /** The same for the PIN of a shop's owner. */
  checkOwnerPin(partnerId: string, pin: string | undefined): Promise<PinAnswer>
}

export const NO_TILLS: TillAccess = {
  findTerminal: async () => undefined,
  isPaired: (tx) => tx`false`,
  isBound: (tx) => tx`false`,
  unpairedAmong: async (ids) => ids,
  checkPin: async () => ({ status: 'none' }),
  checkOwnerPin: async () => ({ status: 'none' }),
}
