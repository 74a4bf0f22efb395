import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rulesOn } from '../../src/currency/core/instrument.ts'
import type { InstrumentRules } from '../../src/currency/core/rules.ts'
import { walletIdOf } from '../../src/currency/identity.ts'
import { type Day, romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR, type Unit } from '../../src/kernel/money.ts'
import { preset } from '../currency/market.ts'
import { fundProgramme } from '../currency/treasury.ts'
import { ASSOCIATION_ID, BENEFICIARY_ID, newId, PARTNER_ID } from '../http/programme.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'

let desk: Desk
let tea: Seat
let ada: Seat
let rita: Seat
let mina: Seat
let sara: Seat
const today = romeDay(Date.now())
const NONE = { payment: null, day: null, month: null, balance: null }

beforeAll(async () => {
  desk = await openDeskProgramme()
  tea = await desk.seat('treasurer', 'Tea Gallo')
  ada = await desk.seat('administrator', 'Ada Riva')
  rita = await desk.seat('operator', 'Rita Verdi', ['BI-SC'])
  sara = await desk.seat('auditor', 'Sara Sala')
  const { network, networkDesk, plans } = desk.services
  await network.addContactPoint({
    ...{ id: 'MT-SC', name: 'Sassi', territoryId: 'BI', unit: EUR, envelope: 0n },
  })
  mina = await desk.seat('operator', 'Mina Sassi', ['MT-SC'])
  await plans.addBeneficiaries([
    { id: 'MT-P-001', contactPointId: 'MT-SC', householdSize: 1, language: 'fr' },
  ])
  const limits = { ...NONE, balance: '10000' }
  await addInstrument('DONO', 'merits-cash', { unit: 'DONO', limits })
  await addInstrument('EUSKO', 'eusko', { limits })
  await addInstrument('MEZZA', 'chiemgauer-2003', { unit: 'MEZZA', backing: '0.5' })
  await fundProgramme({ id: () => newId() as Uuid, today: () => today, networkDesk }, 100_000n)
}, 300_000)
afterAll(() => desk?.shut())

async function addInstrument(id: string, key: string, change: Partial<InstrumentRules>) {
  const rules = { ...preset(key), ...change }
  await desk.services.currency.addInstrument(
    { id, programmeId: 'FRANOI-2', unit: rules.unit as Unit },
    { rules, validFrom: '2026-01-01' as Day, preparedBy: newId() as Uuid },
  )
}

async function send(seat: Seat, path: string, form?: Readonly<Record<string, string>>) {
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
  const headers = {
    ...{ cookie: `${seat.cookie.name}=${seat.cookie.value}`, 'accept-language': 'en' },
    'sec-fetch-site': 'same-origin',
  }
  const answer = await desk.app.request(path, { ...body, headers })
  const html = await answer.text()
  const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  return { status: answer.status, to: answer.headers.get('location'), html, text }
}

async function held(instrumentId: string, party: 'person' | 'partner' | 'association', id: string) {
  return (await desk.services.currency.getPurse(walletIdOf(instrumentId, party, id))).balance
}

describe('grants', () => {
  const at = '/desk/instruments/DONO/grants'
  const grants = () => desk.services.minting.listGrants({ instrumentId: 'DONO', limit: 10 })

  test('every bad line is named with its number and what to do, and what was typed stays', async () => {
    const instrument = await send(rita, '/desk/instruments/DONO')
    expect(instrument.html).toContain(`<a href="${at}">Grant to people</a>`)
    const lines = [
      'person;amount',
      `${BENEFICIARY_ID};25,00`,
      '',
      `${BENEFICIARY_ID};10`,
      'BI-P-999 5',
      'nobody & nothing',
      'MT-P-001 1.000,00',
      'MT-P-001 1',
    ].join('\n')
    const form = { id: newId(), lines, reason: 'May', step: 'prepare' }
    const answer = await send(rita, at, form)
    expect(answer.status).toBe(422)
    expect(answer.html).toContain(lines.replaceAll('&', '&amp;'))
    expect(answer.html).toContain('value="May"')
    expect(answer.html).toContain(`value="${form.id}"`)
    for (const sentence of [
      'Lines to put right: 5.',
      `4 ${BENEFICIARY_ID};10 This person stands in a line above`,
      '5 BI-P-999 There is no such person among those you see to',
      '6 nobody &amp; nothing Write the code of a person',
      '7 MT-P-001 1.000,00 Write an amount above zero',
      // Of another contact point: as one who is not there.
      '8 MT-P-001 1 This person stands in a line above',
    ]) {
      expect(answer.text).toContain(sentence)
    }
    const far = await send(rita, at, { ...form, lines: 'MT-P-001 1' })
    expect(far.text).toContain('1 MT-P-001 There is no such person')
    const much = await send(rita, at, { ...form, lines: `${BENEFICIARY_ID} 100,01` })
    expect(much.text).toContain(`1 ${BENEFICIARY_ID} They would have more than the rules let`)
    const bare = await send(rita, at, { ...form, lines: ' ', reason: '' })
    expect(bare.text).toContain('Write at least one line.')
    expect(await grants()).toEqual([])
  })

  test('are looked at, prepared once however often sent, approved by another, and in the wallet', async () => {
    const form = { id: newId(), lines: `${BENEFICIARY_ID}\t25,50\n`, reason: 'May <1>' }
    const looked = await send(rita, at, { ...form, step: 'check' })
    expect(looked.text).toContain('People who get something: 1. In all: 25.50 DONO.')
    expect(looked.text).toContain('€25.50 go into the reserve')
    expect(await grants()).toEqual([])
    const changed = await send(rita, at, { ...form, step: 'change' })
    expect(changed.html).toContain(form.lines)
    const page = `${at}/${form.id}`
    for (let time = 0; time < 2; time++) {
      const sent = await send(rita, at, { ...form, step: 'prepare' })
      expect([sent.status, sent.to]).toEqual([303, `${page}?done=prepared`])
    }
    const other = { ...form, lines: `${BENEFICIARY_ID} 30`, step: 'prepare' }
    const conflict = await send(rita, at, other)
    expect(conflict.status).toBe(409)
    expect(conflict.text).toContain('This form was used for another grant')
    expect(await grants()).toHaveLength(1)

    const own = await send(rita, `${page}?done=prepared`)
    expect(own.text).toContain('Prepared. Now another person approves or refuses it.')
    expect(own.text).toContain('You prepared this: somebody else has to decide.')
    expect(own.html).toContain('May &lt;1&gt;')
    expect((await send(mina, page)).status).toBe(404)
    expect((await send(tea, page.replace('DONO', 'EUSKO'))).text).toContain('its rules say so')
    const waiting = await send(tea, '/desk/approvals')
    expect(waiting.html).toContain(`href="${page}"`)
    expect(waiting.text).toContain('25.50 DONO')
    const looking = await send(tea, page)
    expect(looking.text).toContain(`${BENEFICIARY_ID} 25.50 DONO Fits`)
    const approval = await desk.services.approvals.findFor('currency_grant', form.id)
    await send(tea, `/desk/approvals/${approval?.id}`, { state: 'approved' })
    expect(await held('DONO', 'person', BENEFICIARY_ID)).toBe(2_550n)
    expect((await send(rita, page)).text).toContain('Approved')
  })

  test('an operator sees of a grant what is of their people, and how much is not', async () => {
    const lines = `${BENEFICIARY_ID} 1\nMT-P-001 2`
    const id = newId()
    await send(tea, at, { id, lines, reason: 'Both', step: 'prepare' })
    const seen = await send(mina, `${at}/${id}`)
    expect(seen.html).not.toContain(BENEFICIARY_ID)
    expect(seen.text).toContain('of other contact points: 1, 1.00 DONO in all.')
    expect((await send(tea, `${at}/${id}`)).text).toContain(BENEFICIARY_ID)
  })

  test('what the funding cannot back says so, and goes on waiting', async () => {
    const id = newId()
    await addInstrument('TANTO', 'merits-cash', { unit: 'TANTO' })
    const tanto = '/desk/instruments/TANTO/grants'
    const form = { id, lines: `${BENEFICIARY_ID} 5000`, reason: 'All' }
    await send(rita, tanto, { ...form, step: 'prepare' })
    const approval = await desk.services.approvals.findFor('currency_grant', id)
    const decided = await send(ada, `/desk/approvals/${approval?.id}`, { state: 'approved' })
    expect(decided.status).toBe(409)
    expect(decided.text).toContain('The funding of the programme does not hold')
    expect((await send(ada, `${tanto}/${id}`)).text).toContain('Waiting')
  })
})

describe('purchases', () => {
  const at = '/desk/instruments/EUSKO/purchases'
  const typed = { party: 'partner', holder: PARTNER_ID, amount: '80', reference: 'CRO 7' }

  test('are said back in words, then entered once however often sent', async () => {
    const form = { ...typed, id: newId(), association: ASSOCIATION_ID }
    const looked = await send(tea, at, { ...form, step: 'check' })
    expect(looked.text).toContain(`Bottega Prima (${PARTNER_ID}) paid €80.00 and gets 80.00`)
    expect((await desk.services.minting.outstanding('EUSKO')).outstanding).toBe(0n)
    for (let time = 0; time < 2; time++) {
      const sent = await send(tea, at, { ...form, step: 'enter' })
      expect([sent.status, sent.to]).toEqual([303, `${at}?done=entered&payment=${form.id}`])
    }
    expect(await held('EUSKO', 'partner', PARTNER_ID)).toBe(8_000n)
    const { outstanding, reserve } = await desk.services.minting.outstanding('EUSKO')
    expect([outstanding, reserve]).toEqual([8_000n, 8_000n])
    const page = await send(tea, `${at}?done=entered&payment=${form.id}`)
    expect(page.text).toContain(`Wallet of ${PARTNER_ID} Received 80.00`)
    const conflict = await send(tea, at, { ...form, amount: '81', step: 'enter' })
    expect([conflict.status, await held('EUSKO', 'partner', PARTNER_ID)]).toEqual([409, 8_000n])
  })

  test('what is wrong is said at its field; what is declined moves nothing and can be tried again', async () => {
    const form = { ...typed, id: newId(), step: 'enter' }
    const bad = await send(tea, at, { ...form, amount: '0', reference: '' })
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('Write an amount above zero')
    expect(bad.html).toContain(`value="${PARTNER_ID}"`)
    const nobody = await send(tea, at, { ...form, holder: 'BI-NESSUNO' })
    expect([nobody.status, nobody.text]).toEqual([
      422,
      expect.stringContaining('Nobody has this code'),
    ])
    const much = { ...form, party: 'person', holder: BENEFICIARY_ID, amount: '100,01' }
    const declined = await send(tea, at, much)
    expect(declined.status).toBe(422)
    expect(declined.text).toContain('Nothing was entered. They would have more')
    expect(declined.html).not.toContain(form.id)
    expect(await held('EUSKO', 'person', BENEFICIARY_ID)).toBe(0n)
  })
})

test('donations: what is due to whom is looked at, then given once', async () => {
  const at = '/desk/instruments/EUSKO/donations'
  const form = { id: newId(), association: ASSOCIATION_ID }
  const rules = rulesOn(await desk.services.currency.getInstrument('EUSKO'), today)
  expect(rules.issuance).toMatchObject({ by: 'purchase', donated: '0.03' })
  const looked = await send(tea, at, { ...form, step: 'check' })
  expect(looked.text).toContain('Bought since the last time: 80.00')
  expect(looked.text).toContain('Orto Comune 2.40')
  expect((await send(tea, at, { ...form, association: 'NONE', step: 'give' })).status).toBe(422)
  for (let time = 0; time < 2; time++) {
    const sent = await send(tea, at, { ...form, step: 'give' })
    expect([sent.status, sent.to]).toEqual([303, `${at}?done=given`])
  }
  expect(await held('EUSKO', 'association', ASSOCIATION_ID)).toBe(240n)
  const page = await send(ada, `${at}?done=given`)
  expect(page.text).toMatch(/Run 1, on .* Until then bought 80\.00.* given 2\.40/)
  const again = await send(tea, at, { ...form, id: newId(), step: 'give' })
  expect([again.status, again.text]).toEqual([
    409,
    expect.stringContaining('Nothing is to be given today'),
  ])
})

test('releases: no more than is free, prepared once, decided by another', async () => {
  const at = '/desk/instruments/MEZZA/releases'
  const actor = { kind: 'person', id: tea.id, role: 'treasurer' } as const
  const holder = { party: 'partner', holderId: PARTNER_ID } as const
  const buying = { id: newId() as Uuid, instrumentId: 'MEZZA', ...holder }
  await desk.services.minting.buy({ ...buying, amount: 10_000n, reference: 'CRO 8', actor })
  const form = { id: newId(), amount: '50,01', reason: 'Not needed' }
  const much = await send(tea, at, form)
  expect(much.status).toBe(422)
  expect(much.text).toContain('Today at most €50.00 can leave')
  expect(much.html).toContain('value="50,01"')
  const page = `${at}/${form.id}`
  const good = { ...form, amount: '50' }
  for (let time = 0; time < 2; time++) {
    const sent = await send(tea, at, good)
    expect([sent.status, sent.to]).toEqual([303, `${page}?done=prepared`])
  }
  expect((await send(ada, '/desk/approvals')).html).toContain(`href="${page}"`)
  expect((await send(ada, page)).text).toContain('Can leave €50.00')
  const approval = await desk.services.approvals.findFor('reserve_release', form.id)
  await send(ada, `/desk/approvals/${approval?.id}`, { state: 'approved' })
  expect((await desk.services.minting.outstanding('MEZZA')).reserve).toBe(5_000n)
  // The answer that was lost: sent again when nothing is free any more.
  expect((await send(tea, at, good)).status).toBe(303)
  expect((await send(sara, at)).text).toContain('Not needed')
})

describe('the reserve', () => {
  const at = '/desk/instruments/EUSKO/reserve'

  test('is that of the day that was asked, and a day that cannot be read is no day', async () => {
    const page = await send(sara, at)
    expect(page.text).toContain('Outstanding by the books 82.40')
    expect(page.text).toContain('All of it holds.')
    const before = await send(sara, `${at}?day=2026-02-10`)
    expect(before.text).toContain('Outstanding by the books 0.00')
    expect(before.text).toContain('The twelve months until 10/02/2026')
    expect(before.text).toContain('in reserve at the end €0.00')
    const wrong = await send(sara, `${at}?day=31.02.2026`)
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('The day “31.02.2026” cannot be read')
    expect(wrong.text).not.toContain('Outstanding by the books')
  })

  test('says in words and amounts what does not hold of this instrument, and of no other', async () => {
    const { sql } = desk.database.db
    // As if somebody had written a purchase past the books.
    await sql`insert into currency_payment
        (id, instrument_id, kind, status, payee_id, amount, fee, refunded, channel, request_digest, day, recorded_at)
      select ${newId()}, instrument_id, kind, status, payee_id, 5, fee, refunded, channel, '', day, recorded_at
      from currency_payment where instrument_id = 'MEZZA' and kind = 'purchase' limit 1`
    const broken = await send(sara, '/desk/instruments/MEZZA/reserve')
    expect(broken.text).toContain('€100.05 were bought, but €100.00 came into the reserve.')
    expect((await send(sara, at)).text).toContain('All of it holds.')
  })

  test('of rules that wait says that they wait', async () => {
    const { instruments, minting } = desk.services
    const rules = { ...preset('merits-cash'), unit: 'ATTESA' }
    const who = { kind: 'person', id: tea.id, role: 'treasurer' } as const
    const asked = { id: 'ATTESA', programmeId: 'FRANOI-2', rules, validFrom: today }
    await instruments.prepare(asked, who)
    const instrument = await send(ada, '/desk/instruments/ATTESA')
    expect(instrument.html).not.toContain('/ATTESA/reserve')
    for (const page of ['reserve', 'grants']) {
      const answer = await send(ada, `/desk/instruments/ATTESA/${page}`)
      expect(answer.status).toBe(200)
      expect(answer.text).toContain('The first rules of this money wait for a second person.')
    }
    const form = { id: newId(), lines: `${BENEFICIARY_ID} 1`, reason: 'x', step: 'prepare' }
    expect((await send(ada, '/desk/instruments/ATTESA/grants', form)).status).toBe(409)
    expect(await minting.listGrants({ instrumentId: 'ATTESA', limit: 1 })).toEqual([])
    expect((await send(ada, '/desk/instruments/NESSUNO/reserve')).status).toBe(404)
  })
})

test('each page is for those of whom the API takes it, and leads only where they may', async () => {
  const form = { id: newId(), lines: `${BENEFICIARY_ID} 1`, reason: 'x', step: 'prepare' }
  const post = (seat: Seat, path: string) => send(seat, `/desk/instruments/${path}`, form)
  const get = (seat: Seat, path: string) => send(seat, `/desk/instruments/${path}`)
  for (const path of ['EUSKO/purchases', 'EUSKO/donations', 'MEZZA/releases', 'EUSKO/reserve']) {
    expect((await get(rita, path)).status, path).toBe(403)
  }
  for (const path of ['DONO/grants', 'EUSKO/purchases', 'EUSKO/donations', 'MEZZA/releases']) {
    expect((await post(sara, path)).status, path).toBe(403)
  }
  const list = await get(sara, 'DONO/grants')
  expect(list.html).not.toContain('<textarea')
  expect(list.text).toContain('Prepared until now')
  expect((await get(rita, 'DONO/grants')).text).not.toContain('Prepared until now')
  const owner = await desk.seat('partner_owner', 'Olga', [], PARTNER_ID)
  expect((await get(owner, 'DONO/grants')).status).toBe(403)
  const leads = async (seat: Seat, id: string) =>
    [...(await get(seat, id)).html.matchAll(new RegExp(`/instruments/${id}/(\\w+)"`, 'g'))].map(
      ([, page]) => page,
    )
  expect(await leads(rita, 'DONO')).toEqual(['grants'])
  expect(await leads(rita, 'EUSKO')).toEqual([])
  expect(await leads(sara, 'DONO')).toEqual(['reserve', 'grants', 'releases'])
  expect(await leads(tea, 'EUSKO')).toEqual(
    expect.arrayContaining(['reserve', 'purchases', 'donations', 'releases']),
  )
})
