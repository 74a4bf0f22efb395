import type { PaymentStatus } from '../../../currency/core/payment.ts'
import { REFUND_STATES, type RefundState } from '../../../vouchers/core/refund.ts'
import { propertyOf } from '../../client/api.ts'
import { callAsTerminal, type DeviceKey } from './device.ts'
import { type Converted, type NoAnswer, readConverted, told } from './money.ts'
import type { Storage } from './storage.ts'
import { type GivenBack, type Moved, readGivenBack, readMoved } from './transfers.ts'

/**
 * Something that the owner of a shop consented to with their PIN, as it is kept on the device until it is answered. It
 * never changes, and has no PIN: asking again is sending the very same.
 */
export interface Order {
  readonly what: Made['what']
  readonly partnerId: string
  /** Under `/api/v1`. */
  readonly path: string
  readonly body: { readonly id: string; readonly [name: string]: unknown }
  readonly shown: {
    readonly amount: string
    readonly unit: string
    /** Who is paid. */
    readonly name?: string
  }
}

/** What an order came to, for good. */
export type Made =
  | { readonly what: 'payment' | 'payment_back'; readonly answer: Moved }
  | { readonly what: 'conversion'; readonly answer: Converted }
  | { readonly what: 'purchase_back'; readonly answer: GivenBack }
  | { readonly what: 'voucher_back'; readonly answer: RefundState }

/**
 * How asking ended. `pin`: so far nothing is done, and it needs the PIN of the owner. `open`: nobody knows.
 */
export type OrderEnded =
  | { readonly kind: 'made'; readonly made: Made }
  | { readonly kind: 'pin' | 'refused'; readonly why: NoAnswer }
  | { readonly kind: 'unpaired' | 'open' }

const READERS = {
  payment: (body) => made('payment', readMoved(body)),
  payment_back: (body) => made('payment_back', readMoved(body)),
  conversion: (body) => made('conversion', readConverted(body)),
  purchase_back: (body) => made('purchase_back', readGivenBack(body)),
  voucher_back: (body) => made('voucher_back', readRefundState(body)),
} satisfies Readonly<Record<Made['what'], (body: unknown) => Made | undefined>>

/**
 * One order after the other, each on the disk before its first byte is sent, so that a page that was killed knows of it.
 * Only one window may be at it: see `alone`.
 */
export class Orders {
  private readonly storage: Storage

  constructor(storage: Storage) {
    this.storage = storage
  }

  /** What was ordered and whose answer did not arrive yet. */
  async open(): Promise<Order | undefined> {
    const order = (await this.storage.read('order')) as Order | undefined
    return order === undefined || !(order.what in READERS) ? undefined : order
  }

  /** Sends an order for the first time. A PIN that is wrong is the end of it: nothing of it was ever done. */
  async begin(key: DeviceKey, order: Order, ownerPin: string): Promise<OrderEnded> {
    await this.storage.write({ order })
    const ended = await this.ask(key, order, ownerPin)
    if (ended.kind === 'pin' || ended.kind === 'unpaired') await this.drop(order)
    return ended
  }

  /**
   * Sends an order again. Without the PIN nothing is done by it: what was done is answered all the same, and of what was
   * not the PIN is wanted.
   */
  async ask(key: DeviceKey, order: Order, ownerPin?: string): Promise<OrderEnded> {
    const { path, body } = order
    const whole = { ...body, ...(ownerPin === undefined ? {} : { ownerPin }) }
    const reply = await callAsTerminal(key, { path, body: whole })
    if (reply.kind === 'refused' && reply.status === 401) return { kind: 'unpaired' }
    const answer = told<Made>(reply, READERS[order.what])
    if ('problem' in answer) {
      if (answer.problem === undefined) return { kind: 'open' }
      if (answer.problem.startsWith('owner_pin_')) return { kind: 'pin', why: answer }
      await this.drop(order)
      return { kind: 'refused', why: answer }
    }
    await this.drop(order)
    return { kind: 'made', made: answer }
  }

  /** Forgets an order. Another window may be further. */
  async drop({ body }: Order): Promise<void> {
    if ((await this.open())?.body.id === body.id) await this.storage.write({ order: undefined })
  }
}

/** Whether something moved, or was at least asked for. */
export function isDone({ what, answer }: Made): boolean {
  if (what === 'voucher_back') return answer !== 'refused'
  const moved: readonly (PaymentStatus | 'refunded')[] = ['paid', 'refunded']
  return moved.includes(answer.status)
}

function made<What extends Made['what'], Answer>(
  what: What,
  answer: Answer | undefined,
): { readonly what: What; readonly answer: Answer } | undefined {
  return answer === undefined ? undefined : { what, answer }
}

function readRefundState(value: unknown): RefundState | undefined {
  const found = propertyOf(value, 'state')
  return REFUND_STATES.find((known) => known === found)
}
