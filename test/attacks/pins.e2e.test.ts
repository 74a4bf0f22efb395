import { afterAll, beforeAll, expect, test } from 'vitest'
import { EUR } from '../../src/kernel/money.ts'
import { type Cast, openCast } from '../http/cast.ts'
import { BENEFICIARY_ID, newId, PARTNER_ID } from '../http/programme.ts'
import { statementOf } from './signing.ts'

const CONNECTIONS = 100
const PIN = '40718'
let cast: Cast
beforeAll(async () => {
  cast = await openCast()
})
afterAll(() => cast.close())

/** A voucher that asks for the PIN, and its code. */
async function issueWithPin(): Promise<string> {
  const product = {
    ...{ id: 'PIN', name: 'Rent', unit: EUR, categories: ['food'], validityDays: 30 },
    ...{ minAmount: 100n, maxAmount: 10_000n, pinFrom: 1n },
  }
  await cast.people.services.vouchers.addProducts([product])
  const order = { id: newId(), productId: 'PIN', beneficiaryId: BENEFICIARY_ID, amount: '5000' }
  const { body } = await cast.as('operator', 'key').send('POST', '/api/v1/vouchers', order)
  return body.typedCode
}

test('a PIN guessed from 100 connections is locked after five, and the voucher keeps its money', async () => {
  const operator = cast.as('operator', 'session')
  const path = `/api/v1/beneficiaries/${BENEFICIARY_ID}/pin`
  const typedCode = await issueWithPin()
  const pay = (pin: string) =>
    cast.as('partner').send('POST', '/api/v1/redemptions', {
      ...{ id: newId(), typedCode, amount: '100', pin },
    })
  expect((await operator.send('PUT', path, { pin: PIN })).status).toBe(200)
  expect((await pay(PIN)).body.status).toBe('redeemed')
  const guesses = Array.from({ length: CONNECTIONS }, (_, index) => String(50_000 + index))
  const answers = await Promise.all(guesses.map(pay))
  const statuses = answers.map(({ body }) => body.status)
  expect(statuses.filter((status) => status === 'pin_wrong').length).toBeLessThanOrEqual(5)
  expect(new Set(statuses)).toEqual(new Set(['pin_wrong', 'pin_locked']))
  // Locked is locked: also for the right one, at another till, and for a question.
  expect((await pay(PIN)).body.status).toBe('pin_locked')
  const question = { typedCode, pin: PIN }
  const asked = await cast.as('cashier').send('POST', '/api/v1/balance-checks', question)
  expect(asked.body).toMatchObject({ status: 'pin_locked', remaining: null })
  const { till } = cast.as('cashier')
  if (till === undefined) throw new Error('a terminal has its key')
  const statement = statementOf(till, {
    ...{ id: newId(), shown: { kind: 'typedCode', text: typedCode } },
    lines: [{ category: 'food', amount: '100' }],
  })
  const stated = await cast
    .as('cashier')
    .send('POST', '/api/v1/statements', { statement, pin: PIN })
  expect(stated.body.status).toBe('pin_locked')
  // Until somebody who knows the person sets a new one.
  expect((await operator.send('PUT', path, { pin: '93215' })).status).toBe(200)
  expect((await pay('93215')).body.status).toBe('redeemed')
})

test('the old PIN guessed from 100 phones that stole the cookie is locked after five too', async () => {
  const path = `/api/v1/beneficiaries/${BENEFICIARY_ID}/pin`
  const wallet = cast.as('beneficiary')
  const answers = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, index) =>
      wallet.send('PUT', path, { pin: '27184', currentPin: String(50_000 + index) }),
    ),
  )
  const codes = answers.map(({ body }) => body.code)
  expect(codes.filter((code) => code === 'pin_wrong').length).toBeLessThanOrEqual(5)
  expect(answers.filter(({ status }) => status === 200)).toEqual([])
  const right = await wallet.send('PUT', path, { pin: '27184', currentPin: '93215' })
  expect(right.body.code).toBe('pin_locked')
})

test('the PIN of a shop’s owner that a cashier guesses is locked after five', async () => {
  const owner = cast.as('partner_owner')
  const set = await owner.send('PUT', `/api/v1/partners/${PARTNER_ID}/pin`, { pin: '61803' })
  expect(set.status).toBe(200)
  const typedCode = await (async () => {
    const order = { id: newId(), productId: 'FOOD', beneficiaryId: BENEFICIARY_ID, amount: '9000' }
    const made = await cast.as('operator', 'key').send('POST', '/api/v1/vouchers', order)
    return made.body.typedCode
  })()
  const paid = await cast.as('partner').send('POST', '/api/v1/redemptions', {
    ...{ id: newId(), typedCode, amount: '9000' },
  })
  const path = `/api/v1/redemptions/${paid.body.id}/refunds`
  const refund = (ownerPin: string) =>
    cast.as('cashier').send('POST', path, {
      ...{ id: newId(), amount: '10', reason: 'goods_returned', ownerPin },
    })
  const guesses = Array.from({ length: CONNECTIONS }, (_, index) => String(50_000 + index))
  const codes = (await Promise.all(guesses.map(refund))).map(({ body }) => body.code)
  expect(codes.filter((code) => code === 'owner_pin_wrong').length).toBeLessThanOrEqual(5)
  expect((await refund('61803')).body.code).toBe('owner_pin_locked')
})
