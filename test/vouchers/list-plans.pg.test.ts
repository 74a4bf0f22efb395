import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessLogPage, createAccessLog } from '../../src/access/access-log.ts'
import { connect, type Database, type Sql } from '../../src/db/client.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { selectPeople } from '../../src/plans/people-store.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { VoucherStatus } from '../../src/vouchers/core/status.ts'
import { listRedemptions } from '../../src/vouchers/redemption-store.ts'
import { listVouchers, listVouchersOf, type VoucherFilter } from '../../src/vouchers/store.ts'
import { listSpending } from '../../src/vouchers/wallet-store.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const VOUCHERS = 20_000
/** As many people as each has vouchers. */
const PEOPLE = 2_000
const LIMIT = 51
const TODAY = '2026-06-01' as Day
/** Of 20,000: a page, once more to read it whole, and where every tenth voucher is of a place, those between. */
const ROWS_MAX = LIMIT * 16

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await furnish(database)
})
afterAll(() => database?.drop())

const oldest = (index: number) =>
  `0190b000-0000-7000-8000-${String(index).padStart(12, '0')}` as Uuid
const vouchers =
  (filter: VoucherFilter & { after?: Uuid }, places?: readonly string[]) => (sql: Sql) =>
    listVouchers(sql, { limit: LIMIT, today: TODAY, ...filter }, places)
const entries = (page: Omit<AccessLogPage, 'limit'>) => (sql: Sql) =>
  createAccessLog({ db: { ...database.db, sql }, runtime: systemRuntime }).list({
    ...{ limit: LIMIT, ...page },
  })

type Question = readonly [string, number, (sql: Sql) => Promise<readonly unknown[]>]

/** How many of each status there are; what is left can be spent. */
const RARE: Readonly<Record<Exclude<VoucherStatus, 'active'>, number>> = {
  ...{ used_up: 20, expired: 20, blocked: 20, cancelled: 20, replaced: 20, issued: 20 },
}

// What is asked, how many it finds, and the question.
const QUESTIONS: readonly Question[] = [
  ['the newest', LIMIT, vouchers({})],
  ['a page far back', LIMIT, vouchers({ after: oldest(9000) })],
  ['what can be spent', LIMIT, vouchers({ status: 'active' })],
  ...Object.entries(RARE).map(
    ([status, count]): Question => [
      `what is ${status}`,
      count,
      vouchers({ status: status as VoucherStatus }),
    ],
  ),
  ['what is blocked at one of two small places', 2, vouchers({ status: 'blocked' }, ['CP-9', 'X'])],
  ['at a place that has few', 20, vouchers({}, ['SMALL'])],
  ['at a place that has none', 0, vouchers({}, ['NONE'])],
  ['at two places', LIMIT, vouchers({}, ['CP-1', 'SMALL'])],
  ['what ends soon', 0, vouchers({ status: 'active', expiresUntil: '2026-06-15' as Day })],
  ['those of a person', 10, vouchers({ beneficiaryId: 'B-00077' })],
  ['the one with a code', 1, vouchers({ serial: 77n })],
  ['those in a person’s hands', 10, (sql) => listVouchersOf(sql, 'B-00077', LIMIT)],
  ['what a person spent', 20, (sql) => listSpending(sql, 'B-00077', { limit: LIMIT })],
  ['redemptions', LIMIT, (sql) => listRedemptions(sql, { limit: LIMIT })],
  [
    'redemptions of a shop that has few',
    20,
    (sql) => listRedemptions(sql, { limit: LIMIT, partnerId: 'S-RARE' }),
  ],
  [
    'a page of people',
    LIMIT,
    (sql) => selectPeople(sql, { limit: LIMIT, after: 'B-00500', today: '2026-06-01' as Day }),
  ],
  ['the log', LIMIT, entries({})],
  ['a rare action in the log', 20, entries({ action: 'key.created' })],
  ['what was refused', 20, entries({ outcome: 'refused' })],
  ['what was done to somebody', 10, entries({ subjectId: 'B-00077' })],
  ['what somebody did who did nothing', 0, entries({ actorId: oldest(1) })],
]

describe.each(QUESTIONS)('%s', (_, count, ask) => {
  test(`is found among ${VOUCHERS} by reading a few rows, of no table from end to end`, async () => {
    const [before, after] = await database.db.sql.begin('read only', async (tx) => {
      const sql = tx as unknown as Sql
      const start = await rowsRead(sql)
      expect(await ask(sql)).toHaveLength(count)
      return [start, await rowsRead(sql)]
    })
    for (const [index, { table, scans, rows }] of after.entries()) {
      const start = before[index]
      expect([table, scans]).toEqual([table, start?.scans])
      expect(rows - (start?.rows ?? 0), table).toBeLessThanOrEqual(ROWS_MAX)
    }
  })
})

/** What this connection has read, and not told of yet, of the tables that grow with the programme. */
function rowsRead(sql: Sql) {
  return sql<{ table: string; scans: number; rows: number }[]>`
    select relname as table, seq_scan::int as scans,
      (coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as rows
    from pg_stat_xact_user_tables
    where relname in ('voucher', 'ledger_account', 'redemption', 'access_log', 'beneficiary')
    order by relname`
}

/** Rows as a programme leaves them, what is rare among the oldest; written past the rules, which they would pass. */
async function furnish({ ownerUrl }: TestDatabase): Promise<void> {
  const owner = connect(ownerUrl, { role: null, poolSize: 1 })
  try {
    await owner.sql`set session_replication_role = replica`
    await writePeople(owner)
    await writeVouchers(owner)
    await writeWhatWasDone(owner)
    await owner.sql`analyze`
  } finally {
    await owner.close()
  }
}

async function writePeople({ sql }: Database): Promise<void> {
  await sql`
    insert into product (id, name, unit, categories, min_amount, max_amount, validity_days)
    values ('FOOD', 'Food', 'EUR', '{food}', 100, 100000, 90)`
  await sql`
    insert into partner (id, name, territory_id, kind, categories, status, unit, payable_account_id, created_at)
    select id, id, 'BI', 'shop', '{food}', 'active', 'EUR', gen_random_uuid(), now()
    from unnest(array['S-1', 'S-2', 'S-RARE']) id`
  await sql`
    insert into beneficiary (id, contact_point_id, household_size, language)
    select 'B-' || lpad(n::text, 5, '0'), 'CP-' || n % 10, 1, 'fr'
    from generate_series(0, ${PEOPLE - 1}::int) n`
}

async function writeVouchers({ sql }: Database): Promise<void> {
  const id = sql`('0190b000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`
  // The oldest twenty of each hundred-block are one rare kind each; the rest can be spent.
  await sql`
    insert into ledger_account
      (id, number, unit, code, flags, origin, created_at, credits_posted, debits_posted)
    select ${id}, n + 1, 'EUR', 2210, 0, 'programme', now(), 5000,
      case when n < 20 or n between 60 and 119 then 5000 else 1000 end
    from generate_series(0, ${VOUCHERS - 1}::int) n`
  await sql`
    insert into voucher (id, serial, card, product_id, beneficiary_id, contact_point_id, amount, unit,
      issued_at, expires_on, activated_at, envelope_account_id, vat_nature,
      emptied_at, blocked_at, cancelled_at, replaced_by, expired_at)
    select ${id}, n, decode(repeat('00', 78), 'hex'), 'FOOD',
      'B-' || lpad((n % ${PEOPLE}::int)::text, 5, '0'),
      case when n between 200 and 219 then 'SMALL' else 'CP-' || n % 10 end, 5000, 'EUR',
      '2026-01-01'::timestamptz + n * interval '1 minute',
      case when n between 70 and 79 then '2026-05-01'::date else '2026-12-31'::date end,
      case when n between 40 and 59 then null else now() end, gen_random_uuid(), 'multi_purpose',
      case when n < 20 then now() end, case when n between 20 and 39 then now() end,
      case when n between 80 and 99 then now() end,
      case when n between 100 and 119 then gen_random_uuid() end,
      case when n between 60 and 69 then now() end
    from generate_series(0, ${VOUCHERS - 1}::int) n`
  // Ten were past their last day this morning: the night's job has not come to them.
  await sql`
    update ledger_account set debits_posted = 1000
    where number between 71 and 80`
}

async function writeWhatWasDone({ sql }: Database): Promise<void> {
  await sql`
    insert into redemption (id, partner_id, request_digest, status, voucher_id, amount, unit, remaining,
      receipt, recorded_at)
    select gen_random_uuid(), case when n < 20 then 'S-RARE' else 'S-' || 1 + n % 2 end, '', 'redeemed',
      ('0190b000-0000-7000-8000-' || lpad((n % ${VOUCHERS}::int)::text, 12, '0'))::uuid, 100, 'EUR', 100, 'r',
      '2026-02-01'::timestamptz + n * interval '1 second'
    from generate_series(0, ${VOUCHERS * 2 - 1}::int) n`
  await sql`
    insert into access_log (id, recorded_at, action, outcome, subject_kind, subject_id, detail)
    select gen_random_uuid(), '2026-02-01'::timestamptz + n * interval '1 second',
      case when n < 20 then 'key.created' else 'beneficiary.viewed' end,
      case when n between 20 and 39 then 'refused' else 'done' end, 'beneficiary',
      'B-' || lpad((n % ${PEOPLE}::int)::text, 5, '0'), '{}'
    from generate_series(0, ${VOUCHERS - 1}::int) n`
}
