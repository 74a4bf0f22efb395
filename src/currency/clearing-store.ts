import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import type { ClearingState } from './core/clearing-states.ts'
import type { FaultyLine, Invoice } from './core/invoices.ts'

export interface ClearingRun {
  readonly id: Uuid
  readonly instrumentId: string
  readonly unit: Unit
  readonly state: ClearingState
  readonly preparedBy: Uuid
  readonly preparedAt: Date
  readonly reckonedAt: Date | null
  readonly decidedBy: Uuid | null
  readonly decidedAt: Date | null
  readonly decisionReason: string | null
  readonly settledAt: Date | null
  readonly parts: number
  readonly invoices: number
  readonly members: number
  readonly leftOut: number
  /** Of all invoices. */
  readonly total: Minor
  /** What is netted; zero before it was reckoned. */
  readonly cleared: Minor
  /** What could be settled on credit when it was reckoned; `null` before. */
  readonly foreseen: Minor | null
  /** What was settled on credit. */
  readonly settled: Minor
}

/** An invoice with what became of it. */
export interface RunInvoice extends Invoice {
  readonly part: number
  readonly cleared: Minor
  readonly settled: Minor
}

/** What a run comes to for one of its members. */
export interface MemberResult {
  readonly partnerId: string
  /** Of the invoices that it owes: their sum, what of it was netted, what was settled on credit. */
  readonly owed: Minor
  readonly owedCleared: Minor
  readonly owedSettled: Minor
  /** The same of those that it is owed. */
  readonly due: Minor
  readonly dueCleared: Minor
  readonly dueSettled: Minor
}

export interface RunPage {
  readonly limit: number
  readonly after?: Uuid
}

export function insertRun(
  tx: Tx,
  row: Pick<ClearingRun, 'id' | 'instrumentId' | 'preparedBy' | 'preparedAt'>,
): PromiseLike<unknown> {
  return tx`insert into clearing_run (id, instrument_id, prepared_by, prepared_at)
    values (${row.id}, ${row.instrumentId}, ${row.preparedBy}, ${row.preparedAt})`
}

export interface PartRow {
  readonly runId: Uuid
  readonly number: number
  readonly isLast: boolean
  readonly digest: string
}

export function insertPart(tx: Tx, row: PartRow): PromiseLike<unknown> {
  return tx`insert into clearing_part (run_id, number, is_last, digest)
    values (${row.runId}, ${row.number}, ${row.isLast}, ${row.digest})`
}

export function selectParts(sql: Sql | Tx, runId: Uuid): PromiseLike<readonly PartRow[]> {
  return sql<PartRow[]>`
    select run_id as "runId", number, is_last as "isLast", digest from clearing_part
    where run_id = ${runId} order by number`
}

export function insertInvoices(
  tx: Tx,
  { runId, number }: PartRow,
  rows: readonly Invoice[],
): PromiseLike<unknown> {
  return tx`
    insert into clearing_invoice (run_id, part, line, number, debtor_id, creditor_id, amount, due)
    select ${runId}::uuid, ${number}::smallint, * from unnest(
      ${arrayText(rows.map(({ line }) => BigInt(line)))}::int[],
      ${arrayText(rows.map((row) => row.number))}::text[],
      ${arrayText(rows.map(({ debtorId }) => debtorId))}::text[],
      ${arrayText(rows.map(({ creditorId }) => creditorId))}::text[],
      ${arrayText(rows.map(({ amount }) => amount))}::bigint[],
      ${arrayText(rows.map(({ due }) => due))}::date[])`
}

export function insertLeftOut(
  tx: Tx,
  { runId, number }: PartRow,
  rows: readonly FaultyLine[],
): PromiseLike<unknown> {
  const cells = rows.map((row) => JSON.stringify(row.cells))
  return tx`
    insert into clearing_left_out (run_id, part, line, fault, cells)
    select ${runId}::uuid, ${number}::smallint, line, fault, array(select jsonb_array_elements_text(cells::jsonb))
    from unnest(${arrayText(rows.map(({ line }) => BigInt(line)))}::int[],
      ${arrayText(rows.map(({ fault }) => fault))}::text[], ${arrayText(cells)}::text[]) as r (line, fault, cells)`
}

export function markFiled(tx: Tx, runId: Uuid, at: Date): PromiseLike<unknown> {
  return tx`update clearing_run set filed_at = ${at} where id = ${runId}`
}

/**
 * Of some invoices those that stand in a run already: in this one, or in another that was filed, and was not refused; with
 * what is left of them there. Of one that is not settled yet nothing is.
 */
export function selectKnown(
  sql: Sql | Tx,
  runId: Uuid,
  rows: readonly Pick<Invoice, 'creditorId' | 'number'>[],
): PromiseLike<
  readonly (Pick<Invoice, 'creditorId' | 'number'> & {
    readonly isOwn: boolean
    readonly left: Minor
  })[]
> {
  return sql`
    select i.creditor_id as "creditorId", i.number, bool_or(r.id = ${runId}) as "isOwn",
      min(case when r.settled_at is null then 0 else i.amount - i.cleared - i.settled end)::bigint as left
    from unnest(${arrayText(rows.map(({ creditorId }) => creditorId))}::text[],
      ${arrayText(rows.map(({ number }) => number))}::text[]) as k (creditor_id, number)
    join clearing_invoice i on i.creditor_id = k.creditor_id and i.number = k.number
    join clearing_run r on r.id = i.run_id
    left join approval a on a.kind = 'clearing' and a.subject_id = r.id::text
    where r.id = ${runId}
      or r.filed_at is not null and (a.state is null or a.state in ('waiting', 'approved'))
    group by i.creditor_id, i.number`
}

/** Whether an invoice of a run was taken by another that was approved meanwhile. */
export async function isOvertaken(tx: Tx, runId: Uuid): Promise<boolean> {
  const [row] = await tx<{ readonly found: boolean }[]>`
    select exists (
      select from clearing_invoice i
      join clearing_invoice o on o.creditor_id = i.creditor_id and o.number = i.number and o.run_id <> i.run_id
      join clearing_run r on r.id = o.run_id
      join approval a on a.kind = 'clearing' and a.subject_id = r.id::text and a.state = 'approved'
      where i.run_id = ${runId}
        and i.amount > case when r.settled_at is null then 0 else o.amount - o.cleared - o.settled end
    ) as found`
  return row?.found === true
}

/** Lets approvals of runs come one after the other, until the end of the transaction. */
export function lockApproving(tx: Tx): PromiseLike<unknown> {
  return tx`select pg_advisory_xact_lock(hashtext('clearing_run'))`
}

export async function selectRun(sql: Sql | Tx, id: Uuid): Promise<ClearingRun | undefined> {
  const [row] = await sql<ClearingRun[]>`${runs(sql)} where r.id = ${id}`
  return row
}

export function listRuns(sql: Sql | Tx, { limit, after }: RunPage): PromiseLike<ClearingRun[]> {
  return sql<ClearingRun[]>`
    ${runs(sql)}
    where ${after === undefined ? sql`true` : sql`(r.prepared_at, r.id) < (select prepared_at, id from clearing_run where id = ${after})`}
    order by r.prepared_at desc, r.id desc limit ${limit}`
}

/** Runs at which somebody has to work: none of people. */
export async function listDue(sql: Sql | Tx): Promise<readonly Uuid[]> {
  const rows = await sql<{ readonly id: Uuid }[]>`
    select r.id from clearing_run r
    left join approval a on a.kind = 'clearing' and a.subject_id = r.id::text
    where r.settled_at is null and r.filed_at is not null and (r.reckoned_at is null or a.state = 'approved')
    order by r.prepared_at, r.id`
  return rows.map(({ id }) => id)
}

function runs(sql: Sql | Tx) {
  return sql`
    select r.id, r.instrument_id as "instrumentId", n.unit, r.prepared_by as "preparedBy", r.prepared_at as "preparedAt",
      r.reckoned_at as "reckonedAt", r.foreseen, r.settled_at as "settledAt", a.decided_by as "decidedBy",
      a.decided_at as "decidedAt", a.reason as "decisionReason", i.invoices, i.total, i.cleared, i.settled,
      (select count(*)::int from clearing_part p where p.run_id = r.id) as parts,
      (select count(*)::int from clearing_left_out l where l.run_id = r.id) as "leftOut",
      (select count(distinct m.id)::int from clearing_invoice c, lateral (values (c.debtor_id), (c.creditor_id)) m (id)
        where c.run_id = r.id) as members,
      case when r.filed_at is null then 'open' when r.reckoned_at is null then 'queued'
        when r.settled_at is not null then 'settled' else a.state end as state
    from clearing_run r
    join instrument n on n.id = r.instrument_id
    left join approval a on a.kind = 'clearing' and a.subject_id = r.id::text
    cross join lateral (
      select count(*)::int as invoices, coalesce(sum(c.amount), 0)::bigint as total,
        coalesce(sum(c.cleared), 0)::bigint as cleared, coalesce(sum(c.settled), 0)::bigint as settled
      from clearing_invoice c where c.run_id = r.id) i`
}

/** The invoices of a run, older ones first, as far as they are of a member. */
export function selectInvoices(
  sql: Sql | Tx,
  runId: Uuid,
  partnerId?: string,
): PromiseLike<RunInvoice[]> {
  return sql<RunInvoice[]>`
    select part, line, number, debtor_id as "debtorId", creditor_id as "creditorId", amount, due::text as due, cleared,
      settled
    from clearing_invoice
    where run_id = ${runId}
      and ${partnerId === undefined ? sql`true` : sql`${partnerId} in (debtor_id, creditor_id)`}
    order by due, part, line`
}

export function selectLeftOut(
  sql: Sql | Tx,
  runId: Uuid,
): PromiseLike<(FaultyLine & { readonly part: number })[]> {
  return sql<(FaultyLine & { readonly part: number })[]>`
    select part, line, fault, cells from clearing_left_out where run_id = ${runId} order by part, line`
}

/** What a run comes to for each of its members, by id. */
export function selectMembers(sql: Sql | Tx, runId: Uuid): PromiseLike<MemberResult[]> {
  return sql<MemberResult[]>`
    select m.id as "partnerId",
      coalesce(sum(c.amount) filter (where m.owes), 0)::bigint as owed,
      coalesce(sum(c.cleared) filter (where m.owes), 0)::bigint as "owedCleared",
      coalesce(sum(c.settled) filter (where m.owes), 0)::bigint as "owedSettled",
      coalesce(sum(c.amount) filter (where not m.owes), 0)::bigint as due,
      coalesce(sum(c.cleared) filter (where not m.owes), 0)::bigint as "dueCleared",
      coalesce(sum(c.settled) filter (where not m.owes), 0)::bigint as "dueSettled"
    from clearing_invoice c, lateral (values (c.debtor_id, true), (c.creditor_id, false)) m (id, owes)
    where c.run_id = ${runId} group by m.id order by m.id`
}

/** What was netted of invoices, and that it is known; nothing where it was known before. */
export async function markReckoned(
  tx: Tx,
  runId: Uuid,
  {
    at,
    foreseen,
    cleared,
  }: {
    readonly at: Date
    readonly foreseen: Minor
    readonly cleared: readonly (Pick<RunInvoice, 'part' | 'line'> & { readonly amount: Minor })[]
  },
): Promise<boolean> {
  const marked = await tx`
    update clearing_run set reckoned_at = ${at}, foreseen = ${foreseen}
    where id = ${runId} and reckoned_at is null returning id`
  if (marked.length === 0) return false
  await tx`
    update clearing_invoice i set cleared = c.cleared
    from unnest(${arrayText(cleared.map(({ part }) => BigInt(part)))}::smallint[],
      ${arrayText(cleared.map(({ line }) => BigInt(line)))}::int[],
      ${arrayText(cleared.map(({ amount }) => amount))}::bigint[]) as c (part, line, cleared)
    where i.run_id = ${runId} and i.part = c.part and i.line = c.line`
  return true
}

/** Adds what was paid of invoices on credit. */
export function addSettled(
  tx: Tx,
  runId: Uuid,
  rows: readonly (Pick<RunInvoice, 'part' | 'line'> & { readonly amount: Minor })[],
): PromiseLike<unknown> {
  return tx`
    update clearing_invoice i set settled = i.settled + c.paid
    from unnest(${arrayText(rows.map(({ part }) => BigInt(part)))}::smallint[],
      ${arrayText(rows.map(({ line }) => BigInt(line)))}::int[],
      ${arrayText(rows.map(({ amount }) => amount))}::bigint[]) as c (part, line, paid)
    where i.run_id = ${runId} and i.part = c.part and i.line = c.line`
}

export function markSettled(sql: Sql | Tx, runId: Uuid, at: Date): PromiseLike<unknown> {
  return sql`update clearing_run set settled_at = ${at} where id = ${runId} and settled_at is null`
}
