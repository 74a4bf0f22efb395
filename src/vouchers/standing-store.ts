import { arrayText } from '../db/array-text.ts'
import type { Sql } from '../db/client.ts'
import type { RedemptionId, VoucherId } from '../kernel/ids.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { AcceptingPartner, RedeemableVoucher } from './core/redeem.ts'

/** What has to be known about a try to spend before it is decided. */
export interface StandingQuestion {
  readonly redemptionId: RedemptionId
  readonly partnerId: string
  /** The voucher by its serial or by its id; both `null` where nothing good was shown. */
  readonly serial: bigint | null
  readonly voucherId: VoucherId | null
  readonly tokenId: string | null
}

/** The voucher that was shown. */
export interface ShownVoucher extends RedeemableVoucher {
  readonly firstUsedAt: Date | null
  readonly id: VoucherId
  /** What its printed card carries, 78 bytes. */
  readonly card: Uint8Array
  /** What its money is earmarked for. */
  readonly colour: Colour | null
}

/** How things stand for a try to spend, all of one moment. */
export interface Standing {
  /** Whether the id was answered before. */
  readonly isAnswered: boolean
  /** Whether something was redeemed with the phone token. */
  readonly isTokenSpent: boolean
  readonly partner: AcceptingPartner | undefined
  readonly voucher: ShownVoucher | undefined
}

type StandingRow = {
  readonly index: number
  readonly isAnswered: boolean | null
  readonly isTokenSpent: boolean | null
  readonly partnerStatus: AcceptingPartner['status'] | null
  readonly partnerUnit: AcceptingPartner['unit']
  readonly partnerCategories: readonly string[]
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
): Promise<readonly Standing[]> {
  const column = (key: keyof StandingQuestion) => arrayText(questions.map((one) => one[key]))
  const rows = await sql<StandingRow[]>`
    select asked.index::int as index,
      (select true from redemption where id = asked.redemption_id limit 1) as "isAnswered",
      (select true from redemption where token_id = asked.token_id and status = 'redeemed' limit 1)
        as "isTokenSpent",
      accepting."partnerStatus", accepting."partnerUnit", accepting."partnerCategories",
      shown.*
    from unnest(
      ${column('redemptionId')}::uuid[], ${column('partnerId')}::text[],
      ${column('serial')}::bigint[], ${column('voucherId')}::uuid[], ${column('tokenId')}::text[]
    ) with ordinality as asked (redemption_id, partner_id, serial, voucher_id, token_id, index)
    left join lateral (
      select status as "partnerStatus", unit as "partnerUnit", categories as "partnerCategories"
      from partner where id = asked.partner_id limit 1
    ) accepting on true
    left join lateral (
      select v.id, v.card, v.unit, a.colour, v.expires_on::text as "expiresOn",
        v.first_used_at as "firstUsedAt", v.activated_at as "activatedAt", v.blocked_at as "blockedAt",
        v.cancelled_at as "cancelledAt", v.expired_at as "expiredAt",
        v.replaced_by as "replacedBy",
        a.credits_posted - a.debits_posted - a.debits_pending as remaining, p.categories
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
  const { partnerStatus, partnerUnit, partnerCategories } = row
  return {
    isAnswered: row.isAnswered === true,
    isTokenSpent: row.isTokenSpent === true,
    partner:
      partnerStatus === null
        ? undefined
        : { status: partnerStatus, unit: partnerUnit, categories: partnerCategories },
    voucher: row.id === null ? undefined : row,
  }
}
