import { arrayText } from '../db/array-text.ts'
import type { Sql, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { AttemptOutcome, DeliveryState, EventKind } from './core/kinds.ts'

export interface EndpointRow {
  readonly id: Uuid
  readonly url: string
  readonly kinds: readonly EventKind[]
  readonly secretSealed: Uint8Array
  readonly createdAt: Date
  readonly createdBy: Uuid
  readonly endedAt: Date | null
  readonly readPosition: bigint
}

export interface DeliveryRow {
  readonly id: Uuid
  readonly endpointId: Uuid
  readonly position: bigint
  readonly kind: EventKind
  readonly body: string
  readonly createdAt: Date
  readonly tries: number
  readonly nextTryAt: Date | null
  readonly deliveredAt: Date | null
}

export interface AttemptRow {
  readonly deliveryId: Uuid
  readonly number: number
  readonly at: Date
  readonly outcome: AttemptOutcome
  /** The status of the answer, where there was one. */
  readonly status: number | null
  readonly tookMs: number
}

/** A delivery that is to be tried now, with where it goes. */
export type ClaimedDelivery = DeliveryRow & Pick<EndpointRow, 'url' | 'secretSealed'>

const endpointColumns = (sql: Sql | Tx) => sql`
  id, url, kinds, secret_sealed as "secretSealed", created_at as "createdAt",
  created_by as "createdBy", ended_at as "endedAt", read_position as "readPosition"`

const deliveryColumns = (sql: Sql | Tx) => sql`
  d.id, d.endpoint_id as "endpointId", d.position, d.kind, d.body, d.created_at as "createdAt",
  d.tries, d.next_try_at as "nextTryAt", d.delivered_at as "deliveredAt"`

/** Writes an endpoint that is told what comes after a place in the log; nothing where the id is taken. */
export function insertEndpoint(
  tx: Tx,
  row: Omit<EndpointRow, 'endedAt'>,
): PromiseLike<readonly { readonly id: Uuid }[]> {
  return tx<{ id: Uuid }[]>`
    insert into webhook_endpoint (id, url, kinds, secret_sealed, created_at, created_by, read_position)
    values (${row.id}, ${row.url}, ${arrayText(row.kinds)}::text[], ${row.secretSealed}, ${row.createdAt},
      ${row.createdBy}, ${row.readPosition})
    on conflict (id) do nothing returning id`
}

export async function selectEndpoint(sql: Sql, id: Uuid): Promise<EndpointRow | undefined> {
  const [row] = await sql<EndpointRow[]>`
    select ${endpointColumns(sql)} from webhook_endpoint where id = ${id}`
  return row
}

export async function listEndpoints(
  sql: Sql,
  page: { readonly limit: number; readonly after?: Uuid },
): Promise<readonly EndpointRow[]> {
  return sql<EndpointRow[]>`
    select ${endpointColumns(sql)} from webhook_endpoint
    where ${page.after === undefined ? sql`true` : sql`id > ${page.after}`}
    order by id limit ${page.limit}`
}

/** Ends an endpoint, and what still waited for it. */
export function endEndpoint(tx: Tx, id: Uuid, at: Date): readonly PromiseLike<unknown>[] {
  return [
    tx`update webhook_endpoint set ended_at = ${at} where id = ${id} and ended_at is null`,
    tx`update webhook_delivery set next_try_at = null
      where endpoint_id = ${id} and next_try_at is not null`,
  ]
}

export async function listOpenEndpoints(sql: Sql): Promise<readonly EndpointRow[]> {
  return sql<EndpointRow[]>`
    select ${endpointColumns(sql)} from webhook_endpoint where ended_at is null order by id`
}

/**
 * Moves an endpoint on in the log, from where it was seen to be.
 *
 * @returns whether it was still there: another process may have been faster
 */
export async function moveOn(
  tx: Tx,
  { id, readPosition }: Pick<EndpointRow, 'id' | 'readPosition'>,
  to: bigint,
): Promise<boolean> {
  const moved = await tx`
    update webhook_endpoint set read_position = ${to}
    where id = ${id} and read_position = ${readPosition} and ended_at is null returning id`
  return moved.length === 1
}

export function insertDelivery(tx: Tx, row: DeliveryRow): PromiseLike<unknown> {
  return tx`
    insert into webhook_delivery (id, endpoint_id, position, kind, body, created_at, next_try_at)
    values (${row.id}, ${row.endpointId}, ${row.position}, ${row.kind}, ${row.body}, ${row.createdAt},
      ${row.nextTryAt})`
}

/** Takes deliveries that are due, for one of the processes. If it dies, they are due again at `until`. */
export async function claimDeliveries(
  sql: Sql,
  { at, until, limit }: { readonly at: Date; readonly until: Date; readonly limit: number },
): Promise<readonly ClaimedDelivery[]> {
  return sql<ClaimedDelivery[]>`
    with due as (
      select id from webhook_delivery where next_try_at <= ${at}
      order by next_try_at, id limit ${limit} for update skip locked)
    update webhook_delivery d set tries = d.tries + 1, next_try_at = ${until}
    from due, webhook_endpoint e where d.id = due.id and e.id = d.endpoint_id
    returning ${deliveryColumns(sql)}, e.url, e.secret_sealed as "secretSealed"`
}

/** Writes an attempt, and when the next one is. */
export function writeAttempt(
  tx: Tx,
  attempt: AttemptRow,
  nextTryAt: Date | null,
): readonly PromiseLike<unknown>[] {
  const { deliveryId, number, at, outcome, status, tookMs } = attempt
  const deliveredAt = outcome === 'taken' ? at : null
  return [
    tx`insert into webhook_attempt (delivery_id, number, at, outcome, status, took_ms)
      values (${deliveryId}, ${number}, ${at}, ${outcome}, ${status}, ${tookMs})`,
    tx`update webhook_delivery set next_try_at = ${nextTryAt}, delivered_at = ${deliveredAt}
      where id = ${deliveryId} and tries = ${number} and delivered_at is null`,
  ]
}

export async function selectDelivery(
  sql: Sql,
  { id, endpointId }: Pick<DeliveryRow, 'id' | 'endpointId'>,
): Promise<DeliveryRow | undefined> {
  const [row] = await sql<DeliveryRow[]>`
    select ${deliveryColumns(sql)} from webhook_delivery d
    where d.id = ${id} and d.endpoint_id = ${endpointId}`
  return row
}

/**
 * Makes a delivery due, whatever became of it before. Does nothing for an endpoint that has ended.
 *
 * @returns whether it was not due already
 */
export async function makeDue(
  tx: Tx,
  { id, endpointId }: Pick<DeliveryRow, 'id' | 'endpointId'>,
  at: Date,
): Promise<boolean> {
  const made = await tx`
    update webhook_delivery d set next_try_at = ${at}, delivered_at = null
    from webhook_endpoint e
    where d.id = ${id} and d.endpoint_id = ${endpointId} and e.id = d.endpoint_id
      and e.ended_at is null and (d.next_try_at is null or d.next_try_at > ${at})
    returning d.id`
  return made.length === 1
}

/** The newest first. */
export async function listDeliveries(
  sql: Sql,
  endpointId: Uuid,
  page: { readonly limit: number; readonly before?: bigint; readonly state?: DeliveryState },
): Promise<readonly DeliveryRow[]> {
  const states = {
    waiting: sql`d.next_try_at is not null`,
    delivered: sql`d.delivered_at is not null`,
    given_up: sql`d.next_try_at is null and d.delivered_at is null`,
  }
  return sql<DeliveryRow[]>`
    select ${deliveryColumns(sql)} from webhook_delivery d
    where d.endpoint_id = ${endpointId}
      and ${page.state === undefined ? sql`true` : states[page.state]}
      and ${page.before === undefined ? sql`true` : sql`d.position < ${page.before}`}
    order by d.position desc limit ${page.limit}`
}

export async function listAttempts(sql: Sql, ids: readonly Uuid[]): Promise<readonly AttemptRow[]> {
  return sql<AttemptRow[]>`
    select delivery_id as "deliveryId", number, at, outcome, status, took_ms as "tookMs"
    from webhook_attempt where delivery_id = any(${arrayText(ids)}::uuid[]) order by delivery_id, number`
}
