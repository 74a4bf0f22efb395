import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'

/** Which two accounts the transfer with a number debits and credits, as places in a list of accounts. */
export type Pick = (index: number) => readonly [debit: number, credit: number]

export interface TransfersOptions {
  readonly accounts: readonly Uuid[]
  readonly pick: Pick
  /** Distinguishes the ids of those who post to the same books, 0 to 4,095. */
  readonly stream: number
  /** When the first transfer seems to have been named, milliseconds since 1970. */
  readonly beganMs: number
}

/** The code that ISO 4217 keeps for tests: as long as those of currencies. */
export const UNIT = 'XTS' as Unit
export const CODE = 1
/** How many transfers seem to be named in a millisecond: what their ids share their time with. */
const PER_MS = 20

/**
 * Transfers of one minor unit, each a function of its number: nothing has to be kept in order to send one again, and
 * making one costs a fraction of a microsecond. Ids have the form of version 7: rising time, scattered within it.
 */
export class Transfers {
  readonly #options: TransfersOptions
  readonly #middle: string
  #ms = -1
  #time = ''
  #next = 0

  constructor(options: TransfersOptions) {
    this.#options = options
    this.#middle = `-8${(options.stream & 0xfff).toString(16).padStart(3, '0')}-`
  }

  /** How many have been taken. */
  get taken(): number {
    return this.#next
  }

  /** Takes the next so many, and gives the number of the first. */
  take(count: number): number {
    const first = this.#next
    this.#next += count
    return first
  }

  id(index: number): Uuid {
    const ms = this.#options.beganMs + Math.floor(index / PER_MS)
    if (ms !== this.#ms) {
      const hex = ms.toString(16).padStart(12, '0')
      this.#ms = ms
      this.#time = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
    }
    const scattered = hexOf(Math.imul(index, 0x9e3779b1))
    return `${this.#time}${scattered.slice(5)}${this.#middle}${scattered}0000` as Uuid
  }

  at(index: number): NewTransfer {
    const { accounts, pick } = this.#options
    const [debit, credit] = pick(index)
    return {
      id: this.id(index),
      debitAccountId: accountAt(accounts, debit),
      creditAccountId: accountAt(accounts, credit),
      amount: 1n,
      unit: UNIT,
      code: CODE,
      flags: [],
    }
  }

  /** The body of a request that posts so many of them, from one number on. */
  body(first: number, count: number): string {
    let text = ''
    for (let index = first; index < first + count; index += 1) {
      text += text === '' ? this.#json(index) : `,${this.#json(index)}`
    }
    return `{"transfers":[${text}]}`
  }

  #json(index: number): string {
    const { accounts, pick } = this.#options
    const [debit, credit] = pick(index)
    return (
      `{"id":"${this.id(index)}","debitAccountId":"${accountAt(accounts, debit)}",` +
      `"creditAccountId":"${accountAt(accounts, credit)}","amount":"1","unit":"${UNIT}","code":${CODE}}`
    )
  }
}

/** Two accounts of so many, each as likely as any other. */
export function spread(count: number): Pick {
  return (index) => {
    const debit = scatter(2 * index) % count
    return [debit, (debit + 1 + (scatter(2 * index + 1) % (count - 1))) % count]
  }
}

/** All credits go to the first account. */
export function hot(count: number): Pick {
  return (index) => [1 + (scatter(2 * index) % (count - 1)), 0]
}

/** The id of the account with a number: the same whoever asks. */
export function accountId(index: number): Uuid {
  return `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}` as Uuid
}

function accountAt(accounts: readonly Uuid[], index: number): Uuid {
  const id = accounts[index]
  if (id === undefined) throw new RangeError('no such account')
  return id
}

/** Eight hexadecimal digits of a number's lowest 32 bits. */
function hexOf(value: number): string {
  return ((value >>> 0) + 0x1_0000_0000).toString(16).slice(1)
}

/** Scatters 32 bits over 32 bits, one to one: the finalizer of MurmurHash3 by Austin Appleby. */
function scatter(value: number): number {
  let bits = value >>> 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
