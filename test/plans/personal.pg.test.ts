import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSealing } from '../../src/access/sealing.ts'
import { connect, type Database } from '../../src/db/client.ts'
import { createCasework } from '../../src/plans/casework.ts'
import type { PersonalData } from '../../src/plans/core/personal.ts'
import { writeIdentityIn } from '../../src/plans/people.ts'
import { createPersonalRecords } from '../../src/plans/personal-records.ts'
import { holdActiveKey } from '../../src/plans/personal-store.ts'
import { systemRuntime } from '../../src/runtime.ts'
import {
  type ContactPoints,
  identity,
  newcomer,
  newId,
  openContactPoints,
  person,
} from './contact-points.ts'

let house: ContactPoints
let owner: Database
const anna = person('operator', 'BI')

beforeAll(async () => {
  house = await openContactPoints()
  owner = connect(house.database.ownerUrl, { role: null, poolSize: 1 })
})
afterAll(async () => {
  await owner.close()
  await house.close()
})

async function enter(personal: PersonalData | null = identity()): Promise<string> {
  return (await house.casework.people.enter(anna, newcomer({ personal }))).id
}

async function see(id: string, casework = house.casework) {
  return casework.identities.view(anna, id, undefined)
}

/** Resolves when somebody waits for a lock, or the work is done without. */
async function waitingOrDone(work: Promise<unknown>): Promise<'waiting' | 'done'> {
  let isDone = false
  const note = () => {
    isDone = true
  }
  work.then(note, note)
  for (;;) {
    if (isDone) return 'done'
    const waiting = await owner.sql`
      select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    if (waiting.length > 0) return 'waiting'
  }
}

/** Every value of every column that can hold text or bytes, in all tables, with where it stands. */
async function everything(): Promise<{ place: string; bytes: Buffer }[]> {
  const columns = await owner.sql<{ table: string; column: string }[]>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as table,
      quote_ident(column_name) as column
    from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema in ('public', 'drizzle', 'pgboss') and table_type = 'BASE TABLE'`
  const found: { place: string; bytes: Buffer }[] = []
  for (const { table, column } of columns) {
    const rows = await owner.sql.unsafe<{ value: Buffer | string }[]>(
      `select case when pg_typeof(${column})::text = 'bytea' then ${column}::text
        else ${column}::text end as value from ${table} where ${column} is not null`,
    )
    for (const { value } of rows) {
      const text = String(value)
      const bytes = text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex') : Buffer.from(text)
      found.push({ place: `${table}.${column}`, bytes })
    }
  }
  return found
}

describe('what is personal', () => {
  const words = [
    'Youssef',
    'Traor',
    '123 4567',
    'example.org',
    'I1234567X',
    '1994-03-08',
    'station',
  ]

  test('stands nowhere in the database in words', async () => {
    const id = await enter()
    await see(id)
    await house.casework.identities.search(anna, { name: 'Youssef Traoré' }, { limit: 50 })
    const all = await everything()
    expect(all.length).toBeGreaterThan(100)
    for (const word of [...words, 'before summer']) {
      const places = all.filter(({ bytes }) => bytes.includes(word)).map(({ place }) => place)
      expect(places).toEqual([])
    }
  })

  test('opens in its own place alone: moved to another code it is not read', async () => {
    const [one, other] = [await enter(), await enter(identity({ givenName: 'Fatou' }))]
    const { sql } = owner
    const [whole] = await sql<{ sealed: Buffer }[]>`
      select sealed from personal_record where beneficiary_id = ${other} and kind = 'identity'`
    await sql`
      update personal_record set sealed = (
        select sealed from personal_record where beneficiary_id = ${one} and kind = 'identity')
      where beneficiary_id = ${other} and kind = 'identity'`
    await expect(see(other)).rejects.toThrow(/opens in its place/)
    await sql`
      update personal_record set sealed = ${whole?.sealed ?? null}
      where beneficiary_id = ${other} and kind = 'identity'`
    expect((await see(other)).personal?.givenName).toBe('Fatou')
    await expect(
      createCasework({ ...house.deps, secret: 'another secret of 32 characters!' }).identities.view(
        anna,
        one,
        undefined,
      ),
    ).rejects.toMatchObject({ code: 'personal_secret_wrong' })
  })

  test('is changed whole: what somebody was found by before finds them no more', async () => {
    const id = await enter(identity({ familyName: 'Oyelaran' }))
    await house.casework.identities.change(anna, id, identity({ familyName: 'Adeyemi' }))
    const search = (name: string) =>
      house.casework.identities
        .search(anna, { name }, { limit: 50 })
        .then((all) => all.map((p) => p.id))
    expect(await search('Oyelaran')).not.toContain(id)
    expect(await search('Adeyemi')).toContain(id)
  })
})

describe('the index', () => {
  const records = () => createPersonalRecords(house.deps)

  test('does not tell that the same word stands in two fields', () => {
    const value = '19940308'
    const fields = ['name', 'phone', 'document', 'birth'] as const
    const digests = records().digestsOf(fields.map((field) => ({ field, value })))
    expect(new Set(digests).size).toBe(fields.length)
    // Nor by where one word ends and the next begins.
    const [joined] = records().digestsOf([{ field: 'name', value: `a\0phone\0${value}` }])
    expect(digests).not.toContain(joined)
  })

  test('says nothing to who has the database and not the secret', () => {
    const term = { field: 'name', value: 'ysf' } as const
    const other = createPersonalRecords({
      ...house.deps,
      secret: 'some other secret of 32 letters.',
    })
    expect(records().digestsOf([term])).toEqual(records().digestsOf([term]))
    expect(other.digestsOf([term])).not.toEqual(records().digestsOf([term]))
  })
})

describe('changing the key', () => {
  const keyIds = async () =>
    (await owner.sql<{ id: string }[]>`select id from personal_key order by id`).map((k) => k.id)
  const usedKeys = async () =>
    (
      await owner.sql<
        { id: string }[]
      >`select distinct key_id as id from personal_record order by 1`
    ).map((k) => k.id)

  beforeEach(async () => {
    for (let count = 0; count < 5; count++) await enter()
    await house.casework.rotatePersonalData()
  })

  test('seals everything anew and removes the key before', async () => {
    const id = await enter()
    const before = await keyIds()
    const sealed = await owner.sql`select sealed from personal_record`
    expect(await house.casework.rotatePersonalData()).toBe(sealed.length)
    const after = await keyIds()
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
    expect(await usedKeys()).toEqual(after)
    expect((await see(id)).personal).toEqual(identity())
    expect((await see(id)).objectives.size).toBe(1)
    expect(
      await house.casework.identities.search(anna, { name: 'Traore' }, { limit: 1 }),
    ).toHaveLength(1)
  })

  test('is gone on with where it was broken off, by another process', async () => {
    const id = await enter()
    const crash = new Error('the process dies')
    const broken = house.casework.rotatePersonalData({
      batch: 3,
      afterBatch: () => {
        throw crash
      },
    })
    await expect(broken).rejects.toBe(crash)
    const between = await keyIds()
    expect(between).toHaveLength(2)
    expect(await usedKeys()).toEqual(between)
    // Meanwhile everything is read and written, in both processes.
    const other = createCasework(house.deps)
    expect((await see(id, other)).personal).toEqual(identity())
    const meanwhile = (await other.people.enter(anna, newcomer())).id
    const [{ count = 0 } = {}] = await owner.sql<{ count: number }[]>`
      select count(*)::int as count from personal_record record
      join personal_key key on key.id = record.key_id where key.retired_at is not null`
    expect(count).toBeGreaterThan(0)
    expect(await other.rotatePersonalData({ batch: 3 })).toBe(count)
    expect(await keyIds()).toHaveLength(1)
    for (const one of [id, meanwhile]) {
      expect((await see(one, house.casework)).personal).toEqual(identity())
    }
  })

  test('waits for who is about to seal under the key before', async () => {
    const id = await enter(null)
    const records = createPersonalRecords(house.deps)
    const place = { beneficiaryId: id, kind: 'identity', subjectId: id } as const
    const rotating = await house.database.db.sql.begin(async (tx) => {
      await holdActiveKey(tx)
      const work = house.casework.rotatePersonalData()
      expect(await waitingOrDone(work)).toBe('waiting')
      await records.writeIn(tx, place, JSON.stringify(identity()))
      return { work }
    })
    await rotating.work
    expect(await usedKeys()).toEqual(await keyIds())
    expect((await see(id)).personal).toEqual(identity())
  })

  test('seals what was said from wallets anew, with a name and without, and leaves every word as it was', async () => {
    const { feedback } = house.casework
    const { sql } = house.database.db
    const beneficiaryId = await enter()
    const who = { kind: 'wallet', id: newId(), role: 'beneficiary', beneficiaryId } as const
    const about = { kind: 'complaint', about: 'programme', partnerId: null } as const
    const [named, unnamed, old] = [newId(), newId(), newId()]
    const text = 'They were kind.'
    await feedback.say(who, { ...about, id: named, anonymous: false, text })
    await feedback.say(who, { ...about, id: unnamed, anonymous: true, text })
    await feedback.answer(anna, named, 'Thank you.')
    // As it was sealed before there was a key for it.
    const nonce = systemRuntime.randomBytes(12)
    const sealing = createSealing(house.deps.secret, 'feedback')
    await sql`
      insert into feedback (id, kind, about, contact_point_id, said, received_on, due_on)
      values (${old}, 'complaint', 'programme', 'BI', ${sealing.seal(text, `feedback said ${old}`, nonce)},
        '2026-05-04', '2026-06-03')`
    const sealed = () => sql<{ id: string; key: string; said: Uint8Array }[]>`
      select id, key_id as key, said from feedback where id = any(${[named, unnamed, old]}::uuid[])
      union all select feedback_id, key_id, said from feedback_answer where feedback_id = ${named}
      order by 1, 2`
    const before = await sealed()
    await house.casework.rotatePersonalData({ batch: 1 })
    const after = await sealed()
    expect([...new Set(after.map(({ key }) => key))]).toEqual(await keyIds())
    const said = new Set(before.map((row) => Buffer.from(row.said).toString('hex')))
    expect(after.some((row) => said.has(Buffer.from(row.said).toString('hex')))).toBe(false)
    expect(await feedback.read(anna, named)).toMatchObject({ text, answer: 'Thank you.' })
    for (const id of [unnamed, old]) {
      expect(await feedback.read(anna, id)).toMatchObject({ text, beneficiaryId: null })
    }
    await expect(sql`update feedback set said = 'x' where id = ${named}`).rejects.toThrow(/stays/)
  })

  test('loses nothing of what is entered while it runs, nor of a second one', async () => {
    const work = await Promise.all([
      house.casework.rotatePersonalData({ batch: 2 }),
      createCasework(house.deps).rotatePersonalData({ batch: 2 }),
      ...Array.from({ length: 12 }, () => enter()),
    ])
    const entered = work.filter((one): one is string => typeof one === 'string')
    await house.casework.rotatePersonalData()
    for (const id of entered) expect((await see(id)).personal).toEqual(identity())
  })
})

describe('erasing', () => {
  const secret = {
    ...{ givenName: 'Nyandoro', familyName: 'Chipangura', birthDate: '1981-12-27' as never },
    ...{ phone: '+263 77 8123456', email: 'nyandoro@unique.example', nationality: 'ZW' },
    document: { kind: 'passport', number: 'ZW99887766', expiresOn: '2031-11-30' as never },
    notes: 'Asked for a quiet place.',
  } as const

  test('leaves no trace of the person in any table, and the code where it was', async () => {
    const records = createPersonalRecords(house.deps)
    const sent = newcomer({ personal: secret })
    const { id } = await house.casework.people.enter(anna, sent)
    const [line] = (await house.plans.planLinesOf([id], 'work')).values()
    const traces = await owner.sql<{ bytes: Buffer }[]>`
      select sealed as bytes from personal_record where beneficiary_id = ${id}
      union all select digest from personal_index where beneficiary_id = ${id}
      union all select digest from person_request where beneficiary_id = ${id}`
    expect(traces.length).toBeGreaterThan(6)

    await house.casework.identities.erase(anna, id, 'request_of_person')
    await house.casework.identities.erase(anna, id, 'retention_over')

    const all = await everything()
    for (const word of Object.values(secret).filter((value) => typeof value === 'string')) {
      // Two letters of a country stand in much else.
      if (word.length < 3) continue
      expect(all.filter(({ bytes }) => bytes.includes(word))).toEqual([])
    }
    // Another may share a word of the name, and with it a digest; nobody here does.
    for (const { bytes } of traces) {
      expect(all.filter((one) => one.bytes.includes(bytes)).map(({ place }) => place)).toEqual([])
    }
    expect(await records.read('identity', [id])).toEqual(new Map())
    expect(await house.casework.identities.view(anna, id, undefined)).toEqual({
      personal: null,
      objectives: new Map(),
    })
    expect(await house.casework.people.get(anna, id)).toMatchObject({
      state: 'eligible',
      isErased: true,
    })
    expect((await house.plans.planLinesOf([id], 'work')).get(id)).toEqual(line)
    const log = await house.accessLog.list({
      limit: 5,
      subjectId: id,
      action: 'beneficiary.erased',
    })
    expect(log.map(({ detail }) => detail)).toEqual([{ ground: 'request_of_person' }])
    await expect(house.casework.people.enter(anna, sent)).rejects.toMatchObject({
      code: 'person_request_conflict',
    })
  })

  test('is for good: nothing personal is entered under the code again, whoever tries', async () => {
    const id = await enter()
    await house.casework.identities.erase(anna, id, 'entered_by_mistake')
    await expect(house.casework.identities.change(anna, id, identity())).rejects.toMatchObject({
      code: 'person_erased',
    })
    const { sql } = house.database.db
    await expect(
      sql`insert into personal_index (digest, beneficiary_id) values (${Buffer.from('x')}, ${id})`,
    ).rejects.toMatchObject({ constraint_name: 'person_is_erased' })
    await expect(sql`delete from person_erasure`).rejects.toThrow(/permission denied/)
  })

  test('waits for who enters something in the same moment, and takes that too', async () => {
    const id = await enter(null)
    const deps = { ...house.deps, personal: createPersonalRecords(house.deps) }
    const erasing = await house.database.db.sql.begin(async (tx) => {
      await writeIdentityIn(tx, deps, id, identity())
      const work = house.casework.identities.erase(anna, id, 'request_of_person')
      expect(await waitingOrDone(work)).toBe('waiting')
      return { work }
    })
    await erasing.work
    expect((await see(id)).personal).toBeNull()
    const left = await owner.sql`select 1 from personal_index where beneficiary_id = ${id}`
    expect(left).toEqual([])
  })

  test('and changing at once end with nothing left', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => enter()))
    await Promise.all(
      ids.flatMap((id) => [
        house.casework.identities.erase(anna, id, 'retention_over'),
        house.casework.identities.change(anna, id, identity({ notes: newId() })).catch(() => {}),
      ]),
    )
    const left = await owner.sql`
      select beneficiary_id from personal_record where beneficiary_id = any(${ids})
      union all select beneficiary_id from personal_index where beneficiary_id = any(${ids})`
    expect(left).toEqual([])
  })
})
