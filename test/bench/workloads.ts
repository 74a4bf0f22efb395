import type { Uuid } from '../../src/kernel/ids.ts'
import type { Ledger } from '../../src/ledger/service.ts'
import { measureAtRate } from './at-rate.ts'
import { type Measured, measure } from './measure.ts'
import { hot, type Pick, spread, Transfers } from './transfers.ts'
import type { WireClient } from './wire-client.ts'

/** One line of a table: what is sent, by how many callers. */
export interface Workload {
  /** How `--only` and other programs call it. */
  readonly name: string
  readonly title: string
  run(seconds: number): Promise<Measured>
  /** How many transfers it has created in all, also while it warmed up. */
  created(): number
}

/** Names the streams of ids, so that no two workloads of a process use the same. */
export interface Streams {
  open(pick: Pick): Transfers
}

export function openStreams(accounts: readonly Uuid[], first: number): Streams {
  let stream = first
  const beganMs = Date.now()
  return {
    open: (pick) => {
      stream += 1
      return new Transfers({ accounts, pick, stream, beganMs })
    },
  }
}

/** Through the ledger's service, in this process. */
export function storeWorkloads(ledger: Ledger, accounts: readonly Uuid[]): Workload[] {
  const streams = openStreams(accounts, 0)
  const line = (name: string, title: string, callers: number, count: number, pick: Pick) => {
    const transfers = streams.open(pick)
    const send = sendThrough(ledger, transfers, count)
    const run = (seconds: number) => measure({ callers, seconds, send })
    return { name, title, run, created: () => transfers.taken }
  }
  const anywhere = spread(accounts.length)
  return [
    ...[1, 10, 100, 1000].map((count) =>
      line(`batch-${count}`, `in process, requests of ${count}`, 1, count, anywhere),
    ),
    ...[8, 64, 1024].map((callers) =>
      line(`flight-${callers}`, `in process, ${callers} in flight`, callers, 1, anywhere),
    ),
    line('hot', 'in process, 1024 in flight, one hot account', 1024, 1, hot(accounts.length)),
  ]
}

/** Posts the next so many transfers as one request. */
export function sendThrough(
  ledger: Ledger,
  transfers: Transfers,
  count: number,
): () => Promise<number> {
  return async () => {
    const first = transfers.take(count)
    const list = Array.from({ length: count }, (_, offset) => transfers.at(first + offset))
    const outcome = await ledger.post({ transfers: list })
    const refused = outcome.transfers.find(({ status }) => status !== 'created')
    if (refused !== undefined) throw new Error(`a transfer was ${refused.status}`)
    return count
  }
}

export interface HttpOptions {
  /** Opens so many connections: for each run afresh, since the service closes those on which nothing is asked. */
  readonly connect: (connections: number) => WireClient
  readonly callers: number
  /** So many connections that one is free whenever a request is due. */
  readonly crowd: number
}

/** Through HTTP, against a service in a process of its own: as fast as it goes, then at half that rate. */
export function httpWorkloads(
  { connect, callers, crowd }: HttpOptions,
  accounts: readonly Uuid[],
): Workload[] {
  const streams = openStreams(accounts, 100)
  return [1, 100].flatMap((count) => {
    const transfers = streams.open(spread(accounts.length))
    const created = () => transfers.taken
    let fastest = Number.NaN
    const through = async (connections: number, run: (send: Send) => Promise<Measured>) => {
      const client = connect(connections)
      return run(postThrough(client, transfers, count)).finally(() => client.close())
    }
    const asFastAsItGoes = async (seconds: number) => {
      const measured = await through(callers, (send) => measure({ callers, seconds, send }))
      fastest = measured.perSecond
      return measured
    }
    const atHalfThatRate = async (seconds: number) => {
      if (Number.isNaN(fastest)) await asFastAsItGoes(1)
      const perSecond = fastest / 2 / count
      return through(crowd, (send) => measureAtRate({ perSecond, seconds, send }))
    }
    const [name, title] = [`http-${count}`, `HTTP, ${callers} connections, ${count} a request`]
    const openTitle = `HTTP, ${count} a request, at half that rate`
    return [
      { name, title, run: asFastAsItGoes, created },
      { name: `${name}-at-rate`, title: openTitle, run: atHalfThatRate, created },
    ]
  })
}

type Send = () => Promise<number>

/** Posts the next so many transfers in one request. */
export function postThrough(
  client: WireClient,
  transfers: Transfers,
  count: number,
): () => Promise<number> {
  return async () => {
    const text = transfers.body(transfers.take(count), count)
    const { status, body } = await client.post('/api/v1/ledger/transfers', text)
    if (status < 200 || status >= 300 || countOf(body, '"created"') !== count) {
      throw new Error(`${status}: ${body.slice(0, 500)}`)
    }
    return count
  }
}

/** What making a transfer costs the load itself, in microseconds: as an object, and as JSON in requests of 100. */
export function costOfMaking(accounts: readonly Uuid[]): { objectUs: number; jsonUs: number } {
  const transfers = openStreams(accounts, 4000).open(spread(accounts.length))
  const timed = (make: (first: number) => unknown) => {
    const began = performance.now()
    for (let first = 0; first < 100_000; first += 100) make(first)
    return (performance.now() - began) / 100
  }
  const objects = (first: number) =>
    Array.from({ length: 100 }, (_, offset) => transfers.at(first + offset))
  timed(objects)
  return { objectUs: timed(objects), jsonUs: timed((first) => transfers.body(first, 100)) }
}

function countOf(text: string, part: string): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1
  return count
}
