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

async function ask(seat: Seat, path: string, form?: Fields): Promise<Response> {
  const body = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
  const headers = {
    ...{ cookie: `${seat.cookie.name}=${seat.cookie.value}`, 'accept-language': 'en' },
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
