import type { ApprovalState } from '../access/core/duties.ts'
import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { RuleVersion } from './core/instrument.ts'
import type { Party } from './core/rules.ts'

/** Rules with who prepared them, and what became of them. */
export interface PreparedVersion extends RuleVersion {
  readonly instrumentId: string
  readonly preparedBy: Uuid
  readonly preparedAt: Date
  readonly state: ApprovalState
  readonly decidedBy: Uuid | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
}

/** An instrument as those see it who make its rules: also what waits, and what was refused. */
export interface InstrumentRecord {
  readonly id: string
  readonly programmeId: string
  readonly unit: Unit
  readonly colour: Colour | null
  readonly reserveUnit: Unit
  readonly createdAt: Date
  /** In the order in which they were prepared; at least one. */
  readonly versions: readonly PreparedVersion[]
}

/** At most `limit`, by id, those after `after`. */
export interface InstrumentPage {
  readonly limit: number
  readonly after?: string
}

export async function selectRecords(
  sql: Sql | Tx,
  wanted: { readonly id: string } | InstrumentPage,
): Promise<readonly InstrumentRecord[]> {
  const found = await sql<Omit<InstrumentRecord, 'versions'>[]>`
    select i.id, i.programme_id as "programmeId", i.unit, p.colour, p.unit as "reserveUnit",
      i.created_at as "createdAt"
    from instrument i join programme p on p.id = i.programme_id
    where ${'id' in wanted ? sql`i.id = ${wanted.id}` : sql`i.id > ${wanted.after ?? ''}`}
    order by i.id limit ${'id' in wanted ? 1 : wanted.limit}`
  const versions = await selectVersions(
    sql,
    found.map(({ id }) => id),
  )
  return found.map((one) => ({
    ...one,
    versions: versions.filter(({ instrumentId }) => instrumentId === one.id),
  }))
}

/** Rules that were brought in have no approval: they count as approved when they were written. */
function selectVersions(
  sql: Sql | Tx,
  ids: readonly string[],
): Promise<readonly PreparedVersion[]> {
  return sql<PreparedVersion[]>`
    select v.instrument_id as "instrumentId", v.version, v.rules, v.valid_from::text as "validFrom",
      v.prepared_by as "preparedBy", v.prepared_at as "preparedAt", coalesce(a.state, 'approved') as state,
      a.decided_by as "decidedBy", coalesce(a.decided_at, v.approved_at) as "decidedAt",
      a.reason as "decisionReason"
    from instrument_version v
    left join approval a on a.kind = 'instrument' and a.subject_id = v.instrument_id || '/' || v.version
    where v.instrument_id = any(${arrayText(ids)}::text[])
    order by v.instrument_id, v.version`.then((rows) => [...rows])
}

/** From now on these rules count. The trigger asks for the approval: write the decision first. */
export function approveVersion(
  tx: Tx,
  { instrumentId, version }: Pick<PreparedVersion, 'instrumentId' | 'version'>,
  approvedAt: Date,
): PromiseLike<unknown> {
  return tx`update instrument_version set approved_at = ${approvedAt}
    where instrument_id = ${instrumentId} and version = ${version}`
}

/** How far an account on credit may go; `null` as the rules have it. */
export interface CreditLine {
  readonly below: Minor | null
  readonly above: Minor | null
}

/** Resolves to no row where there is no such wallet of that instrument. */
export function updateCreditLine(
  tx: Tx,
  { instrumentId, walletId }: { readonly instrumentId: string; readonly walletId: Uuid },
  { below, above }: CreditLine,
): Promise<readonly unknown[]> {
  return tx`update currency_wallet set credit_line = ${below}, credit_room = ${above}
    where id = ${walletId} and instrument_id = ${instrumentId} and party <> 'programme' returning id`.then(
    (rows) => [...rows],
  )
}

/** Which wallets of an instrument are wanted, by party and holder, those after the wallet `after`. */
export interface WalletPage {
  readonly limit: number
  readonly after?: Uuid
  readonly party?: Party
  /** Only those of people of these contact points: what somebody reaches. */
  readonly contactPointIds?: readonly string[]
}

export async function selectWalletIds(
  sql: Sql | Tx,
  instrumentId: string,
  { limit, after, party, contactPointIds }: WalletPage,
): Promise<readonly Uuid[]> {
  const reached =
    contactPointIds === undefined
      ? sql`true`
      : sql`w.party = 'person' and exists (select from beneficiary b
          where b.id = w.holder_id and b.contact_point_id = any(${arrayText(contactPointIds)}::text[]))`
  const rows = await sql<{ readonly id: Uuid }[]>`
    select w.id from currency_wallet w
    where w.instrument_id = ${instrumentId} and ${reached}
      and ${party === undefined ? sql`true` : sql`w.party = ${party}`}
      and ${
        after === undefined
          ? sql`true`
          : sql`(w.party, w.holder_id) > (select party, holder_id from currency_wallet where id = ${after})`
      }
    order by w.party, w.holder_id limit ${limit}`
  return rows.map(({ id }) => id)
}
