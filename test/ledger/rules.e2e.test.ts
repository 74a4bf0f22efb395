import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, openProgramme, type Programme } from '../http/programme.ts'

/*
 * Money that is earmarked beside money that is not, an exchange of the first from EUR to MERIT, and transfers of 2025
 * that are entered today.
 */
const LEDGER = '/api/v1/ledger'
const WINTER = 'WINTER/BIELLA'
const NAMES = ['fund', 'shop', 'exchange', 'merits', 'purse', 'plain', 'other'] as const
const IDS = Object.fromEntries(NAMES.map((name) => [name, newId()])) as Record<
  (typeof NAMES)[number],
  string
>
let programme: Programme

beforeAll(async () => {
  programme = await openProgramme()
  const open = (name: (typeof NAMES)[number], rest: object) => ({
    id: IDS[name],
    unit: 'EUR',
    code: 9,
    ...rest,
  })
  const colour = { colour: WINTER }
  const { body } = await ask('POST', '/accounts', {
    accounts: [
      open('fund', { ...colour }),
      open('shop', { ...colour, area: 'BIELLA', flags: ['debits_must_not_exceed_credits'] }),
      open('exchange', { ...colour, flags: ['exchange'] }),
      open('merits', { ...colour, unit: 'MERIT', flags: ['exchange'] }),
      open('purse', { ...colour, unit: 'MERIT' }),
      open('plain', {}),
      open('other', { area: 'COSSATO' }),
    ],
  })
  for (const { status } of body.results) expect(status).toBe('created')
})
afterAll(() => programme.close())

async function ask(method: string, path: string, body?: unknown) {
  const response = await programme.ask('administrator', method, LEDGER + path, body)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, body: isJson ? JSON.parse(text) : text }
}

async function csv(path: string): Promise<Record<string, string>[]> {
  return parse((await ask('GET', path)).body, { columns: true, record_delimiter: '\r\n' })
}

function move(
  debit: keyof typeof IDS,
  credit: keyof typeof IDS,
  amount: string,
  fields: Readonly<Record<string, unknown>> = {},
) {
  const sides = { debitAccountId: IDS[debit], creditAccountId: IDS[credit] }
  return { id: newId(), ...sides, amount, unit: 'EUR', code: 1, ...fields }
}

async function post(...transfers: readonly unknown[]): Promise<string[]> {
  const { status, body } = await ask('POST', '/transfers', { transfers })
  expect(status).toBe(200)
  return body.results.map((result: { status: string }) => result.status)
}

describe('the raw ledger API', () => {
  test('gives back what an account is for, and refuses a colour in another area', async () => {
    expect((await ask('GET', `/accounts/${IDS.shop}`)).body).toMatchObject({
      colour: WINTER,
      area: 'BIELLA',
    })
    expect((await ask('GET', `/accounts/${IDS.plain}`)).body).not.toHaveProperty('colour')
    const account = { id: newId(), unit: 'EUR', code: 9, colour: WINTER, area: 'COSSATO' }
    const { body } = await ask('POST', '/accounts', { accounts: [account] })
    expect(body.results).toEqual([{ id: account.id, status: 'colour_is_for_another_area' }])
    expect(await post(move('fund', 'plain', '1'))).toEqual(['accounts_must_have_the_same_colour'])
  })

  test('gives back when a transfer happened, to the microsecond', async () => {
    const late = move('fund', 'shop', '500', { occurredAt: '2025-05-04T11:30:00.123456+02:00' })
    expect(await post(late, late)).toEqual(['created', 'exists'])
    const { body } = await ask('GET', `/transfers/${late.id}`)
    expect(body.occurredAt).toBe('2025-05-04T09:30:00.123456Z')
    const ahead = move('fund', 'shop', '1', { occurredAt: '2999-01-01T00:00:00Z' })
    expect(await post(ahead)).toEqual(['occurred_at_must_not_be_in_the_future'])
    const statement = (await ask('GET', `/accounts/${IDS.shop}/statement`)).body
    expect(statement.items[0].occurredAt).toBe('2025-05-04T09:30:00.123456Z')
    const [, entry] = await csv(`/accounts/${IDS.shop}/statement.csv`)
    expect(entry).toMatchObject({ occurred_at: '2025-05-04T09:30:00.123456Z' })
  })

  test('takes transfers back in part, for a reason of the list', async () => {
    const sale = move('fund', 'shop', '1000')
    const back = (amount: string) =>
      move('shop', 'fund', amount, { reversal: { of: sale.id, reason: 'goods_returned' } })
    const first = back('600')
    expect(await post(sale, first, back('401'), back('400'))).toEqual([
      'created',
      'created',
      'exceeds_reversible_amount',
      'created',
    ])
    expect((await ask('GET', `/transfers/${first.id}`)).body.reversal).toEqual({
      of: sale.id,
      reason: 'goods_returned',
    })
    const rows = await csv(`/transfers.csv?accountId=${IDS.shop}`)
    expect(rows.filter((row) => row.reverses === sale.id)).toHaveLength(2)
    expect(rows.find((row) => row.transfer_id === first.id)).toMatchObject({
      reversal_reason: 'goods_returned',
    })
  })

  test('converts from one unit into another, exactly', async () => {
    const into = move('fund', 'exchange', '1000', { flags: ['linked'] })
    const conversion = {
      of: into.id,
      rateNumerator: '2',
      rateDenominator: '3',
      rounding: 'half_up',
    }
    const out = move('merits', 'purse', '667', { unit: 'MERIT', conversion })
    expect(await post(into, { ...out, amount: '666' })).toEqual([
      'linked_event_failed',
      'conversion_has_different_amount',
    ])
    const again = { ...into, id: newId() }
    const right = { ...out, id: newId(), conversion: { ...conversion, of: again.id } }
    expect(await post(again, right)).toEqual(['created', 'created'])
    expect((await ask('GET', `/transfers/${right.id}`)).body.conversion).toEqual(right.conversion)
    const [row] = await csv(`/transfers.csv?unit=MERIT&colour=${encodeURIComponent(WINTER)}`)
    expect(row).toMatchObject({
      converts: again.id,
      rate_numerator: '2',
      rate_denominator: '3',
      rounding: 'half_up',
    })
  })

  test('sweeps and closes an account, and opens it again', async () => {
    const sweep = move('shop', 'fund', '9223372036854775807', { flags: ['balancing_debit'] })
    const close = move('fund', 'shop', '0', { flags: ['closing_credit', 'pending'] })
    expect(await post(sweep, close, move('fund', 'shop', '1'))).toEqual([
      'created',
      'created',
      'credit_account_already_closed',
    ])
    expect((await ask('GET', `/transfers/${sweep.id}`)).body.amount).toBe('500')
    expect((await ask('GET', `/accounts/${IDS.shop}`)).body).toMatchObject({ closedBy: close.id })
    const open = move('fund', 'shop', '0', { flags: ['void_pending'], pendingId: close.id })
    expect(await post(open, move('fund', 'shop', '250'))).toEqual(['created', 'created'])
    expect((await ask('GET', `/accounts/${IDS.shop}`)).body).not.toHaveProperty('closedBy')
  })

  test.each([
    [{ reversal: { of: newId(), reason: 'because' } }, 'reversal.reason'],
    [{ reversal: { of: newId(), reason: 'other', note: 'x' } }, 'reversal'],
    [{ occurredAt: '2025-05-04' }, 'occurredAt'],
    [{ occurredAt: '1899-12-31T00:00:00Z' }, 'occurredAt'],
    [
      { conversion: { of: newId(), rateNumerator: '0', rateDenominator: '1', rounding: 'up' } },
      'conversion.rateNumerator',
    ],
    [
      { conversion: { of: newId(), rateNumerator: '1', rateDenominator: '1', rounding: 'off' } },
      'conversion.rounding',
    ],
  ])('refuses %j', async (fields, field) => {
    const { status, body } = await ask('POST', '/transfers', {
      transfers: [move('fund', 'shop', '1', fields)],
    })
    expect(status).toBe(400)
    expect(JSON.stringify(body.errors)).toContain(`transfers[0].${field}`)
  })
})

describe('readers of coloured books', () => {
  test('see each colour of a unit for itself, and debits equal credits in each', async () => {
    await post(move('plain', 'other', '70'))
    const { units } = (await ask('GET', '/trial-balance')).body
    const kinds = units.map(({ unit, colour }: Record<string, string>) => `${unit} ${colour}`)
    expect(kinds).toEqual(['EUR undefined', 'EUR FRANOI-2', `EUR ${WINTER}`, `MERIT ${WINTER}`])
    for (const { debits, credits } of units) expect(debits).toBe(credits)
    const dated = (await ask('GET', '/trial-balance?at=2999-01-01')).body
    expect(dated.units.map(({ colour }: { colour?: string }) => colour)).toEqual([
      undefined,
      'FRANOI-2',
      WINTER,
      WINTER,
    ])
    for (const { debits, credits } of dated.units) expect(debits).toBe(credits)
    const sheets = (await ask('GET', '/balance-sheet')).body.units
    expect(sheets.map(({ colour }: { colour?: string }) => colour)).toEqual([
      undefined,
      'FRANOI-2',
      WINTER,
      WINTER,
    ])
    for (const { assets, funds, liabilities, other } of sheets) {
      const total = [funds, liabilities, other].reduce((sum, part) => sum + BigInt(part.total), 0n)
      expect(total).toBe(BigInt(assets.total))
    }
    const colours = (rows: Record<string, string>[]) => new Set(rows.map(({ colour }) => colour))
    expect(colours(await csv('/trial-balance.csv'))).toEqual(new Set(['', 'FRANOI-2', WINTER]))
    expect(colours(await csv('/balance-sheet.csv'))).toEqual(new Set(['', 'FRANOI-2', WINTER]))
  })

  test('find transfers and balances by colour', async () => {
    const filter = `colour=${encodeURIComponent(WINTER)}`
    const { items } = (await ask('GET', `/transfers?${filter}&limit=200`)).body
    const uncoloured = new Set<string>([IDS.plain, IDS.other])
    expect(items.length).toBeGreaterThan(5)
    for (const { debitAccountId } of items) expect(uncoloured.has(debitAccountId)).toBe(false)
    const page = (await ask('GET', `/balances?${filter}&limit=2`)).body
    const rest = (await ask('GET', `/balances?${filter}&limit=200&cursor=${page.nextCursor}`)).body
    const found = [...page.items, ...rest.items].map(({ id }: { id: string }) => id)
    const expected = [IDS.fund, IDS.shop, IDS.exchange, IDS.merits, IDS.purse]
    expect(found).toEqual(expected.sort())
    const rows = await csv(`/balances.csv?${filter}`)
    expect(rows.map(({ account_id }) => account_id)).toEqual(found)
    expect(rows.find(({ account_id }) => account_id === IDS.shop)).toMatchObject({
      colour: WINTER,
      area: 'BIELLA',
    })
    expect((await ask('GET', '/balances?colour=winter')).status).toBe(400)
  })

  test('ask for balances by when things happened, or by when they were recorded', async () => {
    const at = 'at=2025-12-31'
    const path = `/accounts/${IDS.shop}/balance`
    expect((await ask('GET', `${path}?${at}`)).status).toBe(404)
    expect((await ask('GET', `${path}?${at}&by=recorded`)).status).toBe(404)
    const occurred = await ask('GET', `${path}?${at}&by=occurred`)
    expect(occurred.body).toMatchObject({ balance: '500' })
    expect(BigInt(occurred.body.position)).toBeGreaterThan(5n)
    expect((await ask('GET', `${path}?at=2025-05-03&by=occurred`)).body.balance).toBe('0')
    expect((await ask('GET', `${path}?by=occurred`)).body.balance).toBe('250')
    const [row] = await csv(`/accounts/${IDS.shop}/balance.csv?${at}&by=occurred`)
    expect(row).toMatchObject({ balance_minor: '500' })
    const page = (await ask('GET', `/balances?${at}&by=occurred&limit=1`)).body
    const next = `cursor=${page.nextCursor}&limit=200`
    const rest = (await ask('GET', `/balances?${at}&by=occurred&${next}`)).body
    const all = [...page.items, ...rest.items]
    expect(all.find(({ id }: { id: string }) => id === IDS.fund).balance).toBe('-500')
    const { units } = (await ask('GET', `/trial-balance?${at}&by=occurred`)).body
    expect(units.find(({ colour }: { colour?: string }) => colour === WINTER)).toMatchObject({
      debits: '500',
      credits: '500',
    })
    expect((await ask('GET', `/balance-sheet?${at}&by=recorded`)).body.units).toEqual([])
    expect((await ask('GET', `${path}?by=felt`)).status).toBe(400)
  })
})
