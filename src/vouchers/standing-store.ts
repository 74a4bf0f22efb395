import { arrayText } from '../db/array-text.ts'
import type { Fragment, Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { RedemptionId, Uuid, VoucherId } from '../kernel/ids.ts'
import type { Area } from '../ledger/core/colour.ts'
import type { ChainEnd } from './core/chain.ts'
import type { AcceptingPartner, RedeemableVoucher } from './core/redeem.ts'

/** An SQL condition: whether a wallet was not taken back. */
export type IsBound = (tx: Tx, walletId: Fragment) => Fragment

/** What has to be known about a try to spend before it is decided. */
export interface StandingQuestion {
  readonly redemptionId: RedemptionId
  readonly partnerId: string
  /** The voucher by its serial or by its id; both `null` where nothing good was shown. */
  readonly serial: bigint | null
  readonly voucherId: VoucherId | null
  readonly tokenId: string | null
  /** The wallet that a token was made for; `null` where it was made for none. */
  readonly walletId: Uuid | null
  /** The day it is in Europe/Rome: what was spent on it counts for a cap. */
  readonly day: Day
  /** Whose chain is wanted, and the hash of the statement; both `null` where nothing was signed. */
  readonly terminalId: Uuid | null
  readonly digest: string | null
}

/** The voucher that was shown. */
export interface ShownVoucher extends RedeemableVoucher {
  readonly id: VoucherId
  readonly beneficiaryId: string
  /** What its printed card carries, 78 bytes. */
  readonly card: Uint8Array
}

/** How things stand for a try to spend, all of one moment. */
export interface Standing {
  /** Whether the id was answered before. */
  readonly isAnswered: boolean
  /** Whether something was redeemed with the phone token. */
  readonly isTokenSpent: boolean
  /** Whether the wallet of the phone token was taken back. */
  readonly isWalletRevoked: boolean
  readonly partner: AcceptingPartner | undefined
  readonly voucher: ShownVoucher | undefined
  /** The last statement of the terminal; `undefined` where there is none. */
  readonly chain: ChainEnd | undefined
  /** Whether this statement was refused before, because it did not fit the chain. */
  readonly isRefused: boolean
}

type StandingRow = {
  readonly index: number
  readonly isAnswered: boolean | null
  readonly isTokenSpent: boolean | null
  readonly isWalletRevoked: boolean | null
  readonly isRefused: boolean | null
  readonly chainSeq: number | null
  readonly chainHead: string | null
  readonly partnerStatus: AcceptingPartner['status'] | null
  readonly partnerUnit: AcceptingPartner['unit']
  readonly partnerCategories: readonly string[]
  readonly partnerArea: Area | null
  readonly hasAgreement: boolean
} & (ShownVoucher | { readonly id: null })

/**
 * Reads how things stand for many tries at once.
 *
 * Each part is looked up by its key, with a limit: so the planner can neither join whole tables nor hash them, whatever
 * it believes about their size when it makes the plan that the connection keeps.
 *
 * @returns one for each question, in their order
 */
export async function readStandings(
  sql: Sql,
  questions: readonly StandingQuestion[],
  isBound: IsBound,
): Promise<readonly Standing[]> {
  const column = (key: keyof StandingQuestion) => arrayText(questions.map((one) => one[key]))
  const rows = await sql<StandingRow[]>`
    select asked.index::int as index,
      (select true from redemption where id = asked.redemption_id limit 1) as "isAnswered",
      (select true from redemption where token_id = asked.token_id and status = 'redeemed' limit 1)
        as "isTokenSpent",
      asked.wallet_id is not null and not ${isBound(sql, sql`asked.wallet_id`)} as "isWalletRevoked",
      (select true from statement_conflict where digest = asked.digest limit 1) as "isRefused",
      chain."chainSeq", chain."chainHead", accepting."partnerStatus", accepting."partnerUnit",
      accepting."partnerArea", accepting."partnerCategories", accepting."hasAgreement", shown.*
    from unnest(
      ${column('redemptionId')}::uuid[], ${column('partnerId')}::text[],
      ${column('serial')}::bigint[], ${column('voucherId')}::uuid[], ${column('tokenId')}::text[],
      ${column('day')}::text[], ${column('terminalId')}::uuid[], ${column('digest')}::text[],
      ${column('walletId')}::uuid[]
    ) with ordinality as asked
      (redemption_id, partner_id, serial, voucher_id, token_id, day, terminal_id, digest, wallet_id,
       index)
    left join lateral (
      select p.status as "partnerStatus", p.unit as "partnerUnit", p.area as "partnerArea",
        case when agreed.categories is null then p.categories
          else array(select unnest(p.categories) intersect select unnest(agreed.categories)) end
          as "partnerCategories",
        agreed.id is not null and (agreed.valid_until is null or agreed.valid_until >= asked.day::date)
          as "hasAgreement",
        agreed.products as agreed_products
      from partner p left join lateral agreement_on(p.id, asked.day::date) agreed on true
      where p.id = asked.partner_id limit 1
    ) accepting on true
    left join lateral (
      select seq as "chainSeq", digest as "chainHead"
      from terminal_statement where terminal_id = asked.terminal_id order by seq desc limit 1
    ) chain on true
    left join lateral (
      select v.id, v.beneficiary_id as "beneficiaryId", v.card, v.unit, a.colour,
        v.activated_at as "activatedAt", v.expires_on::text as "expiresOn",
        v.first_used_at as "firstUsedAt", v.blocked_at as "blockedAt",
        v.cancelled_at as "cancelledAt", v.expired_at as "expiredAt",
        v.replaced_by as "replacedBy",
        a.credits_posted - a.debits_posted - a.debits_pending as remaining, p.categories,
        p.forbidden_categories as "forbiddenCategories", p.one_use as "oneUse",
        p.cap_per_purchase as "capPerPurchase", p.cap_per_day as "capPerDay",
        p.pin_from as "pinFrom", p.bearer,
        (accepting.agreed_products is null or p.id = any (accepting.agreed_products))
          and (not p.partners_named or exists (
            select from product_partner named
            where named.product_id = p.id and named.partner_id = asked.partner_id
          )) as "acceptsPartner",
        case when p.cap_per_day is null then 0 else coalesce((
          select spent from voucher_day
          where voucher_id = v.id and day = asked.day::date limit 1), 0) end as "spentToday"
      from voucher v
      join ledger_account a on a.id = v.id
      join product p on p.id = v.product_id
      where v.id = coalesce(
        asked.voucher_id, (select id from voucher where serial = asked.serial limit 1))
      limit 1
    ) shown on true`
  const standings: Standing[] = []
  for (const row of rows) standings[row.index - 1] = standingOf(row)
  return standings
}

function standingOf(row: StandingRow): Standing {
  const { partnerStatus, partnerUnit, partnerArea, partnerCategories, hasAgreement } = row
  const { chainSeq, chainHead } = row
  return {
    chain: chainSeq === null || chainHead === null ? undefined : { seq: chainSeq, head: chainHead },
    isRefused: row.isRefused === true,
    isAnswered: row.isAnswered === true,
    isTokenSpent: row.isTokenSpent === true,
    isWalletRevoked: row.isWalletRevoked === true,
    partner:
      partnerStatus === null
        ? undefined
        : {
            ...{ status: partnerStatus, unit: partnerUnit, area: partnerArea },
            ...{ categories: partnerCategories, hasAgreement },
          },
    voucher: row.id === null ? undefined : row,
  }
}
