import type { PartStatus } from '../../../currency/core/purchase.ts'
import type { ChargeStatus } from '../../../currency/core/till.ts'
import { propertyOf, type Reply, textOf } from '../../client/api.ts'
import { newId, pause } from '../../client/runtime.ts'
import { callAsTerminal, type DeviceKey } from './device.ts'
import { waitMs } from './redemption.ts'

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
  readonly status: 'good' | ChargeStatus
  readonly triesLeft: number | null
  readonly parts: readonly QuotedPart[]
  readonly euro: string
}

/** A purchase as it is sent, again and again where no answer came. */
export interface MoneyPurchase {
  readonly id: string
  readonly price: string
  readonly code: string
  readonly euro: string
  readonly parts: readonly { readonly instrumentId: string; readonly amount: string }[]
  readonly pin?: string
}

/** What became of a purchase: `paid`, or why not, of each part. */
export interface Bought {
  readonly status: 'paid' | 'declined' | ChargeStatus
  readonly triesLeft: number | null
  readonly purchase: {
    readonly parts: readonly { readonly instrumentId: string; readonly status: PartStatus }[]
  } | null
}

/** What a shop holds of an instrument. */
export interface ShopMoney {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly balance: string
  readonly converts: boolean
}

export interface ShopLine {
  readonly position: string
  readonly what: string
  readonly amount: string
  readonly recordedAt: string
}

/** What a call came to where it is no answer: a problem's title, or `undefined` where nobody knows. */
export interface NoAnswer {
  readonly refused: string | undefined
  /** The code of the problem. */
  readonly code?: string
  /** Of a PIN that was wrong. */
  readonly triesLeft?: unknown
}

function bodyOf<T>(reply: Reply): T | NoAnswer {
  if (reply.kind === 'answered') return reply.body as T
  if (reply.kind === 'unknown') return { refused: undefined }
  const { title, code, details } = reply
  return { refused: title, code, triesLeft: propertyOf(details, 'triesLeft') }
}

export function isAnswer<T extends object>(reply: T | NoAnswer): reply is T {
  return !('refused' in reply)
}

/** Asks how a price would be split; nothing is paid. */
export async function quotePrice(
  key: DeviceKey,
  asked: { readonly price: string; readonly code: string; readonly pin?: string },
): Promise<Quote | NoAnswer> {
  return bodyOf(await callAsTerminal(key, { path: '/till/quotes', body: asked }))
}

/** The purchase of a quote: its id is its own, however often it is sent. */
export function purchaseOf(
  { parts, euro }: Quote,
  asked: { readonly price: string; readonly code: string; readonly pin?: string },
): MoneyPurchase {
  const wanted = parts.map(({ instrumentId, amount }) => ({ instrumentId, amount }))
  return { ...asked, id: newId(), euro, parts: wanted }
}

/** Sends the very same purchase until the service answers. @param onUnknown told each time nobody knows */
export async function settlePurchase(
  key: DeviceKey,
  purchase: MoneyPurchase,
  onUnknown: () => void,
): Promise<Bought | NoAnswer> {
  for (let tries = 1; ; tries++) {
    const reply = await callAsTerminal(key, { path: '/till/purchases', body: purchase })
    if (reply.kind === 'answered' && textOf(reply.body, 'status') !== undefined)
      return bodyOf(reply)
    if (reply.kind === 'refused') return bodyOf(reply)
    onUnknown()
    await pause(waitMs(tries))
  }
}

export async function readShopMoney(key: DeviceKey): Promise<readonly ShopMoney[] | undefined> {
  const path = '/till/currencies'
  const found = bodyOf<{ items: readonly ShopMoney[] }>(await callAsTerminal(key, { path }))
  return isAnswer(found) ? found.items : undefined
}

export async function readShopLines(key: DeviceKey, id: string): Promise<readonly ShopLine[]> {
  const path = `/till/currencies/${encodeURIComponent(id)}/statement?limit=20`
  const found = bodyOf<{ items: readonly ShopLine[] }>(await callAsTerminal(key, { path }))
  return isAnswer(found) ? found.items : []
}

/** That currency is changed back to euro. */
export interface Conversion {
  readonly id: string
  readonly instrumentId: string
  readonly amount: string
  readonly ownerPin: string
}

export async function convertMoney(
  key: DeviceKey,
  conversion: Conversion,
): Promise<{ readonly status: ChargeStatus; readonly fee: string } | NoAnswer> {
  return bodyOf(await callAsTerminal(key, { path: '/till/conversions', body: conversion }))
}
