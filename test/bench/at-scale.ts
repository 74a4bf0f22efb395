import { parseArgs } from 'node:util'
import { connect } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { runCommand } from '../support/program.ts'
import { type Crowd, openCrowd } from './crowd.ts'
import { findListPages } from './list-pages.ts'
import { type Measured, measure, median, quantile } from './measure.ts'
import { atStand, type Closers, checkBooks, SECRET, type Stand, serveBooks } from './stand.ts'
import { machine, say, sayTable, shown, tell } from './table.ts'
import { WireClient } from './wire-client.ts'

// Every list and a redemption in a programme of many people, beside one that has just begun: see README.md.

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    vouchers: { type: 'string', default: '100000' },
    redemptions: { type: 'string', default: '1000000' },
    asks: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
  },
})
const PUBLIC_URL = 'https://vouchers.example.org'
const LIST_P95_MS = 100
const REDEMPTION_RATIO = 1.3
/** A programme that has just begun. */
const SMALL = { people: 200, vouchers: 5000, redemptions: 0 }
const LARGE = {
  people: Number(values.people),
  vouchers: Number(values.vouchers),
  redemptions: Number(values.redemptions),
}
const WARM = 5
const SIZES = ['small', 'large'] as const
type Size = (typeof SIZES)[number]
const LOADS = { 'one till': 1, '64 tills': 64 } as const
type Load = keyof typeof LOADS

interface Served {
  readonly url: string
  readonly crowd: Crowd
  readonly env: Readonly<Record<string, string>>
}

await atStand(async (stand, closers) => {
  const served = {
    small: await serve(stand, closers, 'small'),
    large: await serve(stand, closers, 'large'),
  }
  const missed = [await measureLists(served.large), await measureRedemptions(served)].flat()
  await check(served.large)
  say(missed.length === 0 ? '\nPASS' : `\nMISS: ${missed.length}, each marked above`)
})

/** Makes a programme of a size, and starts the service on it. */
async function serve(stand: Stand, closers: Closers, size: Size): Promise<Served> {
  await stand.create(size)
  const url = stand.urlOf(size)
  await migrate({ ownerUrl: url, runtime: systemRuntime })
  const db = connect(url)
  const began = performance.now()
  const crowd = await openCrowd({
    ...(size === 'small' ? SMALL : LARGE),
    ...{ db, publicUrl: PUBLIC_URL, secret: SECRET },
  })
  closers.push(() => db.close(), crowd.services.ledger.close)
  tell(`${size}: made in ${shown((performance.now() - began) / 1000)} s`)
  await stand.analyse(size)
  const service = await serveBooks(url, { FRANOI_PUBLIC_URL: PUBLIC_URL })
  closers.push(service.dispose)
  return { url: service.url, crowd, env: service.env }
}

/** Asks for each list many times, one at a time. Returns what was too slow. */
async function measureLists({ url, crowd }: Served): Promise<readonly string[]> {
  const rows: (readonly string[])[] = []
  const missed: string[] = []
  for (const { title, ask } of await findListPages({ url, publicUrl: PUBLIC_URL, crowd })) {
    const times: number[] = []
    for (let count = 0; count < WARM + Number(values.asks); count += 1) {
      const began = performance.now()
      await ask()
      if (count >= WARM) times.push(performance.now() - began)
    }
    const sorted = Float64Array.from(times).sort()
    const [p50, p95] = [quantile(sorted, 0.5), quantile(sorted, 0.95)]
    const isMet = p95 < LIST_P95_MS
    if (!isMet) missed.push(title)
    rows.push([title, shown(p50, 1), shown(p95, 1), isMet ? 'PASS' : 'MISS'])
    tell(`${title}: p95 ${shown(p95, 1)} ms`)
  }
  const { people, vouchers, redemptions } = LARGE
  say(`\n${people} people, ${vouchers} vouchers, ${redemptions} redemptions; ${machine()}.\n`)
  sayTable(['list', 'p50 ms', 'p95 ms', `below ${LIST_P95_MS}`], rows)
  return missed
}

/** The same load on both programmes in turn. Returns what was too slow. */
async function measureRedemptions(
  served: Readonly<Record<Size, Served>>,
): Promise<readonly string[]> {
  const results = new Map<Load, Record<Size, Measured[]>>()
  const { small, large } = served
  const count = Math.min(small.crowd.cards.length, large.crowd.cards.length)
  const redeemers = { small: redeemer(small.crowd, count), large: redeemer(large.crowd, count) }
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    for (const load of Object.keys(LOADS) as Load[]) {
      const both = results.get(load) ?? { small: [], large: [] }
      results.set(load, both)
      for (const size of SIZES) {
        const { url, crowd } = served[size]
        const tills = new WireClient(url, crowd.keys, LOADS[load])
        const send = () => redeemers[size](tills)
        const callers = LOADS[load]
        both[size].push(await measure({ callers, seconds: Number(values.seconds), send }))
        tills.close()
      }
      tell(`round ${round}: ${load}`)
    }
  }
  return sayRedemptions(results)
}

function sayRedemptions(results: ReadonlyMap<Load, Record<Size, Measured[]>>): readonly string[] {
  const missed: string[] = []
  const rows = [...results].flatMap(([load, both]) => {
    const ratio = median(
      both.large.map(({ p50Ms }, round) => p50Ms / (both.small[round]?.p50Ms ?? 0)),
    )
    const isMet = ratio <= REDEMPTION_RATIO
    if (!isMet) missed.push(`a redemption, ${load}`)
    return SIZES.map((size) => {
      const of = (key: keyof Measured) => median(both[size].map((one) => one[key]))
      const verdict = size === 'small' ? '' : `${shown(ratio, 2)} ${isMet ? 'PASS' : 'MISS'}`
      const words = [`${load}, ${size}`, shown(of('perSecond')), shown(of('p50Ms'), 2)]
      return [...words, shown(of('p99Ms'), 1), verdict]
    })
  })
  say()
  sayTable(
    ['redemption', 'a second', 'p50 ms', 'p99 ms', `large / small, at most ${REDEMPTION_RATIO}`],
    rows,
  )
  return missed
}

/**
 * Redeems one cent of the next card. On both sides as many cards, here spread over all that there are: what the service
 * remembers of them is then as much, and what it looks them up in is not.
 */
function redeemer(
  { cards: all }: Crowd,
  cardCount: number,
): (client: WireClient) => Promise<number> {
  const stride = Math.floor(all.length / cardCount)
  const cards = Array.from({ length: cardCount }, (_, index) => all[index * stride] ?? '')
  let count = 0
  return async (client) => {
    count += 1
    const id = systemRuntime.newId()
    // A step that shares no divisor with their number visits all cards before any of them again.
    const qr = cards[(count * 7919) % cards.length] ?? ''
    const text = `{"id":"${id}","qr":"${qr}","amount":"1"}`
    const { status, body } = await client.post('/api/v1/redemptions', text)
    if (status !== 201) throw new Error(`a redemption was answered ${status}: ${body}`)
    return 1
  }
}

/** Figures of wrong books would be worth nothing. */
async function check({ crowd, env }: Served): Promise<void> {
  await checkBooks(crowd.services.ledger)
  const { exitCode, output, messages } = await runCommand(['audit'], env)
  if (exitCode !== 0) throw new Error(`fra-noi audit found faults: ${output}${messages}`)
  say(`\n${(output.trim() || messages.trim()).split('\n').at(-1)}`)
}
