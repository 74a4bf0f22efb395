import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { Decided, Prepared } from './core/minting.ts'
import type { Party } from './core/rules.ts'
import { type PaymentRow, paymentColumns } from './payment-store.ts'

/** What one holder is given. */
export interface GrantLine {
  readonly party: Party
  readonly holderId: string
  /** Above zero. */
  readonly amount: Minor
}

export interface GrantRow extends Prepared {
  readonly id: Uuid
  readonly instrumentId: string
  readonly lines: readonly GrantLine[]
  readonly reason: string
}

/** Money that was prepared to be given, and what became of it. */
export interface Grant extends GrantRow, Decided {
  readonly total: Minor
}

export interface ReleaseRow extends Prepared {
  readonly id: Uuid
  readonly instrumentId: string
  readonly amount: Minor
  readonly reason: string
}

/** Euro that were prepared to leave a reserve, and what became of it. */
export interface Release extends ReleaseRow, Decided {}

/** A run that gave associations their share of what was bought. */
export interface Donation {
  readonly id: Uuid
  readonly instrumentId: string
  readonly number: number
  /** All that was bought and counted until then, this run too. */
  readonly bought: Minor
  /** All that was given until then. */
  readonly donated: Minor
  readonly share: string
  readonly requestDigest: string
  readonly day: Day
}

/** What was bought and no run has counted yet. */
export interface Bought {
  readonly paymentId: Uuid
  readonly amount: Minor
  readonly associationId: string | null
}

/** A page of what was prepared for an instrument, the newest first. */
export interface PreparedPage {
  readonly instrumentId: string
  readonly limit: number
  readonly after?: Uuid
}

export function insertGrant(tx: Tx, row: GrantRow): PromiseLike<unknown> {
  const lines = row.lines.map((line) => ({ ...line, amount: line.amount.toString() }))
  const total = row.lines.reduce((sum, { amount }) => sum + amount, 0n)
  return tx`insert into currency_grant (id, instrument_id, lines, total, reason, prepared_by, prepared_at)
    values (${row.id}, ${row.instrumentId}, ${JSON.stringify(lines)}::text::jsonb, ${total}, ${row.reason},
      ${row.preparedBy}, ${row.preparedAt})`
}

type StoredGrant = Omit<Grant, 'lines'> & {
  readonly lines: readonly (Omit<GrantLine, 'amount'> & { readonly amount: string })[]
}

export async function selectGrant(sql: Sql, id: Uuid): Promise<Grant | undefined> {
  const rows = await sql<StoredGrant[]>`${grants(sql)} where g.id = ${id}`
  return rows.map(grantOf)[0]
}

export async function listGrants(
  sql: Sql,
  { instrumentId, limit, after }: PreparedPage,
): Promise<readonly Grant[]> {
  const rows = await sql<StoredGrant[]>`${grants(sql)}
    where g.instrument_id = ${instrumentId}
      and ${after === undefined ? sql`true` : sql`(g.prepared_at, g.id) < (select prepared_at, id from currency_grant where id = ${after})`}
    order by g.prepared_at desc, g.id desc limit ${limit}`
  return rows.map(grantOf)
}

function grants(sql: Sql) {
  return sql`select g.id, g.instrument_id as "instrumentId", g.lines, g.total, g.reason,
      g.prepared_by as "preparedBy", g.prepared_at as "preparedAt", ${decisionColumns(sql)}
    from currency_grant g join approval a on a.kind = 'currency_grant' and a.subject_id = g.id::text`
}

function grantOf({ lines, ...row }: StoredGrant): Grant {
  return {
    ...row,
    lines: lines.map(({ party, holderId, amount }) => ({
      ...{ party, holderId, amount: BigInt(amount) },
    })),
  }
}

export function insertRelease(tx: Tx, row: ReleaseRow): PromiseLike<unknown> {
  return tx`insert into reserve_release (id, instrument_id, amount, reason, prepared_by, prepared_at)
    values (${row.id}, ${row.instrumentId}, ${row.amount}, ${row.reason}, ${row.preparedBy}, ${row.preparedAt})`
}

export async function selectRelease(sql: Sql, id: Uuid): Promise<Release | undefined> {
  const [row] = await sql<Release[]>`${releases(sql)} where r.id = ${id}`
  return row
}

export async function listReleases(
  sql: Sql,
  { instrumentId, limit, after }: PreparedPage,
): Promise<readonly Release[]> {
  return sql<Release[]>`${releases(sql)}
    where r.instrument_id = ${instrumentId}
      and ${after === undefined ? sql`true` : sql`(r.prepared_at, r.id) < (select prepared_at, id from reserve_release where id = ${after})`}
    order by r.prepared_at desc, r.id desc limit ${limit}`
}

function releases(sql: Sql) {
  return sql`select r.id, r.instrument_id as "instrumentId", r.amount, r.reason,
      r.prepared_by as "preparedBy", r.prepared_at as "preparedAt", ${decisionColumns(sql)}
    from reserve_release r join approval a on a.kind = 'reserve_release' and a.subject_id = r.id::text`
}

function decisionColumns(sql: Sql) {
  return sql`a.state, a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.reason as "decisionReason"`
}

/** Writes up to which day a wallet has fetched. */
export function updateFetched(tx: Tx, walletId: Uuid, upTo: Day): PromiseLike<unknown> {
  return tx`update currency_wallet set fetched_up_to = ${upTo} where id = ${walletId}`
}

/** Writes that a share of what was bought is to be given. */
export function insertBought(
  tx: Tx,
  row: {
    readonly paymentId: Uuid
    readonly instrumentId: string
    readonly amount: Minor
    readonly associationId: string | undefined
  },
): PromiseLike<unknown> {
  return tx`insert into currency_bought (payment_id, instrument_id, amount, association_id)
    values (${row.paymentId}, ${row.instrumentId}, ${row.amount}, ${row.associationId ?? null})`
}

export async function selectBought(sql: Sql, instrumentId: string): Promise<readonly Bought[]> {
  return sql<Bought[]>`
    select payment_id as "paymentId", amount, association_id as "associationId" from currency_bought
    where instrument_id = ${instrumentId} and donation_id is null order by payment_id`
}

export async function selectDonation(
  sql: Sql,
  wanted: { readonly id: Uuid } | { readonly lastOf: string },
): Promise<Donation | undefined> {
  const [row] = await sql<Donation[]>`
    select id, instrument_id as "instrumentId", number, bought, donated, share,
      request_digest as "requestDigest", day::text as day
    from currency_donation
    where ${'id' in wanted ? sql`id = ${wanted.id}` : sql`instrument_id = ${wanted.lastOf}`}
    order by number desc limit 1`
  return row
}

/** Breaks `currency_donation_pkey` where another run was faster. */
export function insertDonation(
  tx: Tx,
  row: Donation,
  counted: readonly Bought[],
): readonly PromiseLike<unknown>[] {
  const ids = arrayText(counted.map(({ paymentId }) => paymentId))
  return [
    tx`insert into currency_donation (instrument_id, number, id, bought, donated, share, request_digest, day)
      values (${row.instrumentId}, ${row.number}, ${row.id}, ${row.bought}, ${row.donated}, ${row.share},
        ${row.requestDigest}, ${row.day})`,
    tx`update currency_bought set donation_id = ${row.id} where payment_id = any(${ids}::uuid[])`,
  ]
}

/** The payments that a run made. */
export async function selectDonationPayments(
  sql: Sql,
  { id, instrumentId, day }: Donation,
): Promise<readonly PaymentRow[]> {
  return sql<PaymentRow[]>`
    select ${paymentColumns(sql)} from currency_payment p
    where p.instrument_id = ${instrumentId} and p.day = ${day} and p.kind = 'donation' and p.reason = ${id}
    order by p.id`
}

/** Wallets in which something has expired and still lies, so many. */
export async function selectExpired(sql: Sql, day: Day, limit: number): Promise<readonly Uuid[]> {
  const rows = await sql<{ readonly walletId: Uuid }[]>`
    select distinct wallet_id as "walletId" from currency_lot
    where closed_on is null and last_day < ${day} limit ${limit}`
  return rows.map(({ walletId }) => walletId)
}
