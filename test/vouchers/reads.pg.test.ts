import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/db/client.ts'
import { openProgramme, type Programme } from './programme.ts'

const VOUCHERS = 400

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme('reads')
})
afterAll(() => programme.close())

/** The rows that were looked at in a table, through its indexes and without. */
async function rowsRead(table: string): Promise<number> {
  const reader = connect(programme.test.url, { poolSize: 1 })
  try {
    const [counts] = await reader.sql<{ read: number }[]>`
      select (seq_tup_read + coalesce((select sum(idx_tup_read) from pg_stat_user_indexes i
        where i.relid = t.relid), 0))::float8 as read
      from pg_stat_user_tables t where relname = ${table}`
    return counts?.read ?? Number.NaN
  } finally {
    await reader.close()
  }
}

describe('redeeming', () => {
  it('looks at a few rows for each redemption, however many vouchers and redemptions there are', async () => {
    const vouchers = await Promise.all(Array.from({ length: VOUCHERS }, () => programme.issue()))
    // Nobody has told the planner how large the tables are: as in a programme that has just been imported.
    for (let round = 0; round < 4; round++) {
      await Promise.all(vouchers.map((voucher) => programme.redeem(voucher, 10n)))
    }
    // What a session has counted is told to the others when it ends.
    await programme.ledger.close()
    await programme.test.db.close()
    const redemptions = VOUCHERS * 4
    expect(await rowsRead('redemption')).toBeLessThan(redemptions * 6)
    // Issuing looks at a voucher as well.
    expect(await rowsRead('voucher')).toBeLessThan((redemptions + VOUCHERS) * 12)
  })
})
