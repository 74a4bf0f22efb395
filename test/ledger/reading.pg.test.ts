import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AccountId } from '../../src/kernel/ids.ts'
import type { Colour } from '../../src/ledger/core/colour.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import type { BalanceLine, Moment, StatementEntry } from '../../src/ledger/core/reading.ts'
import { type BookReader, createBookReader } from '../../src/ledger/reading.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'
import { propertySeed } from '../support/seed.ts'
import { newAccount, newTransfer } from './accounts.ts'
import { type LogRow, readLog, recompute, recomputeOccurred } from './recomputed.ts'
import { sequenceId } from './sequence-ids.ts'
import { inSpace, type Step, sequences } from './sequences.ts'

const SEQUENCES = 15
const DAY_MS = 86_400_000

/** A payment that is recorded a day after it happened. */
const RECORDED_LATE: readonly Step[] = [
  {
    waitSeconds: 1,
    requests: [
      {
        accounts: [newAccount(sequenceId('a', 1, 0)), newAccount(sequenceId('a', 2, 0))],
        transfers: [
          {
            ...newTransfer(sequenceId('t', 1, 0), sequenceId('a', 1, 0), sequenceId('a', 2, 0)),
            occurredAt: micros(BigInt(Date.parse('2027-01-14T08:00:00Z')) * 1000n),
          },
        ],
        rules: { rawOnly: false },
      },
    ],
  },
]

let database: TestDatabase
let runtime: FrozenRuntime
let ledger: Ledger
let books: BookReader

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = frozenRuntime('reading', '2027-01-15T08:00:00Z')
  ledger = createLedger({ db: database.db, runtime, now: runtime.now })
  books = createBookReader({ db: database.db, now: runtime.now })
})
afterAll(async () => {
  await ledger.close()
  await database.drop()
})

test('balances as of any instant and statements of any period are what all transfers add up to', async () => {
  let space = 0
  let compared = 0
  let late = 0
  await fc.assert(
    fc.asyncProperty(
      sequences(0),
      fc.array(fc.record({ from: fc.nat(), to: fc.nat(), limit: fc.integer({ min: 1, max: 7 }) }), {
        minLength: 3,
        maxLength: 3,
      }),
      async (steps, periods) => {
        space += 1
        runtime.advance(DAY_MS)
        const kept: { moment: Moment; lines: readonly BalanceLine[] }[] = []
        for (const step of inSpace(steps, space)) {
          runtime.advance(step.waitSeconds * 1000)
          await Promise.all(
            step.requests.map(({ accounts, transfers, rules }) =>
              ledger.post({ accounts, transfers }, rules),
            ),
          )
          runtime.advance(1)
          const moment = await books.moment()
          kept.push({ moment, lines: await linesOf(space, moment) })
          await expectCounters(space, moment)
        }
        runtime.advance(70_000)
        const prefix = sequenceId('a', 0, space).slice(0, 9)
        const log = await readLog(database.db.sql, prefix)
        for (const before of instantsOf(log)) {
          const moment = await books.moment(micros(before))
          expect(moment.position).toBe(await positionBefore(before))
          await expectRecomputed(space, log, moment)
          compared += 1
        }
        late += await expectOccurred(space, log)
        // What was read as of a moment is read the same ever after.
        for (const { moment, lines } of kept) expect(await linesOf(space, moment)).toEqual(lines)
        for (const period of periods) await expectStatements(space, log, period)
      },
    ),
    {
      numRuns: SEQUENCES,
      seed: propertySeed('reading the books'),
      examples: [[RECORDED_LATE, [{ from: 0, to: 1, limit: 1 }]]],
    },
  )
  expect(compared).toBeGreaterThan(SEQUENCES * 2)
  // Of the random sequences some have none; the one written down has two accounts that differ.
  expect(late).toBeGreaterThan(1)
}, 240_000)

test('the trial balance and the groups of any moment are the same balances, and come to nothing', async () => {
  const log = await readLog(database.db.sql)
  const middle = log[Math.floor(log.length / 2)]?.at ?? 0n
  for (const moment of [await books.moment(), await books.moment(micros(middle))]) {
    const lines: BalanceLine[] = []
    for await (const some of books.allBalances(moment)) lines.push(...some)
    expect(lines.length).toBeGreaterThan(SEQUENCES)
    const ordered: BalanceLine[] = []
    for await (const some of books.trialBalance(moment)) ordered.push(...some)
    const key = ({ unit, colour, code, id }: BalanceLine) =>
      `${unit} ${colour ?? ''} ${String(code).padStart(5, '0')} ${id}`
    expect(ordered).toEqual([...lines].sort((a, b) => (key(a) < key(b) ? -1 : 1)))
    const units = new Map<string, bigint>()
    for (const group of await books.groups(moment)) {
      const same = lines.filter(
        ({ unit, colour, code, origin }) =>
          unit === group.unit &&
          colour === group.colour &&
          code === group.code &&
          origin === group.origin,
      )
      expect(group.accounts).toBe(BigInt(same.length))
      expect(group.balance).toBe(same.reduce((sum, { balance }) => sum + balance, 0n))
      const kind = `${group.unit} ${group.colour}`
      units.set(kind, (units.get(kind) ?? 0n) + group.balance)
    }
    expect([...units.values()].every((sum) => sum === 0n)).toBe(true)
  }
})

test('a filter finds exactly the transfers that fit it, in the order of the log, page by page', async () => {
  const { sql } = database.db
  const until = (await books.moment()).position
  const all = await readLog(sql)
  const some = all[Math.floor(all.length / 3)]
  if (some === undefined) throw new Error('the log is empty')
  const hot = some.debit as AccountId
  const coloured = await sql<
    { id: string }[]
  >`SELECT id FROM ledger_account WHERE colour = 'WINTER'`
  const winter = new Set(coloured.map(({ id }) => id))
  const filters = [
    { filter: {}, fits: () => true },
    {
      filter: { amountMin: 5n, amountMax: 9n },
      fits: (row: LogRow) => row.amount >= 5n && row.amount <= 9n,
    },
    { filter: { accountId: hot }, fits: (row: LogRow) => row.debit === hot || row.credit === hot },
    {
      filter: { accountId: hot, amountMin: 10n },
      fits: (row: LogRow) => (row.debit === hot || row.credit === hot) && row.amount >= 10n,
    },
    { filter: { code: 4711 }, fits: () => false },
    {
      filter: { colour: 'WINTER' as Colour },
      fits: (row: LogRow) => winter.has(row.debit),
    },
  ]
  for (const { filter, fits } of filters) {
    const found: bigint[] = []
    for await (const rows of books.allTransfers(filter, { after: 0n, until })) {
      found.push(...rows.map(({ position }) => position))
    }
    expect(found).toEqual(all.filter(fits).map(({ position }) => position))
    const paged: bigint[] = []
    for (let after = 0n; ; ) {
      const { transfers, hasMore } = await books.transfers(filter, until, { after, limit: 173 })
      paged.push(...transfers.map(({ position }) => position))
      after = paged.at(-1) ?? 0n
      if (!hasMore) break
    }
    expect(paged).toEqual(found)
  }
})

async function linesOf(space: number, moment: Moment): Promise<readonly BalanceLine[]> {
  const lines: BalanceLine[] = []
  let after = sequenceId('a', 0, space)
  for (;;) {
    const page = await books.balances(moment, { limit: 3, after })
    const own = page.lines.filter(({ id }) => id.startsWith(after.slice(0, 9)))
    lines.push(...own)
    const last = own.at(-1)
    if (!page.hasMore || last === undefined || own.length < page.lines.length) return lines
    after = last.id
  }
}

/** As of now, the balances are the counters that the ledger itself keeps. */
async function expectCounters(space: number, moment: Moment): Promise<void> {
  const lines = await linesOf(space, moment)
  const states = await ledger.findAccounts(lines.map(({ id }) => id))
  for (const line of lines) {
    const state = states.get(line.id)
    expect(line).toMatchObject({
      balance: (state?.creditsPosted ?? 0n) - (state?.debitsPosted ?? 0n),
      debitsPending: state?.debitsPending,
      creditsPending: state?.creditsPending,
    })
  }
}

async function expectRecomputed(space: number, log: readonly LogRow[], moment: Moment) {
  const expected = recompute(log, moment.before)
  const lines = await linesOf(space, moment)
  for (const { id, balance, debitsPending, creditsPending } of lines) {
    const zero = { balance: 0n, debitsPending: 0n, creditsPending: 0n }
    expect({ balance, debitsPending, creditsPending }).toEqual(expected.get(id) ?? zero)
    expected.delete(id)
  }
  expect([...expected.keys()]).toEqual([])
}

/** By when things happened: as many balances as differ from those by when they were recorded. */
async function expectOccurred(space: number, log: readonly LogRow[]): Promise<number> {
  let differing = 0
  const happened = log.flatMap(({ occurredAt }) =>
    occurredAt === null ? [] : [occurredAt, occurredAt + 1n],
  )
  for (const before of [...happened.slice(0, 4), ...instantsOf(log).slice(-2)]) {
    const expected = recomputeOccurred(log, before)
    const recorded = recompute(log, before)
    const moment = await books.moment(micros(before), 'occurred')
    const lines = await linesOf(space, moment)
    for (const { id, balance } of lines) {
      expect([id, balance]).toEqual([id, expected.get(id) ?? 0n])
      if (balance !== (recorded.get(id)?.balance ?? 0n)) differing += 1
    }
    const shown = new Set(lines.map(({ id }) => id))
    expect([...expected.keys()].filter((id) => !shown.has(id))).toEqual([])
    const first = lines[0]
    if (first !== undefined) expect(await books.balance(first.id, moment)).toEqual(first)
    const sums = new Map<string, bigint>()
    for (const { unit, colour, balance } of await books.groups(moment)) {
      const kind = `${unit} ${colour}`
      sums.set(kind, (sums.get(kind) ?? 0n) + balance)
    }
    expect([...sums.values()].every((sum) => sum === 0n)).toBe(true)
  }
  return differing
}

async function expectStatements(
  space: number,
  log: readonly LogRow[],
  period: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<void> {
  const instants = instantsOf(log)
  const [from = 0n, to = 0n] = [period.from, period.to]
    .map((n) => instants[n % instants.length] ?? 0n)
    .sort((a, b) => Number(a - b))
  const [start, end] = [await books.moment(micros(from)), await books.moment(micros(to))]
  const stretch = { after: start.position, until: end.position }
  for (const { id } of await linesOf(space, end)) {
    const entries: StatementEntry[] = []
    let after = stretch.after
    for (;;) {
      const page = await books.statement(id, stretch, { after, limit: period.limit })
      expect(page?.openingBalance).toBe(recompute(log, from).get(id)?.balance ?? 0n)
      expect(page?.closingBalance).toBe(recompute(log, to).get(id)?.balance ?? 0n)
      entries.push(...(page?.entries ?? []))
      if (page?.hasMore !== true) break
      expect(page.entries).toHaveLength(period.limit)
      after = entries.at(-1)?.position ?? after
    }
    const moved = log.filter(
      ({ at, flags, debit, credit }) =>
        at >= from && at < to && (flags & 10) === 0 && (debit === id || credit === id),
    )
    expect(
      entries.map(({ position, amount, side, counterAccountId }) => ({
        position,
        amount,
        side,
        counterAccountId,
      })),
    ).toEqual(
      moved.map(({ position, amount, debit, credit }) => ({
        position,
        amount,
        side: debit === id ? 'debit' : 'credit',
        counterAccountId: debit === id ? credit : debit,
      })),
    )
    let running = recompute(log, from).get(id)?.balance ?? 0n
    for (const { side, amount, balance } of entries) {
      running += side === 'credit' ? amount : -amount
      expect(balance).toBe(running)
    }
    const open = await books.openPendings(id, end, 100)
    const sum = (side: 'debit' | 'credit') =>
      open.filter((one) => one.side === side).reduce((all, { amount }) => all + amount, 0n)
    const expected = recompute(log, to).get(id)
    expect([sum('debit'), sum('credit')]).toEqual([
      expected?.debitsPending ?? 0n,
      expected?.creditsPending ?? 0n,
    ])
  }
}

async function positionBefore(before: bigint): Promise<bigint> {
  const [row] = await database.db.sql<{ position: bigint }[]>`
    SELECT coalesce(max(position), 0) AS position FROM ledger_log
    WHERE recorded_at < ledger_instant(${before}::bigint)`
  return row?.position ?? 0n
}

/** The instants at which something changes, and those just beside them. */
function instantsOf(log: readonly LogRow[]): readonly bigint[] {
  const changes = log.flatMap(({ at, timeoutSeconds }) =>
    timeoutSeconds === 0 ? [at] : [at, at + BigInt(timeoutSeconds) * 1_000_000n],
  )
  const all = new Set(changes.flatMap((at) => [at, at + 1n]))
  return [...all].sort((a, b) => Number(a - b)).slice(-16)
}
