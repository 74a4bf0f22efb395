import fc from 'fast-check'
import type { Rounding } from '../../src/kernel/decimal.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { convertedAmount } from '../../src/ledger/core/conversion.ts'
import { type Micros, micros } from '../../src/ledger/core/instant.ts'
import {
  type NewTransfer,
  REVERSAL_REASONS,
  type ReversalReason,
  ROUNDING_CODES,
  type TransferFlag,
} from '../../src/ledger/core/transfer.ts'
import { sequenceId } from './sequence-ids.ts'

type Plain = fc.Arbitrary<NewTransfer>

/** Where the clock of a sequence begins; that of space n begins n days later. */
const START = 1_800_000_000_000_000n
/** The ids of closing transfers, of what can be reversed, and of conversions. */
const CLOSING = 30
const REVERSIBLE = 40
const CONVERSIONS = 60

/** Closes an account for a while. */
export function closing(plain: Plain, space: number): Plain {
  const flags = fc.constantFrom<TransferFlag[]>(
    ['closing_debit'],
    ['closing_credit'],
    ['closing_debit', 'closing_credit'],
    ['closing_debit', 'balancing_debit'],
  )
  return fc
    .tuple(plain, fc.nat(2), flags, fc.boolean(), fc.constantFrom(1, 1, 5, 60))
    .map(([one, n, how, isEmpty, timeoutSeconds]) => ({
      ...one,
      ...closedPair(n, space),
      id: sequenceId('t', CLOSING + n, space),
      amount: isEmpty ? 0n : one.amount,
      flags: n === 2 && isEmpty ? how : [...how, 'pending'],
      timeoutSeconds,
    }))
}

/** Voids, or would post, what closes an account. */
export function reopening(plain: Plain, space: number): Plain {
  return fc.tuple(plain, fc.nat(2), fc.nat(4)).map(([one, n, kind]) => ({
    ...one,
    ...closedPair(n, space),
    amount: 0n,
    pendingId: sequenceId('t', CLOSING + n, space),
    flags: [kind === 0 ? ('post_pending' as const) : ('void_pending' as const)],
  }))
}

/** What reversals mostly take back. */
export function reversible(plain: Plain, space: number): Plain {
  return fc.tuple(plain, fc.nat(1)).map(([one, n]) => ({
    ...one,
    ...reversiblePair(n, space),
    id: sequenceId('t', REVERSIBLE + n, space),
  }))
}

/** Takes back a part, all or more of what may be there. */
export function reversal(plain: Plain, space: number): Plain {
  const reason = fc.constantFrom(...(Object.keys(REVERSAL_REASONS) as ReversalReason[]))
  return fc.tuple(plain, fc.nat(1), reason, fc.nat(9)).map(([one, n, why, wild]) => {
    const { debitAccountId, creditAccountId } = reversiblePair(n, space)
    const swapped = { debitAccountId: creditAccountId, creditAccountId: debitAccountId }
    const of = sequenceId('t', wild === 0 ? n + 1 : REVERSIBLE + n, space)
    return {
      ...one,
      ...(wild === 1 ? { debitAccountId, creditAccountId } : swapped),
      amount: wild < 6 ? (one.amount % 6n) + 1n : one.amount,
      reversal: { of: wild === 2 ? one.id : of, reason: why },
    }
  })
}

/** Two legs that stand together, as a request has them: mostly right. */
export function conversion(space: number): fc.Arbitrary<readonly NewTransfer[]> {
  const rate = fc.record({
    rateNumerator: fc.bigInt(1n, 9n),
    rateDenominator: fc.bigInt(1n, 9n),
    rounding: fc.constantFrom(...(Object.keys(ROUNDING_CODES) as Rounding[])),
  })
  const base = { code: 1, flags: [] }
  return fc.tuple(fc.nat(9), fc.bigInt(1n, 20n), rate, fc.nat(11)).map(([n, amount, how, wild]) => {
    const source = sequenceId('t', CONVERSIONS + 2 * n, space)
    const first: NewTransfer = {
      ...base,
      id: source,
      debitAccountId: sequenceId('a', wild === 0 ? 3 : 2, space),
      creditAccountId: sequenceId('a', wild === 1 ? 5 : 8, space),
      amount,
      unit: 'EUR' as Unit,
      flags: wild === 2 ? ['linked', 'pending'] : ['linked'],
    }
    const second: NewTransfer = {
      ...base,
      id: sequenceId('t', CONVERSIONS + 2 * n + 1, space),
      debitAccountId: sequenceId('a', 9, space),
      creditAccountId: sequenceId('a', 10, space),
      amount: convertedAmount(amount, how) + (wild === 3 ? 1n : 0n),
      unit: 'MERIT' as Unit,
      conversion: { of: wild === 4 ? sequenceId('t', 1, space) : source, ...how },
    }
    if (wild === 5) return [second]
    if (wild !== 6) return [first, second]
    const again = sequenceId('t', CONVERSIONS + 50, space)
    return [first, { ...second, flags: ['linked'] }, { ...second, id: again }]
  })
}

/** Some happened earlier than they are recorded, or say so; a few say that they happened later. */
export function occurring(any: Plain): Plain {
  const at = fc.oneof(
    { weight: 9, arbitrary: fc.bigInt(-200_000_000n, 5_000_000n) },
    { weight: 1, arbitrary: fc.bigInt(0n, 10n ** 15n) },
  )
  const occurredAt = at.map((offset): Micros => micros(START + offset))
  return fc.oneof(
    { weight: 5, arbitrary: any },
    {
      weight: 1,
      arbitrary: fc.tuple(any, occurredAt).map(([one, when]) => ({ ...one, occurredAt: when })),
    },
  )
}

/** The accounts of a closing transfer follow from its number, so that those who void it name the same. */
function closedPair(n: number, space: number) {
  return {
    debitAccountId: sequenceId('a', 1 + n, space),
    creditAccountId: sequenceId('a', 5, space),
  }
}

function reversiblePair(n: number, space: number) {
  return {
    debitAccountId: sequenceId('a', 1 + n, space),
    creditAccountId: sequenceId('a', n === 0 ? 3 : 5, space),
  }
}
