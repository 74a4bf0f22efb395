import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Access, createAccess } from '../../src/access/service.ts'
import { connect } from '../../src/db/client.ts'
import type { Runtime } from '../../src/runtime.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const UNKNOWN_KEY = `franoi_${'A'.repeat(43)}`
let database: TestDatabase
let now = 1_700_000_000_000
const runtime: Runtime = { ...systemRuntime, now: () => now }

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

function open(): Access {
  const partnerExists = async (id: string) => id === 'BI-ALI-01'
  return createAccess({ db: database.db, runtime, partnerExists })
}

describe('a key', () => {
  test('is shown once, kept as its SHA-256, and says who asks', async () => {
    const access = open()
    const key = await access.createKey({ role: 'operator' })
    expect(key).toMatch(/^franoi_[A-Za-z0-9_-]{43}$/)
    expect(await access.authenticate(key)).toMatchObject({ role: 'operator' })
    const rows = await database.db.sql`SELECT * FROM api_key`
    const digests = rows.map((row) => Buffer.from(row.digest).toString('hex'))
    expect(digests).toContain(createHash('sha256').update(key).digest('hex'))
    expect(JSON.stringify(rows)).not.toContain(key.slice(7))
    expect(JSON.stringify(await access.listKeys())).not.toMatch(/franoi_|digest/)
  })

  test('of a partner belongs to one that exists, any other key to none', async () => {
    const access = open()
    const key = await access.createKey({ role: 'partner', partnerId: 'BI-ALI-01' })
    expect(await access.authenticate(key)).toMatchObject({
      role: 'partner',
      partnerId: 'BI-ALI-01',
    })
    await expect(access.createKey({ role: 'partner' })).rejects.toMatchObject({
      code: 'key_needs_partner',
    })
    await expect(access.createKey({ role: 'partner', partnerId: 'XX' })).rejects.toMatchObject({
      code: 'partner_not_found',
    })
    await expect(
      access.createKey({ role: 'auditor', partnerId: 'BI-ALI-01' }),
    ).rejects.toMatchObject({ code: 'key_without_partner' })
  })

  test.each([
    '',
    'franoi_',
    UNKNOWN_KEY,
    `${UNKNOWN_KEY}\n`,
    "franoi_' OR 1=1 --",
    'x'.repeat(9_000),
  ])('that nobody was given is nobody’s (%j)', async (token) => {
    const access = open()
    expect(await access.authenticate(token)).toBeUndefined()
  })

  test('that is revoked stops at once here and within a second elsewhere', async () => {
    const here = open()
    const elsewhere = open()
    const key = await here.createKey({ role: 'auditor' })
    const principal = await here.authenticate(key)
    expect(await elsewhere.authenticate(key)).toEqual(principal)
    await here.revokeKey(principal?.id ?? runtime.newId())
    expect(await here.authenticate(key)).toBeUndefined()
    now += 999
    expect(await elsewhere.authenticate(key)).toEqual(principal)
    now += 1
    expect(await elsewhere.authenticate(key)).toBeUndefined()
  })

  test('can be revoked twice and keeps its first time; one that is not there cannot', async () => {
    const access = open()
    const principal = await access.authenticate(await access.createKey({ role: 'analyst' }))
    const id = principal?.id ?? runtime.newId()
    await access.revokeKey(id)
    const revokedAt = new Date(now)
    now += 60_000
    await access.revokeKey(id)
    const listed = (await access.listKeys()).find((key) => key.id === id)
    expect(listed).toMatchObject({ role: 'analyst', revokedAt })
    await expect(access.revokeKey(runtime.newId())).rejects.toMatchObject({ code: 'key_not_found' })
  })

  test('that was good is not let in while the database is away', async () => {
    const away = connect(database.url)
    const access = createAccess({ db: away, runtime, partnerExists: async () => true })
    const key = await access.createKey({ role: 'operator' })
    await access.authenticate(key)
    await away.close()
    now += 5_000
    await expect(access.authenticate(key)).rejects.toThrow()
  })
})
