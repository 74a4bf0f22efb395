import { PAYMENT_STATUSES, type PaymentStatus } from '../../../currency/core/payment.ts'
import { CODE_REFUSALS, type CodeRefusal } from '../../../currency/core/till.ts'
import { DECLINE_STATUSES, type DeclineStatus } from '../../../vouchers/core/redeem.ts'
import { itemsOf, propertyOf, type Reply, textOf } from '../../client/api.ts'
import { callAsTerminal, type DeviceKey } from './device.ts'
import type { Presented } from './typing.ts'

/** What somebody shows to pay a bill with: their code, a voucher, or both. */
export interface Means {
  readonly code?: string
  readonly presented?: Presented
}

/** One part of a price, as the service proposes it. */
export interface QuotedPart {
  readonly instrumentId: string
  readonly name: string
  readonly unit: string
  readonly amount: string
  readonly isDiscount: boolean
}

/** How a price would be split. */
export interface Quote {
  readonly status: 'good' | CodeRefusal
  readonly triesLeft?: number
  readonly parts: readonly QuotedPart[]
  /** What the voucher would pay, or why nothing; absent where none was shown. */
  readonly voucher?: { readonly status: 'good' | DeclineStatus; readonly amount: string }
  readonly euro: string
}

/** What a shop holds of an instrument. */
export interface ShopMoney {
  readonly id: string
  readonly name: string
  readonly unit: string
  /** Below zero where the rules give credit. */
  readonly balance: string
  /** How far down it may go. */
  readonly least: string
  readonly converts: boolean
  /** Whether the rules let a shop pay others with it, or be paid by people. */
  readonly pays: boolean
  readonly takes: boolean
}

export interface ShopLine {
  readonly position: string
  readonly what: string
  readonly amount: string
  readonly recordedAt: string
  /** The payment that it belongs to, where it is of one. */
  readonly payment?: {
    readonly id: string
    readonly kind: string
    readonly amount: string
    readonly refunded: string
    /** The purchase that it is a part of. */
    readonly purchaseId?: string
  }
}

/** Whether the shop was paid by it, and can give some of it back. */
export function canGiveBack({ what, amount, payment }: ShopLine): boolean {
  const isIn = what === 'currency_paid' && !amount.startsWith('-')
  return isIn && payment?.kind === 'payment' && payment.refunded !== payment.amount
}

/** What the shop could pay others with now, in minor units. */
export function canSpend({ balance, least }: ShopMoney): bigint {
  return BigInt(balance) - BigInt(least)
}

/** What a call came to where it is no answer. */
export interface NoAnswer {
  /** The code of the problem; `undefined` where nobody knows what became of it. */
  readonly problem: string | undefined
  /** Of a PIN that was wrong. */
  readonly triesLeft?: number
}

/** What became of changing money back to euro. */
export interface Converted {
  readonly status: PaymentStatus
  readonly fee: string
}

export function isAnswer<T extends object>(reply: T | NoAnswer): reply is T {
  return !('problem' in reply)
}

/** Asks how a price would be split; nothing is paid. */
export async function quotePrice(
  key: DeviceKey,
  asked: { readonly price: string; readonly means: Means; readonly pin?: string },
): Promise<Quote | NoAnswer> {
  const { price, means, pin } = asked
  const { code, presented } = means
  const body = {
    price,
    ...(code === undefined ? {} : { code }),
    ...(presented === undefined ? {} : { voucher: presented }),
    ...(pin === undefined ? {} : { pin }),
  }
  return told(await callAsTerminal(key, { path: '/till/quotes', body }), readQuote)
}

export async function readShopMoney(key: DeviceKey): Promise<readonly ShopMoney[] | NoAnswer> {
  const reply = await callAsTerminal(key, { path: '/till/currencies' })
  return told(reply, (body) => listed(body, readMoney))
}

export async function readShopLines(
  key: DeviceKey,
  id: string,
): Promise<readonly ShopLine[] | NoAnswer> {
  const path = `/till/currencies/${encodeURIComponent(id)}/statement?limit=20`
  return told(await callAsTerminal(key, { path }), (body) => listed(body, readShopLine))
}

/** The answer in a reply. What is none, or not of the right shape, leaves open what became of the call. */
export function told<T extends object>(
  reply: Reply,
  read: (body: unknown) => T | undefined,
): T | NoAnswer {
  if (reply.kind === 'answered') return read(reply.body) ?? { problem: undefined }
  if (reply.kind === 'unknown') return { problem: undefined }
  const triesLeft = propertyOf(reply.details, 'triesLeft')
  return { problem: reply.code, ...(typeof triesLeft === 'number' ? { triesLeft } : {}) }
}

export function readQuote(body: unknown): Quote | undefined {
  const found = propertyOf(body, 'status')
  const status = (['good', ...CODE_REFUSALS] as const).find((known) => known === found)
  const euro = textOf(body, 'euro')
  const all = propertyOf(body, 'parts')
  if (status === undefined || euro === undefined || !Array.isArray(all)) return undefined
  const parts = all.flatMap((one) => readQuotedPart(one) ?? [])
  if (parts.length !== all.length) return undefined
  const triesLeft = propertyOf(body, 'triesLeft')
  const ofVoucher = propertyOf(body, 'voucher')
  const voucherIs = propertyOf(ofVoucher, 'status')
  const voucher = (['good', ...DECLINE_STATUSES] as const).find((known) => known === voucherIs)
  const amount = textOf(ofVoucher, 'amount')
  return {
    ...{ status, parts, euro },
    ...(typeof triesLeft === 'number' ? { triesLeft } : {}),
    ...(voucher === undefined || amount === undefined
      ? {}
      : { voucher: { status: voucher, amount } }),
  }
}

function readQuotedPart(value: unknown): QuotedPart | undefined {
  const [instrumentId, name, unit, amount] = ['instrumentId', 'name', 'unit', 'amount'].map(
    (field) => textOf(value, field),
  )
  const isDiscount = propertyOf(value, 'isDiscount') === true
  if (instrumentId === undefined || name === undefined) return undefined
  if (unit === undefined || amount === undefined) return undefined
  return { instrumentId, name, unit, amount, isDiscount }
}

function readMoney(value: unknown): ShopMoney | undefined {
  const [id, name, unit, balance, least] = ['id', 'name', 'unit', 'balance', 'least'].map((field) =>
    textOf(value, field),
  )
  if (id === undefined || name === undefined || unit === undefined) return undefined
  if (balance === undefined || least === undefined) return undefined
  const names = (field: string) => {
    const found = propertyOf(value, field)
    return Array.isArray(found) ? found : []
  }
  return {
    ...{ id, name, unit, balance, least },
    converts: propertyOf(value, 'converts') === true,
    pays: names('pays').some((party) => party === 'partner' || party === 'association'),
    takes: names('takesFrom').includes('person') && propertyOf(value, 'isDiscount') !== true,
  }
}

function readShopLine(value: unknown): ShopLine | undefined {
  const [position, what, amount, recordedAt] = ['position', 'what', 'amount', 'recordedAt'].map(
    (field) => textOf(value, field),
  )
  if (position === undefined || what === undefined) return undefined
  if (amount === undefined || recordedAt === undefined) return undefined
  const payment = readLinePayment(propertyOf(value, 'payment'))
  return { position, what, amount, recordedAt, ...(payment === undefined ? {} : { payment }) }
}

function readLinePayment(value: unknown): ShopLine['payment'] {
  const [id, kind, amount, refunded] = ['id', 'kind', 'amount', 'refunded'].map((field) =>
    textOf(value, field),
  )
  if (id === undefined || kind === undefined) return undefined
  if (amount === undefined || refunded === undefined) return undefined
  const purchaseId = textOf(value, 'purchaseId')
  return { id, kind, amount, refunded, ...(purchaseId === undefined ? {} : { purchaseId }) }
}

export function readConverted(value: unknown): Converted | undefined {
  const found = propertyOf(value, 'status')
  const status = PAYMENT_STATUSES.find((known) => known === found)
  return status === undefined ? undefined : { status, fee: textOf(value, 'fee') ?? '0' }
}

/** The items of a list; `undefined` where it is none. */
export function listed<T>(
  body: unknown,
  read: (item: unknown) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(propertyOf(body, 'items'))) return undefined
  return itemsOf(body).flatMap((item) => read(item) ?? [])
}
