import { itemsOf, propertyOf, textOf } from '../../client/api.ts'
import { followEvents } from '../../client/events.ts'
import { callAsTerminal, type DeviceKey, proofFor } from './device.ts'
import { type Answer, readAnswer } from './redemption.ts'
import type { Line } from './statement.ts'

/** A day of this shop, as the programme recorded it. Amounts are minor units, in digits. */
export interface DayTotals {
  /** `YYYY-MM-DD`, in Italy. */
  readonly day: string
  readonly count: number
  readonly redeemed: string
  readonly refunded: string
  readonly cash: string
  readonly declined: number
  readonly categories: readonly Line[]
  /** The newest first. */
  readonly redemptions: readonly Answer[]
}

/** Today's figures, by the service's clock. */
export async function readDay(key: DeviceKey): Promise<DayTotals | undefined> {
  const reply = await callAsTerminal(key, { path: '/partner-days/today' })
  if (reply.kind !== 'answered') return undefined
  const { body } = reply
  const [day, redeemed, refunded, cash] = ['day', 'redeemed', 'refunded', 'cash'].map((name) =>
    textOf(body, name),
  )
  const count = propertyOf(body, 'count')
  const declined = propertyOf(body, 'declined')
  if (day === undefined || redeemed === undefined || refunded === undefined) return undefined
  if (cash === undefined || typeof count !== 'number' || typeof declined !== 'number') {
    return undefined
  }
  const categories = propertyOf(body, 'categories')
  return {
    ...{ day, count, redeemed, refunded, cash, declined },
    categories: Array.isArray(categories) ? categories.flatMap(readLine) : [],
    redemptions: itemsOf(body).flatMap((item) => readAnswer(item) ?? []),
  }
}

/** The day as CSV, for the shop's own books. */
export async function readDayCsv(key: DeviceKey, day: string): Promise<string | undefined> {
  const reply = await callAsTerminal(key, { path: `/partner-days/${day}/csv` })
  return reply.kind === 'answered' && typeof reply.body === 'string' ? reply.body : undefined
}

const EVENTS = { path: '/terminals/me/events' }

/**
 * Says when the day has changed, until left.
 *
 * @param look called where something happened, and now and then where nothing can be heard
 */
export async function followDay(
  key: DeviceKey,
  { look, unpaired, left }: { look: () => void; unpaired: () => void; left: AbortSignal },
): Promise<void> {
  await followEvents({
    ...EVENTS,
    authorization: () => proofFor(key, EVENTS),
    // Also at the beginning of a stream: something may have happened since the last look.
    hear: ({ event }) => (event === 'unpaired' ? unpaired() : look()),
    deaf: look,
    left,
  })
}

function readLine(value: unknown): Line[] {
  const category = textOf(value, 'category')
  const amount = textOf(value, 'amount')
  return category === undefined || amount === undefined ? [] : [{ category, amount }]
}
