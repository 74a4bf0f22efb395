import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InstrumentRules } from '../../src/currency/core/rules.ts'
import { walletIdOf } from '../../src/currency/identity.ts'
import { romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { preset } from '../currency/market.ts'
import { ASSOCIATION_ID, newId } from '../http/programme.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'

const PAGE = '/association/conversion'
const API = `/api/v1/associations/${ASSOCIATION_ID}/conversions`

let desk: Desk
let gino: Seat
let elsewhere: Seat

beforeAll(async () => {
  desk = await openDeskProgramme()
  gino = await desk.seat('association', 'Gino Sala', [], undefined, ASSOCIATION_ID)
  const administrator = { kind: 'person', id: newId() as Uuid, role: 'administrator' } as const
  const choir = { id: 'CORO', name: 'Coro', territoryId: 'BI', programmeId: 'FRANOI-2' }
  await desk.services.associations.add(choir, administrator)
  elsewhere = await desk.seat('association', 'Lia Riva', [], undefined, choir.id)
  const redemption = { by: ['partner', 'association'], fee: '0.05', association: 3, system: 2 }
  await addInstrument('CHIEM', { redemption } as Partial<InstrumentRules>)
  await addInstrument('SOLO', {})
}, 300_000)
afterAll(() => desk?.shut())

/** A money that euro lie behind, of which the association bought 50.00. */
async function addInstrument(id: string, change: Partial<InstrumentRules>): Promise<void> {
  const { currency, minting } = desk.services
  const rules = { ...preset('chiemgauer-2015'), name: `Moneta ${id}`, unit: id, ...change }
  await currency.addInstrument(
    { id, programmeId: 'FRANOI-2', unit: id as Unit },
    { rules, validFrom: romeDay(Date.now()), preparedBy: newId() as Uuid },
  )
  const bought = await minting.buy({
    ...{ id: newId() as Uuid, instrumentId: id, reference: 'CRO 1', amount: 5_000n },
    ...{ party: 'association', holderId: ASSOCIATION_ID, actor: { id: newId() as Uuid } },
  })
  expect(bought.status).toBe('paid')
}

async function send(seat: Seat, path: string, sent?: { form: object } | { json: object }) {
  const body =
    sent === undefined
      ? {}
      : 'form' in sent
        ? { body: new URLSearchParams(sent.form as Record<string, string>) }
        : { body: JSON.stringify(sent.json) }
  const headers = {
    ...{ cookie: `${seat.cookie.name}=${seat.cookie.value}`, 'accept-language': 'en' },
    ...(sent !== undefined && 'json' in sent ? { 'content-type': 'application/json' } : {}),
    ...{ 'sec-fetch-site': 'same-origin', origin: desk.url },
  }
  const method = sent === undefined ? 'GET' : 'POST'
  const answer = await desk.app.request(path, { method, headers, ...body })
  const html = await answer.text()
  const text = html.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0]+/g, ' ')
  return { status: answer.status, to: answer.headers.get('location'), html, text }
}

const held = async (id: string) =>
  (await desk.services.currency.getPurse(walletIdOf(id, 'association', ASSOCIATION_ID))).balance

describe('an association that changes money back to euro', () => {
  test('sees what is kept before it is done, and does it once', async () => {
    expect((await send(gino, '/association/money')).html).toContain(`href="${PAGE}"`)
    const asked = await send(gino, PAGE)
    expect(asked.text).toContain('Moneta CHIEM: 50.00 CHIEM')
    expect(asked.text).not.toContain('Moneta SOLO')
    const form = { id: newId(), instrument: 'CHIEM', amount: '20' }
    const look = await send(gino, PAGE, { form })
    expect(look.status).toBe(200)
    expect(look.text).toMatch(/gives 20\.00 CHIEM .* kept 1\.00 CHIEM .* in euro €19\.00/)
    expect(await held('CHIEM')).toBe(5_000n)
    const whole = { form: { ...form, confirmed: 'yes' } }
    for (const _ of [1, 2]) {
      const done = await send(gino, PAGE, whole)
      expect([done.status, done.to]).toEqual([303, '/association/money?done=changed'])
      expect(await held('CHIEM')).toBe(3_000n)
    }
    const other = { form: { ...whole.form, amount: '21' } }
    expect((await send(gino, PAGE, other)).status).toBe(422)
    // What is kept goes on, in the fund of the programme, with euro behind it.
    const { minting } = desk.services
    expect(await minting.outstanding('CHIEM')).toMatchObject({
      ...{ outstanding: 3_100n, reserve: 3_100n, fund: 100n },
    })
    expect(await minting.breaches('CHIEM')).toEqual([])
  })

  test('is told in a sentence what cannot be changed', async () => {
    const sentence = async (form: object) => {
      const { status, text } = await send(gino, PAGE, { form: { id: newId(), ...form } })
      expect(status).toBe(422)
      return text
    }
    const alone = { instrument: 'SOLO', amount: '1' }
    const refusal = 'do not allow the association to change it to euro.'
    expect(await sentence(alone)).toContain(refusal)
    expect(await sentence({ ...alone, confirmed: 'yes' })).toContain(refusal)
    expect(await sentence({ instrument: 'CHIEM', amount: '900' })).toContain('not enough')
    expect(await held('SOLO')).toBe(5_000n)
    expect((await send(elsewhere, PAGE)).text).toContain('The rules of none of the monies')
  })

  test('does the same over the API, and nobody does it for another', async () => {
    const json = { id: newId(), instrumentId: 'CHIEM', amount: '1000' }
    const first = await send(gino, API, { json })
    expect(JSON.parse(first.html)).toMatchObject({ status: 'paid', amount: '1000', fee: '50' })
    expect((await send(gino, API, { json })).html).toBe(first.html)
    const refused = { json: { ...json, id: newId(), instrumentId: 'SOLO' } }
    const answer = await send(gino, API, refused)
    expect(JSON.parse(answer.html)).toMatchObject({ status: 'payment_not_allowed', fee: '0' })
    const strange = await send(elsewhere, API, { json: { ...json, id: newId() } })
    expect(strange.status).toBe(404)
    expect(await held('CHIEM')).toBe(2_000n)
    expect(desk.faults()).toEqual([])
  })
})
