import {
  PART_STATUSES,
  type PartStatus,
  PURCHASE_STATUSES,
} from '../../../currency/core/purchase.ts'
import { CODE_REFUSALS } from '../../../currency/core/till.ts'
import { REDEMPTION_STATUSES } from '../../../vouchers/core/redeem.ts'
import { propertyOf, textOf } from '../../client/api.ts'
import { newId } from '../../client/runtime.ts'
import { callAsTerminal, type DeviceKey, digestOf } from './device.ts'
import type { Means, Quote } from './money.ts'
import { type Asking, insist, type Refused, readChain, type Unpaired } from './redemption.ts'
import {
  type Bill,
  type Chain,
  linesPaid,
  type Signer,
  type Statement,
  signStatement,
  wholeOf,
} from './statement.ts'

/** What people agreed on at the till: a bill, and how it is split. */
export interface Deal extends Means {
  readonly bill: Bill
  readonly quote: Quote
}

/** A purchase as it is sent, but for the PIN. */
export interface PurchaseBody {
  readonly id: string
  readonly price: string
  readonly parts: readonly { readonly instrumentId: string; readonly amount: string }[]
  readonly euro: string
  readonly code?: string
  readonly voucher?: { readonly statement: string }
}

/** A purchase as it is kept on the device until it is answered. It never changes: asking again is sending the very same. */
export interface OpenPurchase {
  readonly id: string
  readonly terminalId: string
  readonly partnerId: string
  readonly body: PurchaseBody
  /** What was agreed on. */
  readonly quote: Quote
}

/** What was asked and not answered yet: one voucher, or a purchase of several things. */
export type Open = Statement | OpenPurchase

const BOUGHT_STATUSES = [
  ...PURCHASE_STATUSES,
  ...CODE_REFUSALS,
  ...(['terminal_unknown', 'statement_conflict'] as const),
] as const
const VOUCHER_STATUSES = ['allowed', ...REDEMPTION_STATUSES] as const

/** What became of a purchase, for good. */
export interface Bought {
  readonly status: (typeof BOUGHT_STATUSES)[number]
  readonly triesLeft?: number
  /** What was answered of each part; empty where nothing was decided on. */
  readonly parts: readonly { readonly instrumentId: string; readonly status: PartStatus }[]
  /** What was answered of the voucher; nothing where there is none. */
  readonly voucher?: (typeof VOUCHER_STATUSES)[number]
}

export type SettledPurchase =
  | { readonly kind: 'bought'; readonly bought: Bought }
  | Refused
  | Unpaired

/** The purchase of a deal. Where a voucher pays a part, the till signs that part as the next of its chain. */
export async function openPurchase(
  signer: Signer,
  chain: Chain,
  { bill, quote, code, presented }: Deal,
): Promise<OpenPurchase> {
  const { euro } = quote
  const ofVoucher = BigInt(quote.voucher?.amount ?? '0')
  const isSigned = presented !== undefined && ofVoucher > 0n
  const part = isSigned
    ? { bill: { lines: linesPaid(bill, ofVoucher), cash: euro }, presented }
    : undefined
  const statement = part === undefined ? undefined : await signStatement(signer, chain, part)
  const parts = quote.parts.map(({ instrumentId, amount }) => ({ instrumentId, amount }))
  const id = newId()
  const body = {
    ...{ id, price: wholeOf(bill), parts, euro },
    ...(code === undefined || parts.length === 0 ? {} : { code }),
    ...(statement === undefined ? {} : { voucher: { statement: statement.compact } }),
  }
  return { id, terminalId: signer.terminal.id, partnerId: signer.partner.id, body, quote }
}

/** Whether what is kept as open is a purchase of several things, and not one voucher. */
export function isPurchase(open: Open): open is OpenPurchase {
  return 'body' in open
}

/** Sends the very same purchase until the service answers. */
export function settlePurchase(
  asking: Asking & { readonly open: OpenPurchase },
): Promise<SettledPurchase> {
  const { id, body } = asking.open
  return insist(asking, {
    ...{ path: '/till/purchases', body },
    read: (value, tries): SettledPurchase | undefined => {
      const bought = readBought(value, id)
      if (bought?.status === 'terminal_unknown') return { kind: 'unpaired', tries }
      return bought === undefined ? undefined : { kind: 'bought', bought }
    },
  })
}

/** Reads the answer to this very purchase; `undefined` where it is to something else, or by somebody else. */
export function readBought(value: unknown, id: string): Bought | undefined {
  const found = propertyOf(value, 'status')
  const status = BOUGHT_STATUSES.find((known) => known === found)
  const purchase = propertyOf(value, 'purchase')
  if (status === undefined || purchase === undefined) return undefined
  const isDecided = status === 'paid' || status === 'declined'
  if (isDecided !== (textOf(purchase, 'id') === id)) return undefined
  const triesLeft = propertyOf(value, 'triesLeft')
  const parts = propertyOf(purchase, 'parts')
  const ofVoucher = propertyOf(propertyOf(purchase, 'voucher'), 'status')
  const voucher = VOUCHER_STATUSES.find((known) => known === ofVoucher)
  return {
    status,
    parts: Array.isArray(parts) ? parts.flatMap(readPart) : [],
    ...(typeof triesLeft === 'number' ? { triesLeft } : {}),
    ...(voucher === undefined ? {} : { voucher }),
  }
}

/**
 * Where the chain ends after a purchase that was answered. A paid one was the next of it; of others only the service
 * knows. `undefined` where it stays, or cannot be had: then the next statement does not fit, and the till is told.
 */
export async function chainAfterPurchase(
  key: DeviceKey,
  chain: Chain,
  { body }: OpenPurchase,
  isPaid: boolean,
): Promise<Chain | undefined> {
  if (body.voucher === undefined) return undefined
  if (isPaid) return { ...chain, seq: chain.seq + 1, head: await digestOf(body.voucher.statement) }
  const reply = await callAsTerminal(key, { path: '/statements/chain' })
  if (reply.kind !== 'answered') return undefined
  return readChain(reply.body, propertyOf(reply.body, 'treeHead'))
}

function readPart(value: unknown): Bought['parts'] {
  const instrumentId = textOf(value, 'instrumentId')
  const found = propertyOf(value, 'status')
  const status = PART_STATUSES.find((known) => known === found)
  return instrumentId === undefined || status === undefined ? [] : [{ instrumentId, status }]
}
