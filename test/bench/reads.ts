import { HttpClient } from './http-client.ts'
import { type Measured, measure, quantiles } from './measure.ts'
import { accountId, type Transfers } from './transfers.ts'

/** A book that is read, and what is in it. */
export interface ReadBook {
  readonly url: string
  readonly key: string
  /** How many accounts have many transfers. */
  readonly busy: number
  readonly transfers: Transfers
  /** When they were posted, milliseconds since 1970. */
  readonly from: number
  readonly to: number
}

export interface Read {
  readonly name: string
  readonly title: string
  readonly measured: Measured
}

const READERS = 2
const TRIAL_BALANCES = 5

/** What treasurers and auditors ask for, through HTTP: each for so many seconds, and some trial balances. */
export async function measureReads(book: ReadBook, seconds: number): Promise<readonly Read[]> {
  const client = new HttpClient(book.url, book.key, READERS)
  const get = async (path: string) => {
    const { status, body } = await client.get(`/api/v1/ledger/${path}`)
    if (status !== 200) throw new Error(`${path} was answered ${status}: ${body.slice(0, 500)}`)
    return 1
  }
  try {
    await get('tree-heads/latest')
    const reads: Read[] = []
    for (const { name, title, path } of questionsOf(book)) {
      const measured = await measure({ callers: READERS, seconds, send: () => get(path()) })
      reads.push({ name, title, measured })
    }
    const moment = new Date(book.to).toISOString()
    const now = await inTurn(TRIAL_BALANCES, () => get('trial-balance'))
    const earlier = await inTurn(TRIAL_BALANCES, () => get(`trial-balance?at=${moment}`))
    return [
      ...reads,
      { name: 'trial-balance', title: 'trial balance, now', measured: now },
      { name: 'trial-balance-at', title: 'trial balance as of an instant', measured: earlier },
    ]
  } finally {
    client.close()
  }
}

/** Of another account, instant or transfer each time it is asked. */
function questionsOf({ busy, transfers, from, to }: ReadBook) {
  let asked = 0
  const next = (below: number) => {
    asked += 1
    return (Math.imul(asked, 0x9e3779b1) >>> 0) % below
  }
  const account = () => accountId(next(busy))
  const instant = () => new Date(from + next(Math.max(1, to - from))).toISOString()
  return [
    {
      name: 'statement',
      title: 'statement, 50 entries from an instant on',
      path: () => `accounts/${account()}/statement?from=${instant()}`,
    },
    {
      name: 'balance',
      title: 'balance as of an instant',
      path: () => `accounts/${account()}/balance?at=${instant()}`,
    },
    {
      name: 'proof',
      title: 'proof of a transfer',
      path: () => `transfers/${transfers.id(next(transfers.taken))}/proof`,
    },
  ]
}

async function inTurn(count: number, ask: () => Promise<unknown>): Promise<Measured> {
  const latencies: number[] = []
  const began = performance.now()
  for (let index = 0; index < count; index += 1) {
    const sent = performance.now()
    await ask()
    latencies.push(performance.now() - sent)
  }
  return { perSecond: (count * 1000) / (performance.now() - began), ...quantiles(latencies) }
}
