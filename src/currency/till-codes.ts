import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import type { CodeRefusal, RequestState } from './core/till.ts'

/** What a payer's code came to. */
export type CodeClaim =
  | {
      readonly status: 'good'
      /** Whose it is: it pays with whatever this person holds. */
      readonly beneficiaryId: string
      /** Rows for the commit that charges it, once for each payment or purchase. */
      use(usedFor: Uuid): CompanionWrite
    }
  | { readonly status: CodeRefusal; readonly triesLeft?: number }

/** What a till shows a payer, to be paid by them. */
export interface OpenRequest {
  readonly id: Uuid
  /** As it is typed. */
  readonly code: string
  /** What its QR code holds. */
  readonly address: string
  readonly expiresAt: Date
  readonly state: RequestState
}

/** What tills know of the codes by which people pay, and are asked to pay. */
export interface TillCodes {
  /**
   * Looks what a code is good for. Nothing is used up by it but a try of the PIN.
   *
   * @param asked what it is for: sent again after it was paid, a code is good for it still
   */
  claim(code: string, asked: { readonly pin?: string; readonly usedFor?: Uuid }): Promise<CodeClaim>
  /** Whether a commit failed because the code was used for something else meanwhile, or withdrawn. */
  isSpent(error: unknown): boolean
  /** Asks to be paid so much into a wallet. The same id again gives the same, as it stands. */
  request(asked: {
    readonly id: Uuid
    readonly walletId: Uuid
    readonly amount: Minor
  }): Promise<OpenRequest>
  /** Calls a request of one of these wallets back. @throws DomainError `currency_request_not_found`, `currency_request_paid` */
  withdraw(id: Uuid, walletIds: readonly Uuid[]): Promise<OpenRequest>
}
