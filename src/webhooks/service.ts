import type { Principal } from '../access/core/principal.ts'
import { createSealing, type Sealing } from '../access/sealing.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { DeliveryState, EventKind } from './core/kinds.ts'
import { waitAfter } from './core/retries.ts'
import { SECRET_PREFIX } from './core/signature.ts'
import { parseTarget } from './core/target.ts'
import type { WebhooksDeps } from './deps.ts'
import { addressesOf, mayReach, type Reach, systemLookup } from './reaching.ts'
import { readLogFor } from './reading.ts'
import { ANSWER_MS, send, signedHeaders } from './sending.ts'
import * as store from './store.ts'

export interface NewEndpoint {
  readonly id: Uuid
  readonly url: string
  readonly kinds: readonly EventKind[]
}

/** Who is told of what. Never with its secret. */
export type Endpoint = Omit<store.EndpointRow, 'secretSealed' | 'readPosition'>

export interface Delivery {
  readonly id: Uuid
  /** Where it stands in the log. */
  readonly position: bigint
  readonly kind: EventKind
  readonly state: DeliveryState
  readonly createdAt: Date
  readonly nextTryAt: Date | null
  readonly deliveredAt: Date | null
  readonly attempts: readonly store.AttemptRow[]
}

/** Tells other programs what happens to vouchers. */
export interface Webhooks {
  /**
   * Adds an endpoint that is told what happens from now on. The same again gives the same, with its secret.
   *
   * @throws DomainError `webhook_target_unfit`, `webhook_id_conflict`
   */
  add(wanted: NewEndpoint, by: Principal): Promise<Endpoint & { readonly secret: string }>
  list(page: { readonly limit: number; readonly after?: Uuid }): Promise<readonly Endpoint[]>
  /** Tells it nothing more, also nothing that waited. @throws DomainError `webhook_not_found` */
  end(id: Uuid, by: Principal): Promise<Endpoint>
  /** The newest first. @throws DomainError `webhook_not_found` */
  deliveries(
    id: Uuid,
    page: { readonly limit: number; readonly before?: bigint; readonly state?: DeliveryState },
  ): Promise<readonly Delivery[]>
  /**
   * Sends a delivery again, whatever became of it: under the same id, when `deliverDue` runs next.
   *
   * @throws DomainError `webhook_not_found`, `webhook_delivery_not_found`, `webhook_ended`
   */
  resend(id: Uuid, deliveryId: Uuid, by: Principal): Promise<Delivery>
  /** Reads on in the log and sends what is due. Returns how many were delivered. */
  deliverDue(): Promise<number>
}

const SECRET_BYTES = 32
const AT_ONCE = 20
/** Longer than a receiver may take, so that nobody else tries what is being tried. */
const LEASE_MS = 120_000

export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const { sql } = deps.db
  const sealing = createSealing(deps.secret, 'webhooks')
  const find = async (id: Uuid) => {
    const row = await store.selectEndpoint(sql, id)
    if (row !== undefined) return row
    throw new DomainError('webhook_not_found', 'There is no webhook with this id.')
  }
  return {
    add: (wanted, by) => add(deps, sealing, wanted, by),
    list: async (page) => (await store.listEndpoints(sql, page)).map(shown),
    end: async (id, by) => {
      await find(id)
      await sql.begin((tx) => [
        ...store.endEndpoint(tx, id, new Date(deps.runtime.now())),
        deps.accessLog.recordIn(tx, entry(by, 'webhook.ended', id)),
      ])
      return shown(await find(id))
    },
    deliveries: async (id, page) => {
      const rows = await store.listDeliveries(sql, (await find(id)).id, page)
      const attempts = await store.listAttempts(
        sql,
        rows.map((row) => row.id),
      )
      return rows.map((row) => deliveryOf(row, attempts))
    },
    resend: async (id, deliveryId, by) => resend(deps, await find(id), deliveryId, by),
    deliverDue: async () => {
      for (const endpoint of await store.listOpenEndpoints(sql)) await readLogFor(deps, endpoint)
      return sendDue(deps, sealing)
    },
  }
}

function entry(actor: Principal, action: `${string}.${string}`, id: Uuid) {
  return { actor, action, outcome: 'done', subject: { kind: 'webhook', id } } as const
}

async function add(
  deps: WebhooksDeps,
  sealing: Sealing,
  { id, url, kinds }: NewEndpoint,
  by: Principal,
): Promise<Endpoint & { readonly secret: string }> {
  const { runtime, db } = deps
  const target = parseTarget(url)
  if (target === undefined) {
    throw new DomainError(
      'webhook_target_unfit',
      'A webhook goes to an https address without a name and password in it, or to http on this machine.',
    )
  }
  const isThere = (await store.selectEndpoint(db.sql, id)) !== undefined
  if (!isThere) await requireReach(deps, target)
  const wanted = [...new Set(kinds)].sort()
  const secret = Buffer.from(runtime.randomBytes(SECRET_BYTES)).toString('base64')
  const secretSealed = sealing.seal(secret, id, runtime.randomBytes(12))
  const made = { createdAt: new Date(runtime.now()), createdBy: by.id }
  const { position: readPosition } = await deps.books.moment()
  await db.sql.begin(async (tx) => {
    const written = { id, url: target, kinds: wanted, secretSealed, readPosition, ...made }
    const added = await store.insertEndpoint(tx, written)
    if (added.length > 0) await deps.accessLog.recordIn(tx, entry(by, 'webhook.added', id))
  })
  const row = await store.selectEndpoint(db.sql, id)
  const isSame = row?.url === target && row.kinds.join() === wanted.join() && row.endedAt === null
  if (row === undefined || !isSame) {
    throw new DomainError('webhook_id_conflict', 'This id was used for another webhook.')
  }
  const kept = sealing.open(row.secretSealed, id)
  assert(kept, 'a secret opens under the secret of the service')
  return { ...shown(row), secret: `${SECRET_PREFIX}${kept}` }
}

/**
 * Refuses an address whose name leads inside. One that leads nowhere just now is let pass: each attempt looks again.
 *
 * @throws DomainError `webhook_target_unfit`
 */
async function requireReach(deps: WebhooksDeps, target: string): Promise<void> {
  const reach = reachOf(deps)
  const signal = AbortSignal.timeout(deps.answerMs ?? ANSWER_MS)
  const addresses = await addressesOf(new URL(target), reach, signal).catch(() => [])
  if (addresses.length === 0 || mayReach(addresses, reach)) return
  throw new DomainError(
    'webhook_target_unfit',
    'This name leads to an address of a private network or of this machine, which whoever operates the service has not allowed.',
  )
}

function reachOf({ networks = [], lookup = systemLookup }: WebhooksDeps): Reach {
  return { networks, lookup }
}

async function resend(
  { db, runtime, accessLog }: WebhooksDeps,
  endpoint: store.EndpointRow,
  deliveryId: Uuid,
  by: Principal,
): Promise<Delivery> {
  const at = new Date(runtime.now())
  const key = { id: deliveryId, endpointId: endpoint.id }
  if ((await store.selectDelivery(db.sql, key)) === undefined) {
    throw new DomainError(
      'webhook_delivery_not_found',
      'There is no such delivery of this webhook.',
    )
  }
  if (endpoint.endedAt !== null) {
    throw new DomainError('webhook_ended', 'This webhook was ended: it is told nothing any more.')
  }
  await db.sql.begin(async (tx) => {
    if (!(await store.makeDue(tx, key, at))) return
    const detail = { deliveryId }
    await accessLog.recordIn(tx, { ...entry(by, 'webhook.resent', endpoint.id), detail })
  })
  const row = await store.selectDelivery(db.sql, key)
  assert(row, 'a delivery is never removed')
  return deliveryOf(row, await store.listAttempts(db.sql, [row.id]))
}

function shown({ id, url, kinds, createdAt, createdBy, endedAt }: store.EndpointRow): Endpoint {
  return { id, url, kinds, createdAt, createdBy, endedAt }
}

function deliveryOf(row: store.DeliveryRow, attempts: readonly store.AttemptRow[]): Delivery {
  const { id, position, kind, createdAt, nextTryAt, deliveredAt } = row
  const open = nextTryAt === null ? 'given_up' : 'waiting'
  return {
    ...{ id, position, kind, createdAt, nextTryAt, deliveredAt },
    state: deliveredAt === null ? open : 'delivered',
    attempts: attempts.filter(({ deliveryId }) => deliveryId === id),
  }
}

async function sendDue(deps: WebhooksDeps, sealing: Sealing): Promise<number> {
  const { db, runtime } = deps
  let delivered = 0
  for (;;) {
    const at = new Date(runtime.now())
    const until = new Date(at.getTime() + LEASE_MS)
    const claimed = await store.claimDeliveries(db.sql, { at, until, limit: AT_ONCE })
    if (claimed.length === 0) return delivered
    const taken = await Promise.all(claimed.map((one) => attempt(deps, sealing, one)))
    delivered += taken.filter((isTaken) => isTaken).length
  }
}

/** Tries a delivery once, and writes down what came of it. */
async function attempt(
  deps: WebhooksDeps,
  sealing: Sealing,
  { id, endpointId, tries, body, url, secretSealed }: store.ClaimedDelivery,
): Promise<boolean> {
  const secret = sealing.open(secretSealed, endpointId)
  assert(secret, 'a secret opens under the secret of the service')
  const { db, runtime, answerMs = ANSWER_MS } = deps
  const begun = runtime.now()
  const headers = signedHeaders(Buffer.from(secret, 'base64'), { id, body, nowMs: begun })
  const { outcome, status } = await send(url, { headers, body }, reachOf(deps), answerMs)
  const at = new Date(runtime.now())
  const wait = outcome === 'taken' ? undefined : waitAfter(tries)
  const next = wait === undefined ? null : new Date(at.getTime() + wait)
  const tookMs = Math.round(at.getTime() - begun)
  const row = { deliveryId: id, number: tries, at, outcome, status, tookMs }
  await db.sql.begin((tx) => [...store.writeAttempt(tx, row, next)])
  return outcome === 'taken'
}
