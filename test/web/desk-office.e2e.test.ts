import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { codeOf, PASSWORD, tokenOf } from '../access/people.ts'
import { buildIfStale } from '../support/build.ts'
import { enter, hiddenOf, openDesk, type TestDesk } from './desk.ts'

const DAY_MS = 86_400_000
let desk: TestDesk
let person: string
beforeAll(async () => {
  await buildIfStale()
  desk = await openDesk()
  person = await enter(desk)
}, 300_000)
afterAll(() => desk?.close())

/** Somebody says something from their wallet. */
async function say(more: object = {}): Promise<Uuid> {
  const id = desk.people.runtime.newId()
  const who = { kind: 'wallet', id, role: 'beneficiary', beneficiaryId: person } as const
  await desk.people.services.casework.feedback.say(who, {
    ...{ id, kind: 'complaint', about: 'programme', partnerId: null, anonymous: false },
    ...{ text: 'I waited for three hours.', ...more },
  })
  return id
}

describe('feedback and complaints', () => {
  test('stand by deadline, overdue ones marked, without the words', async () => {
    const id = await say()
    expect((await desk.open(desk.operator, '/desk')).text).toContain(
      'Complaint answer by 03/06/2026',
    )
    const list = await desk.open(desk.operator, '/desk/feedback?state=waits')
    expect(list.text).toContain('03/06/2026 Complaint Something else')
    expect(list.text).not.toContain('three hours')
    expect(list.text).not.toContain('Overdue')
    desk.people.runtime.advance(31 * DAY_MS)
    const operator = await desk.people.member({ role: 'operator', contactPointIds: ['BI'] })
    expect((await desk.open(operator, '/desk/feedback')).text).toContain('Overdue')
    const one = await desk.open(operator, `/desk/feedback/${id}`)
    expect(one.text).toContain('I waited for three hours.')
    // A complaint is answered and not only closed.
    expect(one.html).not.toContain('/close')
    const empty = await desk.open(operator, `/desk/feedback/${id}`, { answer: ' ' })
    expect([empty.status, empty.text.includes('This field is needed')]).toEqual([422, true])
    const answered = await desk.open(operator, `/desk/feedback/${id}`, { answer: 'We are sorry.' })
    expect(answered.location).toBe(`/desk/feedback/${id}?done=answered`)
    const again = await desk.open(operator, `/desk/feedback/${id}`, { answer: 'Something else.' })
    expect([again.status, again.text.includes('answered or closed it meanwhile')]).toEqual([
      422,
      true,
    ])
    const after = await desk.open(operator, '/desk/feedback?state=waits')
    expect(after.text).not.toContain('03/06/2026')
  })

  test('without a name lead to nobody, and what needs no answer is closed once', async () => {
    const id = await say({ kind: 'feedback', anonymous: true, text: 'Thank you.' })
    const path = `/desk/feedback/${id}`
    const administrator = await desk.people.member({ role: 'administrator' })
    const one = await desk.open(administrator, path)
    expect(one.text).toContain('Without a name')
    expect(one.html).not.toContain(person)
    const form = { reason: 'no_answer_needed' }
    expect((await desk.open(administrator, `${path}/close`, form)).location).toBe(
      `${path}?done=closed`,
    )
    expect((await desk.open(administrator, `${path}/close`, form)).location).toBe(
      `${path}?done=closed`,
    )
    expect((await desk.open(administrator, path)).text).toContain('No answer is needed.')
    const rows = await desk.people.database.db.sql`select reason from feedback_closing`
    expect(rows).toEqual([{ reason: 'no_answer_needed' }])
    const csv = await administrator.browser.send('GET', '/api/v1/feedback.csv')
    expect(String(csv.body.text)).toContain(`${id},feedback,programme,BI,,,`)
    expect(String(csv.body.text)).not.toContain('Thank')
  })

  test('a complaint cannot be closed over the API either, and no partner reads any', async () => {
    const id = await say()
    const operator = await desk.people.member({ role: 'operator', contactPointIds: ['BI'] })
    const close = await operator.browser.send('POST', `/api/v1/feedback/${id}/close`, {
      reason: 'said_twice',
    })
    expect([close.status, close.body.code]).toEqual([409, 'feedback_is_complaint'])
    const treasurer = await desk.people.member({ role: 'treasurer' })
    expect((await desk.open(treasurer, '/desk/feedback')).status).toBe(403)
    const elsewhere = await desk.people.member({ role: 'operator', contactPointIds: ['MT'] })
    expect((await desk.open(elsewhere, `/desk/feedback/${id}`)).status).toBe(404)
  })
})

describe('those who sign in', () => {
  test('are invited on a page that tells the link once, however often it is sent', async () => {
    const admin = await desk.people.member({ role: 'administrator', name: 'Ada Neri' })
    const page = await desk.open(admin, '/desk/staff/new')
    const form = {
      ...{ ...hiddenOf(page.html), email: 'Nina@Example.org', name: 'Nina Blu' },
      ...{ role: 'operator', 'point-BI': 'yes', partner: '' },
    }
    const wrong = await desk.open(admin, '/desk/staff/new', { ...form, email: 'nina' })
    expect([wrong.status, wrong.html.includes('value="Nina Blu"')]).toEqual([422, true])
    expect(wrong.text).toContain('This address cannot be written to')
    const made = await desk.open(admin, '/desk/staff/new', form)
    const link = /http:\/\/localhost:3000\/sign-in\/invitation\/[\w-]+/.exec(made.html)?.[0]
    expect(link).toBeDefined()
    expect((await desk.open(admin, '/desk/staff/new', form)).html).toContain(link)
    const id = hiddenOf(page.html).id ?? ''
    expect((await desk.open(admin, `/desk/staff/${id}`)).html).not.toContain(link)
    const messages = await desk.open(admin, '/desk/outbox')
    expect(messages.text).toContain('Invitation for Nina Blu')
    // A newer link opens, the message with the older one is gone.
    const again = await desk.open(admin, `/desk/staff/${id}/invitation`, {})
    expect(again.html).toMatch(/sign-in\/invitation/)
    const waiting = (await desk.open(admin, '/desk/outbox')).html
    expect(waiting.match(/Invitation for Nina Blu/g)).toHaveLength(1)
    expect(waiting).not.toContain(link)
  })

  test('are changed, suspended and let in again by others, never by themselves', async () => {
    const { people } = desk
    const admin = await people.member({ role: 'administrator', name: 'Ada Neri' })
    const member = await people.member({ role: 'treasurer', name: 'Dora Bianchi' })
    const path = `/desk/staff/${member.id}`
    const form = { name: 'Dora Bianchi', role: 'operator', partner: '' }
    const noPlace = await desk.open(admin, path, form)
    expect([noPlace.status, noPlace.text.includes('Role and place do not go together')]).toEqual([
      422,
      true,
    ])
    const moved = await desk.open(admin, path, { ...form, 'point-MT': 'yes' })
    expect(moved.location).toBe(`${path}?done=changed`)
    expect((await desk.open(member, '/desk')).text).toContain('Operator · MT')
    expect((await desk.open(admin, `${path}/suspend`, {})).location).toBe(`${path}?done=suspended`)
    expect((await desk.open(member, '/desk')).status).toBe(303)
    expect((await desk.open(admin, path)).text).toContain('Let in again')
    await desk.open(admin, `${path}/reinstate`, {})
    expect((await people.services.staff.find(member.id))?.suspendedAt).toBeNull()
    await desk.open(admin, `${path}/reset-factor`, {})
    const own = `/desk/staff/${admin.id}`
    expect((await desk.open(admin, own)).html).not.toContain(`${own}/suspend`)
    const self = await desk.open(admin, `${own}/suspend`, {})
    expect([self.status, self.text.includes('another administrator does')]).toEqual([422, true])
    const auditor = await people.member({ role: 'auditor' })
    expect((await desk.open(auditor, path)).html).not.toContain(`action="${path}"`)
    expect((await desk.open(auditor, `${path}/suspend`, {})).status).toBe(403)
  })
})

describe('one’s own sign-in', () => {
  test('takes a new password for the old one, and ends the other browsers', async () => {
    const { people } = desk
    const member = await people.member({ role: 'treasurer', name: 'Dora Bianchi' })
    const { id, email } = member
    const other = { ...member, browser: people.browser() }
    await other.browser.send('POST', '/api/v1/session', { email, password: PASSWORD })
    people.runtime.advance(60_000)
    const code = codeOf(member.secret, people.runtime.now())
    await other.browser.send('POST', '/api/v1/session/code', { code })
    expect((await desk.open(other, '/desk/own')).text).toContain('Another one')
    const wanted = 'five other quiet words here'
    const send = (current: string, again = wanted, fresh = wanted) =>
      desk.open(member, '/desk/own', { current, wanted: fresh, again })
    expect((await send('not it at all')).text).toContain('This is not the present password')
    expect((await send(PASSWORD, 'else')).text).toContain('are not the same')
    expect((await send(PASSWORD, 'short', 'short')).text).toContain('At least 12 characters')
    expect((await send(PASSWORD)).location).toBe('/desk/own?done=password')
    expect((await desk.open(other, '/desk/own')).status).toBe(303)
    expect((await desk.open(member, '/desk/own')).status).toBe(200)
    const browser = people.browser()
    const old = await browser.send('POST', '/api/v1/session', { email, password: PASSWORD })
    expect(old.status).toBe(401)
    expect(
      (await browser.send('POST', '/api/v1/session', { email, password: wanted })).status,
    ).toBe(200)
    const page = { limit: 9, subjectId: id, action: 'staff.password_set' }
    const entries = await people.services.accessLog.list(page)
    expect(entries.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['done', { by: 'oneself' }],
      ['refused', { reason: 'wrong_password' }],
      ['done', { by: 'invitation' }],
    ])
  })

  test('gives new codes for paper, and a new phone in the place of the lost one', async () => {
    const { people } = desk
    const member = await people.member({ role: 'treasurer' })
    const [first = '', second = ''] = member.backupCodes
    const wrong = await desk.open(member, '/desk/own/paper', { paperCode: '000000' })
    expect([wrong.status, wrong.text.includes('The code is wrong')]).toEqual([422, true])
    const { html } = await desk.open(member, '/desk/own/paper', { paperCode: first })
    const codes = [...html.matchAll(/<code>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)]
    expect(codes).toHaveLength(10)
    // Those before are worth nothing any more.
    const old = await desk.open(member, '/desk/own/factor', { factorCode: second })
    expect(old.status).toBe(422)
    const fresh = codes[0]?.[1] ?? ''
    const out = await desk.open(member, '/desk/own/factor', { factorCode: fresh })
    expect(out.location).toBe('/sign-in')
    expect((await desk.open(member, '/desk/own')).status).toBe(303)
    const browser = people.browser()
    const signIn = { email: member.email, password: PASSWORD }
    const back = await browser.send('POST', '/api/v1/session', signIn)
    expect(back.body.status).toBe('factor_needed')
  })
})

describe('messages to hand over', () => {
  test('carry a wallet link in the person’s language, and are forgotten once they went out', async () => {
    const operator = await desk.people.member({ role: 'operator', contactPointIds: ['BI'] })
    const prepare = `/desk/people/${person}/wallet/message`
    expect((await desk.open(operator, prepare, {})).location).toBe('/desk/outbox?done=made')
    await desk.open(operator, prepare, {})
    const { html, text } = await desk.open(operator, '/desk/outbox')
    expect(text).toContain(`Vouchers on the phone of ${person}`)
    expect(text).toContain('Ouvrez vos bons sur ce téléphone')
    // The second link made the first useless, so one message is left.
    expect(html.match(/https:\/\/wa\.me\/393205550101\?text=/g)).toHaveLength(1)
    expect(html).toMatch(/href="sms:\+393205550101\?body=/)
    const token = tokenOf(/http:\/\/localhost:3000\/w\/[\w-]+/.exec(html)?.[0] ?? null)
    const phone = Buffer.from(desk.people.runtime.randomBytes(32)).toString('base64url')
    const elsewhere = await desk.people.member({ role: 'operator', contactPointIds: ['MT'] })
    expect((await desk.open(elsewhere, '/desk/outbox')).text).not.toContain(person)
    const id = /action="(\/desk\/outbox\/[\w-]+)"/.exec(html)?.[1] ?? ''
    expect((await desk.open(elsewhere, id, {})).text).toContain('This message is gone')
    expect((await desk.open(operator, id, {})).location).toBe('/desk/outbox?done=sent')
    expect((await desk.open(operator, '/desk/outbox')).text).toContain(
      'There is nothing to hand over',
    )
    expect((await desk.people.services.wallets.open(token, phone)).beneficiaryId).toBe(person)
  })

  test('are made for nobody without a number, and say when their link is too old', async () => {
    const operator = await desk.people.member({ role: 'operator', contactPointIds: ['BI'] })
    const form = { ...{ givenName: 'Amina', familyName: 'Diallo' }, phone: '' }
    await desk.open(operator, `/desk/people/${person}/identity`, form)
    const prepare = `/desk/people/${person}/wallet/message`
    const refused = await desk.open(operator, prepare, {})
    expect([refused.status, refused.text.includes('no telephone number')]).toEqual([422, true])
    await desk.open(operator, `/desk/people/${person}/identity`, {
      ...form,
      phone: '+39 320 555 0101',
    })
    await desk.open(operator, prepare, {})
    desk.people.runtime.advance(4 * DAY_MS)
    const later = await desk.people.member({ role: 'operator', contactPointIds: ['BI'] })
    const { text, html } = await desk.open(later, '/desk/outbox')
    expect(text).toContain('The link is too old')
    expect(html).not.toContain('wa.me')
  })
})
