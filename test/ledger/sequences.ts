import fc from 'fast-check'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import type { NewAccount } from '../../src/ledger/core/account.ts'
import type { LedgerRequest } from '../../src/ledger/core/apply.ts'
import type { Area, Colour } from '../../src/ledger/core/colour.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import type { NewTransfer } from '../../src/ledger/core/transfer.ts'
import { conversion } from './sequence-corrections.ts'
import { sequenceId } from './sequence-ids.ts'
import { accountId, code, linked, transfer, unit, withLink } from './sequence-transfers.ts'

/** Requests that arrive together, so many seconds after those before. */
export interface Step {
  readonly waitSeconds: number
  readonly requests: readonly LedgerRequest[]
}

/**
 * Batch sequences of up to 50 transfers over a handful of accounts: duplicates, journals, two-phase transfers
 * that lapse, limits, overflows, balancing and closing transfers, reversals, conversions, colours, closed accounts, wrong
 * shapes, accounts opened late, and whole steps sent again.
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

const DAY_MICROS = 86_400_000_000n

/** The same sequence on ids of its own, so many days later, so that one database serves all. */
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
      transfers: transfers.map((one) => ({
        ...one,
        id: move(one.id),
        debitAccountId: move(one.debitAccountId),
        creditAccountId: move(one.creditAccountId),
        ...(one.pendingId === undefined ? {} : { pendingId: move(one.pendingId) }),
        ...(one.reversal && { reversal: { ...one.reversal, of: move(one.reversal.of) } }),
        ...(one.conversion && { conversion: { ...one.conversion, of: move(one.conversion.of) } }),
        ...(one.occurredAt && {
          occurredAt: micros(one.occurredAt + BigInt(space) * DAY_MICROS),
        }),
      })),
    })),
  }))
}

const waitSeconds = fc.constantFrom(0, 0, 0, 1, 7, 60)
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
      accounts: [...first, ...special(space), ...others],
      transfers: [],
      rules: { rawOnly: false },
    }))
}

/** Where one unit becomes another (8 to 10), and what has a colour (11 to 13). */
function special(space: number): readonly NewAccount[] {
  const open = (index: number, unitName: string, flags: NewAccount['flags'] = []): NewAccount => ({
    id: sequenceId('a', index, space),
    unit: unitName as Unit,
    code: 1,
    flags,
    origin: 'raw',
  })
  return [
    open(8, 'EUR', ['exchange']),
    open(9, 'MERIT', ['exchange']),
    open(10, 'MERIT'),
    { ...open(11, 'EUR'), colour: 'WINTER' as Colour },
    { ...open(12, 'EUR', ['debits_must_not_exceed_credits']), colour: 'WINTER' as Colour },
    { ...open(13, 'EUR'), colour: 'WINTER/BIELLA' as Colour, area: 'BIELLA' as Area },
  ]
}

function account(space: number): fc.Arbitrary<NewAccount> {
  const rarely = <Name extends string>(...names: readonly string[]) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => ({ name: name as Name })) },
    )
  const told = fc.tuple(
    rarely<Colour>('WINTER', 'WINTER/BIELLA'),
    rarely<Area>('BIELLA', 'COSSATO'),
  )
  return fc.tuple(plainAccount(space), told).map(([plain, [colour, area]]) => ({
    ...plain,
    ...('name' in colour ? { colour: colour.name } : {}),
    ...('name' in area ? { area: area.name } : {}),
  }))
}

function plainAccount(space: number): fc.Arbitrary<NewAccount> {
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

function request(space: number): fc.Arbitrary<LedgerRequest> {
  const rules = fc.record({
    rawOnly: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean()),
  })
  const chain = fc.array(transfer(space), { minLength: 2, maxLength: 4 }).map(linked)
  const single = transfer(space).map((one) => [one])
  const parts = fc.oneof(
    { weight: 9, arbitrary: single },
    { weight: 3, arbitrary: chain },
    { weight: 1, arbitrary: conversion(space) },
  )
  const many = fc.array(parts, { minLength: 1, maxLength: 5 }).map((all) => all.flat())
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
