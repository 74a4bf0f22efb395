import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Rounding } from '../../src/kernel/decimal.ts'
import { MINOR_MAX, type Unit } from '../../src/kernel/money.ts'
import { type AccountFlag, availableOf, lackingOf } from '../../src/ledger/core/account.ts'
import type { LedgerRequest } from '../../src/ledger/core/apply.ts'
import { convertedAmount } from '../../src/ledger/core/conversion.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import { reversalOf } from '../../src/ledger/core/reversal.ts'
import {
  type NewTransfer,
  ROUNDING_CODES,
  type Transfer,
  type TransferFlag,
} from '../../src/ledger/core/transfer.ts'
import { propertySeed } from '../support/seed.ts'
import { newAccount, newTransfer } from './accounts.ts'
import { sequenceId } from './sequence-ids.ts'
import { type Step, sequences } from './sequences.ts'

const START = 1_800_000_000_000_000n
const RUNS = { numRuns: 500, seed: propertySeed('ledger rules') }
const ROUNDINGS = Object.keys(ROUNDING_CODES) as Rounding[]

/** The books after some steps, and a while after: whatever lapses has lapsed and is released. */
function booksAfter(steps: readonly Step[]): MemoryLedger {
  const ledger = new MemoryLedger()
  let now = START
  for (const { waitSeconds, requests } of steps) {
    now += BigInt(waitSeconds) * 1_000_000n
    ledger.post(requests, micros(now))
  }
  // Each of these touches an account and is refused for its shape.
  const touches = [...ledger.accounts.keys()].map((one, at) => newTransfer(id(900 + at), one, one))
  ledger.post([requestOf(touches)], micros(now + 100_000_000n))
  return ledger
}

function requestOf(transfers: readonly NewTransfer[]): LedgerRequest {
  return { accounts: [], transfers, rules: { rawOnly: false } }
}

/** Posts transfers as one request and answers with their statuses. */
function post(ledger: MemoryLedger, transfers: readonly NewTransfer[]): readonly string[] {
  const { outcomes } = ledger.post([requestOf(transfers)], ledger.lastAt)
  return outcomes.flatMap((outcome) => outcome.transfers.map(({ status }) => status))
}

/** Credits less debits of every account, and what is reserved on it. */
function balances(ledger: MemoryLedger) {
  return [...ledger.accounts.values()].map((account) => ({
    id: account.id,
    balance: account.creditsPosted - account.debitsPosted,
    debitsPending: account.debitsPending,
    creditsPending: account.creditsPending,
    closedBy: account.closedBy,
  }))
}

function openPair(flags: readonly AccountFlag[], ...others: AccountFlag[][]): MemoryLedger {
  const ledger = new MemoryLedger()
  const accounts = [flags, ...others].map((own, at) => ({
    id: sequenceId('a', at + 1, 1),
    unit: 'EUR' as Unit,
    code: 1,
    flags: own,
    origin: 'raw' as const,
  }))
  ledger.post([{ accounts, transfers: [], rules: { rawOnly: false } }], micros(START))
  return ledger
}

function isNearlyFull(ledger: MemoryLedger): boolean {
  return [...ledger.accounts.values()].some(
    ({ debitsPosted, debitsPending, creditsPosted, creditsPending }) =>
      debitsPosted + debitsPending + creditsPosted + creditsPending > MINOR_MAX / 2n,
  )
}

const id = (number: number) => sequenceId('t', 1000 + number, 1)
const accountId = (number: number) => sequenceId('a', number, 1)

describe('a reversal', () => {
  test('of any journal that has just been posted leaves every balance as it was', () => {
    let reversed = 0
    fc.assert(
      fc.property(
        sequences(1),
        fc.array(fc.bigInt(1n, 9n), { minLength: 1, maxLength: 4 }),
        (steps, amounts) => {
          const ledger = booksAfter(steps)
          // Counters never fall, so near their end there is no room to go back.
          if (isNearlyFull(ledger)) return
          const before = balances(ledger)
          const journal = amounts.map(
            (amount, at): NewTransfer => ({
              ...newTransfer(
                id(at),
                accountId(1 + (at % 5)),
                accountId(1 + ((at + 2) % 5)),
                amount,
              ),
              flags: at < amounts.length - 1 ? ['linked'] : [],
            }),
          )
          if (!post(ledger, journal).every((status) => status === 'created')) return
          const chain = journal.map((one) => ledger.transfer(one.id) as Transfer)
          const ids = chain.map((_, at) => id(100 + at))
          const undo = reversalOf(chain, ids, 'entered_twice')
          expect(undo.map((one) => one.reversal?.of)).toEqual(
            journal.map((one) => one.id).reverse(),
          )
          // The last first: so what one brought is there for the one before, and no limit stands in the way.
          expect(new Set(post(ledger, undo))).toEqual(new Set(['created']))
          expect(balances(ledger)).toEqual(before)
          for (const one of chain) expect(ledger.reversedAmount(one.id)).toBe(one.amount)
          reversed += 1
        },
      ),
      RUNS,
    )
    expect(reversed).toBeGreaterThan(100)
  })

  test('in parts never comes to more than was moved, in whatever order they come', () => {
    const parts = fc.array(fc.bigInt(1n, 60n), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.bigInt(1n, 100n), parts, (amount, wanted) => {
        const ledger = openPair([], [])
        const pair = [accountId(1), accountId(2)] as const
        expect(post(ledger, [newTransfer(id(0), ...pair, amount)])).toEqual(['created'])
        let left = amount
        for (const [at, part] of wanted.entries()) {
          const reversal = { of: id(0), reason: 'other' as const }
          const [status] = post(ledger, [
            { ...newTransfer(id(at + 1), pair[1], pair[0], part), reversal },
          ])
          expect(status).toBe(part <= left ? 'created' : 'exceeds_reversible_amount')
          if (part <= left) left -= part
        }
        const [first] = balances(ledger)
        expect(first?.balance).toBe(-left)
      }),
      RUNS,
    )
  })

  test('leaves out of a chain what moved nothing', () => {
    const ledger = openPair([], [])
    const pair = [accountId(1), accountId(2)] as const
    const chain: NewTransfer[] = [
      { ...newTransfer(id(0), ...pair, 5n), flags: ['linked', 'pending'] },
      { ...newTransfer(id(1), ...pair, 0n), flags: ['linked', 'post_pending'], pendingId: id(0) },
      { ...newTransfer(id(2), ...pair, 5n), flags: ['balancing_debit'] },
    ]
    expect(post(ledger, chain)).toEqual(['created', 'created', 'created'])
    const found = chain.map((one) => ledger.transfer(one.id) as Transfer)
    const undo = reversalOf(found, [id(10), id(11), id(12)], 'other')
    expect(undo.map((one) => [one.id, one.reversal?.of, one.flags])).toEqual([[id(11), id(1), []]])
    expect(reversalOf([], [], 'other')).toEqual([])
  })
})

describe('a closing transfer', () => {
  test('that is voided, or lapses, leaves every account as it was; until then nothing else passes', () => {
    let closed = 0
    fc.assert(
      fc.property(sequences(1), fc.boolean(), fc.bigInt(0n, 5n), (steps, lapses, amount) => {
        const ledger = booksAfter(steps)
        const sides = [accountId(2), accountId(5)] as const
        // Of the same colour as what is closed, so that the closing is all that stands in the way.
        const { colour, area } = ledger.account(sides[1]) ?? {}
        const like = { ...(colour && { colour }), ...(area && { area }) }
        const accounts = [{ ...newAccount(accountId(500)), ...like }]
        ledger.post([{ accounts, transfers: [], rules: { rawOnly: false } }], ledger.lastAt)
        const close: NewTransfer = {
          ...newTransfer(id(0), ...sides, amount),
          flags: ['closing_debit', 'closing_credit', 'pending'],
          ...(lapses ? { timeoutSeconds: 3 } : {}),
        }
        const before = balances(ledger)
        if (post(ledger, [close])[0] !== 'created') return
        expect(ledger.account(sides[0])?.closedBy).toBe(close.id)
        expect(post(ledger, [newTransfer(id(1), ...sides, 1n)])).toEqual([
          'debit_account_already_closed',
        ])
        const other = newTransfer(id(2), accountId(500), sides[1], 1n)
        expect(post(ledger, [other])).toEqual(['credit_account_already_closed'])
        const open: NewTransfer = {
          ...newTransfer(id(3), ...sides, 0n),
          flags: ['void_pending'],
          pendingId: close.id,
        }
        const at = micros(ledger.lastAt + (lapses ? 3_000_000n : 1n))
        const { outcomes } = ledger.post([requestOf([open])], at)
        const expected = lapses ? 'pending_transfer_expired' : 'created'
        expect(outcomes[0]?.transfers[0]?.status).toBe(expected)
        expect(balances(ledger)).toEqual(before)
        closed += 1
      }),
      RUNS,
    )
    expect(closed).toBeGreaterThan(100)
  })
})

describe('a balancing transfer', () => {
  test('moves exactly what is there, at most what is asked, and passes no limit', () => {
    const asked = fc.oneof(fc.bigInt(1n, 30n), fc.constant(MINOR_MAX))
    const kinds = fc.subarray<TransferFlag>(['balancing_debit', 'balancing_credit'], {
      minLength: 1,
    })
    let moved = 0
    fc.assert(
      fc.property(sequences(1), kinds, asked, fc.boolean(), (steps, flags, amount, isPending) => {
        const ledger = booksAfter(steps)
        const [debitId, creditId] = [accountId(3), accountId(4)]
        const [debit, credit] = [ledger.account(debitId), ledger.account(creditId)]
        const [status] = post(ledger, [
          {
            ...newTransfer(id(0), debitId, creditId, amount),
            flags: isPending ? [...flags, 'pending'] : flags,
          },
        ])
        if (debit === undefined || credit === undefined || status !== 'created') return
        const limits = [
          amount,
          ...(flags.includes('balancing_debit') ? [availableOf(debit)] : []),
          ...(flags.includes('balancing_credit') ? [lackingOf(credit)] : []),
        ]
        const least = limits.reduce((one, other) => (one < other ? one : other))
        const recorded = ledger.transfer(id(0))?.amount
        expect(recorded).toBe(least < 0n ? 0n : least)
        if (recorded !== 0n) moved += 1
        const [after] = [ledger.account(debitId)]
        if (flags.includes('balancing_debit') && availableOf(debit) >= 0n && after !== undefined) {
          expect(availableOf(after)).toBeGreaterThanOrEqual(0n)
        }
      }),
      RUNS,
    )
    expect(moved).toBeGreaterThan(20)
  })
})

describe('a conversion', () => {
  test('is off by less than a minor unit, on the side that its rounding names', () => {
    const positive = fc.bigInt(1n, MINOR_MAX)
    const small = fc.bigInt(1n, 40n)
    const parts = fc.tuple(
      fc.oneof(small, positive),
      fc.oneof(small, positive),
      fc.oneof(small, positive),
    )
    fc.assert(
      fc.property(
        parts,
        fc.constantFrom(...ROUNDINGS),
        ([amount, rateNumerator, rateDenominator], rounding) => {
          const converted = convertedAmount(amount, { rateNumerator, rateDenominator, rounding })
          // What rounding took, in parts of 1 / rateDenominator of a minor unit.
          const taken = amount * rateNumerator - converted * rateDenominator
          expect(taken < rateDenominator && taken > -rateDenominator).toBe(true)
          const half = 2n * (taken < 0n ? -taken : taken)
          const isRight: Readonly<Record<Rounding, boolean>> = {
            down: taken >= 0n,
            up: taken <= 0n,
            half_up: half < rateDenominator || (half === rateDenominator && taken < 0n),
            half_even:
              half < rateDenominator || (half === rateDenominator && converted % 2n === 0n),
          }
          expect(isRight[rounding]).toBe(true)
        },
      ),
      { ...RUNS, numRuns: 5000 },
    )
  })
})
