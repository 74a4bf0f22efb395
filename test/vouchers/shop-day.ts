import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from '../../src/kernel/ids.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { TestService } from '../support/service.ts'

/** What a caller of the API got back; `undefined` where no whole answer came. */
export interface Answer {
  readonly httpStatus: number
  readonly body: Readonly<Record<string, unknown>>
}

/** A redemption that a till wants, under an id that it keeps for every retry. */
export interface Order {
  readonly id: string
  readonly typedCode: string
  readonly amount: string
}

export interface IssuedVoucher {
  readonly id: string
  readonly typedCode: string
  readonly amount: string
}

/** The people of a test: each a key of the running service and what it is used for. */
export interface ShopDay {
  issue(amount: string): Promise<IssuedVoucher>
  redeem(order: Order): Promise<Answer | undefined>
  findRedemption(id: string): Promise<Answer | undefined>
  /** What is left on a voucher, in digits. */
  remaining(voucherId: string): Promise<string>
  /** Every unit of the trial balance, with what its accounts add up to. */
  trialBalance(): Promise<readonly UnitTotals[]>
}

export interface UnitTotals {
  readonly unit: string
  readonly debits: bigint
  readonly credits: bigint
  readonly debitsOfAccounts: bigint
  readonly creditsOfAccounts: bigint
}

const PARTNER = 'BI-ALI-01'
const ORDER = { productId: 'SPESA', beneficiaryId: 'BI-P-001' }

/** A fresh id as a till makes it. */
export function freshId(): string {
  return uuidv7(systemRuntime.now(), systemRuntime.randomBytes(10))
}

/** Opens a day on a service with the demonstration pilot. */
export async function openShopDay(service: TestService): Promise<ShopDay> {
  const [operator, partner, auditor] = await Promise.all([
    service.createKey('operator'),
    service.createKey('partner', PARTNER),
    service.createKey('auditor'),
  ])
  const call = async (key: string, path: string, body?: unknown): Promise<Answer | undefined> => {
    try {
      const answer = await fetch(`${service.url}/api/v1${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { httpStatus: answer.status, body: await answer.json() }
    } catch {
      return undefined // the connection broke: what became of it is not known
    }
  }
  const read = async (key: string, path: string) => {
    const answer = await untilAnswered(() => call(key, path))
    if (answer.httpStatus !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer.body
  }
  return {
    async issue(amount) {
      const id = freshId()
      const made = await untilAnswered(() => call(operator, '/vouchers', { id, ...ORDER, amount }))
      if (made.httpStatus !== 201) throw new Error(`not issued: ${JSON.stringify(made)}`)
      return { id, typedCode: String(made.body.typedCode), amount }
    },
    redeem: (order) => call(partner, '/redemptions', order),
    findRedemption: (id) => call(partner, `/redemptions/${id}`),
    remaining: async (id) => String((await read(operator, `/vouchers/${id}`)).remaining),
    async trialBalance() {
      const { units } = await read(auditor, '/ledger/trial-balance')
      return (units as RawUnit[]).map((unit) => ({
        unit: unit.unit,
        debits: BigInt(unit.debits),
        credits: BigInt(unit.credits),
        debitsOfAccounts: sum(unit.accounts.map((account) => account.debitsPosted)),
        creditsOfAccounts: sum(unit.accounts.map((account) => account.creditsPosted)),
      }))
    },
  }
}

const TRIES_MAX = 400
const RETRY_MS = 250

/**
 * Asks the same until the service is there again. Whatever it then says is its answer. A connection that broke in a crash
 * is noticed when it is next used, so even long after it one answer may be that the database is away.
 */
export async function untilAnswered(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const answer = await ask()
    if (answer !== undefined && answer.httpStatus !== 503) return answer
    await sleep(RETRY_MS)
  }
  throw new Error('the service did not come back')
}

/** Does something with every item, at most so many at a time, in order of their beginning. */
export async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await act(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

interface RawUnit {
  readonly unit: string
  readonly debits: string
  readonly credits: string
  readonly accounts: readonly { readonly debitsPosted: string; readonly creditsPosted: string }[]
}

function sum(digits: readonly string[]): bigint {
  return digits.reduce((total, each) => total + BigInt(each), 0n)
}
