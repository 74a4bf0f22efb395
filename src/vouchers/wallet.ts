import type { Principal } from '../access/core/principal.ts'
import type { Sql } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import type { VoucherId } from '../kernel/ids.ts'
import { logRefused } from './batch.ts'
import type { OwnReason } from './core/refund.ts'
import type { VouchersDeps } from './deps.ts'
import { type DisputeRequest, openDispute } from './dispute.ts'
import type { DisputeRow } from './dispute-store.ts'
import { voucherNotFound } from './outcomes.ts'
import * as store from './store.ts'
import { type PhoneToken, signKeptTokens, signPhoneToken } from './tokens.ts'
import { type Voucher, viewOf } from './view.ts'
import { listSpending, type Spending, type SpendingPage } from './wallet-store.ts'

export type { OwnDispute, Spending, SpendingPage } from './wallet-store.ts'

/** A voucher as the person sees it who holds it. */
export interface WalletVoucher extends Voucher {
  readonly productName: string
  /** What it is good for. */
  readonly categories: readonly string[]
}

/** So many tokens a phone keeps for when there is no network. */
export const KEPT_TOKENS = 10

/** What a person sees and shows of their own vouchers. Whose they are is said by the wallet, never by the request. */
export interface WalletVouchers {
  /** Those that were handed over, the newest first; at most 200. */
  list(who: Principal): Promise<readonly WalletVoucher[]>
  /** A token for the screen, good once and for two minutes. @throws DomainError `voucher_not_found` */
  showCode(who: Principal, id: VoucherId): Promise<PhoneToken>
  /** Ten tokens for when there is no network. @throws DomainError `voucher_not_found` */
  keepCodes(who: Principal, id: VoucherId): Promise<readonly PhoneToken[]>
  /** What was bought, the newest first. */
  spending(who: Principal, page: SpendingPage): Promise<readonly Spending[]>
  /**
   * Says that something about a purchase is not right: its amount is frozen until somebody of the contact point decides.
   *
   * @throws DomainError `redemption_not_found`, also where somebody else bought it, and as `openDispute`
   */
  dispute(who: Principal, request: OwnDisputeRequest): Promise<DisputeRow>
}

export interface OwnDisputeRequest extends DisputeRequest {
  readonly reason: OwnReason
}

const VOUCHERS_MOST = 200

/**
 * Makes what the wallet asks of the vouchers.
 *
 * @example (await createWalletVouchers(deps).list(principal)).map((voucher) => voucher.remaining)
 */
export function createWalletVouchers(deps: VouchersDeps): WalletVouchers {
  const { sql } = deps.db
  return {
    list: async (who) => {
      const today = romeDay(deps.runtime.now())
      const rows = await store.listVouchersOf(sql, ownerOf(who), VOUCHERS_MOST)
      return rows.map((row) => ({
        ...viewOf(row, today),
        productName: row.productName,
        categories: row.categories,
      }))
    },
    showCode: async (who, id) => signPhoneToken(deps, await ownVoucher(deps, sql, who, id), who.id),
    keepCodes: async (who, id) =>
      signKeptTokens(deps, await ownVoucher(deps, sql, who, id), who.id, KEPT_TOKENS),
    spending: (who, page) => listSpending(sql, ownerOf(who), page),
    dispute: (who, request) => {
      ownerOf(who)
      return openDispute(deps, request, who)
    },
  }
}

function ownerOf({ beneficiaryId }: Principal): string {
  assert(beneficiaryId !== undefined, 'a wallet belongs to a person')
  return beneficiaryId
}

/** Somebody else's voucher is answered like one that does not exist, and so is one that was never handed over. */
async function ownVoucher(
  deps: VouchersDeps,
  sql: Sql,
  who: Principal,
  id: VoucherId,
): Promise<VoucherId> {
  const row = await store.findVoucher(sql, id)
  if (row === undefined) throw voucherNotFound()
  if (row.beneficiaryId !== ownerOf(who)) {
    await logRefused(deps, who, { kind: 'voucher', id }, row.contactPointId)
    throw voucherNotFound()
  }
  if (row.activatedAt === null) throw voucherNotFound()
  return row.id
}
