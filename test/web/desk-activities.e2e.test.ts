import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../http/programme.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'

let desk: Desk
let rita: Seat
beforeAll(async () => {
  desk = await openDeskProgramme()
  rita = await desk.seat('operator', 'Rita Verdi', ['BI-SC'])
}, 300_000)
afterAll(() => desk?.shut())

async function send(seat: Seat, path: string, form?: Readonly<Record<string, string | File>>) {
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

test('an activity is written, corrected with a reason, and both can be read', async () => {
  const id = newId()
  const form = {
    ...{
      id,
      kind: 'awareness',
      reference: 'EV-1',
      programme: 'FRANOI-2',
      title: 'Festa <in piazza>',
    },
    ...{ day: '2026-04-25', place: 'Biella', territory: 'BI', 'detail:format': 'event' },
    ...{ 'detail:asked_before': '40', 'detail:favourable_before': '50', 'people:citizens': '120' },
    file: new File(['minutes'], 'minutes.txt'),
  }
  const wrong = await send(rita, '/desk/new-activity', form)
  expect([wrong.status, wrong.text.includes('They are more than were asked.')]).toEqual([422, true])
  const right = { ...form, 'detail:favourable_before': '10' }
  const told = await send(rita, '/desk/new-activity', right)
  const at = `/desk/activities/${id}`
  expect([told.status, told.to], told.text).toEqual([303, `${at}?done=told`])
  const correction = { ...right, version: '1', 'people:citizens': '130' }
  expect((await send(rita, `${at}/correct`, correction)).status).toBe(422)
  const reason = 'Ten came late'
  expect((await send(rita, `${at}/correct`, { ...correction, reason })).status).toBe(303)
  // Whoever still looks at the first version is told.
  const late = await send(rita, `${at}/correct`, { ...correction, reason, place: 'Cossato' })
  expect([late.status, late.text.includes('Somebody corrected it meanwhile.')]).toEqual([409, true])
  const page = await send(rita, at)
  for (const text of ['Festa &lt;in piazza&gt;', 'Citizens 120', 'Citizens 130', reason]) {
    expect(page.text).toContain(text)
  }
  expect(page.text).toMatch(/minutes\.txt \([0-9a-f]{64}\)/)
  const sara = await desk.seat('auditor', 'Sara Sala')
  expect((await send(sara, '/desk/activities?kind=awareness')).text).toContain('EV-1')
  expect((await send(sara, '/desk/activities?kind=agreement')).text).toContain('No activities.')
  expect((await send(sara, `${at}/correct`)).status).toBe(403)
})

test('a file is looked at, and written with the next click', async () => {
  const csv = 'reference,kind,day,place,title\nTS-1,system_table,2026-04-02,Biella,Primo\n'
  const form = { csv, programme: 'FRANOI-2', reason: 'April', step: 'check' }
  const path = '/desk/import-activities'
  const bad = await send(rita, path, { ...form, csv: csv.replace('2026-04-02', '2026-04-31') })
  expect([bad.status, bad.text.includes('It is not written as it has to be.')]).toEqual([422, true])
  expect((await send(rita, path, form)).text).toContain('Write into the register: 1 new')
  const entered = await send(rita, path, { ...form, step: 'enter' })
  expect(entered.to).toBe('/desk/activities?done=imported')
  expect((await send(rita, path, form)).text).toContain('The same already: 1.')
})
