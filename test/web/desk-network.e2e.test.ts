import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, romeDay } from '../../src/kernel/days.ts'
import type { RedemptionId, Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { systemRuntime } from '../../src/runtime.ts'
import {
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  newId,
  PARTNER_ID,
  PRODUCT_ID,
} from '../http/programme.ts'
import { newcomer } from '../plans/contact-points.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'

let desk: Desk
let rita: Seat
let bruno: Seat
let tea: Seat
let ada: Seat
let owner: Seat
const today = romeDay(systemRuntime.now())

beforeAll(async () => {
  desk = await openDeskProgramme()
  rita = await desk.seat('operator', 'Rita Verdi', [CONTACT_POINT_ID])
  bruno = await desk.seat('operator', 'Bruno Neri', [CONTACT_POINT_ID])
  tea = await desk.seat('treasurer', 'Tea Gallo')
  ada = await desk.seat('administrator', 'Ada Riva')
  const elsewhere = { id: 'MT', name: 'Sportello MT', territoryId: 'BI', envelope: 0n, unit: EUR }
  await desk.services.network.addContactPoint(elsewhere)
  owner = await desk.seat('partner_owner', 'Olga Prima', [], PARTNER_ID)
}, 300_000)
afterAll(() => desk?.shut())

type Fields = Readonly<Record<string, string>> | FormData

/** What a browser of somebody's would send. */
async function send(seat: Seat, path: string, form?: Fields) {
  const sent = form instanceof FormData ? form : new URLSearchParams(form)
  const body = form === undefined ? {} : { method: 'POST', body: sent }
  const cookie = `${seat.cookie.name}=${seat.cookie.value}`
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'accept-language': 'en' }
  const answer = await desk.app.request(path, { ...body, headers })
  const text = await answer.text()
  return { status: answer.status, to: answer.headers.get('location') ?? '', text }
}

test('each role has the pages that it may use', async () => {
  const doors = {
    '/desk/new-partner': [rita, ada],
    '/desk/new-envelope': [tea, ada],
    '/desk/schedules': [rita, ada],
    '/desk/new-schedule': [rita, ada],
    '/desk/claims': [rita, ada, tea, owner],
    '/desk/files': [rita, ada, tea],
  } as const
  for (const [path, seats] of Object.entries(doors)) {
    for (const seat of [rita, tea, ada, owner]) {
      const status = (seats as readonly Seat[]).includes(seat) ? 200 : 403
      expect((await send(seat, path)).status, `${path} ${seat.name}`).toBe(status)
    }
  }
})

describe('a partner', () => {
  const typed = {
    ...{ code: 'BI-NEW-1', name: 'Forno Vecchio', territory: 'BI', kind: 'shop' },
    ...{ categories: 'Pane, food', area: '' },
  }
  const address = '/desk/partners/BI-NEW-1'

  test('is admitted once, and what is wrong stands at its field', async () => {
    const wrong = await send(rita, '/desk/new-partner', {
      ...typed,
      code: 'mine & yours',
      name: '',
    })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('id="code-fault"')
    expect(wrong.text).toContain('id="name-fault"')
    expect(wrong.text).toContain('value="Pane, food"')
    const done = { status: 303, to: `${address}?done=admitted` }
    expect(await send(rita, '/desk/new-partner', typed)).toMatchObject(done)
    expect(await send(rita, '/desk/new-partner', typed)).toMatchObject(done)
    const other = await send(rita, '/desk/new-partner', { ...typed, name: 'Another' })
    expect(other.text).toContain('Another partner has this code')
    expect((await send(rita, address)).text).toContain('No valid agreement')
    const change = { ...typed, name: 'Forno Nuovo' }
    expect((await send(ada, `${address}/details`, change)).to).toBe(`${address}?done=changed`)
    expect((await send(rita, address)).text).toContain('Forno Nuovo')
  })

  test('has an agreement with documents by their fingerprints, which is renewed and never changed', async () => {
    const file = new File(['what was signed'], 'agreement.pdf')
    const sha256 = createHash('sha256').update('what was signed').digest('hex')
    const form = (changes: Readonly<Record<string, string>>) => {
      const data = new FormData()
      const fields = {
        ...{ id: newId(), signedOn: today, validUntil: addDays(today, 20), period: 'weekly' },
        ...{ days: '7', 'category:food': 'yes', documents: '', ...changes },
      }
      for (const [name, value] of Object.entries(fields)) data.set(name, value)
      return data
    }
    const early = form({ validUntil: '2026-01-01', documents: 'no fingerprint.pdf' })
    early.set('file', file)
    const wrong = await send(rita, `${address}/agreement`, early)
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('The last day cannot come before the signature.')
    expect(wrong.text).toContain('Line 1 does not fit')
    // The file is read once: what was computed of it is not lost with the other faults.
    expect(wrong.text).toContain(sha256)
    const good = form({ documents: `${'0'.repeat(64)} annex.pdf` })
    good.set('file', file)
    expect((await send(rita, `${address}/agreement`, good)).to).toBe(`${address}?done=agreed`)
    const history = await desk.services.networkDesk.historyOf('BI-NEW-1', {
      ...{ kind: 'person', id: rita.id, role: 'operator' },
    })
    expect(history.agreements).toMatchObject([
      {
        ...{ categories: ['food'], products: null, settlementPeriod: 'weekly' },
        documents: [
          { name: 'annex.pdf', sha256: '0'.repeat(64) },
          { name: 'agreement.pdf', sha256 },
        ],
      },
    ])
    expect((await send(rita, address)).text).toContain('<td>Food</td>')
    // It ends within 30 days, which the first page says until it is renewed.
    expect((await send(rita, '/desk')).text).toContain('Forno Nuovo')
    const renewal = form({ validUntil: '' })
    expect((await send(rita, `${address}/agreement`, renewal)).status).toBe(303)
    expect((await send(rita, '/desk')).text).not.toContain('Forno Nuovo')
    expect((await send(tea, `${address}/agreement`, form({}))).status).toBe(403)
  })

  test('has outlets, and adding one writes nothing over another', async () => {
    const outlet = {
      ...{ outletId: 'BI-NEW-1-A', outletName: 'Via Italia', town: 'Biella' },
      ...{ hours: 'Mon-Sat 8-13', status: 'open' },
    }
    const to = `${address}?done=outlet`
    expect((await send(rita, `${address}/outlet`, { ...outlet, town: '' })).status).toBe(422)
    expect((await send(rita, `${address}/outlet`, outlet)).to).toBe(to)
    expect((await send(rita, `${address}/outlet`, outlet)).to).toBe(to)
    const over = await send(rita, `${address}/outlet`, { ...outlet, town: 'Cossato' })
    expect(over.text).toContain('There is an outlet with this code')
    expect((await send(rita, `${address}/outlet?outlet=BI-NEW-1-A`)).text).toContain('Mon-Sat 8-13')
    const closed = { ...outlet, standing: 'yes', status: 'closed' }
    expect((await send(rita, `${address}/outlet`, closed)).to).toBe(to)
    expect((await send(rita, address)).text).toContain('closed')
  })
})

test('an envelope is opened empty, once for each area, and told to be nearly empty', async () => {
  const asked = {
    ...{ id: newId(), place: CONTACT_POINT_ID, programme: 'FRANOI-2', area: 'health' },
    colourArea: '',
  }
  const wrong = await send(tea, '/desk/new-envelope', { ...asked, colourArea: 'b!' })
  expect(wrong.text).toContain('id="colourArea-fault"')
  expect((await send(rita, '/desk/new-envelope', asked)).status).toBe(403)
  const to = '/desk/envelopes?done=opened'
  expect((await send(tea, '/desk/new-envelope', asked)).to).toBe(to)
  expect((await send(tea, '/desk/new-envelope', asked)).to).toBe(to)
  const second = await send(tea, '/desk/new-envelope', { ...asked, id: newId() })
  expect(second.text).toContain('has an envelope for this area')
  const page = await send(rita, '/desk/envelopes')
  expect(page.text).toContain('An envelope cannot go below zero')
  expect(page.text).toContain('nearly empty')
  expect((await send(tea, '/desk')).text).toContain('Envelopes that are nearly empty')
  expect((await send(tea, '/desk/funding')).text).toContain('In the envelopes of contact points')
})

test('a recurring voucher is approved by another, rests, goes on, ends, and says who got nothing', async () => {
  const typed = {
    ...{ id: newId(), product: PRODUCT_ID, place: CONTACT_POINT_ID, cadence: 'weekly' },
    ...{ dueDay: '1', fromDay: today, untilDay: addDays(today, 60), amount: '10,00' },
    ...{ maxTotal: '100', reason: 'Pocket money', people: `${BENEFICIARY_ID} NOBODY` },
  }
  const wrong = await send(rita, '/desk/new-schedule', { ...typed, dueDay: '9', maxTotal: '' })
  expect(wrong.text).toContain('id="dueDay-fault"')
  expect(wrong.text).toContain('id="maxTotal-fault"')
  const unknown = await send(rita, '/desk/new-schedule', typed)
  expect(unknown.text).toContain('These are not there, or stand twice: NOBODY.')
  const weekday = ((new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7) + 1
  // Nobody looked yet whether this person may get anything.
  const { id: person } = await desk.services.casework.people.enter(
    { who: { kind: 'person', id: rita.id, role: 'operator' } },
    newcomer({ contactPointId: CONTACT_POINT_ID, assessment: null, plan: null }),
  )
  const good = { ...typed, people: person, dueDay: `${weekday}` }
  const address = `/desk/schedules/${typed.id}`
  expect((await send(rita, '/desk/new-schedule', good)).to).toBe(`${address}?done=prepared`)
  expect((await send(rita, '/desk/new-schedule', good)).to).toBe(`${address}?done=prepared`)
  expect((await send(rita, address, { step: 'pause' })).status).toBe(409)
  const approval = await desk.services.approvals.findFor('voucher_batch', typed.id)
  await send(bruno, `/desk/approvals/${approval?.id}`, { state: 'approved' })
  await desk.services.issuing.serveSchedules()
  await desk.services.issuing.issueDue()
  const page = await send(rita, address)
  expect(page.text).toContain('1 × ')
  expect(page.text).toContain('was not assessed')
  expect((await send(rita, '/desk')).text).toContain('Recurring voucher, turn of')
  expect((await send(rita, address, { step: 'pause' })).to).toBe(`${address}?done=pause`)
  expect((await send(rita, '/desk/schedules')).text).toContain('Paused')
  expect((await send(bruno, address, { step: 'resume' })).to).toBe(`${address}?done=resume`)
  const stranger = await desk.seat('operator', 'Marta', ['MT'])
  expect((await send(stranger, address, { step: 'stop' })).status).toBe(404)
  expect((await send(rita, address, { step: 'stop' })).to).toBe(`${address}?done=stop`)
  expect((await send(rita, address)).text).not.toContain('value="resume"')
})

describe('a purchase', () => {
  async function bought(
    amount: bigint,
    productId = PRODUCT_ID,
  ): Promise<{ address: string; voucherId: string }> {
    const { vouchers } = desk.services
    const order = { id: newId() as never, productId, beneficiaryId: BENEFICIARY_ID }
    const { voucher } = await vouchers.issue(
      { ...order, amount: productId === PRODUCT_ID ? 10_000n : amount },
      null,
    )
    const shown = { kind: 'typedCode', text: voucher.typedCode } as const
    const id = newId() as RedemptionId
    const answer = await vouchers.redeem({ id, shown, amount, partnerId: PARTNER_ID })
    expect(answer.status).toBe('redeemed')
    return { address: `/desk/redemptions/${id}`, voucherId: voucher.id }
  }

  test('of a thousand euro and more begins with an amount that can be sent back as it stands', async () => {
    const worth = { minAmount: 100n, maxAmount: 200_000n, validityDays: 30 }
    const large = { id: 'LARGE', name: 'Large', unit: EUR, categories: ['food'], ...worth }
    await desk.services.vouchers.addProducts([large])
    const { address } = await bought(123_456n, 'LARGE')
    const { text } = await send(rita, address)
    const refunded = /name="refunded"[^>]*value="([^"]*)"/.exec(text)?.[1] ?? ''
    expect(refunded).toBe('1234.56')
    const asked = { id: newId(), refunded, reason: 'goods_returned' }
    expect((await send(rita, address, asked)).to).toBe(`/desk/refunds/${asked.id}?done=refund`)
  })

  test('is refunded: little by one, more by two, and never more than is left', async () => {
    const { address, voucherId } = await bought(9000n)
    expect((await send(rita, `/desk/vouchers/${voucherId}`)).text).toContain(`href="${address}"`)
    const asked = { id: newId(), refunded: '60,00', reason: 'goods_returned' }
    const blank = await send(rita, address, { ...asked, reason: '', refunded: '' })
    expect(blank.text).toContain('id="refunded-fault"')
    expect(blank.text).toContain('id="reason-fault"')
    const refund = `/desk/refunds/${asked.id}`
    expect((await send(rita, address, asked)).to).toBe(`${refund}?done=refund`)
    expect((await send(rita, address, asked)).to).toBe(`${refund}?done=refund`)
    const more = await send(rita, address, { ...asked, id: newId(), refunded: '30,01' })
    expect(more.text).toContain('At most €30.00')
    expect((await send(rita, refund)).text).toContain('You prepared this')
    expect((await send(bruno, '/desk')).text).toContain(refund)
    // Taken back, it holds nothing any more: the same can be asked anew.
    const approval = await desk.services.approvals.findFor('refund', asked.id)
    const withdrawn = await send(rita, `/desk/approvals/${approval?.id}`, { state: 'withdrawn' })
    expect(withdrawn.status).toBe(303)
    const anew = { ...asked, id: newId(), refunded: '90,00' }
    const second = `/desk/refunds/${anew.id}`
    expect((await send(rita, address, anew)).to).toBe(`${second}?done=refund`)
    expect((await send(bruno, second, { state: 'refused', reason: '' })).status).toBe(422)
    expect((await send(bruno, second, { state: 'approved' })).to).toBe(`${second}?done=approved`)
    expect((await send(bruno, second)).text).toContain('Refunded')
  })

  test('is disputed on behalf of a person, talked about, and decided by another', async () => {
    const { address, voucherId } = await bought(4000n)
    const asked = { id: newId(), disputes: 'yes', disputed: '40', what: 'Never delivered' }
    expect((await send(rita, address, { ...asked, what: '' })).text).toContain('id="what-fault"')
    const dispute = `/desk/disputes/${asked.id}`
    expect((await send(rita, address, asked)).to).toBe(`${dispute}?done=dispute`)
    expect((await send(bruno, '/desk')).text).toContain(dispute)
    const seen = await send(owner, dispute)
    expect(seen.text).toContain('Never delivered')
    // A shop sees no way to the person.
    expect(seen.text).not.toContain(voucherId)
    expect((await send(owner, dispute, { id: newId(), note: 'We have a receipt' })).status).toBe(
      303,
    )
    expect((await send(bruno, dispute)).text).toContain('We have a receipt')
    const decision = { decides: 'yes', outcome: 'to_voucher', why: 'No proof of delivery' }
    expect((await send(bruno, dispute, { ...decision, outcome: '' })).status).toBe(422)
    expect((await send(owner, dispute, decision)).text).toContain('Your role does not decide')
    expect((await send(rita, dispute, decision)).text).toContain('You prepared this')
    expect((await send(bruno, dispute, decision)).to).toBe(`${dispute}?done=decided`)
    expect((await send(rita, '/desk/claims')).text).toContain('Decided for the person')
    expect((await desk.services.vouchers.get(voucherId as Uuid as never)).remaining).toBe(10_000n)
  })

  test('of others is not there, and neither are their claims', async () => {
    const { address } = await bought(1000n)
    const stranger = await desk.seat('operator', 'Marta', ['MT'])
    const other = await desk.seat('partner_owner', 'Nino', [], 'BI-NEW-1')
    const asked = { id: newId(), disputes: 'yes', disputed: '5', what: 'x' }
    await send(rita, address, asked)
    expect((await send(stranger, address)).status).toBe(404)
    expect((await send(owner, address)).status).toBe(403)
    for (const seat of [stranger, other]) {
      expect((await send(seat, `/desk/disputes/${asked.id}`)).status, seat.name).toBe(404)
      expect((await send(seat, '/desk/claims')).text).not.toContain(asked.id)
    }
  })
})

test('a file is tried, told row by row, added, and each role brings in its own', async () => {
  const form = (kind: string, csv: string, step = 'check') => {
    const data = new FormData()
    data.set('kind', kind)
    data.set('step', step)
    if (step === 'check') data.set('file', new File([csv], 'mine.csv'))
    else data.set('csv', csv)
    return data
  }
  const heads = 'id;name;territory;kind;categories\n'
  const bad = await send(rita, '/desk/files', form('partners', `${heads}F1;F;LOST;shop;food\n`))
  expect(bad.status).toBe(422)
  expect(bad.text).toContain('LOST')
  const csv = `${heads}F1;F;BI;shop;food\n`
  const tried = await send(rita, '/desk/files', form('partners', csv))
  expect(tried.text).toContain('Add 1 lines: Partners')
  expect(await desk.services.network.findPartner('F1')).toBeUndefined()
  const added = await send(rita, '/desk/files', form('partners', csv, 'add'))
  expect(added.text).toContain('1 lines were added')
  expect((await send(rita, '/desk/files', form('partners', csv, 'add'))).text).toContain(
    '0 lines were added; 1 were there already',
  )
  expect((await send(rita, '/desk/files', form('funding', csv))).status).toBe(403)
  expect((await send(tea, '/desk/files', form('partners', csv))).status).toBe(403)
  expect((await send(tea, '/desk/files')).text).toContain('/api/v1/funding.csv')
})
