import { runAll, type Steps } from '../../kernel/steps.ts'
import type { Obligation } from './clearing.ts'

/** A member's account of mutual credit, in whole cents. */
export interface CreditAccount {
  readonly balance: number
  /** How far below zero it may go, zero or above. */
  readonly line: number
  /** How far above zero it may go; `null` where it may go any way. */
  readonly room: number | null
}

/** That so much of an obligation, by its place, is paid. */
export interface CreditStep {
  readonly index: number
  readonly amount: number
}

/** What settling comes to. */
export interface Settled {
  readonly paid: Float64Array
  readonly balances: Float64Array
  readonly steps: readonly CreditStep[]
}

/**
 * Settles debts in mutual credit, as far as the lines of debtors and the room of creditors go: each debtor pays its
 * debts in their order, in part where it must; who was paid goes on paying, and who paid can be paid again. What one
 * account loses another gains.
 *
 * @param accounts of the members, by their places
 * @param open what is owed of each obligation, whole cents, zero or above
 * @returns what is paid of each, the balances after it, and the steps in their order: after each of them everybody is
 *   within their line and their room
 */
export function settleOnCredit(
  accounts: readonly CreditAccount[],
  obligations: readonly Obligation[],
  open: Float64Array,
): Settled {
  return runAll(settling(accounts, obligations, open))
}

/** What {@link settleOnCredit} does, a member a step. */
export function* settling(
  accounts: readonly CreditAccount[],
  obligations: readonly Obligation[],
  open: Float64Array,
): Steps<Settled> {
  const balances = Float64Array.from(accounts, ({ balance }) => balance)
  const paid = new Float64Array(obligations.length)
  const steps: CreditStep[] = []
  const owing = accounts.map((): number[] => [])
  const owedBy = accounts.map((): number[] => [])
  for (const [index, { debtor, creditor }] of obligations.entries()) {
    owing[debtor]?.push(index)
    owedBy[creditor]?.push(debtor)
  }
  const waiting = accounts.map((_, member) => member)
  const isWaiting = new Uint8Array(accounts.length).fill(1)
  const call = (member: number): void => {
    if (isWaiting[member] === 1) return
    isWaiting[member] = 1
    waiting.push(member)
  }
  for (let at = 0; at < waiting.length; at++) {
    const debtor = waiting[at] as number
    isWaiting[debtor] = 0
    let hasPaid = false
    for (const index of owing[debtor] ?? []) {
      const { creditor } = obligations[index] as Obligation
      const due = (open[index] as number) - (paid[index] as number)
      const part = Math.min(
        due,
        able(accounts, balances, debtor),
        free(accounts, balances, creditor),
      )
      if (part <= 0) continue
      paid[index] = (paid[index] as number) + part
      steps.push({ index, amount: part })
      balances[debtor] = (balances[debtor] as number) - part
      balances[creditor] = (balances[creditor] as number) + part
      hasPaid = true
      call(creditor)
    }
    // Who has paid can be paid again, where its room was in the way.
    if (hasPaid) for (const member of owedBy[debtor] ?? []) call(member)
    yield
  }
  return { paid, balances, steps }
}

/** What a member can still pay. */
function able(accounts: readonly CreditAccount[], balances: Float64Array, member: number): number {
  return (balances[member] as number) + (accounts[member]?.line ?? 0)
}

/** What a member can still be paid. */
function free(accounts: readonly CreditAccount[], balances: Float64Array, member: number): number {
  const room = accounts[member]?.room ?? null
  return room === null ? Number.MAX_SAFE_INTEGER : room - (balances[member] as number)
}
