/**
 * What wallets cost that nobody touches: what is outstanding of them with demurrage as of any day, and the statement of
 * one that slept for two years. Each beside a plainer way to the same figure.
 *
 *     npx tsx test/bench/wallets.ts [wallets]
 */
import { createServices } from '../../src/app.ts'
import { totalOf } from '../../src/currency/core/holding.ts'
import { ageUnder } from '../../src/currency/core/instrument.ts'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import { selectWorth } from '../../src/currency/outstanding-store.ts'
import { connect } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'
import { addDays, type Day, romeDay } from '../../src/kernel/days.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { frozenRuntime } from '../support/frozen-runtime.ts'
import { atStand, SECRET } from './stand.ts'
import { say, tell } from './table.ts'

const WALLETS = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = 5
const DAYS = 730
const DAY_MS = 24 * 60 * 60 * 1000
const SLEEPERS = 50

/** Wallets with a lot each, received in the course of a year. Written past the service: it takes a minute, not hours. */
async function fill(url: string, instrumentId: string, first: Day): Promise<void> {
  const owner = connect(url, { role: null })
  const { sql } = owner
  const id = sql`('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
  await sql`insert into ledger_account (id, number, unit, code, flags, origin, created_at)
    select ${id}, 1000000 + n, 'CRC', 2220, 0, 'programme', now() from generate_series(1, ${WALLETS}::int) as n`
  await sql`insert into currency_wallet (id, instrument_id, party, holder_id, opened_at)
    select ${id}, ${instrumentId}, 'person', 'P' || n, now() from generate_series(1, ${WALLETS}::int) as n`
  await sql`insert into currency_lot (wallet_id, instrument_id, amount, received_on, valued_on)
    select ${id}, ${instrumentId}, 1 + n::bigint * 7919 % 1000003, ${first}::date + n % 365, ${first}::date + n % 365
    from generate_series(1, ${WALLETS}::int) as n`
  await sql`analyze currency_lot, currency_wallet, ledger_account`
  await owner.close()
}

/** So many lots are asked one by one: all would take minutes. */
const ONE_BY_ONE = 10_000

/** What some lots are worth, by reading each and asking the functions of a single wallet. */
async function oneByOne(
  { sql }: ReturnType<typeof connect>,
  instrument: Parameters<typeof ageUnder>[0],
  day: Day,
): Promise<bigint> {
  let worth = 0n
  const lots = sql<{ amount: bigint; valuedOn: Day }[]>`
    select amount, valued_on::text as "valuedOn" from currency_lot
    where valued_on <= ${day} and (closed_on is null or closed_on > ${day}) order by id limit ${ONE_BY_ONE}`
  for await (const rows of lots.cursor(10_000)) {
    for (const { amount, valuedOn } of rows) {
      const lot = { amount, receivedOn: valuedOn, valuedOn, lastDay: null }
      worth += totalOf(ageUnder(instrument, [lot], day).holding)
    }
  }
  return worth
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const begun = performance.now()
  const value = await work()
  return { ms: performance.now() - begun, value }
}

const medianOf = (times: readonly number[]) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

await atStand(async (stand, closers) => {
  await stand.create('wallets')
  const url = stand.urlOf('wallets')
  await migrate({ ownerUrl: url, runtime: systemRuntime })
  const db = connect(url)
  closers.push(() => db.close())
  const runtime = frozenRuntime('wallets')
  const services = createServices({
    db,
    runtime,
    publicUrl: 'https://bench.example',
    secret: SECRET,
  })
  closers.push(() => services.ledger.close())
  await services.network.addTerritories([
    { id: 'BI', name: 'Biella', kind: 'province', parentId: null },
  ])
  const point = { id: 'BI-SC', name: 'Centre', territoryId: 'BI', unit: 'EUR' as Unit }
  await services.network.addContactPoint({ ...point, envelope: 1n })
  const preset = INSTRUMENT_PRESETS.find(({ key }) => key === 'circles')
  if (preset === undefined) throw new Error('there is no such preset')
  const first = romeDay(runtime.now())
  const version = { rules: preset.rules, validFrom: first, preparedBy: runtime.newId() }
  const unit = preset.rules.unit as Unit
  const given = { id: 'CIRCLES', programmeId: 'FRANOI-2', unit }
  const instrument = await services.currency.addInstrument(given, version)
  tell(`${WALLETS} wallets are written`)
  await fill(url, 'CIRCLES', first)

  const sleepers = await sleep(services, runtime)
  for (const days of [365, DAYS]) {
    const day = addDays(first, days)
    const rounds: { ms: number; value: bigint }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(await timed(() => selectWorth(db.sql, instrument, day)))
    }
    const ms = medianOf(rounds.map((round) => round.ms))
    const some = await timed(() => oneByOne(db, instrument, day))
    const all = (some.ms * WALLETS) / ONE_BY_ONE
    say(`outstanding of ${WALLETS} wallets after ${days} days: ${ms.toFixed(0)} ms`)
    say(`  one by one, from ${ONE_BY_ONE} of them: ${(all / ms).toFixed(0)} times as long`)
  }
  const times: number[] = []
  for (const id of sleepers) {
    const { ms } = await timed(async () => {
      await services.currency.getPurse(id)
      return services.currency.statement(id, { limit: 50 })
    })
    times.push(ms)
  }
  const slowest = Math.max(...times)
  say(
    `statement of a wallet that slept ${DAYS} days: ${medianOf(times).toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`,
  )
})

/** Some wallets that the service itself opened and gave something, two years before. */
async function sleep(
  { currency, minting, plans }: ReturnType<typeof createServices>,
  runtime: ReturnType<typeof frozenRuntime>,
) {
  const ids = Array.from({ length: SLEEPERS }, (_, index) => `S-${index}`)
  await plans.addBeneficiaries(
    ids.map((id) => ({ id, contactPointId: 'BI-SC', householdSize: 1, language: 'fr' })),
  )
  const wallets = await Promise.all(ids.map((id) => currency.openWallet('CIRCLES', 'person', id)))
  runtime.advance(DAY_MS)
  await Promise.all(wallets.map((id) => minting.fetch(id, { id })))
  runtime.advance(DAYS * DAY_MS)
  return wallets
}
