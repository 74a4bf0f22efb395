import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountId, TransferId, Uuid } from '../../src/kernel/ids.ts'
import { EUR, type Unit } from '../../src/kernel/money.ts'
import { writeBook } from '../../src/ledger/book.ts'
import type { BookFormat } from '../../src/ledger/core/book-languages.ts'
import { ACCOUNT_CODES } from '../../src/ledger/core/chart.ts'
import type { Area, Colour } from '../../src/ledger/core/colour.ts'
import { convertedAmount } from '../../src/ledger/core/conversion.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import { createLedger } from '../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { findOrInstall } from '../support/debian.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'
import { propertySeed } from '../support/seed.ts'
import { type ReadBalances, readBeancount, readHledger } from './plain-text.ts'
import { readLog, recompute } from './recomputed.ts'

const run = promisify(execFile)
const JOURNALS = 10_000
const ACCOUNTS_OF_A_UNIT = 60
/** The third has a digit in it, which hledger wants in quotes. */
const UNITS = [EUR, 'MERIT' as Unit, 'T2' as Unit] as const
/** Everything in the third unit is earmarked. */
const EARMARK = { colour: 'WINTER/BIELLA' as Colour, area: 'BIELLA' as Area } as const
const EXCHANGE = 59
const CODES = [...Object.values(ACCOUNT_CODES), 7] as const
const SECONDS = { timeout: 120_000, maxBuffer: 2 ** 28 }

const folder = mkdtempSync(join(tmpdir(), 'book-'))
let database: TestDatabase
let expected: ReadonlyMap<string, { readonly unit: string; readonly balance: bigint }>
const texts = new Map<BookFormat, string>()

beforeAll(async () => {
  database = await createTestDatabase()
  await fill(database)
  const sums = recompute(await readLog(database.db.sql), 2n ** 62n)
  const accounts = await database.db.sql<{ id: AccountId; unit: string }[]>`
    SELECT id, unit FROM ledger_account`
  expected = new Map(
    accounts.map(({ id, unit }) => [id, { unit, balance: sums.get(id)?.balance ?? 0n }]),
  )
  for (const format of ['hledger', 'beancount'] as const) {
    let text = ''
    await writeBook(database.db, format, async (lines) => {
      text += lines
    })
    texts.set(format, text)
    writeFileSync(join(folder, format), text)
  }
}, 300_000)
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await database.drop()
})

describe('the book of 10,000 journals in three units', () => {
  test('tells of each transfer and account what is rare in the tags of its language', () => {
    for (const [format, texted] of texts) {
      const tags = ['reverses', 'reason', 'converts', 'occurred', 'colour', 'area']
      for (const tag of format === 'hledger' ? [...tags, 'date2'] : tags) {
        expect([format, tag, new RegExp(`\\b${tag}: ?"?[-\\w]`).test(texted)]).toEqual([
          format,
          tag,
          true,
        ])
      }
      expect(texted).toContain('found nothing to move')
    }
  })

  test('as an hledger journal passes a strict reader, with the same balances', () => {
    const book = readHledger(texts.get('hledger') ?? '')
    expect(book.assertions).toBe(expected.size)
    expect(book.transactions).toBeGreaterThan(JOURNALS * 0.8)
    expectSame(book.balances)
  })

  test('as a beancount file passes a strict reader, with the same balances', () => {
    const book = readBeancount(texts.get('beancount') ?? '')
    expect(book.assertions).toBe(expected.size)
    expectSame(book.balances)
  })

  test('passes hledger check --strict, and hledger finds the same balances', async () => {
    const isThere = await findOrInstall('hledger', 'hledger')
    process.stdout.write(
      `hledger ${isThere ? 'is here' : 'cannot be had: the strict reader alone'}\n`,
    )
    const file = join(folder, 'hledger')
    if (!isThere) return expectSame(readHledger(texts.get('hledger') ?? '').balances)
    await run('hledger', ['-f', file, 'check', '--strict'], SECONDS)
    const words = ['bal', '--flat', '-E', '-N', '-O', 'csv']
    const { stdout } = await run('hledger', ['-f', file, ...words], SECONDS)
    expectSame(balancesOf(parse(stdout, { columns: true })))
    const broken = join(folder, 'broken.journal')
    writeFileSync(broken, brokenBy(texts.get('hledger') ?? ''))
    await expect(run('hledger', ['-f', broken, 'check', '--strict'], SECONDS)).rejects.toThrow()
  }, 400_000)

  test('passes bean-check, and beancount finds the same balances', async () => {
    const isThere = await findOrInstall('bean-check', 'beancount')
    process.stdout.write(
      `beancount ${isThere ? 'is here' : 'cannot be had: the strict reader alone'}\n`,
    )
    const file = join(folder, 'beancount')
    if (!isThere) return expectSame(readBeancount(texts.get('beancount') ?? '').balances)
    const { stdout: complaints } = await run('bean-check', [file], SECONDS)
    expect(complaints).toBe('')
    const query = 'SELECT account, sum(number) AS amount, currency GROUP BY account, currency'
    const { stdout } = await run('bean-query', ['-f', 'csv', file, query], SECONDS)
    const rows: Record<string, string>[] = parse(stdout, { columns: true, trim: true })
    expectSame(
      balancesOf(
        rows.map(({ account = '', amount, currency }) => ({
          account,
          balance: `${amount} ${currency}`,
        })),
      ),
    )
    const broken = join(folder, 'broken.beancount')
    writeFileSync(broken, brokenBy(texts.get('beancount') ?? ''))
    await expect(run('bean-check', [broken], SECONDS)).rejects.toThrow()
  }, 400_000)

  test.each(['hledger', 'beancount'] as const)(
    'as %s is refused by the reader where a cent was changed',
    (format) => {
      const read = format === 'hledger' ? readHledger : readBeancount
      expect(() => read(brokenBy(texts.get(format) ?? ''))).toThrow('not accepted')
    },
  )
})

test('a book without accounts is a file that both programs would take', async () => {
  const empty = await createTestDatabase()
  for (const format of ['hledger', 'beancount'] as const) {
    let text = ''
    await writeBook(empty.db, format, async (lines) => {
      text += lines
    })
    expect(text).toMatch(/^; .*\n$/)
  }
  await empty.drop()
})

/** Compares with what the log adds up to; a debit is positive in plain-text accounting. */
function expectSame(balances: ReadBalances): void {
  const found = new Map(
    [...balances].map(([name, held]) => [name.split(':').at(-1)?.toLowerCase(), held]),
  )
  for (const [id, { unit, balance }] of expected) {
    const held = [...(found.get(id) ?? [])].filter(([, amount]) => amount !== 0n)
    const wanted = balance === 0n ? [] : [[unit, -balance]]
    expect(held.map(([name, amount]) => [name.replaceAll('"', ''), amount])).toEqual(wanted)
    found.delete(id)
  }
  expect([...found.keys()]).toEqual([])
}

/** What both programs write: account, and amounts like `-12.50 EUR`. */
function balancesOf(rows: readonly Record<string, string>[]): ReadBalances {
  return new Map(
    rows.map(({ account = '', balance = '' }) => {
      const [amount = '0', unit = ''] = balance.trim().split(/\s+/)
      return [account, new Map([[unit, BigInt(amount.replace('.', ''))]])]
    }),
  )
}

/** The same book, with one cent more in the first posting of all. */
function brokenBy(text: string): string {
  const at = /^ {2,4}(?![;\s]).* {2}(?=\d+\.\d\d )/m.exec(text)
  const start = (at?.index ?? 0) + (at?.[0].length ?? 0)
  const [amount = ''] = /^\d+\.\d\d/.exec(text.slice(start)) ?? []
  const more = (BigInt(amount.replace('.', '')) + 1n).toString().padStart(3, '0')
  const changed = `${more.slice(0, -2)}.${more.slice(-2)}`
  return text.slice(0, start) + changed + text.slice(start + amount.length)
}

async function fill({ db }: TestDatabase): Promise<void> {
  // Over the night in which the clocks go back, and the end of the year.
  const runtime = frozenRuntime('book', '2026-10-24T12:00:00Z')
  const ledger = createLedger({ db, runtime, now: runtime.now })
  for (const [u, unit] of UNITS.entries()) {
    const accounts = Array.from({ length: ACCOUNTS_OF_A_UNIT }, (_, n) => ({
      id: accountId(u, n),
      unit,
      code: CODES[n % CODES.length] ?? 7,
      flags: n === EXCHANGE ? (['exchange'] as const) : [],
      ...(u === 2 ? EARMARK : {}),
      origin: n % CODES.length === CODES.length - 1 ? ('raw' as const) : ('programme' as const),
    }))
    await ledger.post({ accounts, transfers: [] })
  }
  let waiting: NewTransfer[] = []
  for (const journal of journals(runtime)) {
    if (waiting.length + journal.length > 1000) {
      await expectCreated(waiting)
      waiting = []
      runtime.advance(2 * 3_600_000 + 7)
    }
    waiting.push(...journal)
  }
  await expectCreated(waiting)
  await ledger.close()

  async function expectCreated(transfers: readonly NewTransfer[]): Promise<void> {
    const outcome = await ledger.post({ transfers })
    expect(outcome.transfers.filter(({ status }) => status !== 'created')).toEqual([])
  }
}

/** Journals of one to four transfers: plain ones, reservations, and what posts or releases an earlier one. */
function* journals(runtime: FrozenRuntime): Generator<readonly NewTransfer[]> {
  const leg = fc.record({
    debit: fc.nat(ACCOUNTS_OF_A_UNIT - 1),
    step: fc.integer({ min: 1, max: ACCOUNTS_OF_A_UNIT - 1 }),
    amount: fc.oneof(fc.bigInt(1n, 99n), fc.bigInt(1n, 1_000_000n), fc.bigInt(1n, 10n ** 12n)),
    code: fc.constantFrom(10, 20, 30, 40, 50, 60, 7),
    kind: fc.constantFrom(
      ...(['plain', 'plain', 'plain', 'plain', 'pending', 'post', 'part', 'void'] as const),
      ...(['balance', 'late', 'reverse'] as const),
    ),
  })
  const journal = fc.record({
    unit: fc.nat(UNITS.length - 1),
    legs: fc.array(leg, { minLength: 1, maxLength: 4 }),
  })
  const open: NewTransfer[][] = UNITS.map(() => [])
  const moved: NewTransfer[][] = UNITS.map(() => [])
  let count = 0
  const seed = propertySeed('book')
  for (const { unit: u, legs } of fc.sample(journal, { numRuns: JOURNALS, seed })) {
    count += 1
    if (count % 100 === 0) yield conversionOf(runtime, legs[0]?.amount ?? 1n)
    yield legs.map((one, index): NewTransfer => {
      const linked = index < legs.length - 1 ? (['linked'] as const) : []
      const isResolving = one.kind === 'post' || one.kind === 'part' || one.kind === 'void'
      const reserved = isResolving ? open[u]?.shift() : undefined
      if (reserved !== undefined) {
        const amount = one.kind === 'part' ? (reserved.amount + 1n) / 2n : 0n
        const flag = one.kind === 'void' ? 'void_pending' : 'post_pending'
        const flags = [...linked, flag] as const
        return { ...reserved, id: runtime.newId(), pendingId: reserved.id, amount, flags }
      }
      const plain: NewTransfer = {
        id: runtime.newId() as TransferId,
        debitAccountId: accountId(u, one.debit),
        creditAccountId: accountId(u, (one.debit + one.step) % ACCOUNTS_OF_A_UNIT),
        amount: one.amount,
        unit: UNITS[u] ?? EUR,
        code: one.code,
        flags: linked,
      }
      switch (one.kind) {
        case 'pending':
          open[u]?.push({ ...plain, flags: [] })
          return { ...plain, flags: [...linked, 'pending'] }
        case 'balance':
          return { ...plain, flags: [...linked, 'balancing_debit'] }
        case 'late':
          moved[u]?.push(plain)
          return { ...plain, occurredAt: micros(1_780_000_000_123_456n + plain.amount) }
        case 'reverse':
          return reversalOf(plain, moved[u]?.shift())
        default:
          return plain
      }
    })
  }
}

/** What brings an amount in EUR, and what hands out three quarters of it in MERIT. */
function conversionOf(runtime: FrozenRuntime, amount: bigint): readonly NewTransfer[] {
  const [source, target] = [runtime.newId(), runtime.newId()]
  const rate = { rateNumerator: 3n, rateDenominator: 4n, rounding: 'up' as const }
  const from = { debitAccountId: accountId(0, 1), creditAccountId: accountId(0, EXCHANGE) }
  const to = { debitAccountId: accountId(1, EXCHANGE), creditAccountId: accountId(1, 1) }
  const [out, merit] = [convertedAmount(amount, rate), UNITS[1]]
  return [
    { ...from, id: source, amount, unit: EUR, code: 7, flags: ['linked'] },
    {
      ...to,
      ...{ id: target, amount: out, unit: merit, code: 7, flags: [] },
      conversion: { of: source, ...rate },
    },
  ]
}

/** Takes back what was moved, or moves something itself where nothing was. */
function reversalOf(plain: NewTransfer, moved: NewTransfer | undefined): NewTransfer {
  if (moved === undefined) return plain
  const { debitAccountId, creditAccountId, amount, id } = moved
  return {
    ...plain,
    debitAccountId: creditAccountId,
    creditAccountId: debitAccountId,
    amount: (amount + 1n) / 2n,
    reversal: { of: id, reason: 'wrong_amount' },
  }
}

function accountId(unit: number, index: number): Uuid {
  return `01900000-a00${unit}-7000-8000-${index.toString().padStart(12, '0')}` as Uuid
}
