import type { Services } from '../../src/app.ts'
import { createPurchases, type Purchases } from '../../src/currency/purchases.ts'
import type { CodeClaim, TillCodes } from '../../src/currency/till-codes.ts'
import { createTurns } from '../../src/currency/turns.ts'
import { connect } from '../../src/db/client.ts'
import { brokenConstraint } from '../../src/db/constraint.ts'
import type { Market } from './market.ts'

/** Codes like `CODE-3-a`, which is one of the third person's: each good once, and kept in a table of its own. */
export async function openTillCodes(market: Market): Promise<TillCodes> {
  const owner = connect(market.test.ownerUrl, { role: null, poolSize: 1 })
  await owner.sql`create table test_code (code text primary key, used_for uuid not null)`
  await owner.sql`grant select, insert on test_code to franoi_app`
  await owner.close()
  return tillCodesOf(market)
}

/** The same codes in another process. */
export function tillCodesOf(market: Market): TillCodes {
  const { sql } = market.test.db
  return {
    claim: async (code, { pin, usedFor }): Promise<CodeClaim> => {
      const [, person] = /^CODE-(\d+)-\w+$/.exec(code) ?? []
      if (person === undefined) return { status: 'code_unknown' }
      if (pin === '00000') return { status: 'pin_wrong', triesLeft: 4 }
      const [used] = await sql`select used_for as "usedFor" from test_code where code = ${code}`
      if (used !== undefined && used.usedFor !== usedFor) return { status: 'code_used' }
      const beneficiaryId = market.person(Number(person))
      const use = (id: string) => (tx: typeof sql) => [
        tx`insert into test_code values (${code}, ${id})`,
      ]
      return { status: 'good', beneficiaryId, use: use as never }
    },
    isSpent: (error) => brokenConstraint(error) === 'test_code_pkey',
    request: async ({ id }) => {
      return { id, code: 'R', address: 'R', expiresAt: new Date(0), state: 'expired' }
    },
    withdraw: async (id) => {
      return { id, code: 'R', address: 'R', expiresAt: new Date(0), state: 'withdrawn' }
    },
  }
}

/** What tills and desks do in one process of a market, with codes of the test's own. */
export function purchasesOf(market: Market, services: Services, codes: TillCodes): Purchases {
  const contactPointOf = async (id: string) =>
    (await services.plans.findBeneficiary(id))?.contactPointId
  const { runtime, test } = market
  const publicUrl = 'https://fra-noi.example'
  const own = { db: test.db, runtime, turns: createTurns(), publicUrl }
  return createPurchases({ ...services, ...own, contactPointOf, codes })
}
