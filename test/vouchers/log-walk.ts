import type { Minor } from '../../src/kernel/money.ts'
import type { Programme } from './programme.ts'

interface Line {
  readonly position: bigint
  readonly code: number
  readonly amount: Minor
  readonly debit: string
  readonly credit: string
  readonly debitCode: number
  readonly creditCode: number
}

const ENVELOPE = 2110
const VOUCHER = 2210
const PAYABLE = 2310

/** What a transfer that touches a voucher may be: its code, and where from and to. */
const MOVES: readonly (readonly [code: number, from: number, to: number])[] = [
  [30, ENVELOPE, VOUCHER],
  [40, VOUCHER, PAYABLE],
  [45, PAYABLE, VOUCHER],
  [45, PAYABLE, ENVELOPE],
  [60, VOUCHER, ENVELOPE],
  [70, VOUCHER, VOUCHER],
]

/**
 * Walks the log from its first position to its last, and says where it goes wrong: a movement that there is not, a
 * voucher below zero, value that went to another envelope than it came from, or vouchers that hold something else
 * than was issued less what was redeemed and what went back.
 */
export async function logFaults({ test }: Programme): Promise<string[]> {
  const lines = await test.db.sql<Line[]>`
    select t.position, t.code, t.amount, d.id as debit, c.id as credit,
      d.code as "debitCode", c.code as "creditCode"
    from ledger_transfer t
    join ledger_account d on d.id = t.debit_account_id
    join ledger_account c on c.id = t.credit_account_id
    where ${VOUCHER} in (d.code, c.code) or t.code = 45
    order by t.position`
  const held = new Map<string, Minor>()
  const home = new Map<string, string>()
  const faults: string[] = []
  let out = 0n
  for (const line of lines) {
    const { position, code, amount, debit, credit, debitCode, creditCode } = line
    const add = (id: string, change: Minor) => held.set(id, (held.get(id) ?? 0n) + change)
    const known = MOVES.some(
      ([c, from, to]) => c === code && from === debitCode && to === creditCode,
    )
    if (!known) faults.push(`${position}: ${code} from ${debitCode} to ${creditCode}`)
    if (debitCode === VOUCHER) add(debit, -amount)
    if (creditCode === VOUCHER) add(credit, amount)
    if (code === 30) home.set(credit, debit)
    if (code === 70) home.set(credit, home.get(debit) ?? '')
    if (code === 60 && home.get(debit) !== credit) faults.push(`${position}: another envelope`)
    // What left the vouchers, and has not come back to them.
    if (debitCode !== VOUCHER && creditCode === VOUCHER) out += amount
    if (debitCode === VOUCHER && creditCode !== VOUCHER) out -= amount
    if ((held.get(debit) ?? 0n) < 0n) faults.push(`${position}: below zero`)
    const all = [...held.values()].reduce((sum, one) => sum + one, 0n)
    if (all !== out) faults.push(`${position}: vouchers hold ${all}, not ${out}`)
  }
  return faults
}
