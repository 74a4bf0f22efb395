import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { CARD_LANGUAGES } from '../../src/web/messages/card.ts'
import {
  CONTACT_POINT_ID,
  newId,
  openProgramme,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'
import { makeEligible } from '../support/eligible.ts'
import { readCodes, readPdf } from '../support/pdf.ts'

const CARDS = 500
const anna: Principal = {
  ...{ kind: 'person', id: newId() as Uuid, role: 'operator', contactPointIds: [CONTACT_POINT_ID] },
}
const bruno: Principal = { ...anna, id: newId() as Uuid }
/** As many in each language of the cards; those of the first letters have a name. */
const people = Array.from({ length: CARDS }, (_, index) => ({
  id: `BI-P-${1000 + index}`,
  language: CARD_LANGUAGES[index % CARD_LANGUAGES.length] ?? 'it',
}))
const LETTERS = CARD_LANGUAGES.length

let programme: Programme
let batchId: string
let voucherIds: readonly Uuid[]

beforeAll(async () => {
  programme = await openProgramme()
  const { plans, casework, issuing } = programme.services
  const place = { contactPointId: CONTACT_POINT_ID, householdSize: 1 }
  await plans.addBeneficiaries(people.map((person) => ({ ...place, ...person })))
  const ids = people.map(({ id }) => id)
  await makeEligible(casework, ids, bruno)
  const unknown = { birthDate: null, phone: null, email: null, nationality: null }
  for (const id of ids.slice(0, LETTERS)) {
    const personal = { givenName: 'Yusuf', familyName: `Of-${id}`, document: null, notes: null }
    await casework.identities.change({ who: anna }, id, { ...unknown, ...personal })
  }
  const rows = ids.map((beneficiaryId) => ({ beneficiaryId }))
  batchId = newId()
  const order = { id: batchId as Uuid, productId: PRODUCT_ID, contactPointId: CONTACT_POINT_ID }
  await issuing.prepareBatch({ ...order, people: rows, amount: 2500n, reason: 'May' }, anna)
  await issuing.decideBatch(batchId as Uuid, { state: 'approved' }, bruno)
  await issuing.issueDue()
  const lines = await issuing.listBatchLines(batchId as Uuid, { limit: CARDS }, anna)
  voucherIds = lines.map(({ voucherId }) => voucherId)
}, 120_000)

afterAll(() => programme?.close())

async function fetchPdf(method: string, path: string, body?: object): Promise<Uint8Array> {
  const answer = await programme.ask('operator', method, `/api/v1${path}`, body)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return new Uint8Array(await answer.arrayBuffer())
}

test('the sheets of 500 vouchers, read back from the whole PDF, are the cards of the batch, each once', async () => {
  const pdf = await fetchPdf('GET', `/voucher-batches/${batchId}/cards.pdf`)
  const cards = await programme.services.issuing.printData(voucherIds, anna)
  expect(cards).toHaveLength(CARDS)
  const read: (string | undefined)[] = []
  const texts: string[] = []
  for await (const page of readPdf(pdf)) {
    expect([page.width, page.height].map(Math.round)).toEqual([210, 297])
    texts.push(page.text)
    const count = Math.min(8, CARDS - read.length)
    read.push(...(await readCodes(page, { columns: 2, rows: 4, count })))
  }
  expect(read.slice(0, CARDS)).toEqual(cards.map(({ card }) => card))
  expect(new Set(read.slice(0, CARDS)).size).toBe(CARDS)
  expect(texts).toHaveLength(Math.ceil(CARDS / 8))
  for (const [index, { voucher }] of cards.entries()) {
    expect(texts[Math.floor(index / 8)]).toContain(voucher.typedCode)
  }
  expect(texts[0]).toContain('25,00 €')
  expect(texts[0]).toContain(cards[0]?.voucher.expiresOn.split('-').reverse().join('/'))
  expect(texts.join()).not.toContain('Yusuf')
  const printed = { limit: 1, action: 'voucher_batch.printed', subjectId: batchId }
  expect(await programme.services.accessLog.list(printed)).toMatchObject([
    { outcome: 'done', detail: { issued: String(CARDS) } },
  ])
}, 120_000)

test('letters are A6, one for each card, and name somebody only where that is asked for', async () => {
  const chosen = voucherIds.slice(0, LETTERS)
  const body = { voucherIds: chosen, form: 'letters', names: 'yes' }
  const cards = await programme.services.issuing.printData(chosen, anna)
  let index = 0
  for await (const page of readPdf(await fetchPdf('POST', '/vouchers/cards.pdf', body))) {
    expect([page.width, page.height].map(Math.round)).toEqual([105, 148])
    expect(page.text).toContain(`Yusuf Of-${people[index]?.id}`)
    const codes = await readCodes(page, { columns: 1, rows: 1, count: 1 })
    expect(codes).toEqual([cards[index]?.card])
    index += 1
  }
  expect(index).toBe(LETTERS)
  const seen = { limit: 100, action: 'beneficiary.exported' }
  expect(await programme.services.accessLog.list(seen)).toHaveLength(LETTERS)
  const [first = ''] = chosen
  for await (const page of readPdf(await fetchPdf('GET', `/vouchers/${first}/letter.pdf`))) {
    expect(page.text).not.toContain('Yusuf')
    expect(page.text).toContain(people[0]?.id)
  }
})

test('nothing is printed where one of the vouchers cannot be spent, and a batch goes without it', async () => {
  const [blocked = '', other = ''] = voucherIds
  const { vouchers, issuing } = programme.services
  await vouchers.block(blocked as Uuid, { id: newId() as Uuid, reason: 'Lost' }, anna)
  const ask = (id: string) => programme.ask('operator', 'GET', `/api/v1/vouchers/${id}/letter.pdf`)
  expect((await ask(blocked)).status).toBe(409)
  const both = { voucherIds: [blocked, other], form: 'sheets' }
  const refused = await programme.ask('operator', 'POST', '/api/v1/vouchers/cards.pdf', both)
  expect(await refused.json()).toMatchObject({ status: 404, details: { asked: 2, found: 1 } })
  const groups = await issuing.printBatch(batchId as Uuid, anna)
  let count = 0
  for await (const group of groups) {
    expect(group.some(({ voucher }) => voucher.id === blocked)).toBe(false)
    count += group.length
  }
  expect(count).toBe(CARDS - 1)
})
