import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessLog, createAccessLog } from '../../src/access/access-log.ts'
import type { Incoming } from '../../src/access/core/incoming.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import type { ProofClaims } from '../../src/access/core/proof.ts'
import { createTerminals, PAIRING_MS, type Terminals } from '../../src/access/terminals.ts'
import { connect } from '../../src/db/client.ts'
import { type Runtime, systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createTestTerminal, type TestTerminal } from '../support/terminal.ts'

const SHOP = 'BI-ALI-01'
const OUTLET = 'BI-ALI-01-A'
const OTHER_SHOP = 'BI-ALI-02'
let database: TestDatabase
let accessLog: AccessLog
let terminals: Terminals
let now = Date.parse('2026-05-04T09:30:00Z')
const runtime: Runtime = { ...systemRuntime, now: () => now }

beforeAll(async () => {
  database = await createTestDatabase()
  accessLog = createAccessLog({ db: database.db, runtime })
  terminals = open()
})
afterAll(() => database.drop())

function open(): Terminals {
  const partnerExists = async (id: string) => id === SHOP || id === OTHER_SHOP
  const hasOutlet = async (partnerId: string, id: string) => partnerId === SHOP && id === OUTLET
  const keepsPartner = async () => true
  return createTerminals({
    db: database.db,
    runtime,
    accessLog,
    partnerExists,
    hasOutlet,
    keepsPartner,
  })
}

function owner(partnerId = SHOP): Principal {
  return { kind: 'person', id: runtime.newId(), role: 'partner_owner', partnerId }
}

const operator: Principal = { kind: 'person', id: runtime.newId(), role: 'operator' }

function incoming(method: string, target: string, authorization: string, body = ''): Incoming {
  const header = (name: string) => (name === 'authorization' ? authorization : undefined)
  return { method, target, header, body: async () => body }
}

async function newCode(by = owner()): Promise<string> {
  const partner = by.partnerId === undefined ? { partnerId: SHOP } : {}
  return (await terminals.createPairing({ ...partner, name: 'Cassa 1', by })).code
}

function register(till: TestTerminal, code: string, at = terminals) {
  const body = JSON.stringify({ code, jwk: till.jwk })
  const authorization = till.authorization('POST', '/api/v1/terminals', body)
  return at.register(code, till.jwk, incoming('POST', '/api/v1/terminals', authorization, body))
}

async function paired(by = owner()) {
  const till = createTestTerminal(() => now)
  return { till, terminal: await register(till, await newCode(by)) }
}

async function lastEntry() {
  return (await accessLog.list({ limit: 1 }))[0]
}

describe('pairing', () => {
  test('is for an outlet of the shop, and for no other', async () => {
    const at = (outletId: string, partnerId = SHOP) =>
      terminals.createPairing({ outletId, name: 'Cassa 1', by: owner(partnerId) })
    const { code } = await at(OUTLET)
    const till = createTestTerminal(() => now)
    expect(await register(till, code)).toMatchObject({ outletId: OUTLET })
    await expect(at('NOWHERE')).rejects.toMatchObject({ code: 'outlet_not_found' })
    await expect(at(OUTLET, OTHER_SHOP)).rejects.toMatchObject({ code: 'outlet_not_found' })
    expect(await lastEntry()).toMatchObject({
      ...{ action: 'pairing.created', outcome: 'refused', subjectId: OUTLET },
      detail: { reason: 'no_outlet' },
    })
  })

  test('makes the browser that proves its key a till of the shop, and it is written down', async () => {
    const { till, terminal } = await paired()
    expect(terminal).toMatchObject({
      ...{ partnerId: SHOP, name: 'Cassa 1', kid: till.kid, publicJwk: till.jwk, status: 'active' },
    })
    expect(await terminals.findTerminal(till.kid)).toEqual(terminal)
    expect(await lastEntry()).toMatchObject({
      ...{ action: 'terminal.paired', outcome: 'done', actorKind: 'terminal', role: 'cashier' },
      ...{ subjectId: terminal.id, detail: { partnerId: SHOP } },
    })
  })

  test('again with the same code and key is answered the same, also when the code is too old', async () => {
    const till = createTestTerminal(() => now)
    const code = await newCode()
    const first = await register(till, code)
    now += PAIRING_MS
    expect(await register(till, code)).toEqual(first)
  })

  test('with a code that was used, of another browser, is refused', async () => {
    const code = await newCode()
    await register(
      createTestTerminal(() => now),
      code,
    )
    const thief = createTestTerminal(() => now)
    await expect(register(thief, code)).rejects.toMatchObject({ code: 'pairing_used' })
    expect(await lastEntry()).toMatchObject({
      ...{ action: 'terminal.paired', outcome: 'refused', detail: { reason: 'pairing_used' } },
    })
    expect(await terminals.findTerminal(thief.kid)).toBeUndefined()
  })

  test('from 20 connections at once makes one terminal', async () => {
    const code = await newCode()
    const tills = Array.from({ length: 20 }, () => createTestTerminal(() => now))
    const tries = await Promise.allSettled(tills.map((till) => register(till, code, open())))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'pairing_used' })
    }
  })

  test('of one browser from 20 connections at once makes one terminal, told 20 times', async () => {
    const code = await newCode()
    const till = createTestTerminal(() => now)
    const all = await Promise.all(Array.from({ length: 20 }, () => register(till, code, open())))
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
  })

  test('after ten minutes is refused, a moment before it is not', async () => {
    const [early, late] = [await newCode(), await newCode()]
    now += PAIRING_MS - 1
    await register(
      createTestTerminal(() => now),
      early,
    )
    now += 1
    await expect(
      register(
        createTestTerminal(() => now),
        late,
      ),
    ).rejects.toMatchObject({
      code: 'pairing_expired',
    })
  })

  test('with a code that was guessed is refused', async () => {
    await newCode()
    const guess = Buffer.alloc(16, 1).toString('base64url')
    await expect(
      register(
        createTestTerminal(() => now),
        guess,
      ),
    ).rejects.toMatchObject({
      code: 'pairing_not_found',
    })
    expect(await lastEntry()).toMatchObject({
      ...{ action: 'terminal.paired', outcome: 'refused', subjectId: 'unknown' },
    })
  })

  test('needs a key of its own, also after the terminal that had it was unpaired', async () => {
    const { till, terminal } = await paired()
    const code = await newCode()
    await expect(register(till, code)).rejects.toMatchObject({ code: 'terminal_key_used' })
    await terminals.unpair(terminal.id, operator)
    await expect(register(till, code)).rejects.toMatchObject({ code: 'terminal_key_used' })
    // A refused key does not use the code up.
    await register(
      createTestTerminal(() => now),
      code,
    )
  })

  test('needs the proof of the very key that is sent, for the very body', async () => {
    const code = await newCode()
    const [till, other] = [createTestTerminal(() => now), createTestTerminal(() => now)]
    const body = JSON.stringify({ code, jwk: till.jwk })
    const target = '/api/v1/terminals'
    const claims = till.authorization('POST', target, body).split('.')[1]
    const [underOtherName] = other.authorization('POST', target, body).slice(9).split('.')
    for (const authorization of [
      `Terminal ${till.signed(`${underOtherName}.${claims}`)}`,
      other.authorization('POST', target, body),
      till.authorization('POST', target, `${body} `),
      `Terminal ${other.signed(till.authorization('POST', target, body).slice(9, -87))}`,
      '',
    ]) {
      const request = incoming('POST', target, authorization, body)
      await expect(terminals.register(code, till.jwk, request)).rejects.toMatchObject({
        code: 'proof_wrong',
      })
    }
    const flat = { ...till.jwk, y: till.jwk.x }
    const request = incoming('POST', target, till.authorization('POST', target, body), body)
    await expect(terminals.register(code, flat, request)).rejects.toMatchObject({
      code: 'terminal_key_unfit',
    })
  })

  test('is for the own shop of an owner, and for a shop that exists', async () => {
    const by = owner()
    await expect(
      terminals.createPairing({ partnerId: OTHER_SHOP, name: 'Cassa 1', by }),
    ).rejects.toMatchObject({ code: 'partner_not_found' })
    expect(await lastEntry()).toMatchObject({ actorId: by.id, outcome: 'refused' })
    await expect(
      terminals.createPairing({ partnerId: 'XX', name: 'Cassa 1', by: operator }),
    ).rejects.toMatchObject({ code: 'partner_not_found' })
    await expect(terminals.createPairing({ name: 'Cassa 1', by: operator })).rejects.toMatchObject({
      code: 'partner_not_found',
    })
  })

  test('keeps the digest of the code, and the code nowhere', async () => {
    const code = await newCode()
    const rows = await database.db.sql`select * from terminal_pairing`
    const kept = JSON.stringify([rows, await accessLog.list({ limit: 200 })])
    expect(kept).not.toContain(code)
    expect(kept).not.toContain(Buffer.from(code, 'base64url').toString('hex'))
  })
})

describe('a proof', () => {
  const TARGET = '/api/v1/statements?day=today'
  const BODY = '{"statement":"…"}'
  const ask = (authorization: string, changes: Partial<Incoming> = {}, at = terminals) =>
    at.authenticateTerminal({ ...incoming('POST', TARGET, authorization, BODY), ...changes })

  test('says which till of which shop it is', async () => {
    const { till, terminal } = await paired()
    expect(await ask(till.authorization('POST', TARGET, BODY))).toEqual({
      ...{ kind: 'terminal', id: terminal.id, role: 'cashier', partnerId: SHOP },
    })
  })

  test('is good for the request that it was made for, and now', async () => {
    const { till } = await paired()
    const seconds = Math.floor(now / 1000)
    const wrong: readonly [string, string, string, Partial<ProofClaims>?][] = [
      ['GET', TARGET, BODY],
      ['POST', '/api/v1/refunds', BODY],
      ['POST', '/api/v1/statements', BODY],
      ['POST', TARGET, '{"statement":"x"}'],
      ['POST', TARGET, ''],
      ['POST', TARGET, BODY, { iat: seconds - 120 }],
      ['POST', TARGET, BODY, { iat: seconds + 11 }],
    ]
    for (const [method, target, body, changes] of wrong) {
      expect(await ask(till.authorization(method, target, body, changes))).toBeUndefined()
    }
    expect(
      await ask(till.authorization('POST', TARGET, BODY, { iat: seconds - 119 })),
    ).toBeDefined()
  })

  test('without a signature, with one of another key, or of a key nobody knows is nobody’s', async () => {
    const { till } = await paired()
    const { till: other } = await paired(owner(OTHER_SHOP))
    const good = till.authorization('POST', TARGET, BODY)
    const [head = '', claims = '', signature = ''] = good.slice(9).split('.')
    const none = Buffer.from(
      JSON.stringify({ alg: 'none', typ: 'fra-noi-proof+jwt', kid: till.kid }),
    )
    for (const proof of [
      `${none.toString('base64url')}.${claims}.`,
      `${none.toString('base64url')}.${claims}.${signature}`,
      `${head}.${claims}.`,
      `${head}.${claims}.${Buffer.alloc(64).toString('base64url')}`,
      other.signed(`${head}.${claims}`),
    ]) {
      expect(await ask(`Terminal ${proof}`)).toBeUndefined()
    }
    const stranger = createTestTerminal(() => now)
    expect(await ask(stranger.authorization('POST', TARGET, BODY))).toBeUndefined()
    expect(await ask(good.replace('Terminal', 'Bearer'))).toBeUndefined()
    expect(await ask(good)).toBeDefined()
  })

  test('that changes something is taken once; a refused one is not used up', async () => {
    const { till } = await paired()
    const proof = till.authorization('POST', TARGET, BODY)
    expect(await ask(proof, { target: '/elsewhere' })).toBeUndefined()
    expect(await ask(proof)).toBeDefined()
    expect(await ask(proof)).toBeUndefined()
    now += 60_000
    expect(await ask(proof)).toBeUndefined()
    const reading = till.authorization('GET', TARGET)
    const get = { method: 'GET', body: async () => '' }
    for (const _ of [1, 2]) expect(await ask(reading, get)).toBeDefined()
  })
})

describe('unpairing', () => {
  test('stops a terminal at once here, within a second elsewhere, and for good', async () => {
    const { till, terminal } = await paired()
    const elsewhere = open()
    const ask = (at: Terminals) =>
      at.authenticateTerminal(incoming('GET', '/x', till.authorization('GET', '/x')))
    expect(await ask(terminals)).toBeDefined()
    expect(await ask(elsewhere)).toBeDefined()
    const by = owner()
    const ended = await terminals.unpair(terminal.id, by)
    expect(ended).toMatchObject({ status: 'unpaired' })
    expect(await lastEntry()).toMatchObject({ action: 'terminal.unpaired', actorId: by.id })
    expect(await ask(terminals)).toBeUndefined()
    expect(await lastEntry()).toMatchObject({
      ...{ action: 'terminal.admitted', outcome: 'refused', actorId: terminal.id },
    })
    now += 999
    expect(await ask(elsewhere)).toBeDefined()
    now += 1
    expect(await ask(elsewhere)).toBeUndefined()
    now += 60_000
    expect(await terminals.unpair(terminal.id, operator)).toEqual(ended)
  })

  test('is seen by the very statement that moves value, in every process', async () => {
    const { terminal } = await paired()
    const { sql } = database.db
    const isPaired = async () => {
      const [row] = await sql<{ answer: boolean }[]>`
        select ${terminals.whilePaired(sql, terminal.id)} as answer`
      return row?.answer
    }
    expect(await isPaired()).toBe(true)
    await open().unpair(terminal.id, operator)
    expect(await isPaired()).toBe(false)
  })

  test('is for the own terminals of an owner', async () => {
    const { terminal } = await paired()
    const stranger = owner(OTHER_SHOP)
    await expect(terminals.unpair(terminal.id, stranger)).rejects.toMatchObject({
      code: 'terminal_not_found',
    })
    await expect(terminals.unpair(runtime.newId(), operator)).rejects.toMatchObject({
      code: 'terminal_not_found',
    })
    expect(await terminals.find(terminal.id)).toMatchObject({ status: 'active' })
    expect(await lastEntry()).toMatchObject({ action: 'terminal.unpaired', outcome: 'refused' })
  })

  test('cannot be undone, nor a code or a key rewritten, by the service or the owner of the tables', async () => {
    const { terminal } = await paired()
    await terminals.unpair(terminal.id, operator)
    const back = `update terminal set unpaired_at = null, unpaired_by = null where id = '${terminal.id}'`
    const asOwner = connect(database.ownerUrl, { role: null, poolSize: 1 })
    for (const { sql } of [database.db, asOwner]) {
      await expect(sql.unsafe(back)).rejects.toMatchObject({ code: '23001' })
      await expect(sql`update terminal_pairing set expires_at = now()`).rejects.toThrow()
      await expect(sql`delete from terminal`).rejects.toThrow()
    }
    await expect(database.db.sql`update terminal set kid = 'x'`).rejects.toThrow(/permission/)
    await asOwner.close()
  })
})

test('a list shows an owner their own shop, in pages, and operators all', async () => {
  await paired()
  await paired(owner(OTHER_SHOP))
  const own = await terminals.list(owner(OTHER_SHOP), { limit: 200 })
  expect(new Set(own.map(({ partnerId }) => partnerId))).toEqual(new Set([OTHER_SHOP]))
  expect(await terminals.list(owner(), { limit: 9, partnerId: OTHER_SHOP })).toEqual([])
  const all = await terminals.list(operator, { limit: 200 })
  expect(new Set(all.map(({ partnerId }) => partnerId))).toEqual(new Set([SHOP, OTHER_SHOP]))
  const [first, second] = all
  const after = first === undefined ? {} : { after: first.id }
  expect(await terminals.list(operator, { limit: 1, ...after })).toEqual([second])
  const unpaired = await terminals.list(operator, { limit: 200, status: 'unpaired' })
  expect(unpaired.every(({ status }) => status === 'unpaired')).toBe(true)
  expect(unpaired.length).toBeGreaterThan(0)
  expect(unpaired.length).toBeLessThan(all.length)
})
