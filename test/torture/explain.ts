import type { AccountId } from '../../src/kernel/ids.ts'
import type { AccountState } from '../../src/ledger/core/account.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import type { Findings } from './findings.ts'
import { describe, type History, isPost, type Operation, type PostOperation } from './history.ts'
import { Places } from './places.ts'
import { differenceTo, type Replayed } from './replay.ts'
import { countersText, requestOf, rowText, transferRow } from './rows.ts'
import { lapsesBetween, stateAt } from './timeline.ts'

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
      const isRight = placeRead(replayed, places, operation)
      if (!isRight) findings.add(26, `${describe(operation)} fits no place: ${shownBy(operation)}`)
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
  return (
    nearest ?? { invariant: 17, message: `${describe(operation)} was told of what is not there` }
  )
}

/** Whether a decision would be found in the log: then it was not this one. */
function leavesRows(changes: {
  readonly transfers: readonly unknown[]
  readonly accountsOpened: readonly unknown[]
  readonly failures: readonly unknown[]
}): boolean {
  return changes.transfers.length + changes.accountsOpened.length + changes.failures.length > 0
}

function placeRead(replayed: Replayed, places: Places, operation: Operation): boolean {
  const { answer } = operation
  if (answer?.kind === 'count') return true
  for (const boundary of places.ofRead(operation)) {
    const step = places.stepAt(boundary)
    const isRight =
      answer?.kind === 'states'
        ? showsStates(replayed, places, operation, boundary)
        : answer?.kind === 'transfers' && showsTransfers(replayed, operation, step)
    if (!isRight) continue
    places.settle(operation, boundary)
    return true
  }
  return false
}

/** Whether accounts were shown as they were after a step, at any of the times that it may have been then. */
function showsStates(
  replayed: Replayed,
  places: Places,
  operation: Operation,
  boundary: number,
): boolean {
  const { question, answer } = operation
  if (answer?.kind !== 'states') return false
  const step = places.stepAt(boundary)
  const { timeline } = replayed
  const ids: readonly AccountId[] =
    question.kind === 'accounts'
      ? question.ids.filter((id) => timeline.accounts.at(id, step) !== undefined)
      : [...timeline.accounts.entries.keys()]
          .map((id) => id as AccountId)
          .filter((id) => timeline.accounts.at(id, step) !== undefined)
  if (ids.length !== answer.states.length) return false
  const shown = new Map(answer.states.map((state) => [state.id, state]))
  const window = places.timesOf(operation, boundary)
  const lapses = lapsesBetween(timeline, ids, step, window)
  return [window.from, ...lapses].some((at) =>
    ids.every((id) => isShown(shown.get(id), stateAt(timeline, id, step, at))),
  )
}

function isShown(shown: AccountState | undefined, right: AccountState | undefined): boolean {
  if (shown === undefined || right === undefined) return false
  return countersText(shown) === countersText(right) && shown.version >= right.version
}

/** A transfer that is found is the one in the log; a page of an account's transfers is a page of the log. */
function showsTransfers({ timeline }: Replayed, operation: Operation, step: number): boolean {
  const { question, answer } = operation
  if (answer?.kind !== 'transfers') return false
  const view = timeline.view(step)
  const shown = answer.transfers.map((one) => rowText(transferRow(one, 0n)))
  if (question.kind === 'transfer') {
    const found = view.transfer(question.id)
    const right = found === undefined ? [] : [rowText(transferRow(found, 0n))]
    return shown.join() === right.join()
  }
  if (question.kind !== 'statement') return false
  const { id, limit, afterPosition } = question
  const right = [...timeline.transfers.values()]
    .filter(({ transfer, step: at }) => at <= step && transfer.position > afterPosition)
    .filter(({ transfer }) => transfer.debitAccountId === id || transfer.creditAccountId === id)
    .slice(0, limit)
    .map(({ transfer }) => rowText(transferRow(transfer, 0n)))
  return shown.join() === right.join()
}

function shownBy({ answer }: Operation): string {
  if (answer?.kind === 'states') {
    return answer.states.map((one) => `${one.id} ${countersText(one)}`).join('; ')
  }
  if (answer?.kind === 'transfers') return answer.transfers.map(({ id }) => id).join(' ')
  return answer?.kind ?? 'nothing'
}
