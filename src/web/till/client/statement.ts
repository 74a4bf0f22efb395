import { STATEMENT_TYPE } from '../../../vouchers/core/statement.ts'
import { newId, now } from '../../client/runtime.ts'
import { type DeviceKey, digestOf, jsonPart, signParts } from './device.ts'
import type { Presented } from './typing.ts'

/** What is paid for in one category; minor units, in digits. */
export interface Line {
  readonly category: string
  readonly amount: string
}

/** What a customer has to pay: out of the voucher, and in cash beside it. */
export interface Bill {
  readonly lines: readonly Line[]
  /** Minor units, `0` for nothing. */
  readonly cash: string
}

/** A bill, and the voucher that was shown for it. */
export interface Purchase {
  readonly bill: Bill
  readonly presented: Presented
}

/** Where the chain of this terminal's statements ends. */
export interface Chain {
  readonly seq: number
  readonly head: string
  /** The newest head of the books that the service told; nothing where it told none. */
  readonly seen?: SeenHead
}

/** A signed head of the tree of the books, as a statement names it. */
export interface SeenHead {
  /** In digits. */
  readonly size: string
  readonly root: string
}

/** Whose statements a till signs. */
export interface Signer {
  readonly key: DeviceKey
  readonly terminal: { readonly id: string }
  readonly partner: { readonly id: string; readonly unit: string }
}

/** What the till said about a purchase, as it is kept on the device. It never changes: asking again is sending the very same. */
export interface Statement extends Purchase {
  /** Also the redemption's, so that it is charged once however often it is sent. */
  readonly id: string
  /** The compact JWS. */
  readonly compact: string
  readonly terminalId: string
  readonly partnerId: string
}

/** What is to be paid out of the voucher. */
export function totalOf({ lines }: Bill): string {
  return lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString()
}

/** What is bought costs so much, cash and all. */
export function wholeOf(bill: Bill): string {
  return (BigInt(totalOf(bill)) + BigInt(bill.cash)).toString()
}

/**
 * The same bill where the voucher pays no more than so much: the rest is paid in cash. Lines are filled in their order.
 *
 * @example reduceTo({ lines: [{ category: 'food', amount: '1250' }], cash: '0' }, 1000n)
 * // { lines: [{ category: 'food', amount: '1000' }], cash: '250' }
 */
export function reduceTo(bill: Bill, most: bigint): Bill {
  let left = most
  let cash = BigInt(bill.cash)
  const lines: Line[] = []
  for (const { category, amount } of bill.lines) {
    const wanted = BigInt(amount)
    const paid = wanted < left ? wanted : left
    if (paid > 0n) lines.push({ category, amount: paid.toString() })
    left -= paid
    cash += wanted - paid
  }
  return { lines, cash: cash.toString() }
}

/**
 * The lines of what a voucher pays of a bill, where other money pays the rest of it: filled in their order, and what is
 * more than they come to goes to the last.
 */
export function linesPaid(bill: Bill, amount: bigint): readonly Line[] {
  const { lines } = reduceTo({ ...bill, cash: '0' }, amount)
  const more = amount - BigInt(totalOf({ lines, cash: '0' }))
  return lines.map((line, index) => {
    const isLast = index === lines.length - 1
    return isLast ? { ...line, amount: (BigInt(line.amount) + more).toString() } : line
  })
}

/**
 * The chain as the service tells it, with the newest head that this till has seen. A head of no more transfers than it
 * saw before replaces nothing: the service has to answer for the one it signed.
 *
 * @param isFresh whether the service's word counts in any case: it has the till's own as evidence by now
 */
export function chainAfter(before: Chain, told: Chain, isFresh: boolean): Chain {
  const { seen } = before
  if (isFresh || seen === undefined) return told
  const isNewer = told.seen !== undefined && BigInt(told.seen.size) > BigInt(seen.size)
  return isNewer ? told : { ...told, seen }
}

/** What a chain begins with. */
export async function newChain(): Promise<Chain> {
  return { seq: 0, head: await digestOf('') }
}

/** Signs what is asked for, as the next of the chain. */
export async function signStatement(
  { key, terminal, partner }: Signer,
  chain: Chain,
  purchase: Purchase,
): Promise<Statement> {
  const id = newId()
  const { bill, presented } = purchase
  const claims = {
    id,
    terminal: terminal.id,
    seq: chain.seq + 1,
    prev: chain.head,
    at: new Date(now()).toISOString(),
    shown:
      'qr' in presented
        ? { kind: 'qr', text: presented.qr }
        : { kind: 'typedCode', text: presented.typedCode },
    unit: partner.unit,
    lines: bill.lines.map(({ category, amount }) => ({ category, amount })),
    cash: bill.cash,
    // What the till saw of the books: should they ever be another story, this one is on record.
    head: chain.seen === undefined ? null : { size: chain.seen.size, root: chain.seen.root },
  }
  const header = { alg: 'ES256', typ: STATEMENT_TYPE, kid: key.kid }
  const compact = await signParts(key, `${jsonPart(header)}.${jsonPart(claims)}`)
  return { ...purchase, id, compact, terminalId: terminal.id, partnerId: partner.id }
}
