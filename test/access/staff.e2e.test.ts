import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EUR } from '../../src/kernel/money.ts'
import { type Member, openPeople, PASSWORD, type People, tokenOf } from './people.ts'

const STAFF = '/api/v1/staff'

let people: People
let admin: Member
let auditor: Member

beforeAll(async () => {
  people = await openPeople()
  const { network } = people.services
  await network.addTerritories([{ id: 'BI', name: 'Biella', kind: 'province', parentId: null }])
  for (const id of ['BI-1', 'BI-2']) {
    await network.addContactPoint({ id, name: id, territoryId: 'BI', unit: EUR, envelope: 0n })
  }
  admin = await people.member({ role: 'administrator' })
  auditor = await people.member({ role: 'auditor' })
})
afterAll(() => people.close())

function wanted(more: Record<string, unknown> = {}) {
  const id = people.runtime.newId()
  return { id, email: `${id}@example.org`, name: 'Carla', role: 'treasurer', ...more }
}

describe('an invitation by an administrator', () => {
  test('makes a person and a link once, however often it is sent', async () => {
    const body = wanted({ role: 'operator', contactPointIds: ['BI-1', 'BI-2'] })
    const first = await admin.browser.send('POST', STAFF, body)
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({ state: 'invited', contactPointIds: ['BI-1', 'BI-2'] })
    const again = await admin.browser.send('POST', STAFF, body)
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
    const other = await admin.browser.send('POST', STAFF, { ...body, name: 'Carlo' })
    expect([other.status, other.body.code]).toEqual([409, 'staff_id_conflict'])
    const taken = await admin.browser.send('POST', STAFF, { ...body, id: people.runtime.newId() })
    expect([taken.status, taken.body.code]).toEqual([409, 'staff_email_taken'])
    const [entry] = await people.services.accessLog.list({ limit: 1, subjectId: body.id })
    expect(entry).toMatchObject({ action: 'staff.invited', actorId: admin.id })
    expect(JSON.stringify(entry)).not.toContain(body.email)
  })

  test('sent twenty times at once makes one person', async () => {
    const body = wanted()
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => admin.browser.send('POST', STAFF, body)),
    )
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(19)
    expect(new Set(replies.map((reply) => reply.body.link)).size).toBe(1)
  })

  test.each([
    [{ role: 'operator' }, 'staff_scope_wrong'],
    [{ role: 'operator', contactPointIds: ['NOWHERE'] }, 'contact_point_unknown'],
    [{ role: 'treasurer', contactPointIds: ['BI-1'] }, 'staff_scope_wrong'],
    [{ role: 'partner_owner' }, 'staff_scope_wrong'],
    [{ role: 'partner_owner', partnerId: 'NOBODY' }, 'partner_not_found'],
    [{ role: 'auditor', partnerId: 'NOBODY' }, 'staff_scope_wrong'],
    [{ email: 'no address' }, 'staff_email_wrong'],
  ])('of %o is refused as %s', async (more, code) => {
    expect((await admin.browser.send('POST', STAFF, wanted(more))).body.code).toBe(code)
  })

  test('waits in the outbox, and is forgotten there once it was handed over', async () => {
    const body = wanted()
    await admin.browser.send('POST', STAFF, body)
    const list = async () => {
      const { body: page } = await admin.browser.send('GET', '/api/v1/outbox?limit=200')
      return page.items as { id: string; recipient: string; links: string[] }[]
    }
    const message = (await list()).find(({ recipient }) => recipient === body.email)
    expect(message?.links[0]).toMatch(/^mailto:/)
    const path = `/api/v1/outbox/${message?.id}/handed-over`
    expect((await admin.browser.send('POST', path)).status).toBe(200)
    expect((await admin.browser.send('POST', path)).status).toBe(200)
    expect((await list()).map(({ id }) => id)).not.toContain(message?.id)
    const rows = await people.database.db.sql`
      select recipient_sealed, content_sealed from outbox_message where id = ${message?.id ?? ''}`
    expect(rows).toEqual([{ recipient_sealed: null, content_sealed: null }])
  })

  test('is sealed in the database', async () => {
    const rows = await people.database.db.sql<{ content: Buffer; recipient: Buffer }[]>`
      select content_sealed as content, recipient_sealed as recipient
      from outbox_message where closed_at is null`
    expect(rows.length).toBeGreaterThan(0)
    for (const { content, recipient } of rows) {
      expect(`${content.toString('latin1')}${recipient.toString('latin1')}`).not.toContain(
        'example.org',
      )
    }
  })
})

test('a key of an administrator makes nobody who could approve what it prepared', async () => {
  const { access, accessLog, staff } = people.services
  const token = await access.createKey({ role: 'administrator' })
  const keyId = (await access.authenticate(token))?.id ?? people.runtime.newId()
  const program = people.browser()
  const ask = (method: string, path: string, body?: unknown) =>
    program.send(method, path, body, { authorization: `Bearer ${token}` })
  const active = await people.member({ role: 'treasurer' })
  const invited = await people.invite({ role: 'treasurer' })
  const to = { name: 'Mine', role: 'administrator' }
  for (const [method, path, body] of [
    ['POST', STAFF, wanted()],
    ['POST', `${STAFF}/${invited.id}/invitation`],
    ['PUT', `${STAFF}/${active.id}`, to],
    ['POST', `${STAFF}/${active.id}/suspend`],
    ['POST', `${STAFF}/${active.id}/reinstate`],
    ['POST', `${STAFF}/${active.id}/reset-factor`],
  ] as const) {
    const reply = await ask(method, path, body)
    expect([path, reply.status, reply.body.code]).toEqual([path, 403, 'staff_needs_person'])
  }
  const refused = { limit: 9, actorId: keyId, outcome: 'refused' } as const
  expect(await accessLog.list(refused)).toHaveLength(6)
  expect((await active.browser.send('GET', '/api/v1/ledger/balances')).status).toBe(200)

  // Nor does it read the links by which people choose a password.
  await staff.forgotten(active.email)
  expect((await ask('GET', '/api/v1/outbox?limit=200')).body.items).toEqual([])
  const { body } = await admin.browser.send('GET', '/api/v1/outbox?limit=200')
  const letter = (body.items as { id: string; recipient: string }[]).find(
    ({ recipient }) => recipient === active.email,
  )
  expect((await ask('POST', `/api/v1/outbox/${letter?.id}/handed-over`)).status).toBe(404)
})

describe('a role', () => {
  test('counts from the next request on', async () => {
    const { browser, id } = await people.member({ role: 'operator', contactPointIds: ['BI-1'] })
    const session = async () => (await browser.send('GET', '/api/v1/session')).body.who
    expect(await session()).toMatchObject({ role: 'operator', contactPointIds: ['BI-1'] })
    expect((await browser.send('GET', STAFF)).body.code).toBe('forbidden')
    const to = { name: 'Carla', role: 'auditor' }
    expect((await admin.browser.send('PUT', `${STAFF}/${id}`, to)).status).toBe(200)
    expect(await session()).toMatchObject({ role: 'auditor', contactPointIds: null })
    expect((await browser.send('GET', STAFF)).status).toBe(200)
    const entries = await people.services.accessLog.list({
      limit: 9,
      actorId: id,
      outcome: 'refused',
    })
    expect(entries).toMatchObject([{ action: 'request.made', subjectId: `GET ${STAFF}` }])
  })

  test('is nobody’s own to change, nor is a suspension', async () => {
    const to = { name: 'Me', role: 'treasurer' }
    const own = `${STAFF}/${admin.id}`
    for (const [method, path, body] of [
      ['PUT', own, to],
      ['POST', `${own}/suspend`],
      ['POST', `${own}/reset-factor`],
    ] as const) {
      const reply = await admin.browser.send(method, path, body)
      expect([reply.status, reply.body.code]).toEqual([403, 'staff_own'])
    }
    const refused = { limit: 10, subjectId: admin.id, outcome: 'refused' } as const
    expect(await people.services.accessLog.list(refused)).toHaveLength(3)
  })

  test('of an auditor reads and changes nothing', async () => {
    const { browser } = auditor
    for (const path of [STAFF, `${STAFF}/${admin.id}`, '/api/v1/access-log', '/api/v1/approvals']) {
      expect((await browser.send('GET', path)).status).toBe(200)
    }
    expect((await browser.send('POST', STAFF, wanted())).body.code).toBe('forbidden')
    expect((await browser.send('POST', `${STAFF}/${admin.id}/suspend`)).status).toBe(403)
  })
})

describe('a suspension', () => {
  test('ends every session at once, and lets nobody in', async () => {
    const { browser, id, email } = await people.member({ role: 'treasurer' })
    expect((await browser.send('GET', '/api/v1/ledger/balances')).status).toBe(200)
    await admin.browser.send('POST', `${STAFF}/${id}/suspend`)
    expect((await browser.send('GET', '/api/v1/ledger/balances')).status).toBe(401)
    const signIn = { email, password: PASSWORD }
    const refused = await people.browser().send('POST', '/api/v1/session', signIn)
    expect([refused.status, refused.body.code]).toEqual([401, 'sign_in_refused'])

    const back = await admin.browser.send('POST', `${STAFF}/${id}/reinstate`)
    expect(back.body).toMatchObject({ state: 'active' })
    // The session that had ended stays ended; the password is as good as before.
    expect((await browser.send('GET', '/api/v1/ledger/balances')).status).toBe(401)
    expect((await people.browser().send('POST', '/api/v1/session', signIn)).status).toBe(200)
  })

  test('counts also for a session that was opened in the same moment', async () => {
    const { browser, id } = await people.member({ role: 'treasurer' })
    await people.database.db.sql`update staff set suspended_at = now() where id = ${id}`
    expect((await browser.send('GET', '/api/v1/ledger/balances')).status).toBe(401)
  })

  test('makes an open invitation useless', async () => {
    const body = wanted()
    const { body: invited } = await admin.browser.send('POST', STAFF, body)
    await admin.browser.send('POST', `${STAFF}/${body.id}/suspend`)
    const token = tokenOf(String(invited.link))
    const reply = await people
      .browser()
      .send('POST', '/api/v1/session/password', { token, password: PASSWORD })
    expect(reply.body.code).toBe('link_not_valid')
  })
})

test('a lost second factor is taken away, and a new one set up', async () => {
  const { browser, id, email, backupCodes } = await people.member({ role: 'treasurer' })
  await admin.browser.send('POST', `${STAFF}/${id}/reset-factor`)
  expect((await browser.send('GET', '/api/v1/ledger/balances')).status).toBe(401)
  const mine = people.browser()
  const step = await mine.send('POST', '/api/v1/session', { email, password: PASSWORD })
  expect(step.body).toMatchObject({ status: 'factor_needed' })
  const old = await mine.send('POST', '/api/v1/session/code', { code: backupCodes[0] })
  expect(old.status).toBe(401)
  expect((await mine.send('POST', '/api/v1/session/factor')).status).toBe(200)
})

describe('the lists', () => {
  test('of people go on where a page ended', async () => {
    const all = (await admin.browser.send('GET', `${STAFF}?limit=200`)).body.items as object[]
    const first = await admin.browser.send('GET', `${STAFF}?limit=3`)
    const cursor = String(first.body.nextCursor)
    const rest = await admin.browser.send('GET', `${STAFF}?limit=200&cursor=${cursor}`)
    expect([...(first.body.items as object[]), ...(rest.body.items as object[])]).toEqual(all)
    expect(rest.body.nextCursor).toBeNull()
  })

  test('of the access log filter, page and come as CSV', async () => {
    const path = '/api/v1/access-log'
    const { body } = await auditor.browser.send('GET', `${path}?action=staff.invited&limit=2`)
    const items = body.items as { action: string }[]
    expect(items.map(({ action }) => action)).toEqual(['staff.invited', 'staff.invited'])
    expect(body.nextCursor).not.toBeNull()
    const none = await auditor.browser.send('GET', `${path}?from=2027-01-01`)
    expect(none.body.items).toEqual([])
    const day = await auditor.browser.send(
      'GET',
      `${path}?from=2026-05-04&until=2026-05-04&limit=1`,
    )
    expect(day.body.items).toHaveLength(1)
    const csv = await auditor.browser.send('GET', `${path}.csv?action=staff.invited`)
    const lines = String(csv.body.text).trim().split('\r\n')
    const page = await auditor.browser.send('GET', `${path}?action=staff.invited&limit=200`)
    expect(lines).toHaveLength((page.body.items as object[]).length + 1)
    expect(lines[0]).toMatch(/^recorded_at,actor_kind/)
    const read = async (action: string) =>
      (await people.services.accessLog.list({ limit: 9, action })).map(({ actorId }) => actorId)
    expect(await read('access_log.exported')).toEqual([auditor.id])
    expect((await read('access_log.viewed')).slice(0, 4)).toEqual(Array(4).fill(auditor.id))
  })

  test('of approvals tell what one may decide, and why not', async () => {
    const { approvals } = people.services
    const operator = await people.member({ role: 'operator', contactPointIds: ['BI-1'] })
    const far = await people.member({ role: 'operator', contactPointIds: ['BI-2'] })
    const who = { kind: 'person', id: operator.id, role: 'operator' } as const
    const id = people.runtime.newId()
    await people.database.db.sql.begin((tx) =>
      approvals.prepareIn(tx, {
        ...{ id, kind: 'voucher_batch', subjectId: id, contactPointIds: ['BI-1'] },
        ...{ summary: { count: '3' }, preparedBy: who },
      }),
    )
    const listed = async (member: Member, query = '') =>
      (await member.browser.send('GET', `/api/v1/approvals${query}`)).body.items
    expect(await listed(operator)).toMatchObject([{ id, refusal: 'approval_own' }])
    expect(await listed(operator, '?mine=decide')).toEqual([])
    expect(await listed(far)).toEqual([])
    expect(await listed(admin, '?mine=decide')).toMatchObject([{ id, refusal: null }])
    expect(await listed(auditor)).toMatchObject([{ id, refusal: 'approval_role' }])
  })
})

test('the database refuses what the program should', async () => {
  const { sql } = people.database.db
  const { id } = admin
  await expect(sql`delete from staff where id = ${id}`).rejects.toThrow()
  await expect(sql`update staff set role = 'operator' where id = ${id}`).rejects.toThrow(
    'staff_contact_points',
  )
  await expect(sql`update staff set email = 'x@example.org'`).rejects.toThrow('permission denied')
  await expect(
    sql`update staff_session set ended_at = null where ended_at is not null`,
  ).rejects.toThrow('has ended')
  await expect(
    sql`update staff_backup_code set used_at = null where used_at is not null`,
  ).rejects.toThrow('used before')
  await expect(sql`delete from outbox_message`).rejects.toThrow('permission denied')
})
