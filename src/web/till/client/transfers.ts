import { PAYMENT_STATUSES, type PaymentStatus } from '../../../currency/core/payment.ts'
import { REQUEST_STATES, type RequestState } from '../../../currency/core/till.ts'
import { REFUND_STATES, type RefundState } from '../../../vouchers/core/refund.ts'
import { propertyOf, textOf } from '../../client/api.ts'
import { callAsTerminal, type DeviceKey } from './device.ts'
import { listed, type NoAnswer, told } from './money.ts'

/** Another shop, a supplier or an association that this shop may pay. */
export interface Payee {
  readonly party: 'partner' | 'association'
  readonly holderId: string
  readonly name: string
}

/** What became of a payment or of giving one back. */
export interface Moved {
  readonly id: string
  readonly status: PaymentStatus
  readonly amount: string
  readonly fee: string
}

/** What a payer is shown, and how it stands. */
export interface Asked {
  readonly code: string
  readonly address: string
  readonly state: RequestState
}

/** What a purchase was paid with. */
export interface PastPurchase {
  readonly id: string
  readonly price: string
  readonly euro: string
  readonly parts: readonly { readonly instrumentId: string; readonly amount: string }[]
  /** What the voucher paid; `0` where there was none. */
  readonly voucher: string
}

/** What came back of a purchase: `exceeds_funds` where the shop has not got it any more, and nothing came back. */
export interface GivenBack {
  readonly status: 'refunded' | 'exceeds_funds'
  readonly voucher?: RefundState
  readonly euro: string
}

/** Whom the shop may pay with an instrument. */
export async function readPayees(
  key: DeviceKey,
  instrumentId: string,
): Promise<readonly Payee[] | NoAnswer> {
  const path = `/till/currencies/${encodeURIComponent(instrumentId)}/payees`
  return told(await callAsTerminal(key, { path }), (body) => listed(body, readPayee))
}

/** Asks to be paid; sent again with its id, tells how it stands. */
export async function askForMoney(
  key: DeviceKey,
  body: { readonly id: string; readonly instrumentId: string; readonly amount: string },
): Promise<Asked | NoAnswer> {
  return told(await callAsTerminal(key, { path: '/till/requests', body }), readAsked)
}

/** Takes back what was asked for; told `currency_request_paid` where somebody was faster. */
export async function withdrawRequest(key: DeviceKey, id: string): Promise<Asked | NoAnswer> {
  const path = `/till/requests/${id}/withdraw`
  return told(await callAsTerminal(key, { path, body: {} }), readAsked)
}

export async function readPurchase(key: DeviceKey, id: string): Promise<PastPurchase | NoAnswer> {
  return told(await callAsTerminal(key, { path: `/till/purchases/${id}` }), readPastPurchase)
}

function readPayee(value: unknown): Payee | undefined {
  const found = propertyOf(value, 'party')
  const party = (['partner', 'association'] as const).find((known) => known === found)
  const holderId = textOf(value, 'holderId')
  const name = textOf(value, 'name')
  if (party === undefined || holderId === undefined || name === undefined) return undefined
  return { party, holderId, name }
}

export function readMoved(value: unknown): Moved | undefined {
  const found = propertyOf(value, 'status')
  const status = PAYMENT_STATUSES.find((known) => known === found)
  const [id, amount, fee] = ['id', 'amount', 'fee'].map((field) => textOf(value, field))
  if (status === undefined || id === undefined) return undefined
  return amount === undefined || fee === undefined ? undefined : { id, status, amount, fee }
}

export function readAsked(value: unknown): Asked | undefined {
  const found = propertyOf(value, 'state')
  const state = REQUEST_STATES.find((known) => known === found)
  const code = textOf(value, 'code')
  const address = textOf(value, 'address')
  if (state === undefined || code === undefined || address === undefined) return undefined
  return { code, address, state }
}

function readPastPurchase(value: unknown): PastPurchase | undefined {
  const [id, price, euro] = ['id', 'price', 'euro'].map((field) => textOf(value, field))
  const parts = propertyOf(value, 'parts')
  if (id === undefined || price === undefined || euro === undefined) return undefined
  if (!Array.isArray(parts)) return undefined
  return {
    ...{ id, price, euro },
    parts: parts.flatMap((part) => {
      const instrumentId = textOf(part, 'instrumentId')
      const amount = textOf(part, 'amount')
      return instrumentId === undefined || amount === undefined ? [] : [{ instrumentId, amount }]
    }),
    voucher: textOf(propertyOf(value, 'voucher'), 'amount') ?? '0',
  }
}

export function readGivenBack(value: unknown): GivenBack | undefined {
  const found = propertyOf(value, 'status')
  const status = (['refunded', 'exceeds_funds'] as const).find((known) => known === found)
  const euro = textOf(value, 'euro')
  if (status === undefined || euro === undefined) return undefined
  const ofVoucher = propertyOf(propertyOf(value, 'voucher'), 'state')
  const voucher = REFUND_STATES.find((known) => known === ofVoucher)
  return { status, euro, ...(voucher === undefined ? {} : { voucher }) }
}
