import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EUR } from '../../src/kernel/money.ts'
import { payableAccountId } from '../../src/network/identity.ts'
import {
  BENEFICIARY_ID,
  newId,
  openProgramme,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'

const LEDGER = '/api/v1/ledger'
let programme: Programme
let accounts: readonly [string, string]

beforeAll(async () => {
  programme = await openProgramme()
  accounts = [newId(), newId()]
  const opened = accounts.map((id) => ({ id, unit: 'TEST', code: 1 }))
  await ask('POST', '/accounts', { accounts: opened })
})
afterAll(() => programme.close())

async function ask(
  method: string,
  path: string,
  body?: unknown,
  role: 'administrator' | 'auditor' = 'administrator',
) {
  const response = await programme.ask(role, method, LEDGER + path, body)
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

function transfer(fields: Readonly<Record<string, unknown>> = {}) {
  const [debitAccountId, creditAccountId] = accounts
  return {
    id: newId(),
    debitAccountId,
    creditAccountId,
    amount: '1',
    unit: 'TEST',
    code: 1,
    ...fields,
  }
}

async function statusesOf(transfers: readonly unknown[]) {
  const { status, body } = await ask('POST', '/transfers', { transfers })
  expect(status).toBe(200)
  return body.results.map((result: { status: string }) => result.status)
}

describe('the raw ledger API', () => {
  test('opens accounts and gives them back', async () => {
    const id = newId()
    const account = {
      id,
      unit: 'EUR',
      code: 65_535,
      flags: ['history'],
      reference: '255',
      reference64: '7',
    }
    const post = () => ask('POST', '/accounts', { accounts: [account] })
    expect(await post()).toEqual({ status: 200, body: { results: [{ id, status: 'created' }] } })
    expect((await post()).body.results).toEqual([{ id, status: 'exists' }])
    const found = await ask('GET', `/accounts/${id.toUpperCase()}`)
    expect(found).toEqual({
      status: 200,
      body: {
        id,
        unit: 'EUR',
        code: 65_535,
        flags: ['history'],
        origin: 'raw',
        reference: '00000000-0000-0000-0000-0000000000ff',
        reference64: '7',
        debitsPosted: '0',
        creditsPosted: '0',
        debitsPending: '0',
        creditsPending: '0',
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    })
  })

  test('posts transfers in order and gives each back', async () => {
    const pending = transfer({ amount: '9', flags: ['pending'], timeoutSeconds: 3600 })
    const whole = transfer({ amount: '0', flags: ['post_pending'], pendingId: pending.id })
    const odd = transfer({ amount: '0' })
    expect(await statusesOf([pending, whole, whole, odd])).toEqual([
      'created',
      'created',
      'exists',
      'amount_must_not_be_zero',
    ])
    const { body } = await ask('GET', `/transfers/${whole.id}`, undefined, 'auditor')
    expect(body).toMatchObject({
      id: whole.id,
      amount: '9',
      flags: ['post_pending'],
      pendingId: pending.id,
      debitBalance: '-9',
      creditBalance: '9',
    })
    expect(BigInt(body.position)).toBeGreaterThan(1n)
  })

  test('posts a linked chain whole or not at all', async () => {
    const chain = [transfer({ flags: ['linked'] }), transfer({ creditAccountId: newId() })]
    expect(await statusesOf(chain)).toEqual(['linked_event_failed', 'credit_account_not_found'])
    expect((await ask('GET', `/transfers/${chain[0]?.id}`)).status).toBe(404)
  })

  test('pages through the transfers of an account without a gap or a double', async () => {
    const pair = [newId(), newId()]
    await ask('POST', '/accounts', { accounts: pair.map((id) => ({ id, unit: 'TEST', code: 1 })) })
    const [debitAccountId, creditAccountId] = pair
    const sent = Array.from({ length: 23 }, (_, index) =>
      index % 2 === 0
        ? transfer({ debitAccountId, creditAccountId })
        : transfer({ debitAccountId: creditAccountId, creditAccountId: debitAccountId }),
    )
    await statusesOf(sent)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await ask(
        'GET',
        `/accounts/${debitAccountId}/transfers?limit=5${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      expect(page.body.items.length).toBeLessThanOrEqual(5)
      seen.push(...page.body.items.map((item: { id: string }) => item.id))
      cursor = page.body.nextCursor
    }
    expect(seen).toEqual(sent.map(({ id }) => id))
  })

  test('shows a trial balance in which debits equal credits', async () => {
    const { body } = await ask('GET', '/trial-balance', undefined, 'auditor')
    expect(body.units.map((one: { unit: string }) => one.unit)).toContain('TEST')
    for (const { debits, credits, accounts: listed } of body.units) {
      expect(debits).toBe(credits)
      const sum = (key: string) =>
        listed.reduce(
          (all: bigint, one: Record<string, string>) => all + BigInt(one[key] ?? '0'),
          0n,
        )
      expect([sum('debitsPosted'), sum('creditsPosted')]).toEqual([BigInt(debits), BigInt(credits)])
    }
  })

  test('does not reach the accounts of the programme', async () => {
    const { body } = await ask('GET', '/trial-balance')
    const euro = body.units.find((one: { colour?: string }) => one.colour === 'FRANOI-2')
    const grant = euro.accounts.find((one: { code: number }) => one.code === 2010)
    const order = {
      id: newId(),
      productId: PRODUCT_ID,
      beneficiaryId: BENEFICIARY_ID,
      amount: '100',
    }
    await programme.ask('operator', 'POST', '/api/v1/vouchers', order)
    const raw = newId()
    const opened = await ask('POST', '/accounts', {
      accounts: [
        { id: raw, unit: 'EUR', code: 1 },
        { id: order.id, unit: 'EUR', code: 2210, flags: ['debits_must_not_exceed_credits'] },
      ],
    })
    expect(opened.body.results.map((one: { status: string }) => one.status)).toEqual([
      'created',
      'account_reserved',
    ])
    const steal = { debitAccountId: grant.id, creditAccountId: raw, unit: 'EUR' }
    expect(await statusesOf([transfer(steal), transfer({ ...steal, flags: ['pending'] })])).toEqual(
      ['account_reserved', 'account_reserved'],
    )
  })

  test.each(['/accounts/', '/transfers/'])(
    'answers 404 under %s for what is not there',
    async (path) => {
      const { status, body } = await ask('GET', path + newId())
      expect([status, body.code]).toEqual([
        404,
        path === '/accounts/' ? 'account_not_found' : 'transfer_not_found',
      ])
    },
  )

  test('answers 404 for the transfers of an account that is not there', async () => {
    expect((await ask('GET', `/accounts/${newId()}/transfers`)).status).toBe(404)
  })
})

describe('an id of version 8', () => {
  const own = payableAccountId('BI-NEW', EUR)

  test('opens no account and posts no transfer: it may be one of the programme', async () => {
    for (const [path, body, field] of [
      ['/accounts', { accounts: [{ id: own, unit: 'EUR', code: 1 }] }, 'accounts[0].id'],
      ['/transfers', { transfers: [transfer({ id: own })] }, 'transfers[0].id'],
    ] as const) {
      const answer = await ask('POST', path, body)
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
      expect(answer.body.errors).toEqual([
        expect.objectContaining({ field, message: expect.stringContaining('version 8') }),
      ])
    }
  })

  test('is not taken for those that the ledger keeps for itself, which have statuses', async () => {
    const ids = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
    expect(await statusesOf(ids.map((id) => transfer({ id })))).toEqual([
      'id_must_not_be_zero',
      'id_must_not_be_int_max',
    ])
  })
})

describe('a wrong request', () => {
  const wrong: readonly [string, () => unknown, string][] = [
    ['an amount that is a number', () => [transfer({ amount: 1 })], 'transfers[0].amount'],
    ['an amount below zero', () => [transfer({ amount: '-1' })], 'transfers[0].amount'],
    ['an amount with a point', () => [transfer({ amount: '1.00' })], 'transfers[0].amount'],
    [
      'an amount of 64 bits',
      () => [transfer({ amount: '9223372036854775808' })],
      'transfers[0].amount',
    ],
    ['a code of 0', () => [transfer({ code: 0 })], 'transfers[0].code'],
    ['a code of 65536', () => [transfer(), transfer({ code: 65_536 })], 'transfers[1].code'],
    ['a unit in small letters', () => [transfer({ unit: 'eur' })], 'transfers[0].unit'],
    ['an id that is none', () => [transfer({ id: 'T1' })], 'transfers[0].id'],
    ['an unknown flag', () => [transfer({ flags: ['imported'] })], 'transfers[0].flags[0]'],
    ['an unknown field', () => [transfer({ user: 'x' })], 'transfers[0].user'],
    [
      'a timeout below zero',
      () => [transfer({ timeoutSeconds: -1 })],
      'transfers[0].timeoutSeconds',
    ],
    ['a reference that is none', () => [transfer({ reference: 'abc' })], 'transfers[0].reference'],
    [
      'a reference of 129 bits',
      () => [transfer({ reference: (2n ** 128n).toString() })],
      'transfers[0].reference',
    ],
    ['a missing field', () => [{ id: newId() }], 'transfers[0].debitAccountId'],
    ['no transfers', () => [], 'transfers'],
    ['1001 transfers', () => Array.from({ length: 1001 }, () => transfer()), 'transfers'],
    ['something else than a list', () => transfer(), 'transfers'],
  ]

  test.each(wrong)('with %s is told which field and why', async (_, transfers, field) => {
    const { status, body } = await ask('POST', '/transfers', { transfers: transfers() })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect(body.errors.map((error: { field: string }) => error.field)).toContain(field)
    expect(body.errors[0].message.length).toBeGreaterThan(10)
  })

  test('moves nothing, also where only one of its transfers is wrong', async () => {
    const [id] = accounts
    const before = (await ask('GET', `/accounts/${id}`)).body
    await ask('POST', '/transfers', { transfers: [transfer(), transfer({ amount: 1 })] })
    expect((await ask('GET', `/accounts/${id}`)).body).toEqual(before)
  })

  test('takes 1000 transfers at once', async () => {
    const statuses = await statusesOf(Array.from({ length: 1000 }, () => transfer()))
    expect(new Set(statuses)).toEqual(new Set(['created']))
  })

  test('is no fault of the service', () => {
    expect(programme.faults()).toEqual([])
  })
})
