import { isPassing } from '../../src/ledger/core/statuses.ts'
import { type Books, LINKED, PENDING, POST, VOID } from './books.ts'
import type { Findings } from './findings.ts'
import { describe, type History, isPost, isUnknown, type PostOperation } from './history.ts'
import type { Question } from './protocol.ts'
import type { Replayed } from './replay.ts'
import { countersText, pendingRow, rowText } from './rows.ts'

/** 15: positions are 1, 2, 3, …, times never fall along them and differ between commits, and the head is the end; accounts alike. */
export function checkOrder(books: Books, findings: Findings): void {
  let last = { position: 0n, at: 0n }
  for (const { id, position, at } of books.transfers) {
    const isNext = position === last.position + 1n
    findings.expect(15, isNext, () => `${id} has position ${position} behind ${last.position}`)
    findings.expect(15, at >= last.at, () => `${id} was recorded before the one in front of it`)
    last = { position, at }
  }
  const { lastPosition, lastAt } = books.head
  const isEnd = lastPosition === last.position && lastAt >= last.at
  findings.expect(
    15,
    isEnd,
    () => `the head says ${lastPosition}; the log ends at ${last.position}`,
  )
  const accounts = books.accounts.toSorted((a, b) => a.number - b.number)
  for (const [index, { id, number, at }] of accounts.entries()) {
    const isNext = number === index + 1 && at >= (accounts[index - 1]?.at ?? 0n)
    findings.expect(15, isNext, () => `${id} has number ${number}, and was opened as ${index + 1}`)
  }
  const { lastAccount } = books.head
  const isCounted = lastAccount === accounts.length
  findings.expect(
    15,
    isCounted,
    () => `the head says ${lastAccount} of ${accounts.length} accounts`,
  )
}

/** 11, 12, 22: ids are there once, what failed is not there, and of everything there is as much as there must be. */
export function checkIds(books: Books, findings: Findings): void {
  const ids = new Set<string>()
  for (const { id } of books.transfers) {
    findings.expect(11, !ids.has(id), () => `the transfer ${id} is there twice`)
    ids.add(id)
  }
  for (const { id, status } of books.failures) {
    findings.expect(12, !ids.has(id), () => `${id} failed (${status}) and is in the log`)
  }
  const count = (bit: number) => books.transfers.filter(({ flags }) => (flags & bit) !== 0).length
  const [reserving, resolving] = [count(PENDING), count(POST | VOID)]
  const stated = books.pendings.length
  findings.expect(22, reserving === stated, () => `${reserving} reserve, ${stated} have a state`)
  findings.expect(22, resolving <= reserving, () => `${resolving} resolve ${reserving}`)
}

/** 16, 24: a journal is there whole, side by side and in one commit, or not at all; clearing is empty after each. */
export function checkJournals(
  books: Books,
  history: History,
  clearing: string,
  findings: Findings,
): void {
  for (const [index, { id, flags, at }] of books.transfers.entries()) {
    if ((flags & LINKED) === 0) continue
    const next = books.transfers[index + 1]
    findings.expect(16, next?.at === at, () => `${id} is linked to a transfer that is not there`)
  }
  const present = new Set(books.transfers.map(({ id }) => id))
  const questions = new Map<string, Set<Question>>()
  for (const { question } of history.operations.filter(isPost)) {
    for (const { id } of question.transfers) {
      questions.set(id, (questions.get(id) ?? new Set()).add(question))
    }
  }
  for (const operation of history.operations.filter(isPost)) {
    for (const chain of chainsOf(operation)) {
      const found = chain.filter((id) => present.has(id))
      // Where others asked for the same ids, what is there may be theirs: the replay tells.
      if (found.some((id) => (questions.get(id)?.size ?? 0) > 1)) continue
      const isWhole = found.length === 0 || found.length === chain.length
      findings.expect(16, isWhole, () => `of the journal ${chain.join(' ')} a part is there`)
    }
  }
  let balance = 0n
  let at = 0n
  for (const { debit, credit, amount, flags, at: time, id } of books.transfers) {
    if (time !== at) {
      findings.expect(24, balance === 0n, () => `clearing holds ${balance} before ${id}`)
      at = time
    }
    if ((flags & (PENDING | VOID)) !== 0) continue
    if (debit === clearing) balance -= amount
    if (credit === clearing) balance += amount
  }
  findings.expect(24, balance === 0n, () => `clearing holds ${balance} at the end`)
}

/** The journals of a request: runs of linked transfers, and the one behind each. */
function chainsOf({ question: { transfers } }: PostOperation): readonly (readonly string[])[] {
  const chains: string[][] = []
  let open: string[] = []
  for (const { id, flags } of transfers) {
    open.push(id)
    if (flags.includes('linked')) continue
    if (open.length > 1) chains.push(open)
    open = []
  }
  return chains
}

/** 17, 21: what was acknowledged is there, and every failure had a name. */
export function checkAnswers(books: Books, history: History, findings: Findings): void {
  const transfers = new Set(books.transfers.map(({ id }) => id as string))
  const accounts = new Set(books.accounts.map(({ id }) => id as string))
  const failures = new Set(books.failures.map(({ id }) => id as string))
  for (const operation of history.operations) {
    const { answer, question } = operation
    if (answer?.kind === 'error') findings.add(21, `${describe(operation)}: ${answer.text}`)
    if (answer?.kind === 'refused' && answer.code === 'companion_failed') {
      const isMeant = question.kind === 'post' && question.companion === 'fails'
      findings.expect(21, isMeant, () => `${describe(operation)} lost rows that it could write`)
    }
    if (answer?.kind !== 'outcome') continue
    for (const { id, status } of answer.outcome.transfers) {
      const isMissing = (status === 'created' || status === 'exists') && !transfers.has(id)
      findings.expect(17, !isMissing, () => `${describe(operation)} was told ${status} of ${id}`)
      const hasFailed = status === 'id_already_failed' || isPassing(status)
      const isForgotten = hasFailed && !failures.has(id)
      findings.expect(12, !isForgotten, () => `${id} was told to have failed, and has not`)
    }
    for (const { id, status } of answer.outcome.accounts) {
      const isMissing = (status === 'created' || status === 'exists') && !accounts.has(id)
      findings.expect(17, !isMissing, () => `${describe(operation)} was told ${status} of ${id}`)
    }
  }
}

/** 16, 19: companions' rows are there exactly with their transfers, and the tables are what the log comes to. */
export function checkProjections(books: Books, replayed: Replayed, findings: Findings): void {
  const { timeline, effects } = replayed
  const companions = new Set<string>()
  for (const { operation, step } of effects.values()) {
    const [first] = operation.question.transfers
    if (operation.question.companion !== 'writes' || first === undefined) continue
    if (timeline.transfers.get(first.id)?.step === step) companions.add(first.id)
  }
  for (const id of new Set([...companions, ...books.companions])) {
    const [has, should] = [books.companions.has(id), companions.has(id)]
    findings.expect(16, has === should, () => `the companion of ${id}: ${has}; ${should} is right`)
  }
  const rows = new Map(books.pendings.map((row) => [row.id, row]))
  for (const id of timeline.pendings.entries.keys()) {
    const row = rows.get(id)
    const replayedRow = timeline.pendings.at(id, timeline.step)
    const right = replayedRow === undefined ? '' : rowText(pendingRow(replayedRow))
    // What lapses is noticed by requests that leave nothing else behind: the replay need not have noticed.
    const hasLapsed = row?.state === 'expired' && replayedRow?.state === 'pending'
    const isRight = hasLapsed || (row !== undefined && rowText(row) === right)
    findings.expect(19, isRight, () => `${row && rowText(row)}; the log gives ${right}`)
  }
  const lapsed = new Map<string, { debits: bigint; credits: bigint }>()
  for (const row of books.pendings) {
    const transfer = timeline.transfers.get(row.id as never)?.transfer
    const isSeen = timeline.pendings.at(row.id, timeline.step)?.state !== 'pending'
    if (row.state !== 'expired' || isSeen || transfer === undefined) continue
    const from = lapsed.get(transfer.debitAccountId) ?? { debits: 0n, credits: 0n }
    lapsed.set(transfer.debitAccountId, { ...from, debits: from.debits + transfer.amount })
    const to = lapsed.get(transfer.creditAccountId) ?? { debits: 0n, credits: 0n }
    lapsed.set(transfer.creditAccountId, { ...to, credits: to.credits + transfer.amount })
  }
  const expired = new Set(
    books.pendings.flatMap(({ id, state }) => (state === 'expired' ? id : [])),
  )
  for (const row of books.accounts) {
    const state = timeline.accounts.at(row.id, timeline.step)
    const { debits, credits } = lapsed.get(row.id) ?? { debits: 0n, credits: 0n }
    const closedBy = state?.closedBy
    const right =
      state === undefined
        ? 'nothing'
        : countersText({
            debitsPosted: state.debitsPosted,
            creditsPosted: state.creditsPosted,
            debitsPending: state.debitsPending - debits,
            creditsPending: state.creditsPending - credits,
            closedBy: closedBy === undefined || expired.has(closedBy) ? null : closedBy,
          })
    const found = countersText(row)
    findings.expect(19, found === right, () => `${row.id} has ${found}; the log gives ${right}`)
  }
}

/** Of all that was asked, what is still not known. */
export function unresolved(history: History): readonly PostOperation[] {
  const settled = new Set(
    history.operations.filter((one) => !isUnknown(one)).map(({ question }) => question),
  )
  return history.operations
    .filter(isPost)
    .filter((one) => isUnknown(one) && !settled.has(one.question))
}
