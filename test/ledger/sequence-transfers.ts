import fc from 'fast-check'
import { UUID_MAX, UUID_ZERO, type Uuid } from '../../src/kernel/ids.ts'
import { MINOR_MAX, type Unit } from '../../src/kernel/money.ts'
import type { NewTransfer, TransferFlag } from '../../src/ledger/core/transfer.ts'
import { closing, occurring, reopening, reversal, reversible } from './sequence-corrections.ts'
import { sequenceId } from './sequence-ids.ts'

const ACCOUNTS = 7
const TRANSFERS = 400
/** Ids that are used again and again. */
const WORN = 12
/** Pending transfers mostly take their ids from these, so that posts and voids find them. */
const PENDINGS = 5

export const unit = fc.oneof(
  { weight: 30, arbitrary: fc.constant('EUR' as Unit) },
  { weight: 1, arbitrary: fc.constant('MERIT' as Unit) },
)
export const code = fc.oneof(
  { weight: 60, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constantFrom(0, 2) },
)
const amount = fc.oneof(
  { weight: 25, arbitrary: fc.bigInt(1n, 20n) },
  { weight: 1, arbitrary: fc.constantFrom(0n, MINOR_MAX, MINOR_MAX - 10n) },
)
export function accountId(space: number): fc.Arbitrary<Uuid> {
  return fc.oneof(
    {
      weight: 150,
      arbitrary: fc.integer({ min: 1, max: ACCOUNTS }).map((n) => sequenceId('a', n, space)),
    },
    { weight: 1, arbitrary: fc.constantFrom(UUID_ZERO, UUID_MAX) },
  )
}

/** Any transfer: mostly one that could stand. */
export function transfer(space: number): fc.Arbitrary<NewTransfer> {
  const plain = plainTransfer(space)
  const any: fc.Arbitrary<NewTransfer> = fc.oneof(
    { weight: 14, arbitrary: plain },
    { weight: 5, arbitrary: pending(plain, space) },
    { weight: 5, arbitrary: resolution(plain, space) },
    { weight: 3, arbitrary: balancing(plain) },
    { weight: 1, arbitrary: balancing(pending(plain, space)) },
    { weight: 2, arbitrary: coloured(plain, space) },
    { weight: 1, arbitrary: closing(plain, space) },
    { weight: 1, arbitrary: reopening(plain, space) },
    { weight: 6, arbitrary: reversible(plain, space) },
    { weight: 4, arbitrary: reversal(plain, space) },
    { weight: 1, arbitrary: wild(plain, space) },
  )
  return occurring(any)
}

type Transfers = fc.Arbitrary<NewTransfer>

function plainTransfer(space: number): Transfers {
  const usualPair = fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 })).map(([from, step]) => ({
    debitAccountId: sequenceId('a', 1 + from, space),
    creditAccountId: sequenceId('a', 1 + ((from + step) % 5), space),
  }))
  const anyPair = fc.record({
    debitAccountId: accountId(space),
    creditAccountId: accountId(space),
  })
  const pair = fc.oneof({ weight: 7, arbitrary: usualPair }, { weight: 1, arbitrary: anyPair })
  const base = fc.record({
    id: fc
      .oneof(
        { weight: 4, arbitrary: fc.integer({ min: WORN, max: TRANSFERS }) },
        { weight: 1, arbitrary: fc.integer({ min: PENDINGS, max: WORN }) },
      )
      .map((n) => sequenceId('t', n, space)),
    amount,
    unit,
    code,
    flags: fc.constant<TransferFlag[]>([]),
  })
  return fc.tuple(base, pair).map(([rest, accounts]) => ({ ...rest, ...accounts }))
}

function pending(plain: Transfers, space: number): Transfers {
  return fc
    .tuple(plain, fc.integer({ min: 1, max: PENDINGS }), fc.constantFrom(0, 0, 1, 5, 60))
    .map(([one, n, timeoutSeconds]) => ({
      ...one,
      ...pairOf(n, space),
      id: sequenceId('t', n, space),
      flags: ['pending' as const],
      timeoutSeconds,
    }))
}

function resolution(plain: Transfers, space: number): Transfers {
  const flags = fc.constantFrom<TransferFlag>('post_pending', 'void_pending')
  return fc
    .tuple(plain, fc.integer({ min: 1, max: PENDINGS }), flags, fc.boolean())
    .map(([one, n, flag, isWhole]) => ({
      ...one,
      ...pairOf(n, space),
      ...(isWhole ? { amount: 0n } : {}),
      pendingId: sequenceId('t', n, space),
      flags: [flag],
    }))
}

function balancing(any: Transfers): Transfers {
  const flags = fc.constantFrom<TransferFlag[]>(
    ['balancing_debit'],
    ['balancing_credit'],
    ['balancing_debit', 'balancing_credit'],
  )
  return fc.tuple(any, flags).map(([one, more]) => ({ ...one, flags: [...one.flags, ...more] }))
}

/** Mostly within a colour, at times out of it. */
function coloured(plain: Transfers, space: number): Transfers {
  return fc.tuple(plain, fc.integer({ min: 11, max: 13 }), fc.nat(9)).map(([one, n, to]) => ({
    ...one,
    debitAccountId: sequenceId('a', n, space),
    creditAccountId: sequenceId('a', to === 0 ? 1 : n === 11 ? 12 : 11, space),
  }))
}

function wild(plain: Transfers, space: number): Transfers {
  const flags = fc.subarray<TransferFlag>([
    'pending',
    'post_pending',
    'void_pending',
    'balancing_debit',
    'closing_credit',
  ])
  return fc
    .tuple(plain, flags, fc.nat(TRANSFERS), fc.nat(3))
    .map(([one, some, n, timeoutSeconds]) => ({
      ...one,
      flags: some,
      timeoutSeconds,
      pendingId: n === 0 ? UUID_ZERO : sequenceId('t', n, space),
    }))
}

/** The accounts of a pending transfer follow from its number, so that those who post it name the same. */
function pairOf(n: number, space: number) {
  return {
    debitAccountId: sequenceId('a', 1 + (n % 3), space),
    creditAccountId: sequenceId('a', n % 4 === 0 ? 4 : 5, space),
  }
}

export function linked(transfers: readonly NewTransfer[]): NewTransfer[] {
  return transfers.map((one, index) =>
    index === transfers.length - 1 ? one : { ...one, flags: withLink(one.flags) },
  )
}

export function withLink(flags: readonly TransferFlag[]): TransferFlag[] {
  return [...flags, 'linked']
}
