import type { RequestOutcome } from '../../src/ledger/core/apply.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import type { Books } from './books.ts'
import type { Findings } from './findings.ts'
import { describe, type History, type PostOperation } from './history.ts'
import { type BatchRows, batchesOf, Owners } from './owners.ts'
import {
  countersText,
  failureRow,
  identityOf,
  identityOfRow,
  requestOf,
  rowText,
  transferRow,
} from './rows.ts'
import { Timeline } from './timeline.ts'

/** A commit of the log, and which steps of the replay it is. */
export interface ReplayedBatch {
  readonly at: bigint
  readonly incarnation: number
  readonly firstStep: number
  readonly lastStep: number
}

/** Where in the log a request was done that left something there. */
export interface Effect {
  readonly operation: PostOperation
  /** The index of its batch. */
  readonly batch: number
  readonly step: number
  /** The first time that anybody asked for it. */
  readonly sentAt: number
}

export interface Replayed {
  readonly timeline: Timeline
  readonly batches: readonly ReplayedBatch[]
  readonly effects: ReadonlyMap<PostOperation, Effect>
  /** Whether all of the log was explained; where not, what comes after is not looked at. */
  readonly isComplete: boolean
}

/**
 * Does the log once more: takes each commit's requests, in the order in which their process had been asked, through the
 * rules of the core, and holds what comes out against what the tables hold and what the callers were told.
 */
export function replay(books: Books, history: History, findings: Findings): Replayed {
  const owners = new Owners(history, findings)
  const timeline = new Timeline()
  const batches: ReplayedBatch[] = []
  const effects = new Map<PostOperation, Effect>()
  for (const rows of batchesOf(books)) {
    const firstStep = timeline.step + 1
    const done = replayBatch(timeline, owners, rows)
    if ('message' in done) {
      findings.add(done.invariant, `at ${rows.at}: ${done.message}`)
      return { timeline, batches, effects, isComplete: false }
    }
    for (const [index, operation] of done.operations.entries()) {
      const known = effects.get(operation)
      if (known !== undefined) {
        findings.add(16, `${describe(operation)} was done in two commits`)
        return { timeline, batches, effects, isComplete: false }
      }
      const sentAt = firstAsked(owners, operation)
      const step = firstStep + index
      effects.set(operation, { operation, batch: batches.length, step, sentAt })
    }
    const { incarnation } = done
    batches.push({ at: rows.at, incarnation, firstStep, lastStep: timeline.step })
  }
  return { timeline, batches, effects, isComplete: true }
}

interface Failed {
  readonly invariant: number
  readonly message: string
}

interface Done {
  readonly incarnation: number
  readonly operations: readonly PostOperation[]
}

/** What a commit may have been: requests of one process, in the order in which they were asked. */
interface Way extends Done {
  readonly isSilent: boolean
}

/**
 * A commit is the work of one process. Where it died before it told anybody, each that it may have been is tried, first
 * those that were asked first: whoever saw the commit cannot have seen it too early then.
 */
function replayBatch(timeline: Timeline, owners: Owners, rows: BatchRows): Done | Failed {
  const candidates = [
    ...rows.transfers.map((row) => owners.ofTransfer(row)),
    ...rows.accounts.map((row) => owners.ofAccount(row)),
    ...rows.failures.map((row) => owners.ofFailure(row)),
  ]
  const start = timeline.step
  const tried = new Set<string>()
  let first: Failed | undefined
  for (const way of waysOf(candidates)) {
    const name = way.operations.map(({ sentAt }) => sentAt).join()
    if (tried.has(name)) continue
    tried.add(name)
    const failed = tryBatch(timeline, rows, way.operations)
    if (failed === undefined) return way
    timeline.cut(start)
    first ??= failed
  }
  return first ?? { invariant: 26, message: 'no one process can have written this commit' }
}

/** All that a commit may have been, in the order in which it is to be tried. */
function waysOf(candidates: readonly (readonly PostOperation[])[]): readonly Way[] {
  const all = new Set(candidates.flat().map(({ incarnation }) => incarnation))
  const incarnations = [...all].filter((incarnation) =>
    candidates.every((list) => list.some((one) => one.incarnation === incarnation)),
  )
  const ways = incarnations.flatMap((incarnation) =>
    [...ATTEMPTS, ...othersThan(candidates, incarnation)].map((attempt) => ({
      incarnation,
      operations: inOrder(candidates, incarnation, attempt),
      isSilent: attempt.isSilent,
    })),
  )
  const lastAsked = ({ operations }: Way) => operations.at(-1)?.sentAt ?? 0
  return ways.sort((a, b) => Number(b.isSilent) - Number(a.isSilent) || lastAsked(a) - lastAsked(b))
}

/** Which of several askings of the same request it was, where none of them was answered. */
interface Attempt {
  readonly index: 0 | -1
  /** A process that told one of a batch that it was done told no other of it that it may not be. */
  readonly isSilent: boolean
  /** A failure is told to all that come after who recorded it: that one of them wrote another row does not make it the first. */
  readonly isFirst: boolean
  /** Who it was that wrote one of the rows, where that is tried. */
  readonly chosen?: { readonly row: number; readonly operation: PostOperation }
}

/** Of so many it is tried whether another than who first comes to mind wrote one of the rows. */
const OTHERS_MAX = 400

const ATTEMPTS: readonly Attempt[] = [
  { index: 0, isSilent: true, isFirst: false },
  { index: -1, isSilent: true, isFirst: false },
  { index: 0, isSilent: false, isFirst: false },
  { index: -1, isSilent: false, isFirst: false },
  { index: 0, isSilent: true, isFirst: true },
  { index: 0, isSilent: false, isFirst: true },
]

/** Where several may have written a row, each of them in turn. */
function othersThan(
  candidates: readonly (readonly PostOperation[])[],
  incarnation: number,
): readonly Attempt[] {
  const attempts: Attempt[] = []
  for (const [row, list] of candidates.entries()) {
    const all = list.filter((one) => one.incarnation === incarnation)
    if (all.length < 2) continue
    for (const operation of all) {
      for (const isSilent of [true, false]) {
        attempts.push({ index: 0, isSilent, isFirst: false, chosen: { row, operation } })
      }
    }
  }
  return attempts.slice(0, OTHERS_MAX)
}

/** Of each row one who may have written it, each once, in the order in which they asked. */
function inOrder(
  candidates: readonly (readonly PostOperation[])[],
  incarnation: number,
  { index, isSilent, isFirst, chosen: tried }: Attempt,
): readonly PostOperation[] {
  const owners = new Set<PostOperation>(tried === undefined ? [] : [tried.operation])
  for (const list of candidates) {
    const all = list.filter((one) => one.incarnation === incarnation)
    const silent = all.filter(({ answer }) => answer === undefined)
    const own = isSilent && silent.length > 0 ? silent : all
    const chosen = own.at(index)
    if (chosen !== undefined && (isFirst || !own.some((one) => owners.has(one)))) owners.add(chosen)
  }
  return [...owners].sort((a, b) => a.sentAt - b.sentAt)
}

function tryBatch(
  timeline: Timeline,
  rows: BatchRows,
  operations: readonly PostOperation[],
): Failed | undefined {
  const at = micros(rows.at)
  const written: { transfers: string[]; accounts: string[]; failures: string[] } = {
    transfers: [],
    accounts: [],
    failures: [],
  }
  timeline.beginBatch()
  for (const operation of operations) {
    const decision = timeline.decide(requestOf(operation.question), timeline.step, at)
    const [outcome] = decision.outcomes
    if (outcome === undefined) throw new Error('a request gets an outcome')
    const wrong = differenceTo(operation, outcome) ?? wrongTime(operation, at)
    if (wrong !== undefined) return wrong
    const { changes } = decision
    timeline.keep(changes)
    written.transfers.push(...changes.transfers.map((one) => rowText(transferRow(one, at))))
    written.accounts.push(...changes.accountsOpened.map(identityOf))
    written.failures.push(...changes.failures.map((one) => rowText(failureRow(one))))
  }
  return (
    compare(26, 'transfers', rows.transfers.map(rowText), written.transfers) ??
    compare(19, 'accounts', rows.accounts.map(identityOfRow).sort(), written.accounts.sort()) ??
    compare(12, 'failed ids', rows.failures.map(rowText).sort(), written.failures.sort())
  )
}

function compare(
  invariant: number,
  what: string,
  found: readonly string[],
  expected: readonly string[],
): Failed | undefined {
  const index = Array.from({ length: Math.max(found.length, expected.length) }, (_, at) => at).find(
    (at) => found[at] !== expected[at],
  )
  if (index === undefined) return undefined
  const message = `of the ${what} is there: ${found[index]}; the rules give: ${expected[index]}`
  return { invariant, message }
}

/**
 * How an answer differs from what the rules say at this place.
 *
 * @returns `undefined` where it does not, or where there was no answer
 */
export function differenceTo(
  operation: PostOperation,
  outcome: RequestOutcome,
): Failed | undefined {
  const { answer } = operation
  if (answer?.kind !== 'outcome') return undefined
  const told = answer.outcome
  const statuses = (one: RequestOutcome) =>
    [...one.accounts, ...one.transfers].map(({ status }) => status)
  const [said, right] = [statuses(told), statuses(outcome)]
  const index = right.findIndex((status, at) => status !== said[at])
  if (index >= 0 || said.length !== right.length) {
    const words = `was told ${said[index]}; ${right[index]} is right`
    const invariant = invariantOf(`${said[index]} ${right[index]}`)
    return { invariant, message: `${describe(operation)} ${words}` }
  }
  for (const [id, state] of outcome.states) {
    const shown = told.states.get(id)
    if (shown !== undefined && countersText(shown) === countersText(state)) continue
    const counters = shown === undefined ? 'nothing' : countersText(shown)
    const message = `${describe(operation)} was shown ${id} with ${counters}; ${countersText(state)} is right`
    return { invariant: 4, message }
  }
  return undefined
}

function wrongTime(operation: PostOperation, at: bigint): Failed | undefined {
  const { answer } = operation
  if (answer?.kind !== 'outcome') return undefined
  const told = answer.outcome.recordedAt.getTime()
  if (BigInt(told) === at / 1000n) return undefined
  const message = `${describe(operation)} was told the time ${told}; it was recorded at ${at}`
  return { invariant: 15, message }
}

/** Which promise a wrong status breaks, as far as the words tell. */
function invariantOf(statuses: string): number {
  if (/exists/.test(statuses)) return 11
  if (/id_already_failed/.test(statuses)) return 12
  if (/exceeds_(credits|debits)/.test(statuses)) return 5
  if (/pending_transfer_expired/.test(statuses)) return 8
  if (/pending_transfer/.test(statuses)) return 7
  if (/linked_event/.test(statuses)) return 16
  return 26
}

function firstAsked(owners: Owners, operation: PostOperation): number {
  const { accounts, transfers } = operation.question
  const [first] = transfers
  if (first === undefined || accounts.length > 0) return operation.sentAt
  return Math.min(
    operation.sentAt,
    ...owners
      .askedFor(first.id)
      .filter((one) => one.question === operation.question && one.answer?.kind !== 'outcome')
      .map(({ sentAt }) => sentAt),
  )
}
