import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Tx } from '../../src/db/client.ts'
import type { AccountId, TransferId, Uuid } from '../../src/kernel/ids.ts'
import { EUR, type Unit } from '../../src/kernel/money.ts'
import * as balances from '../../src/ledger/balance-store.ts'
import type { Colour } from '../../src/ledger/core/colour.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import { inSnapshot } from '../../src/ledger/reading.ts'
import * as store from '../../src/ledger/reading-store.ts'
import { createLedger } from '../../src/ledger/service.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { frozenRuntime } from '../support/frozen-runtime.ts'

const TRANSFERS = 100_000
const ACCOUNTS = 2_000
const MERIT = 'MERIT' as Unit
const RARE_CODE = 999
const HALF = BigInt(TRANSFERS / 2)
const WINTER = 'WINTER' as Colour
const NOW = { position: 2n * HALF, before: micros(4_000_000_000_000_000n) }

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await fill(database)
})
afterAll(() => database.drop())

/** The hot account is the debit side of every second transfer. */
const HOT = id('a', 0)
const COLD = id('a', 77)
const moment = { position: HALF, before: micros(4_000_000_000_000_000n) }

// What is asked, and how many rows of the log it may read at most.
const QUESTIONS: readonly [string, number, (tx: Tx) => Promise<unknown>][] = [
  ['a position by its time', 40, (tx) => store.selectMoment(tx, micros(1_800_000_000_000_000n))],
  ['the balance of a hot account', 4, (tx) => balances.selectBalance(tx, HOT, HALF)],
  ['the balance of a cold account', 4, (tx) => balances.selectBalance(tx, COLD, HALF)],
  ['an account with what is reserved', 40, (tx) => balances.selectAccountBalance(tx, moment, HOT)],
  [
    'a page of all balances',
    400,
    (tx) => balances.selectBalances(tx, moment, { after: id('a', 0), limit: 100 }),
  ],
  [
    'a page of a hot statement',
    110,
    (tx) => store.selectEntries(tx, HOT, HALF, { after: 20_000n, limit: 51 }),
  ],
  [
    'a page of a cold statement',
    110,
    (tx) => store.selectEntries(tx, COLD, HALF, { after: 0n, limit: 51 }),
  ],
  [
    'the balance of a hot account by when things happened',
    120,
    (tx) => balances.selectAccountBalance(tx, { ...moment, known: NOW }, HOT),
  ],
  [
    'a page of all balances by when things happened',
    500,
    (tx) =>
      balances.selectBalances(tx, { ...moment, known: NOW }, { after: id('a', 0), limit: 100 }),
  ],
  [
    'transfers of a rare colour',
    20_000,
    (tx) => store.selectTransfers(tx, { colour: WINTER }, 2n * HALF, { after: 0n, limit: 51 }),
  ],
  ['what is reserved', 40, (tx) => store.selectOpenPendings(tx, HOT, moment, 200)],
  [
    'a page of the log',
    51,
    (tx) => store.selectTransfers(tx, {}, HALF, { after: 30_000n, limit: 51 }),
  ],
  [
    'transfers by reference',
    2,
    (tx) => store.selectTransfers(tx, { reference128: id('f', 5) }, HALF, { after: 0n, limit: 51 }),
  ],
  [
    'transfers by the short reference',
    2,
    (tx) => store.selectTransfers(tx, { reference64: 5n }, HALF, { after: 0n, limit: 51 }),
  ],
  [
    'transfers of a hot account',
    110,
    (tx) => store.selectTransfers(tx, { accountId: HOT }, HALF, { after: 0n, limit: 51 }),
  ],
  [
    'transfers of a rare code',
    20_000,
    (tx) => store.selectTransfers(tx, { code: RARE_CODE }, 2n * HALF, { after: 0n, limit: 51 }),
  ],
  [
    'transfers of a rare unit',
    20_000,
    (tx) => store.selectTransfers(tx, { unit: MERIT }, 2n * HALF, { after: 0n, limit: 51 }),
  ],
]

test.each(QUESTIONS)(
  '%s is found in 100,000 transfers by reading at most %i',
  async (_, rowsMax, ask) => {
    const [before, after] = await inSnapshot(database.db, async (tx) => {
      const start = await readSoFar(tx)
      expect(await ask(tx)).not.toEqual([])
      return [start, await readSoFar(tx)]
    })
    expect(after.scans - before.scans).toBe(0n)
    expect(Number(after.rows - before.rows)).toBeLessThanOrEqual(rowsMax)
  },
)

test('the indices for readers alone take less than four bytes for a transfer', async () => {
  const [size] = await database.db.sql<{ bytes: bigint }[]>`
    SELECT sum(pg_relation_size(c.oid))::bigint AS bytes FROM pg_class c
    WHERE c.relname ~ '^ledger_transfer_(debit_pending|credit_pending|reference_128|reference_64|kinds|(debit|credit)_occurred)$'`
  expect(Number(size?.bytes ?? 0n)).toBeGreaterThan(0)
  expect(Number(size?.bytes ?? 0n) / TRANSFERS).toBeLessThan(4)
})

/** How often this connection has read the log from end to end, and how many rows of it in all. */
async function readSoFar(tx: Tx): Promise<{ readonly scans: bigint; readonly rows: bigint }> {
  const [row] = await tx<{ scans: bigint; rows: bigint }[]>`
    SELECT seq_scan AS scans, coalesce(idx_tup_fetch, 0) + seq_tup_read AS rows
    FROM pg_stat_xact_user_tables WHERE relname = 'ledger_transfer'`
  return row ?? { scans: 0n, rows: 0n }
}

function id(kind: 'a' | 'f', index: number): AccountId & TransferId & Uuid {
  return `01900000-${kind}000-7000-8000-${index.toString().padStart(12, '0')}` as Uuid
}

async function fill({ db, ownerUrl }: TestDatabase): Promise<void> {
  const runtime = frozenRuntime('reading plans', '2027-01-15T08:00:00Z')
  const ledger = createLedger({ db, runtime, now: runtime.now, queueMax: TRANSFERS })
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({
    id: id('a', index),
    unit: index < 2 || index > 5 ? EUR : MERIT,
    code: 1,
    flags: [],
    origin: 'raw' as const,
    ...(index < 2 || index > 5 ? {} : { colour: WINTER }),
  }))
  await ledger.post({ accounts: accounts.slice(0, 1000), transfers: [] })
  await ledger.post({ accounts: accounts.slice(1000), transfers: [] })
  for (let start = 0; start < TRANSFERS; start += 1000) {
    runtime.advance(1000)
    const transfers = Array.from({ length: 1000 }, (_, n) => transferOf(start + n, runtime.newId()))
    await ledger.post({ transfers })
  }
  await ledger.close()
  const owner = connect(ownerUrl, { role: null, poolSize: 1 })
  await owner.sql`ANALYZE`
  await owner.sql`SELECT brin_summarize_new_values('ledger_transfer_kinds')`
  await owner.close()
}

/** Every second one debits the hot account; few are rare in code, unit, reference or kind. */
function transferOf(index: number, transferId: Uuid): NewTransfer {
  const isRare = index % 10_000 === 9_000
  const isMerit = index % 10_000 === 5_000
  const cold = id('a', 6 + ((index * 7) % (ACCOUNTS - 6)))
  const other = id('a', 6 + ((index * 7 + 1) % (ACCOUNTS - 6)))
  const isPending = index % 5_000 === 100
  return {
    id: transferId,
    debitAccountId: isMerit ? id('a', 2) : index % 2 === 0 ? HOT : other,
    creditAccountId: isMerit ? id('a', 3) : cold,
    amount: BigInt(1 + (index % 97)),
    unit: isMerit ? MERIT : EUR,
    code: isRare ? RARE_CODE : 1 + (index % 6),
    flags: isPending ? ['pending'] : [],
    ...(index % 1_000 === 10 ? { occurredAt: micros(1_700_000_000_000_000n) } : {}),
    ...(index % 1_000 === 7 ? { reference128: id('f', 5 + Math.trunc(index / 1_000)) } : {}),
    ...(index % 1_000 === 8 ? { reference64: BigInt(5 + Math.trunc(index / 1_000)) } : {}),
  }
}
