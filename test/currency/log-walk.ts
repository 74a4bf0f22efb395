import type { Instrument } from '../../src/currency/core/instrument.ts'
import { issuedAccountId, reserveAccountId } from '../../src/currency/identity.ts'
import type { Database } from '../../src/db/client.ts'
import { multiply, parseRate } from '../../src/kernel/decimal.ts'

/** What was seen on a walk along the log. */
export interface Walk {
  /** Transfers of the instrument, after each of which everything was asked. */
  readonly positions: number
  /** Why it is wrong, the first few; empty where it is right. */
  readonly faults: readonly string[]
  readonly outstanding: bigint
  readonly reserve: bigint
}

interface Step {
  readonly position: bigint
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
}

const FAULTS_TOLD = 5

/**
 * Walks along the whole log with an arithmetic of its own and asks after every single transfer of an instrument: does so
 * much lie in reserve as has to, do the wallets hold what was issued, is nobody below what the rules allow, and did a
 * discount stay away from euro.
 */
export async function walkLog({ sql }: Database, instrument: Instrument): Promise<Walk> {
  const issued = issuedAccountId(instrument.id)
  const reserve = reserveAccountId(instrument.id)
  const wallets = await sql<{ id: string; line: bigint | null; party: string }[]>`
    select id, credit_line as line, party from currency_wallet where instrument_id = ${instrument.id}`
  const held = new Map<string, bigint>(wallets.map(({ id }) => [id, 0n]))
  const lines = new Map(wallets.map(({ id, line }) => [id, line]))
  const ids = [issued, reserve, ...held.keys()]
  const steps = await sql<Step[]>`
    select position, debit_account_id as debit, credit_account_id as credit, amount
    from ledger_transfer where debit_account_id = any(${ids}::uuid[]) or credit_account_id = any(${ids}::uuid[])
    order by position`
  // Backing, discount and credit are the same in all versions; a line that was lowered would show in the last.
  const rules = instrument.versions.at(-1)?.rules
  if (rules === undefined) throw new Error('the instrument has no rules')
  const faults: string[] = []
  let [outstanding, inReserve, sum] = [0n, 0n, 0n]
  const add = (account: string, amount: bigint) => {
    if (account === issued) outstanding -= amount
    if (account === reserve) inReserve += amount
    const before = held.get(account)
    if (before === undefined) return
    held.set(account, before + amount)
    sum += amount
  }
  for (const { position, debit, credit, amount } of steps) {
    add(debit, -amount)
    add(credit, amount)
    const least = multiply(outstanding, parseRate(rules.backing), 'up')
    const tell = (what: string) => {
      if (faults.length < FAULTS_TOLD) faults.push(`${instrument.id} at ${position}: ${what}`)
    }
    if (inReserve < least) tell(`${inReserve} lie in reserve, where ${least} have to`)
    if (sum !== outstanding) tell(`wallets hold ${sum}, where ${outstanding} were issued`)
    if (rules.discount !== null && inReserve !== 0n) tell('a discount became euro')
    const below = held.get(debit)
    if (below === undefined) continue
    const line = rules.credit === null ? 0n : (lines.get(debit) ?? BigInt(rules.credit.below))
    if (below < -line) tell(`a wallet holds ${below}`)
  }
  return { positions: steps.length, faults, outstanding, reserve: inReserve }
}

/** Wallets whose open lots are not what the books say. */
export async function lotFaults({ sql }: Database): Promise<readonly string[]> {
  const rows = await sql<{ id: string; nominal: bigint; lots: bigint }[]>`
    select w.id, a.credits_posted - a.debits_posted as nominal, coalesce(sum(l.amount), 0)::bigint as lots
    from currency_wallet w join ledger_account a on a.id = w.id
    left join currency_lot l on l.wallet_id = w.id and l.closed_on is null
    where w.party <> 'programme'
      and exists (select from instrument_version v
        where v.instrument_id = w.instrument_id and v.rules -> 'credit' = 'null'::jsonb)
    group by w.id, a.id having a.credits_posted - a.debits_posted <> coalesce(sum(l.amount), 0)`
  return rows.map(({ id, nominal, lots }) => `${id} holds ${nominal}, and ${lots} in lots`)
}
