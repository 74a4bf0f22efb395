import { afterAll, beforeAll, expect, test } from 'vitest'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR, type Unit } from '../../src/kernel/money.ts'
import { newId, PARTNER_ID } from '../http/programme.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'

let desk: Desk
let tea: Seat
let ada: Seat
beforeAll(async () => {
  desk = await openDeskProgramme()
  tea = await desk.seat('treasurer', 'Tea Gallo')
  ada = await desk.seat('administrator', 'Ada Riva')
  const rules = INSTRUMENT_PRESETS.find(({ key }) => key === 'sardex')?.rules
  if (rules === undefined) throw new Error('there is no such preset')
  const { currency, network } = desk.services
  await currency.addInstrument(
    { id: 'CREDITO', programmeId: 'FRANOI-2', unit: rules.unit as Unit },
    { rules, validFrom: '2026-05-04' as Day, preparedBy: newId() as Uuid },
  )
  const place = { territoryId: 'BI', unit: EUR, categories: ['food'], kind: 'shop' } as const
  await network.addPartner({ ...place, id: 'BI-FOR-02', name: 'Forno <Rossi>', status: 'active' })
  await network.addPartner({ ...place, id: 'BI-LIB-03', name: 'Libreria', status: 'active' })
  for (const id of [PARTNER_ID, 'BI-LIB-03']) await currency.openWallet('CREDITO', 'partner', id)
}, 300_000)
afterAll(() => desk?.shut())

const CSV = [
  'id;debtor;creditor;amount;due',
  `A-1;${PARTNER_ID};BI-FOR-02;1200,00;31/05/2026`,
  'A-2;BI-FOR-02;BI-LIB-03;800,00;31/05/2026',
  `A-3;BI-LIB-03;${PARTNER_ID};1000,00;31/05/2026`,
  `A-4;BI-FOR-02;BI-NESSUNO;1000,00;31/05/2026`,
].join('\n')

async function send(seat: Seat, path: string, form?: Readonly<Record<string, string>>) {
  const data = new FormData()
  for (const [name, value] of Object.entries(form ?? {})) data.set(name, value)
  const body = form === undefined ? {} : { method: 'POST', body: data }
  const headers = {
    ...{ cookie: `${seat.cookie.name}=${seat.cookie.value}`, 'accept-language': 'en' },
    'sec-fetch-site': 'same-origin',
  }
  const answer = await desk.app.request(path, { ...body, headers })
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() }
}

test('a file is looked at, prepared, decided by another, and told to each partner', async () => {
  const form = { id: newId(), instrumentId: 'CREDITO', csv: CSV }
  const checked = await send(tea, '/desk/clearing', { ...form, step: 'check' })
  expect(checked.text).toContain('Invoices: 3, €3,000.00 in all. Lines that cannot be taken: 1.')
  expect(checked.text).toContain('The creditor is none of the partners.')
  expect(checked.text).toContain('Prepare 3 invoices and leave out 1 lines')
  const filed = await send(tea, '/desk/clearing', { ...form, step: 'file' })
  const at = `/desk/clearing/${form.id}`
  expect([filed.status, filed.to]).toEqual([303, `${at}?done=filed`])
  const own = await send(tea, at)
  expect(own.text).toContain('2,400.00&nbsp;SRD (80.0%)'.replace('&nbsp;', '\u00a0'))
  expect(own.text).toContain('You prepared this: somebody else has to decide.')
  const waiting = await send(ada, '/desk/approvals')
  expect(waiting.text).toContain('To be settled on credit, as lines stand today')
  const approval = await desk.services.approvals.findFor('clearing', form.id)
  await send(ada, `/desk/approvals/${approval?.id}`, { state: 'approved' })
  const done = await send(ada, at)
  expect(done.text).toContain('Done.')
  expect(done.text).toContain('Forno &lt;Rossi&gt;')
  const member = await send(ada, `${at}/members/BI-LIB-03`)
  expect(member.text).toContain('A-3')
  expect((await send(ada, `${at}/members/BI-NESSUNO`)).status).toBe(404)
})

test('limits of the law stand with their rule, their source and what they are made of', async () => {
  const page = await send(tea, '/desk/meters?programme=FRANOI-2')
  expect(page.text).toContain('€200.00 of €1,000,000.00 (0%)')
  expect(page.text).toContain('Whether and how this rule applies')
  expect(page.text).toContain('/api/v1/meters/psd2_limited_network/evidence.csv?programmeId=')
  expect(page.text).toContain('Means of payment: the VAT is that of what is bought')
  expect((await send(tea, '/desk/meters?programme=NONE')).status).toBe(404)
})

test('nobody else comes in', async () => {
  const rita = await desk.seat('operator', 'Rita Verdi', ['BI-SC'])
  for (const path of ['/desk/clearing', '/desk/meters']) {
    expect((await send(rita, path)).status).toBe(403)
  }
  const sara = await desk.seat('auditor', 'Sara Sala')
  expect((await send(sara, '/desk/clearing')).text).not.toContain('type="file"')
  const form = { id: newId(), instrumentId: 'CREDITO', csv: CSV, step: 'file' }
  expect((await send(sara, '/desk/clearing', form)).status).toBe(403)
})
