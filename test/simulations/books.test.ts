import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AccountDefinition, Books, BooksError } from '../../simulations/books.ts'
import type { AccountId, TransferId } from '../../src/kernel/ids.ts'
import { EUR, type Unit } from '../../src/kernel/money.ts'
import { type AccountFlag, balanceOf } from '../../src/ledger/core/account.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import type { TransferFlag } from '../../src/ledger/core/transfer.ts'

const HOURS = 'HOURS' as Unit
const ACCOUNTS: readonly AccountDefinition[] = [
  { name: 'equity:sponsors' },
  { name: 'liabilities:fund', limit: 'debits_must_not_exceed_credits' },
  { name: 'liabilities:voucher', limit: 'debits_must_not_exceed_credits' },
  { name: 'assets:loans', limit: 'credits_must_not_exceed_debits' },
  { name: 'equity:hosts', unit: HOURS },
  { name: 'liabilities:hours', unit: HOURS, limit: 'debits_must_not_exceed_credits' },
]

const entry = fc.record({
  debit: fc.nat(ACCOUNTS.length - 1),
  credit: fc.nat(ACCOUNTS.length - 1),
  cents: fc.oneof(fc.nat(40), fc.constant(2 ** 50)),
  atMost: fc.boolean(),
})

describe('the books of a path', () => {
  test('always do what the ledger does', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
        const books = new Books(ACCOUNTS, { mode: 'aggregate' })
        const ledger = openLedger()
        for (const [index, one] of entries.entries()) {
          if (one.atMost && one.debit !== one.credit && one.cents > 0)
            sweep(books, ledger, one, index)
          else {
            const status = books.tryPost(1, one.debit, one.credit, one.cents)
            expect(status).toBe(postTo(ledger, one, index, []))
          }
        }
        books.prove()
        expect(ACCOUNTS.map((_, account) => BigInt(books.balance(account)))).toEqual(
          ACCOUNTS.map((_, account) => balanceIn(ledger, account)),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('are empty again for the next path, and keep their entries where they are asked to', () => {
    const books = new Books(ACCOUNTS, { mode: 'full', journal: true })
    for (let path = 0; path < 2; path++) {
      books.reset()
      books.month = 3
      for (let index = 1; index <= 1500; index++) books.post(1, 0, 1, index)
      books.post(2, 1, 2, 0)
      expect(books.entries).toBe(1500)
    }
    const entries = [...books.entriesMade()]
    expect(entries).toHaveLength(1500)
    expect(entries[1499]).toEqual({ month: 3, code: 1, debit: 0, credit: 1, cents: 1500 })
    expect(books.balance(1)).toBe((1500 * 1501) / 2)
  })

  test('move no more than there is, where that is what is asked', () => {
    const books = new Books(ACCOUNTS, { mode: 'aggregate' })
    books.post(1, 0, 1, 500)
    expect(books.postAtMost(1, 1, 2, 300)).toBe(300)
    expect(books.postAtMost(1, 1, 2, 300)).toBe(200)
    expect(books.postAtMost(1, 1, 2, 300)).toBe(0)
    expect(books.entries).toBe(3)
  })

  test('refuse what no model may do', () => {
    const books = new Books(ACCOUNTS, { mode: 'aggregate' })
    expect(() => books.post(1, 1, 0, 5)).toThrow(/liabilities:fund .* exceeds_credits/)
    for (const cents of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => books.tryPost(1, 0, 1, cents)).toThrow(BooksError)
    }
  })

  test('find out whoever writes past them', () => {
    const wrong: readonly ((books: Books) => void)[] = [
      (books) => books.debits.fill(1, 0, 1),
      (books) => {
        books.debits[0] = 7
        books.credits[1] = 7
      },
      (books) => {
        books.post(1, 0, 1, 10)
        books.debits[1] = 12
        books.credits[0] = 12
      },
    ]
    for (const write of wrong) {
      const books = new Books(ACCOUNTS, { mode: 'aggregate' })
      write(books)
      expect(() => books.prove()).toThrow(BooksError)
    }
  })
})

interface Asked {
  readonly debit: number
  readonly credit: number
  readonly cents: number
}

/** `postAtMost` is the ledger's `balancing_debit`, but for an account that has no limit: there both end at its balance. */
function sweep(books: Books, ledger: MemoryLedger, asked: Asked, index: number): void {
  const sameUnit = ACCOUNTS[asked.debit]?.unit === ACCOUNTS[asked.credit]?.unit
  const canRise = ACCOUNTS[asked.credit]?.limit !== 'credits_must_not_exceed_debits'
  if (!sameUnit || !canRise) return
  const before = balanceIn(ledger, asked.debit)
  const moved = books.postAtMost(1, asked.debit, asked.credit, asked.cents)
  postTo(ledger, asked, index, ['balancing_debit'])
  expect(before - balanceIn(ledger, asked.debit)).toBe(BigInt(moved))
}

function openLedger(): MemoryLedger {
  const ledger = new MemoryLedger()
  const accounts = ACCOUNTS.map((account, index) => ({
    id: idOf(index) as AccountId,
    unit: (account.unit ?? EUR) as Unit,
    code: 1,
    flags: (account.limit === undefined ? [] : [account.limit]) as readonly AccountFlag[],
    origin: 'raw' as const,
  }))
  ledger.post([{ accounts, transfers: [], rules: { rawOnly: true } }], micros(1n))
  return ledger
}

function postTo(ledger: MemoryLedger, asked: Asked, index: number, flags: readonly TransferFlag[]) {
  const transfer = {
    id: idOf(1000 + index) as TransferId,
    debitAccountId: idOf(asked.debit) as AccountId,
    creditAccountId: idOf(asked.credit) as AccountId,
    amount: BigInt(asked.cents),
    unit: (ACCOUNTS[asked.debit]?.unit ?? EUR) as Unit,
    code: 1,
    flags,
  }
  const { outcomes } = ledger.post(
    [{ accounts: [], transfers: [transfer], rules: { rawOnly: true } }],
    micros(1n),
  )
  return outcomes[0]?.transfers[0]?.status
}

function balanceIn(ledger: MemoryLedger, account: number): bigint {
  const state = ledger.account(idOf(account) as AccountId)
  if (state === undefined) throw new Error(`there is no account ${account}`)
  return balanceOf(state)
}

function idOf(number: number): string {
  return `00000000-0000-7000-8000-${(number + 1).toString(16).padStart(12, '0')}`
}
