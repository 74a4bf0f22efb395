import {
  type AccountRow,
  type Books,
  CLOSED,
  CLOSING_CREDIT,
  CLOSING_DEBIT,
  CREDITS_LIMITED,
  DEBITS_LIMITED,
  moves,
  PENDING,
  POST,
  type TransferRow,
  VOID,
  ZERO_ALLOWED,
} from './books.ts'
import type { Findings } from './findings.ts'

/*
 * What the tables must come to, added up from their rows in another way than the rules do it, and without a line of
 * theirs: a fault that the core had would be a fault of the replay too.
 */

/** 1, 2, 3, 23: in every unit, and within it in every colour, debits equal credits, and no counter is below zero or falls. */
export function checkCounters(books: Books, before: Books | undefined, findings: Findings): void {
  const sums = new Map<string, { posted: bigint; pending: bigint }>()
  for (const account of books.accounts) {
    const [posted, pending] = [
      account.debitsPosted - account.creditsPosted,
      account.debitsPending - account.creditsPending,
    ]
    for (const name of [account.unit, `${account.unit} of ${account.colour}`]) {
      const sum = sums.get(name) ?? { posted: 0n, pending: 0n }
      sums.set(name, { posted: sum.posted + posted, pending: sum.pending + pending })
    }
    const counters = [account.debitsPosted, account.creditsPosted]
    const isBelow = [...counters, account.debitsPending, account.creditsPending].some((n) => n < 0n)
    findings.expect(3, !isBelow, () => `${account.id} has a counter below zero`)
  }
  for (const [unit, { posted, pending }] of sums) {
    findings.expect(
      1,
      posted === 0n,
      () => `${unit}: posted debits and credits differ by ${posted}`,
    )
    findings.expect(2, pending === 0n, () => `${unit}: pending ones differ by ${pending}`)
  }
  const now = new Map(books.accounts.map((account) => [account.id, account]))
  for (const { id, debitsPosted, creditsPosted, version } of before?.accounts ?? []) {
    const account = now.get(id)
    const hasFallen =
      account === undefined ||
      account.debitsPosted < debitsPosted ||
      account.creditsPosted < creditsPosted ||
      account.version < version
    findings.expect(3, !hasFallen, () => `${id} had more posted on it, or another version, before`)
  }
}

interface Tally {
  readonly row: AccountRow
  balance: bigint
  debitsPosted: bigint
  creditsPosted: bigint
  debitsPending: bigint
  creditsPending: bigint
  /** The reservation that closed it. */
  closedBy: string | undefined
  /** The times of the commits that moved something here. */
  readonly commits: Set<bigint>
}

interface Hold {
  readonly transfer: TransferRow
  readonly expiresAt: bigint | undefined
}

/** 5, 7, 8, 9, 10, 23: goes along the log with an account book of its own. */
export function checkLog(books: Books, findings: Findings): void {
  const tallies = new Map(books.accounts.map((row) => [row.id, tallyOf(row)]))
  const holds = new Map<string, Hold>()
  const resolved = new Map<string, TransferRow>()
  const pendings = new Map(books.pendings.map((row) => [row.id, row]))
  for (const transfer of books.transfers) {
    const { id, debit, credit, unit, amount, flags, at } = transfer
    const [from, to] = [tallies.get(debit), tallies.get(credit)]
    const isWhole =
      from !== undefined &&
      to !== undefined &&
      from !== to &&
      from.row.unit === unit &&
      to.row.unit === unit &&
      (amount > 0n || (amount === 0n && (flags & ZERO_ALLOWED) !== 0))
    findings.expect(9, isWhole, () => `${id} is not an amount between two accounts of its unit`)
    if (from === undefined || to === undefined) continue
    const isOneColour = from.row.colour === to.row.colour
    findings.expect(
      23,
      isOneColour,
      () => `${id} leads from ${from.row.colour} to ${to.row.colour}`,
    )
    checkClosed(transfer, [from, to], holds, findings)
    if ((flags & (POST | VOID)) !== 0) release(transfer, { holds, resolved, tallies }, findings)
    if ((flags & PENDING) !== 0) {
      from.debitsPending += amount
      to.creditsPending += amount
      const seconds = BigInt(transfer.timeoutSeconds)
      const expiresAt = seconds === 0n ? undefined : at + seconds * 1_000_000n
      holds.set(id, { transfer, expiresAt })
      if ((flags & CLOSING_DEBIT) !== 0) from.closedBy = id
      if ((flags & CLOSING_CREDIT) !== 0) to.closedBy = id
      const stated = pendings.get(id)?.expiresAt ?? undefined
      findings.expect(8, stated === expiresAt, () => `${id} lapses at ${stated}, not ${expiresAt}`)
    }
    if (moves(transfer)) {
      from.debitsPosted += amount
      to.creditsPosted += amount
      from.balance -= amount
      to.balance += amount
    }
    for (const tally of [from, to]) tally.commits.add(at)
    findings.expect(10, transfer.debitBalance === from.balance, () => drift(transfer, debit))
    findings.expect(10, transfer.creditBalance === to.balance, () => drift(transfer, credit))
    for (const tally of [from, to]) checkLimit(tally, holds, transfer, findings)
  }
  checkPendings(books, holds, resolved, findings)
  checkEnds(books, tallies, holds, findings)
}

function tallyOf(row: AccountRow): Tally {
  return {
    row,
    balance: 0n,
    debitsPosted: 0n,
    creditsPosted: 0n,
    debitsPending: 0n,
    creditsPending: 0n,
    closedBy: undefined,
    commits: new Set(),
  }
}

interface Open {
  readonly holds: Map<string, Hold>
  readonly resolved: Map<string, TransferRow>
  readonly tallies: ReadonlyMap<string, Tally>
}

/** A post or a void: once, in time, of no more than was reserved, on the same accounts. */
function release(transfer: TransferRow, open: Open, findings: Findings): void {
  const { holds, resolved, tallies } = open
  const { id, amount, at, flags } = transfer
  const pendingId = transfer.pendingId ?? ''
  const hold = holds.get(pendingId)
  const earlier = resolved.get(pendingId)
  if (hold === undefined) {
    const why = earlier === undefined ? 'which is not reserved' : `as ${earlier.id} did`
    findings.add(7, `${id} resolves ${pendingId}, ${why}`)
    return
  }
  resolved.set(pendingId, transfer)
  holds.delete(pendingId)
  const reserved = hold.transfer
  const isInTime = hold.expiresAt === undefined || at < hold.expiresAt
  findings.expect(8, isInTime, () => `${id} resolves ${pendingId} after it had lapsed`)
  const isRight =
    amount <= reserved.amount &&
    ((flags & VOID) === 0 || amount === reserved.amount) &&
    transfer.debit === reserved.debit &&
    transfer.credit === reserved.credit &&
    transfer.code === reserved.code
  findings.expect(7, isRight, () => `${id} resolves ${pendingId} as something that it is not`)
  const [from, to] = [tallies.get(reserved.debit), tallies.get(reserved.credit)]
  if (from !== undefined) from.debitsPending -= reserved.amount
  if (to !== undefined) to.creditsPending -= reserved.amount
  for (const tally of [from, to]) {
    if (tally?.closedBy === reserved.id) tally.closedBy = undefined
  }
}

/** On an account that is closed nothing happens but voids, until what closed it is voided or has lapsed. */
function checkClosed(
  { id, at, flags }: TransferRow,
  tallies: readonly Tally[],
  holds: ReadonlyMap<string, Hold>,
  findings: Findings,
): void {
  for (const tally of tallies) {
    const closing = holds.get(tally.closedBy ?? '')
    if (closing?.expiresAt !== undefined && closing.expiresAt <= at) tally.closedBy = undefined
    const isClosed = tally.closedBy !== undefined && (flags & VOID) === 0
    findings.expect(
      5,
      !isClosed,
      () => `${id} is on ${tally.row.id}, which ${tally.closedBy} closed`,
    )
  }
}

/** What is reserved counts until its exact time, whoever has noticed. */
function checkLimit(
  tally: Tally,
  holds: ReadonlyMap<string, Hold>,
  transfer: TransferRow,
  findings: Findings,
): void {
  const { row } = tally
  if ((row.flags & (DEBITS_LIMITED | CREDITS_LIMITED | CLOSED)) === 0) return
  let { debitsPending, creditsPending } = tally
  for (const { transfer: reserved, expiresAt } of holds.values()) {
    if (expiresAt === undefined || expiresAt > transfer.at) continue
    if (reserved.debit === row.id) debitsPending -= reserved.amount
    if (reserved.credit === row.id) creditsPending -= reserved.amount
  }
  const debits = tally.debitsPosted + debitsPending
  const credits = tally.creditsPosted + creditsPending
  const isOver =
    ((row.flags & DEBITS_LIMITED) !== 0 && debits > tally.creditsPosted) ||
    ((row.flags & CREDITS_LIMITED) !== 0 && credits > tally.debitsPosted) ||
    (row.flags & CLOSED) !== 0
  findings.expect(5, !isOver, () => `${row.id} is past its limit after ${transfer.id}`)
}

/** What the table of reservations says of each, against what the log says. */
function checkPendings(
  books: Books,
  holds: ReadonlyMap<string, Hold>,
  resolved: ReadonlyMap<string, TransferRow>,
  findings: Findings,
): void {
  for (const { id, state, resolvedBy, resolvedAt, expiresAt } of books.pendings) {
    const by = resolved.get(id)
    const hold = holds.get(id)
    if (by !== undefined) {
      const right = (by.flags & POST) !== 0 ? 'posted' : 'voided'
      const isRight = state === right && resolvedBy === by.id && resolvedAt === by.at
      findings.expect(7, isRight, () => `${id} says ${state}; ${by.id} ${right} it`)
      continue
    }
    if (state === 'expired') {
      const isRight = resolvedBy === null && expiresAt !== null && resolvedAt === expiresAt
      findings.expect(8, isRight, () => `${id} lapsed at ${resolvedAt}, not at ${expiresAt}`)
      const isDue = hold?.expiresAt !== undefined && hold.expiresAt <= books.head.lastAt
      findings.expect(8, isDue, () => `${id} says it has lapsed, before its time`)
      continue
    }
    const isOpen = state === 'pending' && resolvedBy === null && resolvedAt === null
    findings.expect(
      7,
      isOpen && hold !== undefined,
      () => `${id} says ${state}; nobody resolved it`,
    )
  }
}

/** What the accounts say at the end: the log's sums, and of reservations those that nobody has released. */
function checkEnds(
  books: Books,
  tallies: ReadonlyMap<string, Tally>,
  holds: ReadonlyMap<string, Hold>,
  findings: Findings,
): void {
  const released = new Map<string, { debits: bigint; credits: bigint; count: bigint }>()
  const of = (id: string) => {
    const found = released.get(id) ?? { debits: 0n, credits: 0n, count: 0n }
    released.set(id, found)
    return found
  }
  for (const { id, state } of books.pendings) {
    const reserved = holds.get(id)?.transfer
    if (state !== 'expired' || reserved === undefined) continue
    const [from, to] = [of(reserved.debit), of(reserved.credit)]
    from.debits += reserved.amount
    to.credits += reserved.amount
    from.count += 1n
    to.count += 1n
  }
  for (const tally of tallies.values()) {
    const { row, commits } = tally
    const { debits, credits, count } = of(row.id)
    const isPosted =
      row.debitsPosted === tally.debitsPosted && row.creditsPosted === tally.creditsPosted
    findings.expect(10, isPosted, () => `${row.id} holds another balance than its entries`)
    const isPending =
      row.debitsPending === tally.debitsPending - debits &&
      row.creditsPending === tally.creditsPending - credits
    findings.expect(7, isPending, () => `${row.id} holds back another sum than its reservations`)
    const least = BigInt(commits.size)
    const isCounted = row.version >= least && row.version <= least + count
    findings.expect(10, isCounted, () => `${row.id} has version ${row.version}; ${least} commits`)
  }
}

function drift({ id, debitBalance, creditBalance }: TransferRow, account: string): string {
  return `${id} says ${debitBalance} and ${creditBalance}, and does not go on from the entry before on ${account}`
}
