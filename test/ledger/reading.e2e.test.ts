import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  BENEFICIARY_ID,
  newId,
  openProgramme,
  PRODUCT_ID,
  type Programme,
} from '../http/programme.ts'

/*
 * A small book: a grant of 1,000,000.00 for an envelope (of the programme), one voucher of 50.00, and two raw accounts
 * between which 60 transfers of 1 to 60 cents go, with one reservation that is posted in part, one that stays open.
 */
const FROM = newId()
const TO = newId()
const REFERENCE = newId()
const OPEN = newId()
let programme: Programme
let between: string

beforeAll(async () => {
  programme = await openProgramme()
  const order = { id: newId(), productId: PRODUCT_ID, beneficiaryId: BENEFICIARY_ID }
  await programme.ask('operator', 'POST', '/api/v1/vouchers', { ...order, amount: '5000' })
  const account = { unit: 'EUR', flags: [] }
  await post('accounts', [
    { ...account, id: FROM, code: 7 },
    { ...account, id: TO, code: 8 },
  ])
  const move = { debitAccountId: FROM, creditAccountId: TO, unit: 'EUR', code: 30 }
  const moves = Array.from({ length: 60 }, (_, n) => ({ ...move, id: newId(), amount: `${n + 1}` }))
  await post('transfers', moves.slice(0, 30))
  await pause()
  const [last] = await post('transfers', [moves[30]])
  between = (await get(`transfers/${last.id}`)).recordedAt
  await pause()
  await post('transfers', moves.slice(31, 59))
  await post('transfers', [{ ...moves[59], code: 31, reference: REFERENCE }])
  const reserved = newId()
  await post('transfers', [
    { ...move, id: reserved, amount: '1000', flags: ['pending'] },
    { ...move, id: newId(), amount: '400', flags: ['post_pending'], pendingId: reserved },
    { ...move, id: OPEN, amount: '77', flags: ['pending'], timeoutSeconds: 86_400 },
  ])
})
afterAll(() => programme.close())

describe('a statement', () => {
  test('runs from the opening to the closing balance over pages, with what is reserved apart', async () => {
    const items = []
    let cursor = ''
    for (;;) {
      const page = await get(`accounts/${TO}/statement?from=${between}&limit=7${cursor}`)
      expect(page.openingBalance).toBe(sum(1, 30))
      expect(page.closingBalance).toBe(String((60 * 61) / 2 + 400))
      expect(page.pendings).toMatchObject([
        { transferId: OPEN, side: 'credit', amount: '77', counterAccountId: FROM },
      ])
      items.push(...page.items)
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
      // What comes in between is not part of a statement that was begun before.
      await post('transfers', [
        {
          id: newId(),
          debitAccountId: TO,
          creditAccountId: FROM,
          amount: '1',
          unit: 'EUR',
          code: 9,
        },
        {
          id: newId(),
          debitAccountId: FROM,
          creditAccountId: TO,
          amount: '1',
          unit: 'EUR',
          code: 9,
        },
      ])
    }
    const amounts = items.map(({ amount }: { amount: string }) => amount)
    expect(amounts).toEqual([...Array.from({ length: 30 }, (_, n) => `${n + 31}`), '400'])
    expect(items.at(-1)).toMatchObject({
      counterAccountId: FROM,
      counterAccountCode: 7,
      side: 'credit',
    })
    expect(items.at(-1).balance).toBe(String((60 * 61) / 2 + 400))
  })

  test('as CSV has the same lines, opening and closing balance, amounts twice', async () => {
    const rows = await csv(`accounts/${FROM}/statement.csv?from=${between}`)
    expect(rows[0]).toMatchObject({
      kind: 'opening',
      balance: '-4.65',
      balance_minor: '-465',
      unit: 'EUR',
    })
    expect(rows[1]).toMatchObject({
      kind: 'entry',
      debit: '0.31',
      debit_minor: '31',
      credit: '',
      reason: 'voucher_issued',
    })
    expect(rows.filter(({ kind }) => kind === 'pending')).toMatchObject([
      { debit_minor: '77', balance: '' },
    ])
    const entries = rows.filter(({ kind }) => kind === 'entry')
    const closing = rows.find(({ kind }) => kind === 'closing')
    expect(closing?.balance_minor).toBe(entries.at(-1)?.balance_minor)
    expect(entries.find(({ reference }) => reference === REFERENCE)).toMatchObject({
      debit: '0.60',
      code: '31',
      reason: 'code_31',
    })
  })

  test('of a day is from midnight to midnight in Italy, and a period that ends before it begins is refused', async () => {
    const today = await get(`accounts/${TO}/statement?from=2020-01-01&to=2999-01-01`)
    expect(today.openingBalance).toBe('0')
    const none = await get(`accounts/${TO}/statement?from=2020-01-01&to=2020-01-01`)
    expect(none).toMatchObject({
      items: [],
      openingBalance: '0',
      closingBalance: '0',
      nextCursor: null,
    })
    const refused = await ask(`accounts/${TO}/statement?from=2026-01-02&to=2026-01-01`)
    expect(refused.status).toBe(400)
    expect((await refused.json()).errors).toMatchObject([{ field: 'to', in: 'query' }])
  })

  test('of nothing is not found, as JSON and as CSV', async () => {
    for (const end of ['statement', 'statement.csv', 'balance', 'balance.csv']) {
      const response = await ask(`accounts/${newId()}/${end}`)
      expect(response.status).toBe(404)
      expect((await response.json()).code).toBe('account_not_found')
    }
  })
})

describe('balances', () => {
  test('of an account are those of any instant, and none before it was opened', async () => {
    expect(await get(`accounts/${TO}/balance?at=${between}`)).toMatchObject({
      id: TO,
      unit: 'EUR',
      code: 8,
      origin: 'raw',
      balance: sum(1, 31),
      creditsPending: '0',
    })
    expect(await get(`accounts/${TO}/balance`)).toMatchObject({
      creditsPending: '77',
      debitsPending: '0',
    })
    expect((await ask(`accounts/${TO}/balance?at=2020-01-01`)).status).toBe(404)
    expect(await csv(`accounts/${TO}/balance.csv?at=${between}`)).toMatchObject([
      { account_id: TO, balance: '4.96', balance_minor: '496', credits_pending_minor: '0' },
    ])
  })

  test('of all accounts come in pages and as CSV, and are the same', async () => {
    const items = []
    let cursor = ''
    for (;;) {
      const page = await get(`balances?at=${between}&limit=2${cursor}`)
      items.push(...page.items)
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    const rows = await csv(`balances.csv?at=${between}`)
    expect(rows.map((row) => [row.account_id, row.balance_minor])).toEqual(
      items.map(({ id, balance }: { id: string; balance: string }) => [id, balance]),
    )
    expect(items.find(({ id }: { id: string }) => id === TO).balance).toBe(sum(1, 31))
    expect(rows.map(({ name }) => name)).toContain('Vouchers in circulation')
  })
})

test('transfers are found by code, unit, period, reference, account and amount', async () => {
  const count = async (query: string) => (await get(`transfers?limit=200&${query}`)).items.length
  expect(await count(`accountId=${TO}&code=30`)).toBe(62)
  expect(await count(`accountId=${TO}&code=31`)).toBe(1)
  expect(await count(`reference=${REFERENCE}`)).toBe(1)
  expect(await count('unit=MERIT')).toBe(0)
  expect(await count('minAmount=400&maxAmount=400')).toBe(1)
  expect(await count('minAmount=58&maxAmount=60')).toBe(3)
  expect(await count(`to=${between}&accountId=${TO}`)).toBe(30)
  expect(await count(`from=${between}&accountId=${TO}&code=30&maxAmount=60`)).toBe(29)
  const first = await get(`transfers?accountId=${TO}&limit=20`)
  const second = await get(`transfers?accountId=${TO}&limit=20&cursor=${first.nextCursor}`)
  expect(second.items[0].amount).toBe('21')
  const rows = await csv(`transfers.csv?reference=${REFERENCE}`)
  expect(rows).toMatchObject([
    { amount: '0.60', amount_minor: '60', code: '31', reference: REFERENCE, flags: '' },
  ])
  expect(await csv(`transfers.csv?accountId=${TO}&minAmount=77&maxAmount=77`)).toMatchObject([
    { transfer_id: OPEN, flags: 'pending' },
  ])
})

test('the trial balance as of an instant has as much on one side as on the other, and without one is as it was', async () => {
  const { units, position } = await get(`trial-balance?at=${between}`)
  expect(Number(position)).toBeGreaterThan(31)
  expect(units.map(({ colour }: { colour?: string }) => colour)).toEqual([undefined, 'FRANOI-2'])
  for (const { debits, credits } of units) expect(debits).toBe(credits)
  const [euro] = units
  expect(euro.accounts.find(({ id }: { id: string }) => id === FROM)).toEqual({
    id: FROM,
    code: 7,
    debit: sum(1, 31),
    credit: '0',
  })
  const rows = await csv(`trial-balance.csv?at=${between}`)
  expect(rows.map((row) => [row.account_id, row.debit_minor, row.credit_minor])).toEqual(
    units.flatMap(({ accounts }: { accounts: Record<string, string>[] }) =>
      accounts.map((line) => [line.id, line.debit, line.credit]),
    ),
  )
  expect(await get('trial-balance?at=2020-01-01')).toEqual({ position: '0', units: [] })
  const now = await get('trial-balance')
  expect(Object.keys(now)).toEqual(['units'])
  expect(Object.keys(now.units[0].accounts[0])).toEqual([
    'id',
    'code',
    'debitsPosted',
    'creditsPosted',
  ])
})

test('the balance sheet follows the chart, in two languages, and its two sides are equal', async () => {
  const { units } = await get('balance-sheet')
  const [raw, euro] = units
  expect(euro.assets.lines).toEqual([
    { code: 1010, name: { en: 'Bank', it: 'Banca' }, accounts: 1, balance: '100000000' },
  ])
  expect(euro.liabilities).toMatchObject({ total: '5000', lines: [{ code: 2210 }, { code: 2310 }] })
  expect(euro.funds.total).toBe('99995000')
  expect(raw.other).toMatchObject({ total: '0', lines: [{ code: 7 }, { code: 8 }] })
  const rows = await csv('balance-sheet.csv')
  const total = (section: string) =>
    BigInt(rows.find((row) => row.section === section && row.code === '')?.balance_minor ?? '')
  expect(total('assets')).toBe(total('funds') + total('liabilities') + total('other'))
  expect(await get('balance-sheet?at=2020-01-01')).toEqual({ position: '0', units: [] })
})

test('a file of CSV says what it is, ends its lines as RFC 4180 has it, and takes no unknown parameter', async () => {
  const response = await ask('balances.csv')
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="balances.csv"')
  expect((await response.text()).split('\r\n').length).toBeGreaterThan(4)
  for (const query of ['limit=5', 'at=yesterday', 'at=2026-02-30', 'at=1800-01-01']) {
    expect((await ask(`balances.csv?${query}`)).status).toBe(400)
  }
})

/** Answers show milliseconds: what is to lie on two sides of one must be further apart. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}

function ask(path: string): Promise<Response> {
  return programme.ask('auditor', 'GET', `/api/v1/ledger/${path}`)
}

async function get(path: string) {
  const response = await ask(path)
  expect(response.status).toBe(200)
  return response.json()
}

async function csv(path: string): Promise<Record<string, string>[]> {
  const response = await ask(path)
  expect(response.status).toBe(200)
  return parse(await response.text(), { columns: true, record_delimiter: '\r\n' })
}

async function post(kind: 'accounts' | 'transfers', items: readonly unknown[]) {
  const path = `/api/v1/ledger/${kind}`
  const response = await programme.ask('administrator', 'POST', path, { [kind]: items })
  const { results } = await response.json()
  for (const { status } of results) expect(status).toBe('created')
  return results
}

/** The sum of whole numbers, as JSON carries it. */
function sum(first: number, last: number): string {
  return String(((first + last) * (last - first + 1)) / 2)
}
