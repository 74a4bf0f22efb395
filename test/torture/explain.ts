import type { AccountId } from '../../src/kernel/ids.ts'
import type { AccountState } from '../../src/ledger/core/account.ts'
import type { RequestOutcome } from '../../src/ledger/core/apply.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import type { Transfer } from '../../src/ledger/core/transfer.ts'
import type { Findings } from './findings.ts'
import { describe, type History, isPost, type Operation, type PostOperation } from './history.ts'
import { Places } from './places.ts'
import type { Question } from './protocol.ts'
import { differenceTo, type Replayed } from './replay.ts'
import { countersText, requestOf, rowText, transferRow } from './rows.ts'
import { lapsesBetween, stateAt, type Timeline } from './timeline.ts'

/*
 * What left nothing in the log must be explained too: a refusal, an `exists`, a read. Each needs a place between two
 * commits at which the rules say exactly this; not before what had been answered when it was asked, not after what was
 * asked when it had been answered, and of one process in the order in which it was asked. So the whole history is
 * explained by one serial order: that of the log, with these in between (strict serializability).
 */

/** @returns how many were explained */
export function explain(replayed: Replayed, history: History, findings: Findings): number {
  const places = new Places(replayed, history)
  let count = 0
  for (const operation of history.operations) {
    const { answer } = operation
    if (answer === undefined || answer.kind === 'refused' || answer.kind === 'error') continue
    if (isPost(operation)) {
      if (replayed.effects.has(operation)) continue
      const wrong = placePost(replayed, places, operation)
      if (wrong !== undefined) findings.add(wrong.invariant, wrong.message)
    } else {
      const misfit = placeRead(replayed, places, operation)
      if (misfit !== undefined) findings.add(26, `${describe(operation)} fits no place: ${misfit}`)
    }
    count += 1
  }
  return count
}

/** Tries every place at which a request that changed nothing may have been decided. */
function placePost(replayed: Replayed, places: Places, operation: PostOperation) {
  const { answer } = operation
  if (answer?.kind !== 'outcome') return undefined
  const request = requestOf(operation.question)
  const told = BigInt(answer.outcome.recordedAt.getTime()) * 1000n
  let nearest: ReturnType<typeof differenceTo>
  for (const place of places.ofPost(operation, told)) {
    const { timeline } = replayed
    const ids = [...request.transfers].flatMap((one) => [one.debitAccountId, one.creditAccountId])
    const { from, to } = place
    const lapses = lapsesBetween(timeline, ids, place.step, { from, to })
    for (const at of [micros(from), ...lapses]) {
      const decision = timeline.decide(request, place.step, at)
      const [outcome] = decision.outcomes
      const wrong = outcome === undefined ? undefined : differenceTo(operation, outcome)
      if (wrong === undefined && !leavesRows(decision.changes)) {
        places.settle(operation, place.boundary)
        return undefined
      }
      nearest ??= wrong
    }
  }
  return nearest ?? wasNotKept(operation, answer.outcome)
}

/** The right answer, and nothing of it in the tables. */
function wasNotKept(operation: Operation, { accounts, transfers }: RequestOutcome) {
  const isCreated = [...accounts, ...transfers].some(({ status }) => status === 'created')
  const message = `${describe(operation)} was told of what is not there`
  return { invariant: isCreated ? 17 : 12, message }
}

/** Whether a decision would be found in the log: then it was not this one. */
function leavesRows(changes: {
  readonly transfers: readonly unknown[]
  readonly accountsOpened: readonly unknown[]
  readonly failures: readonly unknown[]
}): boolean {
  return changes.transfers.length + changes.accountsOpened.length + changes.failures.length > 0
}

/** @returns what it shows that no place has, as far as it is from the nearest; `undefined` where it fits */
function placeRead(replayed: Replayed, places: Places, operation: Operation): string | undefined {
  const { answer } = operation
  if (answer?.kind === 'count') return undefined
  let nearest = { count: Number.POSITIVE_INFINITY, text: 'there is none' }
  for (const boundary of places.ofRead(operation)) {
    const differences =
      answer?.kind === 'states'
        ? differencesOfStates(replayed, places, operation, boundary)
        : differencesOfTransfers(replayed, operation, places.stepAt(boundary))
    if (differences.length === 0) {
      places.settle(operation, boundary)
      return undefined
    }
    if (differences.length >= nearest.count) continue
    nearest = {
      count: differences.length,
      text: `after commit ${boundary} ${differences.slice(0, 3).join('; ')}`,
    }
  }
  return nearest.text
}

/** How accounts were shown otherwise than after a commit, at the best of the times that it may have been then. */
function differencesOfStates(
  replayed: Replayed,
  places: Places,
  operation: Operation,
  boundary: number,
): readonly string[] {
  const { question, answer } = operation
  if (answer?.kind !== 'states') return ['it shows no accounts']
  const step = places.stepAt(boundary)
  const { timeline } = replayed
  const ids: readonly AccountId[] =
    question.kind === 'accounts'
      ? question.ids
      : [...timeline.accounts.entries.keys()].map((id) => id as AccountId)
  const shown = new Map(answer.states.map((state) => [state.id, state]))
  const window = places.timesOf(operation, boundary)
  const lapses = lapsesBetween(timeline, ids, step, window)
  let best: readonly string[] | undefined
  for (const at of [window.from, ...lapses]) {
    const differences = ids.flatMap((id) =>
      differenceOf(shown.get(id), stateAt(timeline, id, step, at), `${id} at ${at}`),
    )
    if (best === undefined || differences.length < best.length) best = differences
    if (best.length === 0) break
  }
  return best ?? []
}

function differenceOf(
  shown: AccountState | undefined,
  right: AccountState | undefined,
  what: string,
): readonly string[] {
  if (shown === undefined && right === undefined) return []
  const [found, expected] = [shown, right].map((one) =>
    one === undefined ? 'nothing' : countersText(one),
  )
  const isYounger = (shown?.version ?? 0n) < (right?.version ?? 0n)
  if (found === expected && !isYounger) return []
  return [`${what}: ${found} (version ${shown?.version}); ${expected} (${right?.version})`]
}

/** A transfer that is found is the one in the log; a page of an account's transfers is a page of the log. */
function differencesOfTransfers(
  { timeline }: Replayed,
  { question, answer }: Operation,
  step: number,
): readonly string[] {
  if (answer?.kind !== 'transfers') return ['it shows no transfers']
  const shown = answer.transfers.map((one) => rowText(transferRow(one, 0n)))
  const right = rightTransfers(timeline, question, step).map((one) => rowText(transferRow(one, 0n)))
  const length = Math.max(shown.length, right.length)
  return Array.from({ length }, (_, at) => at)
    .filter((at) => shown[at] !== right[at])
    .map((at) => `${shown[at]} is shown; ${right[at]}`)
}

function rightTransfers(timeline: Timeline, question: Question, step: number): readonly Transfer[] {
  if (question.kind === 'transfer') {
    const found = timeline.view(step).transfer(question.id)
    return found === undefined ? [] : [found]
  }
  if (question.kind !== 'statement') return []
  const { id, limit, afterPosition } = question
  return [...timeline.transfers.values()]
    .filter(({ transfer, step: at }) => at <= step && transfer.position > afterPosition)
    .map(({ transfer }) => transfer)
    .filter(
      ({ debitAccountId, creditAccountId }) => debitAccountId === id || creditAccountId === id,
    )
    .slice(0, limit)
}
