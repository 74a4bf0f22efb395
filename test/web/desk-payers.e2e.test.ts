import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import type { InstrumentRules } from '../../src/currency/core/rules.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR, type Unit } from '../../src/kernel/money.ts'
import { BENEFICIARY_ID, CONTACT_POINT_ID, newId, PARTNER_ID } from '../http/programme.ts'
import { readCodes, readPdf } from '../support/pdf.ts'
import { type Desk, openDeskProgramme, type Seat } from './desk-seat.ts'

const COMMON = 'COMUNE'
const PIN = '24680'

let desk: Desk
let rita: Seat
let marta: Seat
let tea: Seat
let vito: Seat
beforeAll(async () => {
  desk = await openDeskProgramme()
  const { currency, minting, network, pins } = desk.services
  const place = { territoryId: 'BI', unit: EUR }
  await network.addContactPoint({ ...place, id: 'MT', name: 'Sportello MT', envelope: 0n })
  rita = await desk.seat('operator', 'Rita Verdi', [CONTACT_POINT_ID])
  marta = await desk.seat('operator', 'Marta Neri', ['MT'])
  tea = await desk.seat('treasurer', 'Tea Gallo')
  vito = await desk.seat('auditor', 'Vito Sala')
  await openInstrument(COMMON, 'scec', { unit: 'COM', discount: null, name: 'Moneta comune' })
  const wallet = await currency.openWallet(COMMON, 'person', BENEFICIARY_ID)
  await currency.openWallet(COMMON, 'partner', PARTNER_ID)
  const by = { kind: 'person', id: rita.id, role: 'operator' } as const
  await minting.fetch(wallet, by)
  await pins.resetPin({ beneficiaryId: BENEFICIARY_ID, pin: PIN, by })
}, 300_000)
afterAll(() => desk?.shut())

async function openInstrument(id: string, key: string, change: Partial<InstrumentRules>) {
  const preset = INSTRUMENT_PRESETS.find((one) => one.key === key)
  if (preset === undefined) throw new Error('there is no such preset')
  const rules = { ...preset.rules, ...change }
  await desk.services.currency.addInstrument(
    { id, programmeId: 'FRANOI-2', unit: rules.unit as Unit },
    { rules, validFrom: '2026-01-01' as Day, preparedBy: newId() as Uuid },
  )
}

type Fields = Readonly<Record<string, string>>

async function ask(seat: Seat, path: string, form?: Fields, language = 'en'): Promise<Response> {
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
  const headers = {
    ...{ cookie: `${seat.cookie.name}=${seat.cookie.value}`, 'accept-language': language },
    'sec-fetch-site': 'same-origin',
  }
  return desk.app.request(path, { ...body, headers })
}

async function send(seat: Seat, path: string, form?: Fields) {
  const answer = await ask(seat, path, form)
  const to = answer.headers.get('location') ?? ''
  return { status: answer.status, to, text: await answer.text() }
}

describe('a card to pay with', () => {
  const address = `/desk/people/${BENEFICIARY_ID}`
  const codeIn = (text: string) => /<code>([0-9A-Z-]+)<\/code>/.exec(text)?.[1] ?? ''
  const claimed = async (code: string) =>
    (await desk.services.payerCodes.claim(code, { pin: PIN })).status

  test('is made for a person of one’s own, with what they have beside it, and told once', async () => {
    const before = await send(vito, address)
    expect(before.text).toContain('Moneta comune')
    expect(before.text).toContain('100.00\u00a0COM')
    expect(before.text).toContain('They have no card.')
    expect(before.text).not.toContain('Make a card')
    expect((await send(vito, `${address}/card`, {})).status).toBe(403)
    expect((await send(tea, `${address}/card`, {})).status).toBe(403)
    expect((await send(marta, `${address}/card`, {})).status).toBe(404)
    const made = await send(rita, `${address}/card`, {})
    expect(made.status).toBe(200)
    expect(await claimed(codeIn(made.text))).toBe('good')
    expect((await send(rita, address)).text).not.toContain(codeIn(made.text))
  })

  test('made again takes the place of the one before, which pays nothing any more', async () => {
    const lost = codeIn((await send(rita, `${address}/card`, {})).text)
    const fresh = codeIn((await send(rita, `${address}/card`, {})).text)
    expect([await claimed(lost), await claimed(fresh)]).toEqual(['code_revoked', 'good'])
    const page = await send(rita, address)
    expect(page.text.match(/A card made on/g)).toHaveLength(1)
    const id = /card\/revoke"><input type="hidden" name="id" value="([^"]+)"/.exec(page.text)?.[1]
    const twice = [1, 2].map(() => send(rita, `${address}/card/revoke`, { id: id ?? '' }))
    for (const { to } of await Promise.all(twice)) expect(to).toBe(`${address}?done=card_revoked`)
    expect(await claimed(fresh)).toBe('code_revoked')
    const withdrawn = await send(rita, `${address}/card/print`, { code: fresh, form: 'sheets' })
    expect(withdrawn.text).toContain('There is no such card, or it was withdrawn.')
    expect(withdrawn.status).toBe(422)
  })

  test('is printed to be cut out or as a letter, in the person’s language, and names nobody', async () => {
    const code = codeIn((await send(rita, `${address}/card`, {})).text)
    for (const form of ['sheets', 'letters'] as const) {
      const answer = await ask(rita, `${address}/card/print`, { code, form })
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const cells = form === 'sheets' ? { columns: 2, rows: 4 } : { columns: 1, rows: 1 }
      for await (const page of readPdf(new Uint8Array(await answer.arrayBuffer()))) {
        expect(page.text).toContain(code)
        expect(page.text).toContain('Carte de paiement')
        const [read] = await readCodes(page, { ...cells, count: 1 })
        expect(read).toBe(`HTTP://LOCALHOST:3000/P/${code.replaceAll('-', '')}`)
      }
    }
    const printed = { limit: 10, action: 'payment_card.printed', subjectId: BENEFICIARY_ID }
    const log = await desk.services.accessLog.list(printed)
    expect(log.filter(({ outcome }) => outcome === 'done')).toHaveLength(2)
    const elsewhere = await send(marta, `${address}/card/print`, { code, form: 'sheets' })
    expect(elsewhere.status).toBe(404)
  })
})

describe('lines of credit', () => {
  const CREDIT = 'CREDITO'
  const address = `/desk/instruments/${CREDIT}/credit`
  const line = { below: '2000', above: '', reason: 'Agreed with the member' }

  beforeAll(() => openInstrument(CREDIT, 'sardex', { name: 'Credito tra soci' }))

  test('are opened and changed with a reason, and say how far each member may go', async () => {
    expect((await send(vito, address)).text).toContain('Nobody has an account yet.')
    const opened = await send(tea, address, { ...line, partner: PARTNER_ID })
    expect(opened).toMatchObject({ status: 303, to: `${address}?done=set` })
    const page = await send(tea, `${address}?done=set`)
    expect(page.text).toContain('The line counts from now on.')
    expect(page.text).toContain(`Partner ${PARTNER_ID}`)
    expect(page.text).toContain('-2,000.00\u00a0SRD')
    const [, wallet = ''] = /credit\?wallet=([0-9a-f-]+)/.exec(page.text) ?? []
    const change = await send(tea, `${address}?wallet=${wallet}`)
    expect(change.text).toContain('value="2000.00"')
    const italian = await ask(tea, `${address}?wallet=${wallet}`, undefined, 'it')
    expect(await italian.text()).toContain('value="2000,00"')
    const shorter = { ...line, below: '10,50', wallet }
    // The same line again is the same line.
    for (const _ of [1, 2]) expect((await send(tea, address, shorter)).to).toContain('done=set')
    expect((await send(vito, address)).text).toContain('-10.50\u00a0SRD')
    const log = await desk.services.accessLog.list({
      limit: 9,
      action: 'currency_wallet.credit_set',
    })
    expect(log.map(({ detail }) => detail.below)).toEqual(['1050', '1050', '200000'])
  })

  test('are refused where something is missing, by name, and to those who keep no money', async () => {
    const before = await send(vito, address)
    expect(before.text).not.toContain('Make the line count')
    expect((await send(vito, address, { ...line, partner: PARTNER_ID })).status).toBe(403)
    expect((await send(rita, address)).status).toBe(403)
    expect((await send(tea, address, { ...line, partner: PARTNER_ID, reason: ' ' })).status).toBe(
      422,
    )
    const typed = await send(tea, address, { ...line, partner: PARTNER_ID, below: 'all' })
    expect(typed.text).toContain('id="below-fault"')
    const nobody = await send(tea, address, { ...line, partner: 'BI-NESSUNO' })
    expect(nobody.text).toContain('Nobody has this code.')
    expect(nobody.text).toContain('value="BI-NESSUNO"')
    const other = `/desk/instruments/${COMMON}/credit`
    expect((await send(tea, other)).text).toContain('Nobody goes below zero in this instrument')
    expect((await send(tea, other, { ...line, partner: PARTNER_ID })).status).toBe(422)
    expect((await send(tea, `${other}?wallet=${newId()}`)).status).toBe(404)
  })
})

describe('payments', () => {
  const PATH = '/desk/payments'
  const payment = (changes: Fields = {}) => ({
    ...{ id: newId(), instrument: COMMON, payerParty: 'person', payer: BENEFICIARY_ID },
    ...{ payeeParty: 'partner', payee: PARTNER_ID, amount: '12,50', reason: 'The phone is broken' },
    ...changes,
  })

  test('are made on behalf of somebody once, with the journal beside it', async () => {
    const form = payment()
    const to = `${PATH}/${form.id}`
    const sent = [1, 2].map(() => send(rita, `${PATH}/new`, form))
    for (const one of await Promise.all(sent)) {
      expect(one).toMatchObject({ status: 303, to: `${to}?done=paid` })
    }
    const page = await send(rita, `${to}?done=paid`)
    for (const text of ['It is paid.', '12.50\u00a0COM', 'The phone is broken', 'Rita Verdi']) {
      expect(page.text).toContain(text)
    }
    expect(page.text).toContain(`<td>Person ${BENEFICIARY_ID}</td><td>Partner ${PARTNER_ID}</td>`)
    const other = await send(rita, `${PATH}/new`, { ...form, amount: '1' })
    expect(other.text).toContain('This form was used for another payment.')
    expect((await send(marta, to)).status).toBe(404)
    expect((await send(marta, `${PATH}/new`, payment())).status).toBe(404)
    expect((await send(tea, `${PATH}/new`, payment())).status).toBe(403)
  })

  test('that are declined say why, and what was typed stays', async () => {
    const form = payment({ amount: '5000' })
    const declined = await send(rita, `${PATH}/new`, form)
    expect(declined.status).toBe(422)
    expect(declined.text).toContain('Nothing was paid.')
    expect(declined.text).toContain('value="5000"')
    expect(declined.text).not.toContain(`value="${form.id}"`)
    const page = await send(rita, `${PATH}/${form.id}`)
    expect(page.text).toContain('nothing was moved')
    expect((await send(rita, `${PATH}/new`, payment({ reason: '' }))).status).toBe(422)
    const nobody = await send(rita, `${PATH}/new`, payment({ payee: 'BI-NESSUNO' }))
    expect(nobody.text).toContain('One of the two has no wallet of this money.')
  })

  test('are listed by what was asked for, page by page, and the same as a file', async () => {
    const rows = async (query: string, seat = vito) =>
      (await send(seat, `${PATH}?${query}`)).text.match(
        /<a href="\/desk\/payments\/[0-9a-f-]{36}"/g,
      )?.length ?? 0
    const paid = await rows(`payer=${BENEFICIARY_ID}&status=paid`)
    const declined = await rows('status=declined')
    expect([paid > 0, declined > 0]).toEqual([true, true])
    expect(await rows('status=exceeds_funds')).toBe(declined)
    expect(await rows('kind=mint')).toBe(0)
    expect(await rows(`instrument=${COMMON}&payee=${BENEFICIARY_ID}`)).toBe(1)
    expect(await rows('day=2020-01-01')).toBe(0)
    expect(await rows('instrument=CREDITO')).toBe(0)
    expect([await rows(''), await rows('', rita), await rows('', marta)]).toEqual([
      ...[paid + declined + 1, paid + declined + 1],
      0,
    ])
    const page = await send(vito, `${PATH}?payer=${BENEFICIARY_ID}&status=paid`)
    const [, csv = ''] = /href="(\/api\/v1\/currency-payments\.csv[^"]*)"/.exec(page.text) ?? []
    const file = await send(vito, csv.replaceAll('&amp;', '&'))
    expect(file.text.trim().split('\n')).toHaveLength(paid + 1)
    expect(file.text).toContain(
      `,paid,on_behalf,person,${BENEFICIARY_ID},partner,${PARTNER_ID},12.50,1250,`,
    )
    expect(
      (await send(marta, '/api/v1/currency-payments.csv')).text.trim().split('\n'),
    ).toHaveLength(1)
  })

  test('are given back in part and whole, never more, and once', async () => {
    const form = payment({ amount: '10' })
    await send(rita, `${PATH}/new`, form)
    const to = `${PATH}/${form.id}`
    expect((await send(rita, to)).text).toContain('value="10.00"')
    const part = { id: newId(), amount: '4', reason: 'Came back to the shop' }
    for (const _ of [1, 2]) {
      expect(await send(rita, to, part)).toMatchObject({ status: 303, to: `${to}?done=refunded` })
    }
    const page = await send(rita, to)
    expect(page.text).toContain('value="6.00"')
    expect(page.text).toContain('What was given back')
    const much = await send(rita, to, { ...part, id: newId(), amount: '6,01' })
    expect(much).toMatchObject({ status: 409 })
    expect(much.text).toContain('So much of this payment is not left to give back.')
    expect((await send(rita, to, { ...part, id: newId(), amount: '0' })).status).toBe(422)
    expect((await send(vito, to, { ...part, id: newId() })).status).toBe(403)
    expect((await send(marta, to, { ...part, id: newId() })).status).toBe(404)
    await send(tea, to, { ...part, id: newId(), amount: '6' })
    expect((await send(rita, to)).text).not.toContain('Give it back')
    const back = await send(rita, `${PATH}/${part.id}`)
    expect(back.text).toContain(`href="${to}"`)
  })
})
