import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessLog, createAccessLog } from '../../src/access/access-log.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import { forgiveTries, selectTriesLeft, takeTry } from '../../src/access/pin-store.ts'
import { createPins, type Pins } from '../../src/access/pins.ts'
import { connect, type Database } from '../../src/db/client.ts'
import { type Runtime, systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const SECRET = 'a secret of thirty-two characters.'
const RIGHT = '40718'
let database: TestDatabase
let accessLog: AccessLog
let pins: Pins
let people = 0
const runtime: Runtime = systemRuntime

beforeAll(async () => {
  database = await createTestDatabase()
  accessLog = createAccessLog({ db: database.db, runtime })
  pins = open()
})
afterAll(() => database.drop())

function open(secret = SECRET, db: Database = database.db): Pins {
  const contactPointOf = async (id: string) => /^(BI|MT)-P-\d+$/.exec(id)?.[1]
  return createPins({ db, runtime, accessLog, contactPointOf, secret })
}

const operator: Principal = {
  ...{ kind: 'person', id: runtime.newId(), role: 'operator', contactPointIds: ['BI'] },
}

function walletOf(beneficiaryId: string): Principal {
  return { kind: 'wallet', id: runtime.newId(), role: 'beneficiary', beneficiaryId }
}

/** A person with the right PIN. */
async function newPerson(): Promise<string> {
  const beneficiaryId = `BI-P-${people++}`
  await pins.resetPin({ beneficiaryId, pin: RIGHT, by: operator })
  return beneficiaryId
}

async function entriesOf(id: string) {
  const entries = await accessLog.list({ limit: 50, subjectKind: 'beneficiary', subjectId: id })
  return entries.map(({ action, outcome, detail }) => ({ action, outcome, ...detail }))
}

describe('checking a PIN', () => {
  test('tells right from wrong and counts down, then is locked even for the right one', async () => {
    const person = await newPerson()
    expect(await pins.checkPin(person, RIGHT)).toEqual({ status: 'right' })
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      expect(await pins.checkPin(person, '11223')).toEqual({ status: 'wrong', triesLeft })
    }
    for (const pin of [RIGHT, '11223', undefined]) {
      expect(await pins.checkPin(person, pin)).toEqual({ status: 'locked' })
    }
    const wrong = (await entriesOf(person)).filter(({ action }) => action === 'pin.checked')
    expect(wrong).toMatchObject(['0', '1', '2', '3', '4'].map((triesLeft) => ({ triesLeft })))
  })

  test('without one, or with what is none, takes no try; where none is set it says so', async () => {
    const person = await newPerson()
    for (const pin of [undefined, '', '4071', '407188', 'abcde']) {
      expect(await pins.checkPin(person, pin)).toEqual({ status: 'wrong', triesLeft: 5 })
    }
    expect(await pins.checkPin('BI-P-none', RIGHT)).toEqual({ status: 'none' })
    expect(await pins.checkPin('BI-P-none', undefined)).toEqual({ status: 'none' })
  })

  test('right gives back the tries before it', async () => {
    const person = await newPerson()
    for (let round = 0; round < 3; round++) {
      for (const triesLeft of [4, 3, 2, 1]) {
        expect(await pins.checkPin(person, '11223')).toEqual({ status: 'wrong', triesLeft })
      }
      expect(await pins.checkPin(person, RIGHT)).toEqual({ status: 'right' })
    }
  })

  test('from 100 connections at once is computed five times', async () => {
    const person = await newPerson()
    const pool = connect(database.url, { poolSize: 100 })
    const many = open(SECRET, pool)
    const guesses = Array.from({ length: 100 }, (_, index) => String(20_202 + index))
    const answers = await Promise.all(guesses.map((pin) => many.checkPin(person, pin)))
    await pool.close()
    const wrong = answers.flatMap((one) => (one.status === 'wrong' ? [one.triesLeft] : []))
    expect(wrong.sort()).toEqual([0, 1, 2, 3, 4])
    expect(answers.filter(({ status }) => status === 'locked')).toHaveLength(95)
    expect(await pins.checkPin(person, RIGHT)).toEqual({ status: 'locked' })
  })

  test('at once, with the right one among them, lets no more through than one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 14 }), async (kinds) => {
        const person = await newPerson()
        const answers = await Promise.all(
          kinds.map((isRight) => pins.checkPin(person, isRight ? RIGHT : '11223')),
        )
        const right = answers.filter(({ status }) => status === 'right').length
        const wrong = answers.filter(({ status }) => status === 'wrong').length
        // Each right one can give back four wrong ones before it.
        expect(wrong).toBeLessThanOrEqual(5 + 4 * right)
        for (const [index, { status }] of answers.entries()) {
          expect(status).not.toBe(kinds[index] ? 'wrong' : 'right')
        }
        // Tries that are being computed count as taken, so only more than five at once can meet a lock.
        if (kinds.length <= 5) expect(answers.some(({ status }) => status === 'locked')).toBe(false)
      }),
      { numRuns: 25 },
    )
  })

  test('right forgives what was taken before it, not what was taken after it', async () => {
    const person = await newPerson()
    const { sql } = database.db
    const subject = { kind: 'beneficiary', id: person } as const
    await takeTry(sql, subject)
    const right = await takeTry(sql, subject)
    await takeTry(sql, subject)
    expect(await selectTriesLeft(sql, subject)).toBe(2)
    if (right === undefined) throw new Error('a try was left')
    expect(await forgiveTries(sql, subject, right)).toBe(true)
    expect(await selectTriesLeft(sql, subject)).toBe(4)
    expect(await forgiveTries(sql, subject, { ...right, version: runtime.newId() })).toBe(false)
  })

  test('counts for the PIN that it was taken for: a new one begins with five', async () => {
    const person = await newPerson()
    for (let tries = 0; tries < 5; tries++) await pins.checkPin(person, '11223')
    await pins.resetPin({ beneficiaryId: person, pin: '93215', by: operator })
    expect(await pins.checkPin(person, RIGHT)).toEqual({ status: 'wrong', triesLeft: 4 })
    expect(await pins.checkPin(person, '93215')).toEqual({ status: 'right' })
  })

  test('never takes a sixth try, whatever the program believes', async () => {
    const person = await newPerson()
    await expect(
      database.db.sql`update pin set tries_taken = 6 where subject_id = ${person}`,
    ).rejects.toMatchObject({ constraint_name: 'pin_tries' })
  })
})

describe('a PIN in the database', () => {
  test('is Argon2id with its own salt, and of no use without the service’s secret', async () => {
    const people = [await newPerson(), await newPerson()]
    const rows = await database.db.sql<{ hash: string }[]>`
      select hash from pin where subject_id = any(${people}::text[])`
    for (const { hash } of rows) {
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    }
    expect(new Set(rows.map(({ hash }) => hash)).size).toBe(2)
    const elsewhere = open('another secret of 32 characters.')
    expect(await elsewhere.checkPin(people[0] ?? '', RIGHT)).toMatchObject({ status: 'wrong' })
    expect(JSON.stringify(await accessLog.list({ limit: 200 }))).not.toContain(RIGHT)
  })
})

describe('setting a PIN', () => {
  test('is the person’s own matter, with the one before it where there is one', async () => {
    const person = `BI-P-${people++}`
    const by = walletOf(person)
    const set = (pin: string, currentPin?: string) =>
      pins.setPin({ beneficiaryId: person, pin, by, ...(currentPin && { currentPin }) })
    await set('52631')
    await expect(set('70414')).rejects.toMatchObject({
      code: 'pin_wrong',
      details: { triesLeft: 5 },
    })
    await expect(set('70414', '11223')).rejects.toMatchObject({
      ...{ code: 'pin_wrong', details: { triesLeft: 4 } },
    })
    await set('70414', '52631')
    expect(await pins.checkPin(person, '70414')).toEqual({ status: 'right' })
    for (let tries = 0; tries < 5; tries++) await pins.checkPin(person, '11223')
    await expect(set('52631', '70414')).rejects.toMatchObject({ code: 'pin_locked' })
    const changes = (await entriesOf(person)).filter(({ action }) => action === 'pin.set')
    expect(changes).toMatchObject([
      { outcome: 'refused', reason: 'locked' },
      { outcome: 'done' },
      { outcome: 'refused', reason: 'wrong' },
      { outcome: 'refused', reason: 'wrong' },
      { outcome: 'done' },
    ])
  })

  test('by ten at once, where none was, is done once', async () => {
    const person = `BI-P-${people++}`
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        pins.setPin({ beneficiaryId: person, pin: `5263${index}`, by: walletOf(person) }),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'pin_wrong' })
    }
  })

  test('is refused where it is easy to guess', async () => {
    const person = await newPerson()
    for (const pin of ['11111', '12345', '98765', '1234', '']) {
      await expect(
        pins.resetPin({ beneficiaryId: person, pin, by: operator }),
      ).rejects.toMatchObject({ code: 'pin_too_simple' })
    }
    expect(await pins.checkPin(person, RIGHT)).toEqual({ status: 'right' })
  })

  test('of somebody else’s people, or of another person, finds nobody, and it is logged', async () => {
    const person = await newPerson()
    const stranger: Principal = { ...operator, id: runtime.newId(), contactPointIds: ['MT'] }
    const change = { beneficiaryId: person, pin: '93215' }
    await expect(pins.resetPin({ ...change, by: stranger })).rejects.toMatchObject({
      code: 'beneficiary_not_found',
    })
    const other = walletOf('BI-P-1')
    await expect(pins.setPin({ ...change, currentPin: RIGHT, by: other })).rejects.toMatchObject({
      code: 'beneficiary_not_found',
    })
    expect(await pins.checkPin(person, RIGHT)).toEqual({ status: 'right' })
    expect((await entriesOf(person)).slice(0, 2)).toMatchObject([
      { action: 'pin.set', outcome: 'refused', reason: 'out_of_scope' },
      { action: 'pin.reset', outcome: 'refused', reason: 'out_of_scope' },
    ])
  })

  test('of a shop is its owner’s, and apart from those of people', async () => {
    const by: Principal = {
      ...{ kind: 'person', id: runtime.newId(), role: 'partner_owner', partnerId: 'BI-ALI-01' },
    }
    await pins.setOwnerPin({ partnerId: 'BI-ALI-01', pin: RIGHT, by })
    expect(await pins.checkOwnerPin('BI-ALI-01', RIGHT)).toEqual({ status: 'right' })
    expect(await pins.checkPin('BI-ALI-01', RIGHT)).toEqual({ status: 'none' })
    await expect(
      pins.setOwnerPin({ partnerId: 'BI-ALI-02', pin: RIGHT, by }),
    ).rejects.toMatchObject({ code: 'partner_not_found' })
    expect(await pins.checkOwnerPin('BI-ALI-02', RIGHT)).toEqual({ status: 'none' })
  })
})
