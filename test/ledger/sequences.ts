import fc from 'fast-check'
import { UUID_MAX, UUID_ZERO, type Uuid } from '../../src/kernel/ids.ts'
import { MINOR_MAX, type Unit } from '../../src/kernel/money.ts'
import type { NewAccount } from '../../src/ledger/core/account.ts'
import type { LedgerRequest } from '../../src/ledger/core/apply.ts'
import type { NewTransfer, TransferFlag } from '../../src/ledger/core/transfer.ts'

/** Requests that arrive together, so many seconds after those before. */
export interface Step {
  readonly waitSeconds: number
  readonly requests: readonly LedgerRequest[]
}

const ACCOUNTS = 7
const TRANSFERS = 400
/** Ids that are used again and again. */
const WORN = 12
/** Pending transfers mostly take their ids from these, so that posts and voids find them. */
const PENDINGS = 5

/** Ids of one sequence: `space` keeps those of another apart. */
export function sequenceId(kind: 'a' | 't', index: number, space: number): Uuid {
  const head = space.toString(16).padStart(8, '0')
  return `${head}-000${kind === 'a' ? 'a' : 'f'}-4000-8000-${index.toString().padStart(12, '0')}` as Uuid
}

/**
 * Batch sequences of up to 50 transfers over a handful of accounts: duplicates, journals, two-phase transfers
 * that lapse, limits, overflows, closed accounts, wrong shapes, accounts opened late, and whole steps sent again.
 */
export function sequences(space: number): fc.Arbitrary<readonly Step[]> {
  const again = fc.record({ waitSeconds, resend: fc.nat(7) })
  const fresh = fc.record({
    waitSeconds,
    requests: fc.array(request(space), { minLength: 1, maxLength: 4 }),
  })
  const later = fc.array(
    fc.oneof({ weight: 5, arbitrary: fresh }, { weight: 1, arbitrary: again }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  return fc.tuple(opening(space), later).map(([first, steps]) => {
    const all: Step[] = [{ waitSeconds: 1, requests: [first] }]
    for (const step of steps) {
      if ('requests' in step) all.push(step)
      else
        all.push({
          waitSeconds: step.waitSeconds,
          requests: all[step.resend % all.length]?.requests ?? [],
        })
    }
    return withinLimit(all, 50)
  })
}

/** The same sequence on ids of its own, so that one database serves all. */
export function inSpace(steps: readonly Step[], space: number): readonly Step[] {
  const move = (id: Uuid) =>
    id.startsWith('00000000-000') && !/^0+-0+-0+/.test(id)
      ? ((sequenceId('a', 0, space).slice(0, 8) + id.slice(8)) as Uuid)
      : id
  return steps.map(({ waitSeconds, requests }) => ({
    waitSeconds,
    requests: requests.map(({ accounts, transfers, rules }) => ({
      rules,
      accounts: accounts.map((account) => ({ ...account, id: move(account.id) })),
      transfers: transfers.map((transfer) => ({
        ...transfer,
        id: move(transfer.id),
        debitAccountId: move(transfer.debitAccountId),
        creditAccountId: move(transfer.creditAccountId),
        ...(transfer.pendingId === undefined ? {} : { pendingId: move(transfer.pendingId) }),
      })),
    })),
  }))
}

const waitSeconds = fc.constantFrom(0, 0, 0, 1, 7, 60)
const unit = fc.oneof(
  { weight: 30, arbitrary: fc.constant('EUR' as Unit) },
  { weight: 1, arbitrary: fc.constant('MERIT' as Unit) },
)
const code = fc.oneof(
  { weight: 60, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constantFrom(0, 2) },
)
const amount = fc.oneof(
  { weight: 25, arbitrary: fc.bigInt(1n, 20n) },
  { weight: 1, arbitrary: fc.constantFrom(0n, MINOR_MAX, MINOR_MAX - 10n) },
)
const accountFlags = fc.oneof(
  { weight: 4, arbitrary: fc.constant<NewAccount['flags']>([]) },
  { weight: 3, arbitrary: fc.constant<NewAccount['flags']>(['debits_must_not_exceed_credits']) },
  {
    weight: 2,
    arbitrary: fc.constant<NewAccount['flags']>(['credits_must_not_exceed_debits', 'history']),
  },
  { weight: 1, arbitrary: fc.constantFrom<NewAccount['flags']>(['closed'], ['history', 'closed']) },
)

/** Some accounts to begin with: mostly usable, some with limits; the last may come later. */
function opening(space: number): fc.Arbitrary<LedgerRequest> {
  const usual: readonly NewAccount['flags'][] = [
    [],
    [],
    ['debits_must_not_exceed_credits'],
    ['credits_must_not_exceed_debits', 'history'],
    [],
  ]
  const accounts = usual.map((flags, index) =>
    fc.oneof(
      {
        weight: 10,
        arbitrary: fc.constant<NewAccount>({
          id: sequenceId('a', index + 1, space),
          unit: 'EUR' as Unit,
          code: 1,
          flags,
          origin: 'raw',
        }),
      },
      { weight: 1, arbitrary: account(space) },
    ),
  )
  return fc
    .tuple(fc.tuple(...accounts), fc.array(account(space), { maxLength: 3 }))
    .map(([first, others]) => ({
      accounts: [...first, ...others],
      transfers: [],
      rules: { rawOnly: false },
    }))
}

function account(space: number): fc.Arbitrary<NewAccount> {
  return fc.record({
    id: accountId(space),
    unit,
    code,
    flags: accountFlags,
    origin: fc.oneof(
      { weight: 6, arbitrary: fc.constant('raw' as const) },
      { weight: 1, arbitrary: fc.constant('programme' as const) },
    ),
  })
}

function accountId(space: number): fc.Arbitrary<Uuid> {
  return fc.oneof(
    {
      weight: 150,
      arbitrary: fc.integer({ min: 1, max: ACCOUNTS }).map((n) => sequenceId('a', n, space)),
    },
    { weight: 1, arbitrary: fc.constantFrom(UUID_ZERO, UUID_MAX) },
  )
}

function request(space: number): fc.Arbitrary<LedgerRequest> {
  const rules = fc.record({
    rawOnly: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean()),
  })
  const chain = fc.array(transfer(space), { minLength: 2, maxLength: 4 }).map(linked)
  const single = transfer(space).map((one) => [one])
  const many = fc
    .array(fc.oneof({ weight: 3, arbitrary: single }, { weight: 1, arbitrary: chain }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((parts) => parts.flat())
  const open = fc
    .array(transfer(space), { minLength: 1, maxLength: 3 })
    .map((all) => [
      ...linked(all).slice(0, -1),
      { ...(all.at(-1) as NewTransfer), flags: withLink(all.at(-1)?.flags ?? []) },
    ])
  return fc.oneof(
    {
      weight: 16,
      arbitrary: fc.record({ accounts: fc.constant([]), transfers: many, rules }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ accounts: fc.constant([]), transfers: open, rules }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        accounts: fc.array(account(space), { minLength: 1, maxLength: 2 }),
        transfers: fc.oneof(single, chain),
        rules,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        accounts: fc.array(account(space), { minLength: 1, maxLength: 3 }),
        transfers: fc.constant([]),
        rules,
      }),
    },
  )
}

function transfer(space: number): fc.Arbitrary<NewTransfer> {
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
  const plain = fc.tuple(base, pair).map(([rest, accounts]) => ({ ...rest, ...accounts }))
  const pending = fc
    .tuple(plain, fc.integer({ min: 1, max: PENDINGS }), fc.constantFrom(0, 0, 1, 5, 60))
    .map(([base, n, timeoutSeconds]) => ({
      ...base,
      ...pairOf(n, space),
      id: sequenceId('t', n, space),
      flags: ['pending' as const],
      timeoutSeconds,
    }))
  const resolution = fc
    .tuple(
      plain,
      fc.integer({ min: 1, max: PENDINGS }),
      fc.constantFrom('post_pending', 'void_pending'),
      fc.boolean(),
    )
    .map(([base, n, flag, isWhole]) => ({
      ...base,
      ...pairOf(n, space),
      ...(isWhole ? { amount: 0n } : {}),
      pendingId: sequenceId('t', n, space),
      flags: [flag] as TransferFlag[],
    }))
  const wild = fc
    .tuple(
      plain,
      fc.subarray<TransferFlag>(['pending', 'post_pending', 'void_pending']),
      fc.nat(TRANSFERS),
      fc.nat(3),
    )
    .map(([base, flags, n, timeoutSeconds]) => ({
      ...base,
      flags,
      timeoutSeconds,
      pendingId: n === 0 ? UUID_ZERO : sequenceId('t', n, space),
    }))
  return fc.oneof(
    { weight: 14, arbitrary: plain },
    { weight: 5, arbitrary: pending },
    { weight: 5, arbitrary: resolution },
    { weight: 1, arbitrary: wild },
  )
}

/** The accounts of a pending transfer follow from its number, so that those who post it name the same. */
function pairOf(n: number, space: number) {
  return {
    debitAccountId: sequenceId('a', 1 + (n % 3), space),
    creditAccountId: sequenceId('a', n % 4 === 0 ? 4 : 5, space),
  }
}

function linked(transfers: readonly NewTransfer[]): NewTransfer[] {
  return transfers.map((one, index) =>
    index === transfers.length - 1 ? one : { ...one, flags: withLink(one.flags) },
  )
}

function withLink(flags: readonly TransferFlag[]): TransferFlag[] {
  return [...flags, 'linked']
}

/** Drops what comes after so many transfers. */
function withinLimit(steps: readonly Step[], transfersMax: number): readonly Step[] {
  let left = transfersMax
  return steps.map(({ waitSeconds: seconds, requests }) => ({
    waitSeconds: seconds,
    requests: requests.filter(({ transfers }) => {
      const fits = transfers.length <= left
      if (fits) left -= transfers.length
      return fits
    }),
  }))
}
