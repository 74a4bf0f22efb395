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
