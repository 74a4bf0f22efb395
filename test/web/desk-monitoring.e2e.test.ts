import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { BENEFICIARY_ID, newId } from '../http/programme.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'

let desk: Desk
let rita: Seat
let ada: Seat
beforeAll(async () => {
  desk = await openDeskProgramme()
  rita = await desk.seat('operator', 'Rita Verdi', ['BI-SC'])
  ada = await desk.seat('administrator', 'Ada Riva')
}, 300_000)
afterAll(() => desk?.shut())

const PATH = '/desk/monitoring'

async function send(seat: Seat, path: string, form?: Readonly<Record<string, string>>) {
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
  const headers = {
    ...{ cookie: `${seat.cookie.name}=${seat.cookie.value}`, 'accept-language': 'en' },
    'sec-fetch-site': 'same-origin',
  }
  const answer = await desk.app.request(path, { ...body, headers })
  return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() }
}

test('a talk is written down once, and only with people of the own contact point', async () => {
  const path = `/desk/people/${BENEFICIARY_ID}/interview`
  const form = { id: newId(), wave: '0', day: '2026-01-10', language: 'fr', 'item:home': '2' }
  for (const _ of [1, 2]) expect((await send(rita, path, form)).status).toBe(303)
  expect((await send(rita, path)).text.match(/10\/01\/2026/g)).toHaveLength(1)
  expect((await send(rita, path, { ...form, id: newId(), 'item:home': '6' })).status).toBe(422)
  expect((await send(rita, path, { ...form, id: newId(), day: '2999-01-01' })).status).toBe(422)
  expect((await send(rita, path, { ...form, id: newId(), language: 'Rita V.' })).status).toBe(422)
  await desk.services.network.addContactPoint({
    ...{ id: 'MT-SC', name: 'Sassi', territoryId: 'BI', unit: EUR, envelope: 0n },
  })
  const far = await desk.seat('operator', 'Lea Neri', ['MT-SC'])
  expect((await send(far, path, { ...form, id: newId() })).status).toBe(404)
})

test('targets stand beside what was reached; the last one counts', async () => {
  const form = { programme: 'FRANOI-2', step: 'target', indicator: 'people_accompanied' }
  for (const value of ['400', '340']) {
    expect((await send(ada, PATH, { ...form, month: '22', value })).status).toBe(303)
  }
  const page = await send(ada, PATH)
  expect(page.text).toContain('340 by month 22')
  expect(page.text).not.toContain('400 by month 22')
  expect((await send(rita, PATH)).status).toBe(403)
})

test('files for an evaluator name nobody, and have rows of those who agreed only', async () => {
  const id = newId()
  const form = { programme: 'FRANOI-2', step: 'export', id }
  expect((await send(ada, PATH, form)).to).toContain(`export=${id}`)
  const people = await send(ada, `${PATH}/exports/${id}/people.csv`)
  expect(people.text.trim().split('\r\n')).toHaveLength(1)
  const by = { who: { kind: 'person', id: rita.id, role: 'administrator' } } as const
  const asked = { purpose: 'evaluation', language: 'it', version: 1, method: 'spoken' } as const
  const consent = { ...asked, id: newId() as Uuid, beneficiaryId: BENEFICIARY_ID }
  await desk.services.casework.consents.record(by, consent)
  const pseudonym = async (of: string, file: string) => {
    const { text } = await send(ada, `${PATH}/exports/${of}/${file}.csv`)
    expect(text).not.toContain(BENEFICIARY_ID)
    return text.split('\r\n')[1]?.split(',')[0]
  }
  const other = newId()
  await send(ada, PATH, { ...form, id: other })
  const first = await pseudonym(id, 'people')
  expect(first).toMatch(/^[0-9a-f]{16}$/)
  expect(await pseudonym(id, 'talks')).toBe(first)
  expect(await pseudonym(other, 'people')).not.toBe(first)
  expect((await send(ada, `${PATH}/exports/${id}/dictionary.csv`)).text).toContain('plans_closed')
  expect((await send(rita, `${PATH}/exports/${id}/people.csv`)).status).toBe(403)
  await desk.services.casework.consents.withdraw(by, consent.id)
  expect((await send(ada, `${PATH}/exports/${id}/people.csv`)).text).not.toContain(first)
})

test('results are for everybody while an administrator keeps their address open', async () => {
  const form = { programme: 'FRANOI-2' }
  const ana = await desk.seat('analyst', 'Ana Lisi')
  expect((await send(ana, PATH, { ...form, step: 'open' })).status).toBe(403)
  await send(ada, PATH, { ...form, step: 'open' })
  const [, token] = /\/results\/([\w-]{24})\/data\.json/.exec((await send(ada, PATH)).text) ?? []
  const at = `/results/${token}`
  const json = await desk.app.request(`${at}/data.json`)
  expect(json.headers.get('access-control-allow-origin')).toBe('*')
  const { indicators } = await json.json()
  const started = indicators.find(({ id }: { id: string }) => id === 'people_accompanied')
  expect(started.targets).toEqual([{ month: 22, value: 340 }])
  const etag = json.headers.get('etag') ?? ''
  const again = await desk.app.request(`${at}/data.json`, { headers: { 'if-none-match': etag } })
  expect(again.status).toBe(304)
  const page = await desk.app.request(at)
  expect(page.headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect(await page.text()).not.toContain(BENEFICIARY_ID)
  await send(ada, PATH, { ...form, step: 'withdraw' })
  for (const path of [at, `${at}/data.json`]) {
    expect((await desk.app.request(path)).status).toBe(404)
  }
})
