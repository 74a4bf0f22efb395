import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Transfer } from '../ledger/core/transfer.ts'
import type { Voucher } from '../vouchers/service.ts'
import { type EventKind, kindOf } from './core/kinds.ts'
import type { WebhooksDeps } from './deps.ts'
import * as store from './store.ts'

const PAGE = 500

/**
 * Reads on in the log for an endpoint, and writes what it is to be told in the commit that moves it on: whatever is in
 * the log is told once, whoever dies, and redeeming waits for nothing of it.
 */
export async function readLogFor(deps: WebhooksDeps, endpoint: store.EndpointRow): Promise<void> {
  const { books, db } = deps
  const { position: end } = await books.moment()
  let at = endpoint.readPosition
  while (at < end) {
    const page = await books.transfers({}, end, { after: at, limit: PAGE })
    const to = page.hasMore ? (page.transfers.at(-1)?.position ?? end) : end
    const told: store.DeliveryRow[] = []
    for (const transfer of page.transfers) {
      const delivery = await deliveryOf(deps, endpoint, transfer)
      if (delivery !== undefined) told.push(delivery)
    }
    const from = at
    const isOurs = await db.sql.begin(async (tx) => {
      if (!(await store.moveOn(tx, { id: endpoint.id, readPosition: from }, to))) return false
      await Promise.all(told.map((delivery) => store.insertDelivery(tx, delivery)))
      return true
    })
    if (!isOurs) return
    at = to
  }
}

async function deliveryOf(
  deps: WebhooksDeps,
  endpoint: store.EndpointRow,
  transfer: Transfer,
): Promise<store.DeliveryRow | undefined> {
  const [kind, side] = kindOf(transfer.code) ?? []
  if (kind === undefined || !endpoint.kinds.includes(kind)) return undefined
  const account = side === 'debit' ? transfer.debitAccountId : transfer.creditAccountId
  const voucher = await voucherOf(deps, account)
  // A transfer of the raw API can have any code.
  if (voucher === undefined) return undefined
  const createdAt = new Date(deps.runtime.now())
  const body = JSON.stringify({
    type: kind,
    timestamp: transfer.recordedAt.toISOString(),
    data: await dataOf(deps, kind, transfer, voucher),
  })
  return {
    ...{ id: deps.runtime.newId(), endpointId: endpoint.id, position: transfer.position },
    ...{ kind, body, createdAt, tries: 0, nextTryAt: createdAt, deliveredAt: null },
  }
}

/** What is told: figures and ids, nothing of whose voucher it is. */
async function dataOf(
  { vouchers }: WebhooksDeps,
  kind: EventKind,
  transfer: Transfer,
  { id, productId, contactPointId }: Voucher,
): Promise<Readonly<Record<string, string | null>>> {
  const common = {
    ...{ voucherId: id, productId, contactPointId, transferId: transfer.id },
    ...{ amount: transfer.amount.toString(), unit: transfer.unit },
  }
  if (kind !== 'voucher.redeemed') return common
  const redemption = await vouchers.findRedemption(transfer.id)
  return { ...common, redemptionId: transfer.id, partnerId: redemption?.partnerId ?? null }
}

async function voucherOf({ vouchers }: WebhooksDeps, id: Uuid): Promise<Voucher | undefined> {
  try {
    return await vouchers.get(id)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'voucher_not_found') return undefined
    throw error
  }
}
