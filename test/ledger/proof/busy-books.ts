import { createHash } from 'node:crypto'
import { type Uuid, uuidFromDigest } from '../../../src/kernel/ids.ts'
import { EUR, type Unit } from '../../../src/kernel/money.ts'
import type { NewAccount } from '../../../src/ledger/core/account.ts'
import type { NewTransfer, TransferFlag } from '../../../src/ledger/core/transfer.ts'
import type { Ledger } from '../../../src/ledger/service.ts'

/** The same id for the same name, in every run. */
export function namedId(name: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(name).digest())
}

const UNITS = [EUR, 'MERIT' as Unit] as const
const ACCOUNTS = 8

/** Opens eight accounts in each of two units: the first may go below zero, the others may not. */
export async function openAccounts(ledger: Ledger): Promise<void> {
  const accounts = UNITS.flatMap((unit) =>
    Array.from(
      { length: ACCOUNTS },
      (_, at): NewAccount => ({
        id: accountId(unit, at),
        unit,
        code: 1000 + at,
        flags: at === 0 ? [] : ['debits_must_not_exceed_credits'],
        origin: at % 2 === 0 ? 'programme' : 'raw',
        ...(at === 3 ? { reference128: namedId('reference'), reference64: 64n } : {}),
      }),
    ),
  )
  await ledger.post({ accounts, transfers: [] })
}

/**
 * Posts so many transfers, all of which stand: from the first account to the others and on, with references, journals,
 * and pending transfers that are posted, voided, left alone or given a time.
 */
export async function postMany(ledger: Ledger, count: number, from = 0): Promise<void> {
  for (let start = 0; start < count; start += 500) {
    const size = Math.min(500, count - start)
    const transfers = Array.from({ length: size }, (_, at) => transferNumber(from + start + at))
    const { transfers: results } = await ledger.post({ transfers })
    for (const { id, status } of results) {
      if (status !== 'created') throw new Error(`${id} is ${status}`)
    }
  }
}

export function transferId(number: number): Uuid {
  return namedId(`transfer ${number}`)
}

export function accountId(unit: string, at: number): Uuid {
  return namedId(`account ${unit} ${at}`)
}

function transferNumber(number: number): NewTransfer {
  const unit = UNITS[Math.floor(number / 16) % 2] ?? EUR
  const kind = number % 16
  const pair = (debit: number, credit: number) => ({
    debitAccountId: accountId(unit, debit),
    creditAccountId: accountId(unit, credit),
  })
  const flags = (...list: TransferFlag[]) => ({ flags: list })
  const plain = { id: transferId(number), unit, code: 10 + (number % 3), ...flags() }
  const pendingOf = (ago: number) => ({ pendingId: transferId(number - ago), code: 7 })
  if (kind < 8) return { ...plain, ...pair(0, 1 + (number % 7)), amount: BigInt(1000 + number) }
  const out = { ...plain, ...pair(1, 2), amount: 3n }
  switch (kind) {
    case 8:
    case 9:
    case 10:
      return { ...out, ...flags('pending'), code: 7, amount: 5n }
    case 11:
      return { ...out, ...flags('post_pending'), ...pendingOf(3), amount: 4n }
    case 12:
      return { ...out, ...flags('void_pending'), ...pendingOf(3), amount: 0n }
    case 13:
      return { ...out, ...flags('pending'), timeoutSeconds: 60, amount: 2n }
    case 14:
      return { ...out, ...flags('linked'), reference64: BigInt(number) }
    default:
      return { ...out, reference128: namedId(`reference ${number}`) }
  }
}
