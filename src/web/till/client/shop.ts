import { DECLINE_STATUSES, type DeclineStatus } from '../../../vouchers/core/redeem.ts'
import { itemsOf, propertyOf, type Reply, textOf } from '../../client/api.ts'
import { callAsTerminal, type DeviceKey } from './device.ts'
import { type Answer, readAnswer } from './redemption.ts'
import type { Presented } from './typing.ts'

/** How a voucher stands at this shop. */
export interface Balance {
  readonly status: 'good' | DeclineStatus
  readonly remaining?: string
  readonly unit?: string
  /** `YYYY-MM-DD` */
  readonly expiresOn?: string
  readonly categories: readonly string[]
  /** What its caps leave to be spent now. */
  readonly capLeft?: string
  readonly triesLeft?: number
  /** What was shown, to ask again with a PIN. */
  readonly presented: Presented
}

/** What is to be given back of a redemption. */
export interface RefundOrder {
  /** Made once: the same again changes nothing. */
  readonly id: string
  readonly redemptionId: string
  readonly amount: string
  readonly reason: string
  readonly ownerPin: string
}

/** What became of a refund; `open` where no answer came. */
export type RefundOutcome =
  | { readonly kind: 'done' | 'waiting' | 'netting' | 'open' }
  | { readonly kind: 'refused'; readonly code: string; readonly triesLeft?: number }

/** Asks how a voucher stands, without spending it. */
export async function checkBalance(
  key: DeviceKey,
  presented: Presented,
  pin?: string,
): Promise<Balance | Exclude<Reply, { kind: 'answered' }>> {
  const body = { ...presented, ...(pin === undefined ? {} : { pin }) }
  const reply = await callAsTerminal(key, { path: '/balance-checks', body })
  if (reply.kind !== 'answered') return reply
  return readBalance(reply.body, presented) ?? { kind: 'unknown' }
}

/** The last redemptions of this shop, the newest first. */
export async function readLast(
  key: DeviceKey,
  limit: number,
): Promise<readonly Answer[] | 'unpaired' | undefined> {
  const reply = await callAsTerminal(key, { path: `/redemptions?limit=${limit}` })
  if (reply.kind === 'refused' && reply.status === 401) return 'unpaired'
  if (reply.kind !== 'answered') return undefined
  return itemsOf(reply.body).flatMap((item) => readAnswer(item) ?? [])
}

/** What became of a redemption that a terminal of this shop asked for and that has ended since; `none` where it never arrived. */
export async function readRedemption(
  key: DeviceKey,
  id: string,
): Promise<Answer | 'none' | 'unpaired' | undefined> {
  const reply = await callAsTerminal(key, { path: `/redemptions/${id}` })
  if (reply.kind === 'refused' && reply.status === 401) return 'unpaired'
  if (reply.kind === 'refused' && reply.code === 'redemption_not_found') return 'none'
  return reply.kind === 'answered' ? readAnswer(reply.body) : undefined
}

/** Gives something back, with the owner's consent. */
export async function orderRefund(key: DeviceKey, order: RefundOrder): Promise<RefundOutcome> {
  const { redemptionId, ...body } = order
  const reply = await callAsTerminal(key, { path: `/redemptions/${redemptionId}/refunds`, body })
  if (reply.kind === 'unknown') return { kind: 'open' }
  if (reply.kind === 'refused') {
    const triesLeft = propertyOf(reply.details, 'triesLeft')
    return {
      ...{ kind: 'refused', code: reply.code },
      ...(typeof triesLeft === 'number' ? { triesLeft } : {}),
    }
  }
  const state = textOf(reply.body, 'state')
  return { kind: state === 'done' || state === 'waiting' || state === 'netting' ? state : 'open' }
}

function readBalance(value: unknown, presented: Presented): Balance | undefined {
  const found = propertyOf(value, 'status')
  const status = (['good', ...DECLINE_STATUSES] as const).find((known) => known === found)
  if (status === undefined) return undefined
  const texts = Object.fromEntries(
    ['remaining', 'unit', 'expiresOn', 'capLeft'].flatMap((name) => {
      const text = textOf(value, name)
      return text === undefined ? [] : [[name, text]]
    }),
  )
  const all = propertyOf(value, 'categories')
  const triesLeft = propertyOf(value, 'triesLeft')
  return {
    ...texts,
    ...{ status, presented },
    categories: Array.isArray(all) ? all.filter((one) => typeof one === 'string') : [],
    ...(typeof triesLeft === 'number' ? { triesLeft } : {}),
  }
}
