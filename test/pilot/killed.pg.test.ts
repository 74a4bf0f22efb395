import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { buildIfStale } from '../support/build.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { changedPilot, removeCopies } from './folders.ts'

const PROGRAM = join(packageRoot(), 'src', 'command', 'fra-noi.js')
const VOUCHERS = 800
const PARTNERS = 300

let test: TestDatabase

beforeAll(async () => {
  await buildIfStale()
  test = await createTestDatabase()
})
afterAll(async () => {
  await test.drop()
  await removeCopies()
})

/** A pilot that takes a while: many partners and many vouchers of one cent above the smallest amount. */
async function largePilot(): Promise<string> {
  const rows = (count: number, row: (number: number) => string) =>
    Array.from({ length: count }, (_, index) => `${row(index + 1)}\n`).join('')
  return changedPilot({
    'partners.csv': `id;name;territory;kind;categories\n${rows(PARTNERS, (n) => `P-${n};Bottega ${n};biella;shop;food`)}`,
    'contact-points.csv':
      'id;name;territory;envelope\nBI-1;A;biella;8.008,00\nBI-2;B;biella;0\nMT-1;C;matera;0\n',
    'vouchers.csv': `code;product;beneficiary;amount\n${rows(VOUCHERS, (n) => `N-${n};SPESA;BI-P-001;10,01`)}`,
  })
}

/** `fra-noi import`, as a process of its own. */
function startImport(folder: string) {
  const child = spawn(process.execPath, [PROGRAM, 'import', folder], {
    env: {
      DATABASE_URL: test.url,
      FRANOI_SECRET: 'the secret of a test, long enough for it',
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stdout.on('data', (chunk) => said.push(String(chunk)))
  child.stderr.on('data', (chunk) => said.push(String(chunk)))
  return { child, ended: once(child, 'close'), said }
}

async function count(table: 'partner' | 'voucher'): Promise<number> {
  const [row] = await test.db.sql<{ n: number }[]>`
    select count(*)::int as n from ${test.db.sql(table)}`
  return row?.n ?? 0
}

it('an import that is killed again and again is completed by the next one, with nothing twice', async () => {
  const folder = await largePilot()
  for (const [table, enough] of [
    ['partner', 1],
    ['voucher', 1],
    ['voucher', VOUCHERS / 2],
  ] as const) {
    const { child, ended, said } = startImport(folder)
    while ((await count(table)) < enough && child.exitCode === null) await wait(2)
    child.kill('SIGKILL')
    await ended
    expect(child.signalCode, said.join('')).toBe('SIGKILL')
    expect(await count('voucher')).toBeLessThan(VOUCHERS)
  }
  const last = startImport(folder)
  await last.ended
  expect(last.said.join('')).toMatch(/partners\.csv: \d+ new, \d+ unchanged\n(.*\n)*Imported:/)
  expect(last.child.exitCode).toBe(0)
  expect([await count('partner'), await count('voucher')]).toEqual([PARTNERS, VOUCHERS])
  const [books] = await test.db.sql<{ issued: bigint; left: bigint; orphans: number }[]>`
    select
      (select sum(credits_posted)::bigint from ledger_account where code = 2210) as issued,
      (select sum(credits_posted - debits_posted)::bigint from ledger_account where code = 2110) as left,
      (select count(*)::int from ledger_account a where a.code in (2110, 2210, 2310)
        and not exists (select from voucher where id = a.id)
        and not exists (select from partner where payable_account_id = a.id)
        and not exists (select from contact_point where envelope_account_id = a.id)) as orphans`
  expect(books).toEqual({ issued: 1001n * BigInt(VOUCHERS), left: 0n, orphans: 0 })
})
