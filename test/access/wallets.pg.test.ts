import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessLog, createAccessLog } from '../../src/access/access-log.ts'
import type { Incoming } from '../../src/access/core/incoming.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import { createWallets, WALLET_COOKIE, type Wallets } from '../../src/access/wallets.ts'
import { connect } from '../../src/db/client.ts'
import { type Runtime, systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const HOUR_MS = 3_600_000
let database: TestDatabase
let accessLog: AccessLog
let wallets: Wallets
let people = 0
let now = Date.parse('2026-05-04T09:30:00Z')
const runtime: Runtime = { ...systemRuntime, now: () => now }

beforeAll(async () => {
  database = await createTestDatabase()
  accessLog = createAccessLog({ db: database.db, runtime })
  wallets = open()
})
afterAll(() => database.drop())

function open(secret = 'a secret of thirty-two characters.'): Wallets {
  // The first letters of a person's code are the contact point.
  const contactPointOf = async (id: string) => /^(BI|MT)-P-\d+$/.exec(id)?.[1]
  return createWallets({ db: database.db, runtime, accessLog, contactPointOf, secret })
}

const operator: Principal = {
  ...{ kind: 'person', id: runtime.newId(), role: 'operator', contactPointIds: ['BI'] },
}

function newPhone(): string {
  return Buffer.from(runtime.randomBytes(32)).toString('base64url')
}

async function newLink(beneficiaryId: string, hours = 72): Promise<string> {
  return (await wallets.createLink({ beneficiaryId, hours, by: operator })).token
}

function newPerson(): string {
  return `BI-P-${people++}`
}

function ask(cookie: string, at = wallets, changes: Record<string, string> = {}) {
  const headers: Record<string, string> = { cookie: `${WALLET_COOKIE}=${cookie}`, ...changes }
  const incoming: Incoming = {
    ...{ method: changes.method ?? 'GET', target: '/api/v1/x', body: async () => '' },
    header: (name) => headers[name],
  }
  return at.authenticateWallet(incoming)
}

async function entriesOf(id: string) {
  const entries = await accessLog.list({ limit: 50, subjectKind: 'beneficiary', subjectId: id })
  return entries.map(({ action, outcome }) => `${action} ${outcome}`)
}

describe('a wallet link', () => {
  test('binds the phone that opens it, and only that one', async () => {
    const person = newPerson()
    const token = await newLink(person)
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const { cookie, beneficiaryId } = await wallets.open(token, newPhone())
    expect(beneficiaryId).toBe(person)
    const holder = await ask(cookie)
    expect(holder).toMatchObject({ kind: 'wallet', role: 'beneficiary', beneficiaryId: person })
    await expect(wallets.open(token, newPhone())).rejects.toMatchObject({
      code: 'wallet_link_used',
    })
    expect(await entriesOf(person)).toEqual(['wallet.opened done', 'wallet_link.created done'])
    const [entry] = await accessLog.list({ limit: 1 })
    expect(entry).toMatchObject({ action: 'wallet.opened', outcome: 'refused' })
  })

  test('may be asked again by the same phone for ten minutes, and is answered the same', async () => {
    const token = await newLink(newPerson())
    const phone = newPhone()
    const first = await wallets.open(token, phone)
    now += 599_999
    expect(await wallets.open(token, phone)).toEqual(first)
    now += 1
    await expect(wallets.open(token, phone)).rejects.toMatchObject({ code: 'wallet_link_used' })
  })

  test('opened by 20 phones at once binds one', async () => {
    const person = newPerson()
    const token = await newLink(person)
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => open().open(token, newPhone())),
    )
    const opened = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value.cookie] : []))
    expect(opened).toHaveLength(1)
    expect(await ask(opened[0] ?? '')).toMatchObject({ beneficiaryId: person })
  })

  test('is good until its hour, and not in it', async () => {
    const [early, late] = [await newLink(newPerson(), 2), await newLink(newPerson(), 2)]
    now += 2 * HOUR_MS - 1
    await wallets.open(early, newPhone())
    now += 1
    await expect(wallets.open(late, newPhone())).rejects.toMatchObject({
      code: 'wallet_link_expired',
    })
  })

  test('opens nothing any more when a newer one was made, even by many at once', async () => {
    const person = newPerson()
    const tokens = await Promise.all(Array.from({ length: 10 }, () => newLink(person)))
    const tries = await Promise.allSettled(tokens.map((token) => wallets.open(token, newPhone())))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('leaves the wallet before it open until it is used, then ends it', async () => {
    const person = newPerson()
    const { cookie: old } = await wallets.open(await newLink(person), newPhone())
    const elsewhere = open()
    expect(await ask(old, elsewhere)).toBeDefined()
    const token = await newLink(person)
    expect(await ask(old)).toBeDefined()
    const { cookie } = await wallets.open(token, newPhone())
    expect(await ask(cookie)).toMatchObject({ beneficiaryId: person })
    expect(await ask(old)).toBeUndefined()
    now += 1_000
    expect(await ask(old, elsewhere)).toBeUndefined()
  })

  test('is made by operators of the person’s contact point; others learn nothing, and it is logged', async () => {
    const stranger: Principal = { ...operator, id: runtime.newId(), contactPointIds: ['MT'] }
    const person = newPerson()
    for (const [beneficiaryId, by] of [
      [person, stranger],
      ['BI-X-1', operator],
    ] as const) {
      await expect(wallets.createLink({ beneficiaryId, hours: 1, by })).rejects.toMatchObject({
        code: 'beneficiary_not_found',
      })
      await expect(wallets.revoke(beneficiaryId, by)).rejects.toThrow()
      await expect(wallets.stateOf(beneficiaryId, by)).rejects.toThrow()
    }
    expect(await entriesOf(person)).toEqual([
      'wallet.viewed refused',
      'wallet.revoked refused',
      'wallet_link.created refused',
    ])
  })
})

describe('taking back', () => {
  test('ends the wallet and the link that waits, for good', async () => {
    const person = newPerson()
    const phone = newPhone()
    const used = await newLink(person)
    const { cookie } = await wallets.open(used, phone)
    const waiting = await newLink(person)
    expect(await wallets.stateOf(person, operator)).toMatchObject({
      wallet: { boundAt: new Date(now) },
      link: { expiresAt: new Date(now + 72 * HOUR_MS) },
    })
    await wallets.revoke(person, operator)
    expect(await ask(cookie)).toBeUndefined()
    for (const token of [used, waiting]) {
      await expect(wallets.open(token, phone)).rejects.toMatchObject({ code: 'wallet_link_used' })
    }
    expect(await wallets.stateOf(person, operator)).toEqual({ wallet: null, link: null })
    const asOwner = connect(database.ownerUrl, { role: null, poolSize: 1 })
    for (const { sql } of [database.db, asOwner]) {
      await expect(
        sql`update wallet set revoked_at = null, revoked_by = null where beneficiary_id = ${person}`,
      ).rejects.toMatchObject({ constraint_name: 'wallet_stays_revoked' })
      await expect(
        sql`update wallet_link set revoked_at = null where beneficiary_id = ${person}`,
      ).rejects.toMatchObject({ constraint_name: 'wallet_link_stays_revoked' })
    }
    await asOwner.close()
  })
})

describe('a cookie', () => {
  test('is of use to the very service that gave it, and to no other site', async () => {
    const { cookie } = await wallets.open(await newLink(newPerson()), newPhone())
    const post = { method: 'POST' }
    expect(await ask(cookie, wallets, { ...post, 'sec-fetch-site': 'same-origin' })).toBeDefined()
    expect(await ask(cookie, wallets, { ...post, 'sec-fetch-site': 'cross-site' })).toBeUndefined()
    expect(await ask(cookie, wallets, { ...post, 'sec-fetch-site': 'same-site' })).toBeUndefined()
    const others = `a=b; ${WALLET_COOKIE}=${cookie}; c=d`
    expect(await ask('', wallets, { cookie: others })).toBeDefined()
    for (const wrong of ['', cookie.slice(1), `${cookie}A`, newPhone(), `${cookie}, x`]) {
      expect(await ask(wrong)).toBeUndefined()
    }
    expect(await ask('', wallets, { cookie: `x${WALLET_COOKIE}=${cookie}` })).toBeUndefined()
  })

  test('is not what the link or the database holds, and needs the service’s secret', async () => {
    const person = newPerson()
    const token = await newLink(person)
    const { cookie } = await wallets.open(token, newPhone())
    const rows = await database.db.sql`
      select encode(l.digest, 'hex') as link, encode(w.digest, 'hex') as wallet
      from wallet w join wallet_link l on l.id = w.link_id where w.beneficiary_id = ${person}`
    const kept = JSON.stringify([rows, await accessLog.list({ limit: 200 })])
    for (const secret of [token, cookie]) expect(kept).not.toContain(secret)
    expect(await ask(token)).toBeUndefined()
    const phone = newPhone()
    const another = await newLink(newPerson())
    const { cookie: here } = await wallets.open(another, phone)
    await expect(
      open('another secret of 32 characters.').open(another, phone),
    ).rejects.toMatchObject({ code: 'wallet_link_used' })
    expect(here).not.toBe(another)
  })
})
