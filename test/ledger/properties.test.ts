import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccountState } from '../../src/ledger/core/account.ts'
import type { BatchDecision, LedgerRequest } from '../../src/ledger/core/apply.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import { isPassing, type TransferStatus } from '../../src/ledger/core/statuses.ts'
import { propertySeed } from '../support/seed.ts'
import { sequenceId } from './sequence-ids.ts'
import { type Step, sequences } from './sequences.ts'

const START = 1_800_000_000_000_000n
const RUNS = { numRuns: 1000, seed: propertySeed('ledger properties') }

describe('whatever is posted', () => {
  test('debits equal credits in every unit and colour, posted and pending', () => {
    fc.assert(
      fc.property(sequences(1), (steps) => {
        run(steps, (ledger) => {
          const accounts = [...ledger.accounts.values()]
          const kindOf = ({ unit, colour }: AccountState) => `${unit} ${colour}`
          for (const kind of new Set(accounts.map(kindOf))) {
            const ofUnit = accounts.filter((account) => kindOf(account) === kind)
            expect(sum(ofUnit, 'debitsPosted')).toBe(sum(ofUnit, 'creditsPosted'))
            expect(sum(ofUnit, 'debitsPending')).toBe(sum(ofUnit, 'creditsPending'))
          }
        })
      }),
      RUNS,
    )
  })

  test('no account passes its limit, not even between two requests of a batch', () => {
    fc.assert(
      fc.property(sequences(1), (steps) => {
        run(steps, (_, { outcomes }) => {
          for (const { states } of outcomes) for (const state of states.values()) checkLimits(state)
        })
      }),
      RUNS,
    )
  })

  test('what is pending on an account is the sum of its open pending transfers', () => {
    fc.assert(
      fc.property(sequences(1), (steps) => {
        run(steps, (ledger) => {
          const open = [...ledger.pendings.values()]
            .filter((pending) => pending.state === 'pending')
            .map((pending) => ledger.transfer(pending.transferId))
          for (const account of ledger.accounts.values()) {
            const debits = open.filter((one) => one?.debitAccountId === account.id)
            const credits = open.filter((one) => one?.creditAccountId === account.id)
            expect(debits.reduce((all, one) => all + (one?.amount ?? 0n), 0n)).toBe(
              account.debitsPending,
            )
            expect(credits.reduce((all, one) => all + (one?.amount ?? 0n), 0n)).toBe(
              account.creditsPending,
            )
          }
        })
      }),
      RUNS,
    )
  })

  test('the log has no gaps, and its balances follow one another', () => {
    fc.assert(
      fc.property(sequences(1), (steps) => {
        const ledger = run(steps, () => {})
        const balances = new Map<string, bigint>()
        let position = 0n
        for (const transfer of ledger.transfers.values()) {
          position += 1n
          expect(transfer.position).toBe(position)
          const isReserving =
            transfer.flags.includes('pending') || transfer.flags.includes('void_pending')
          const moved = isReserving ? 0n : transfer.amount
          for (const [id, after, change] of [
            [transfer.debitAccountId, transfer.debitBalance, -moved],
            [transfer.creditAccountId, transfer.creditBalance, moved],
          ] as const) {
            expect(after).toBe((balances.get(id) ?? 0n) + change)
            balances.set(id, after)
          }
        }
        for (const [id, balance] of balances) {
          const account = [...ledger.accounts.values()].find((one) => one.id === id)
          expect(account && account.creditsPosted - account.debitsPosted).toBe(balance)
        }
      }),
      RUNS,
    )
  })
})

describe('a request that is sent again', () => {
  test('changes nothing and gets the answer that belongs to it, at once and at any later time', () => {
    let compared = 0
    fc.assert(
      fc.property(sequences(1), fc.nat(100), (steps, laterSeconds) => {
        const told: { request: LedgerRequest; answer: ReturnType<typeof answerOf> }[] = []
        let now = START
        const ledger = new MemoryLedger()
        const resendAll = () => {
          for (const { request, answer } of told) {
            if (
              !isAloneWithItsIds(
                request,
                told.map((one) => one.request),
              )
            )
              continue
            const { outcomes, changes } = ledger.post([request], micros(now))
            expect(answerOf(outcomes)).toEqual(answerToAgain(answer))
            expect(changes.transfers).toEqual([])
            expect(changes.accountsOpened).toEqual([])
            expect(changes.failures).toEqual([])
            expect(changes.pendingsResolved.every((one) => one.state === 'expired')).toBe(true)
            compared += 1
          }
        }
        for (const { waitSeconds, requests } of steps) {
          now += BigInt(waitSeconds) * 1_000_000n
          for (const request of requests) {
            const { outcomes } = ledger.post([request], micros(now))
            if (!told.some((one) => one.request === request)) {
              told.push({ request, answer: answerOf(outcomes) })
            }
          }
          resendAll()
        }
        now += BigInt(laterSeconds) * 1_000_000n
        resendAll()
      }),
      RUNS,
    )
    expect(compared).toBeGreaterThan(5_000)
  })
})

describe('the order of independent transfers', () => {
  test('does not matter for their statuses nor for what the accounts come to', () => {
    const pairs = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 12 })
    const amounts = fc.array(fc.bigInt(1n, 1000n), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(pairs, amounts, fc.infiniteStream(fc.nat(1000)), (numbers, values, keys) => {
        const transfers = numbers.map((n, index) => ({
          id: sequenceId('t', n, 1),
          debitAccountId: sequenceId('a', 2 * n, 1),
          creditAccountId: sequenceId('a', 2 * n + 1, 1),
          amount: values[index] ?? 1n,
          unit: 'EUR' as AccountState['unit'],
          code: 1,
          flags: n % 3 === 0 ? (['pending'] as const) : [],
        }))
        const shuffled = transfers
          .map((transfer) => ({ transfer, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ transfer }) => transfer)
        const [one, other] = [transfers, shuffled].map((order) => postAll(order))
        expect(other).toEqual(one)
      }),
      RUNS,
    )
  })

  test('does not matter on shared accounts either, where no limit can be reached', () => {
    const transfer = fc.record({
      debit: fc.integer({ min: 1, max: 4 }),
      credit: fc.integer({ min: 5, max: 8 }),
      amount: fc.bigInt(1n, 1000n),
    })
    fc.assert(
      fc.property(fc.array(transfer, { maxLength: 20 }), fc.boolean(), (list, splits) => {
        const transfers = list.map(({ debit, credit, amount }, index) => ({
          id: sequenceId('t', index, 1),
          debitAccountId: sequenceId('a', debit, 1),
          creditAccountId: sequenceId('a', credit, 1),
          amount,
          unit: 'EUR' as AccountState['unit'],
          code: 1,
          flags: [],
        }))
        expect(postAll([...transfers].reverse(), splits)).toEqual(postAll(transfers))
      }),
      RUNS,
    )
  })
})

/** Posts the steps one batch each, and shows the books after every batch. */
function run(
  steps: readonly Step[],
  look: (ledger: MemoryLedger, decision: BatchDecision) => void,
): MemoryLedger {
  const ledger = new MemoryLedger()
  let now = START
  for (const { waitSeconds, requests } of steps) {
    now += BigInt(waitSeconds) * 1_000_000n
    look(ledger, ledger.post(requests, micros(now)))
  }
  return ledger
}

function postAll(transfers: readonly LedgerRequest['transfers'][number][], splits = false) {
  const ledger = new MemoryLedger()
  const ids = Array.from({ length: 62 }, (_, index) => sequenceId('a', index, 1))
  const accounts = ids.map((id) => ({
    id,
    unit: 'EUR' as AccountState['unit'],
    code: 1,
    flags: [],
    origin: 'raw' as const,
  }))
  const rules = { rawOnly: false }
  ledger.post([{ accounts, transfers: [], rules }], micros(START))
  const requests = splits
    ? transfers.map((one) => ({ accounts: [], transfers: [one], rules }))
    : [{ accounts: [], transfers, rules }]
  const statuses = new Map<string, TransferStatus>()
  for (const { transfers: answers } of ledger.post(requests, micros(START)).outcomes) {
    for (const { id, status } of answers) statuses.set(id, status)
  }
  const balances = ids.map((id) => {
    const { version: _, ...rest } = ledger.account(id) ?? { version: 0n }
    return rest
  })
  return { statuses: Object.fromEntries([...statuses].sort()), balances }
}

function answerOf(outcomes: BatchDecision['outcomes']) {
  const [outcome] = outcomes
  return { accounts: outcome?.accounts ?? [], transfers: outcome?.transfers ?? [] }
}

/** What a request gets that is sent again. */
function answerToAgain(answer: ReturnType<typeof answerOf>): ReturnType<typeof answerOf> {
  return {
    accounts: answer.accounts.map(({ id, status }) => ({
      id,
      status: status === 'created' ? 'exists' : status,
    })),
    transfers: answer.transfers.map(({ id, status }) => {
      if (status === 'created') return { id, status: 'exists' as const }
      return { id, status: isPassing(status) ? ('id_already_failed' as const) : status }
    }),
  }
}

/** Whether no other request, and nothing else in this one, used the ids that it would bring into the books. */
function isAloneWithItsIds(request: LedgerRequest, all: readonly LedgerRequest[]): boolean {
  const idsOf = (one: LedgerRequest) => [
    ...one.transfers.map(({ id }) => id),
    ...one.accounts.map(({ id }) => id),
  ]
  const own = idsOf(request)
  if (new Set(own).size < own.length) return false
  return all.every((other) => other === request || !idsOf(other).some((id) => own.includes(id)))
}

function checkLimits(state: AccountState): void {
  const debits = state.debitsPosted + state.debitsPending
  const credits = state.creditsPosted + state.creditsPending
  expect(debits < 2n ** 63n && credits < 2n ** 63n).toBe(true)
  if (state.flags.includes('debits_must_not_exceed_credits')) {
    expect(debits <= state.creditsPosted).toBe(true)
  }
  if (state.flags.includes('credits_must_not_exceed_debits')) {
    expect(credits <= state.debitsPosted).toBe(true)
  }
}

function sum(
  accounts: readonly AccountState[],
  counter: 'debitsPosted' | 'creditsPosted' | 'debitsPending' | 'creditsPending',
) {
  return accounts.reduce((all, account) => all + account[counter], 0n)
}
