import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { KeyRole } from '../../src/access/core/principal.ts'
import {
  BENEFICIARY_ID,
  newId,
  openProgramme,
  PARTNER_ID,
  PRODUCT_ID,
  type Programme,
} from './programme.ts'

let programme: Programme
beforeAll(async () => {
  programme = await openProgramme()
})
afterEach(() => expect(programme.faults()).toEqual([]))
afterAll(() => programme.close())

const LEDGER = '/api/v1/ledger'

function transfer(changes: object = {}): object {
  return {
    id: newId(),
    debitAccountId: newId(),
    creditAccountId: newId(),
    amount: '100',
    unit: 'EUR',
    code: 1,
    ...changes,
  }
}

function order(changes: object = {}): object {
  const whole = { id: newId(), productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID, amount: '500' }
  return { ...whole, ...changes }
}

interface Refusal {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors?: readonly { readonly field: string; readonly message: string }[]
}

async function refusalOf(role: KeyRole, path: string, body: unknown): Promise<Refusal> {
  const response = await programme.ask(role, 'POST', path, body)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.status).toBeGreaterThanOrEqual(400)
  expect(response.status).toBeLessThan(500)
  const refusal: Refusal = await response.json()
  expect(refusal.status).toBe(response.status)
  return refusal
}

describe('posting transfers', () => {
  test.each<[string, unknown, string]>([
    ['no field at all', {}, 'transfers'],
    ['a list that is none', { transfers: 'all' }, 'transfers'],
    ['no transfer', { transfers: [] }, 'transfers'],
    ['1001 transfers', { transfers: Array.from({ length: 1001 }, () => transfer()) }, 'transfers'],
    ['a number for an amount', { transfers: [transfer({ amount: 100 })] }, 'transfers[0].amount'],
    ['a negative amount', { transfers: [transfer({ amount: '-100' })] }, 'transfers[0].amount'],
    [
      'an amount of 20 digits',
      { transfers: [transfer({ amount: '9'.repeat(20) })] },
      'transfers[0].amount',
    ],
    ['an unknown field', { transfers: [transfer({ memo: 'x' })] }, 'transfers[0].memo'],
    ['an unknown field outside', { transfers: [transfer()], dryRun: true }, 'dryRun'],
    ['an id that is none', { transfers: [transfer(), transfer({ id: '7' })] }, 'transfers[1].id'],
    ['a huge id', { transfers: [transfer({ id: '7'.repeat(500_000) })] }, 'transfers[0].id'],
    ['a unit with a NUL', { transfers: [transfer({ unit: 'EU\u0000' })] }, 'transfers[0].unit'],
    ['a code of 0', { transfers: [transfer({ code: 0 })] }, 'transfers[0].code'],
    ['a code of 65536', { transfers: [transfer({ code: 65_536 })] }, 'transfers[0].code'],
    ['a code with a fraction', { transfers: [transfer({ code: 1.5 })] }, 'transfers[0].code'],
    [
      'a flag that is none',
      { transfers: [transfer({ flags: ['urgent'] })] },
      'transfers[0].flags[0]',
    ],
    ['flags as a number', { transfers: [transfer({ flags: 3 })] }, 'transfers[0].flags'],
    [
      'a timeout below 0',
      { transfers: [transfer({ timeoutSeconds: -1 })] },
      'transfers[0].timeoutSeconds',
    ],
    [
      'a reference of words',
      { transfers: [transfer({ reference: 'rent' })] },
      'transfers[0].reference',
    ],
  ])('refuses %s and names the field', async (_, body, field) => {
    const refusal = await refusalOf('administrator', `${LEDGER}/transfers`, body)
    expect(refusal.code).toBe('invalid_request')
    expect(refusal.errors?.map((error) => error.field)).toContain(field)
    expect(refusal.detail).toContain(field)
  })

  test('refuses 2 MB', async () => {
    const transfers = Array.from({ length: 10_000 }, () => transfer())
    const refusal = await refusalOf('administrator', `${LEDGER}/transfers`, { transfers })
    expect(refusal).toMatchObject({ status: 413, code: 'body_too_large' })
  })

  test('takes 1000 transfers in one request', async () => {
    const transfers = Array.from({ length: 1000 }, () => transfer())
    const response = await programme.ask('administrator', 'POST', `${LEDGER}/transfers`, {
      transfers,
    })
    const { results } = await response.json()
    expect(response.status).toBe(200)
    expect(results).toHaveLength(1000)
  })

  test('refuses an amount that is there twice', async () => {
    const once = JSON.stringify({ transfers: [transfer()] })
    const body = once.replace('"amount":"100"', '"amount":"100","amount":"900"')
    const refusal = await refusalOf('administrator', `${LEDGER}/transfers`, body)
    expect(refusal).toMatchObject({ code: 'malformed_json' })
    expect(refusal.detail).toContain('"amount"')
  })
})

describe('opening accounts', () => {
  const account = { id: newId(), unit: 'EUR', code: 7, flags: [] }
  test.each<[string, object, string]>([
    ['a unit in small letters', { ...account, unit: 'eur' }, 'accounts[0].unit'],
    ['no unit', { id: newId(), code: 7 }, 'accounts[0].unit'],
    ['null for the code', { ...account, code: null }, 'accounts[0].code'],
    ['a balance to begin with', { ...account, creditsPosted: '100' }, 'accounts[0].creditsPosted'],
    ['a flag that is none', { ...account, flags: ['frozen'] }, 'accounts[0].flags[0]'],
  ])('refuses %s and names the field', async (_, body, field) => {
    const refusal = await refusalOf('administrator', `${LEDGER}/accounts`, { accounts: [body] })
    expect(refusal.errors?.map((error) => error.field)).toContain(field)
  })
})

describe('issuing a voucher', () => {
  test.each<[string, object, string]>([
    ['a number for the amount', order({ amount: 500 }), 'amount'],
    ['an amount of 0', order({ amount: '0' }), 'amount'],
    ['no id', order({ id: undefined }), 'id'],
    ['a product with a NUL', order({ productId: 'F\u0000' }), 'productId'],
    ['a beneficiary of half a character', order({ beneficiaryId: '\ud800' }), 'beneficiaryId'],
    ['a name', order({ name: 'Anna' }), 'name'],
  ])('refuses %s and names the field', async (_, body, field) => {
    const refusal = await refusalOf('operator', '/api/v1/vouchers', body)
    expect(refusal.errors?.map((error) => error.field)).toEqual([field])
  })

  test.each<[string, object, string, number]>([
    ['a product that does not exist', order({ productId: 'GOLD' }), 'product_unknown', 422],
    ['a person nobody knows', order({ beneficiaryId: 'XX-1' }), 'beneficiary_unknown', 422],
    ['more than the product allows', order({ amount: '10001' }), 'amount_outside_product', 422],
    [
      'the largest amount there is',
      order({ amount: '9223372036854775807' }),
      'amount_outside_product',
      422,
    ],
  ])('refuses %s with its code', async (_, body, code, status) => {
    expect(await refusalOf('operator', '/api/v1/vouchers', body)).toMatchObject({ code, status })
  })

  test('refuses the id of another voucher', async () => {
    const first = order()
    expect((await programme.ask('operator', 'POST', '/api/v1/vouchers', first)).status).toBe(201)
    const refusal = await refusalOf('operator', '/api/v1/vouchers', { ...first, amount: '501' })
    expect(refusal).toMatchObject({ code: 'voucher_id_conflict', status: 409 })
  })
})

describe('redeeming', () => {
  const code = { typedCode: '0000-0000-0000' }
  test.each<[string, object, string]>([
    ['neither a code nor a picture', { id: newId(), amount: '1' }, ''],
    ['both', { id: newId(), amount: '1', ...code, qr: 'x' }, ''],
    ['a picture that is no text', { id: newId(), amount: '1', qr: { text: 'x' } }, 'qr'],
    ['a picture of 10,000 characters', { id: newId(), amount: '1', qr: 'x'.repeat(10_000) }, 'qr'],
    ['a number for the amount', { id: newId(), amount: 1, ...code }, 'amount'],
  ])('refuses %s and says what is wanted', async (_, body, field) => {
    const refusal = await refusalOf('partner', '/api/v1/redemptions', body)
    expect(refusal.errors?.map((error) => error.field)).toEqual([field])
  })

  test('for another partner is refused', async () => {
    const body = { id: newId(), amount: '1', ...code, partnerId: `${PARTNER_ID}-2` }
    expect(await refusalOf('partner', '/api/v1/redemptions', body)).toMatchObject({ status: 403 })
  })

  test.each(['\u0000', '\ud800', 'HTTPS://EVIL.EXAMPLE/C/AAAA', 'e30.e30.e30', '🦊'.repeat(1_000)])(
    'declines a picture of something else (%j)',
    async (qr) => {
      const response = await programme.ask('partner', 'POST', '/api/v1/redemptions', {
        id: newId(),
        amount: '1',
        qr,
      })
      expect(response.status).toBe(200)
      expect((await response.json()).status).toBe('token_invalid')
    },
  )
})

describe('reading', () => {
  test.each<[KeyRole, string, string]>([
    ['auditor', `${LEDGER}/accounts/1`, 'id'],
    ['auditor', `${LEDGER}/accounts/${newId()}/transfers?limit=0`, 'limit'],
    ['auditor', `${LEDGER}/accounts/${newId()}/transfers?cursor=x`, 'cursor'],
    ['auditor', `${LEDGER}/transfers/%00`, 'id'],
    ['auditor', '/api/v1/vouchers?status=lost', 'status'],
    ['auditor', '/api/v1/vouchers?status=issued&status=expired', 'status'],
    ['auditor', '/api/v1/vouchers?page=2', 'page'],
    ['auditor', "/api/v1/vouchers/' or 1=1", 'id'],
    ['partner', '/api/v1/redemptions?limit=999', 'limit'],
    ['operator', '/api/v1/products?limit=-1', 'limit'],
    ['operator', '/api/v1/partners?cursor=%F0%9F%A6%8A', 'cursor'],
  ])('as %s at %s is refused with the field that is wrong', async (role, path, field) => {
    const response = await programme.ask(role, 'GET', path)
    expect(response.status).toBe(400)
    const refusal: Refusal = await response.json()
    expect(refusal.errors?.map((error) => error.field)).toEqual([field])
  })

  test.each<[KeyRole, string, string]>([
    ['auditor', `${LEDGER}/accounts`, 'account_not_found'],
    ['auditor', `${LEDGER}/transfers`, 'transfer_not_found'],
    ['auditor', '/api/v1/vouchers', 'voucher_not_found'],
    ['partner', '/api/v1/redemptions', 'redemption_not_found'],
  ])('as %s under %s what is not there says so', async (role, path, code) => {
    const response = await programme.ask(role, 'GET', `${path}/${newId()}`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code })
  })
})
