import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EUR } from '../../src/kernel/money.ts'
import { CONTACT_POINT_ID, newId, PARTNER_ID, PRODUCT_ID } from '../http/programme.ts'
import { ELIGIBLE, newcomer } from '../plans/contact-points.ts'
import { giveNotice } from '../support/eligible.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'

let desk: Desk
let rita: Seat
let bruno: Seat
let tea: Seat
let ada: Seat
let person: string

beforeAll(async () => {
  desk = await openDeskProgramme()
  rita = await desk.seat('operator', 'Rita Verdi', [CONTACT_POINT_ID])
  bruno = await desk.seat('operator', 'Bruno Neri', [CONTACT_POINT_ID])
  tea = await desk.seat('treasurer', 'Tea Gallo')
  ada = await desk.seat('administrator', 'Ada Riva')
  const elsewhere = { id: 'MT', name: 'Sportello MT', territoryId: 'BI', envelope: 0n }
  await desk.services.network.addContactPoint({ ...elsewhere, unit: EUR })
  const assessment = { programmeId: 'FRANOI-2', facts: { ...ELIGIBLE, territoryId: 'BI' } }
  const who = { kind: 'person', id: rita.id, role: 'operator' } as const
  const entered = newcomer({ contactPointId: CONTACT_POINT_ID, assessment, plan: null })
  person = (await desk.services.casework.people.enter({ who }, entered)).id
  await giveNotice(desk.services.casework, [person], who)
}, 300_000)
afterAll(() => desk?.shut())

type Fields = Readonly<Record<string, string>>

/** What a browser of somebody's would send. */
async function send(seat: Seat | null, path: string, form?: Fields, site = 'same-origin') {
  const cookie = seat === null ? {} : { cookie: `${seat.cookie.name}=${seat.cookie.value}` }
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
  const headers = { ...cookie, 'sec-fetch-site': site, 'accept-language': 'en' }
  const answer = await desk.app.request(path, { ...body, headers })
  const to = answer.headers.get('location') ?? ''
  return { status: answer.status, to, text: await answer.text() }
}

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8'

/** Opens an address as a browser does, where it is typed. */
async function visit(path: string, headers: Fields, seat?: Seat) {
  const cookie = seat === undefined ? {} : { cookie: `${seat.cookie.name}=${seat.cookie.value}` }
  const answer = await desk.app.request(path, { headers: { accept: HTML, ...cookie, ...headers } })
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    text: await answer.text(),
  }
}

function batchForm(id: string): Fields {
  const rows = `${person} 1000`
  return { step: 'prepare', id, rows, product: PRODUCT_ID, place: CONTACT_POINT_ID, reason: 'May' }
}

/** The approval that waits for what was prepared last. */
async function lastApproval() {
  const who = { kind: 'person', id: ada.id, role: 'administrator' } as const
  const [approval] = await desk.services.approvals.list(who, { limit: 1 })
  if (approval === undefined) throw new Error('something was prepared')
  return approval
}

describe('who comes in', () => {
  test('nobody without a session, and each role to its own pages', async () => {
    expect(await send(null, '/desk/issue')).toMatchObject({ status: 303, to: '/sign-in' })
    expect((await send(tea, '/desk/issue')).status).toBe(403)
    expect((await send(rita, '/desk/funding')).status).toBe(403)
    for (const path of ['issue', 'hand-over', 'vouchers', 'approvals', 'envelopes', 'partners']) {
      expect((await send(rita, `/desk/${path}`)).status, path).toBe(200)
    }
    expect((await send(tea, '/desk/funding')).status).toBe(200)
  })

  test('a form of another site changes nothing', async () => {
    const id = newId()
    const foreign = await send(rita, '/desk/issue', batchForm(id), 'cross-site')
    expect(foreign.status).toBe(403)
    expect((await send(rita, `/desk/batches/${id}`)).status).toBe(404)
  })
})

describe('a batch', () => {
  test('sent twice is one, is nobody else’s, and is refused only with a reason', async () => {
    const id = newId()
    const to = `/desk/batches/${id}?done=prepared`
    expect(await send(rita, '/desk/issue', batchForm(id))).toMatchObject({ status: 303, to })
    expect(await send(rita, '/desk/issue', batchForm(id))).toMatchObject({ status: 303, to })
    const stranger = await desk.seat('operator', 'Marta', ['MT'])
    expect((await send(stranger, `/desk/batches/${id}`)).status).toBe(404)
    const approval = await lastApproval()
    const address = `/desk/approvals/${approval.id}`
    expect((await send(rita, address, { state: 'approved' })).text).toContain(
      'You prepared this: ask somebody else to decide.',
    )
    expect((await send(bruno, address, { state: 'refused', reason: ' ' })).status).toBe(422)
    expect((await lastApproval()).state).toBe('waiting')
    const refused = await send(bruno, address, { state: 'refused', reason: 'Too early' })
    expect(refused).toMatchObject({ status: 303, to: '/desk/approvals?done=refused' })
    expect((await send(rita, '/desk/approvals')).text).toContain('Too early')
    expect((await send(rita, `/desk/batches/${id}`)).text).toContain('Refused')
  })
})

describe('money', () => {
  test('comes in and goes to a contact point, each with a second person', async () => {
    const { network } = desk.services
    const [envelope] = await network.listEnvelopes({
      limit: 1,
      contactPointId: CONTACT_POINT_ID,
    })
    if (envelope === undefined) throw new Error('the contact point has an envelope')
    const left = async () =>
      (await network.leftIn([envelope.accountId])).get(envelope.accountId) ?? 0n
    const before = await left()
    const tranche = {
      ...{ id: newId(), programme: envelope.programmeId, kind: 'grant', funder: 'A foundation' },
      ...{ amount: '500.00', receivedOn: '2026-01-31', reference: 'D 1' },
    }
    expect((await send(tea, '/desk/funding', { ...tranche, amount: '1.000,00' })).status).toBe(422)
    expect((await send(tea, '/desk/funding', tranche)).to).toBe('/desk/funding?done=recorded')
    await send(ada, `/desk/approvals/${(await lastApproval()).id}`, { state: 'approved' })
    const funding = await send(tea, '/desk/funding')
    expect(funding.text).toContain('€500.00')
    expect(funding.text).toContain('Approved')
    const move = {
      ...{ id: newId(), from: 'grant', to: envelope.id, amount: '120.50', reason: 'Summer' },
    }
    expect((await send(tea, '/desk/envelopes', move)).to).toBe('/desk/envelopes?done=moved')
    expect(await left()).toBe(before)
    await send(rita, `/desk/approvals/${(await lastApproval()).id}`, { state: 'approved' })
    expect((await left()) - before).toBe(12_050n)
    expect((await send(rita, '/desk/envelopes')).text).toContain('€120.50')
  })
})

describe('an address that leads nowhere', () => {
  test.each([
    ['/nowhere', 'it', 'lang="it" dir="ltr"', 'Pagina non trovata'],
    ['/desk/nowhere', 'en-GB,it;q=0.5', 'lang="en" dir="ltr"', 'This page does not open'],
    ['/wallet/nowhere', 'ar', 'lang="ar" dir="rtl"', 'الصفحة غير موجودة'],
    ['/till/nowhere', 'zh', 'lang="it" dir="ltr"', 'Pagina non trovata'],
  ])('%s is a page in the language of a browser (%s)', async (path, languages, head, title) => {
    const page = await visit(path, { 'accept-language': languages }, rita)
    expect(page).toMatchObject({ status: 404, type: 'text/html; charset=UTF-8' })
    expect(page.text).toContain(head)
    expect(page.text).toContain(`<h1>${title}</h1>`)
    expect(page.text).toContain(path.startsWith('/desk') ? 'href="/desk"' : 'href="/"')
    // The desk's own buttons lead back to where one is; nothing else repeats an address.
    if (!path.startsWith('/desk')) expect(page.text).not.toContain('nowhere')
  })

  test('is in the language that was chosen at the desk', async () => {
    const cookie = `franoi-language=en; ${rita.cookie.name}=${rita.cookie.value}`
    const page = await visit('/desk/nowhere', { cookie, 'accept-language': 'it' })
    expect(page.text).toContain('This page does not open')
  })

  test('of the API, or asked for by a program, is a problem', async () => {
    const problem = { status: 404, type: 'application/problem+json' }
    for (const path of ['/api/v1/nothing', '/api', '/.well-known/nothing', '/assets/nothing.js']) {
      expect(await visit(path, {}), path).toMatchObject(problem)
    }
    expect(await visit('/nowhere', { accept: '*/*' })).toMatchObject(problem)
    const sent = await desk.app.request('/nowhere', { method: 'POST', headers: { accept: HTML } })
    expect(sent.headers.get('content-type')).toBe('application/problem+json')
  })
})

describe('a partner', () => {
  test('is suspended with a reason, and its till is paired by a code that no address holds', async () => {
    const address = `/desk/partners/${PARTNER_ID}`
    const paired = await send(rita, `${address}/terminals`, { name: 'Till 1', outlet: '' })
    expect(paired.status).toBe(200)
    expect(paired.text).toContain('data:image/svg+xml;base64,')
    expect(paired.text).not.toContain('#pair=')
    const step = { id: newId(), step: 'suspend', reason: '' }
    expect((await send(rita, address, step)).status).toBe(422)
    const done = await send(rita, address, { ...step, reason: 'Closed for works' })
    expect(done.to).toBe(`${address}?done=step`)
    const page = await send(rita, address)
    expect(page.text).toContain('Suspended')
    expect(page.text).toContain('Closed for works')
    expect(page.text).not.toContain('Make the code')
    expect((await send(tea, address, { ...step, id: newId(), reason: 'x' })).status).toBe(403)
  })
})

test('a voucher is found by what is printed on it, which stands in no address', async () => {
  const wrong = await send(rita, '/desk/vouchers', { code: '0000-0000-0001', person: '' })
  expect(wrong.status).toBe(422)
  const none = await send(rita, '/desk/vouchers', { code: '0000-3NQK-8NGM', person: '' })
  expect(none.text).toContain('No voucher with this code')
  expect(none.to).toBe('')
})

test('a voucher is topped up by two, blocked, made good again and cancelled with a reason', async () => {
  const id = newId()
  await send(rita, '/desk/issue', batchForm(id))
  await send(bruno, `/desk/approvals/${(await lastApproval()).id}`, { state: 'approved' })
  await desk.services.issuing.issueDue()
  const [voucher] = await desk.services.vouchers.list({ limit: 1, beneficiaryId: person })
  const address = `/desk/vouchers/${voucher?.id}`
  const act = (action: string, fields: Fields = {}) =>
    send(rita, address, { action, id: newId(), reason: 'Asked at the desk', ...fields })
  const found = await send(rita, '/desk/vouchers', { code: voucher?.typedCode ?? '', person: '' })
  expect(found).toMatchObject({ status: 303, to: address })

  expect((await act('top_up', { amount: '0' })).status).toBe(422)
  expect((await act('block', { reason: '' })).status).toBe(422)
  expect((await act('top_up', { amount: '9000,00' })).text).toContain('€1.00 to €100.00 in all')
  expect((await act('top_up', { amount: '5,00' })).to).toBe(`${address}?done=asked`)
  await send(bruno, `/desk/approvals/${(await lastApproval()).id}`, { state: 'approved' })
  const page = await send(rita, address)
  expect(page.text).toContain('€15.00')
  expect(page.text).toContain('Topped up')
  expect((await act('block')).to).toBe(`${address}?done=block`)
  expect((await send(rita, address)).text).toContain('Blocked')
  expect((await act('unblock')).to).toBe(`${address}?done=unblock`)
  expect((await send(ada, address, { action: 'cancel', id: newId(), reason: 'x' })).status).toBe(
    403,
  )
  expect((await act('cancel')).to).toBe(`${address}?done=cancel`)
  expect((await act('cancel')).text).toContain('The voucher is at its end')
})
