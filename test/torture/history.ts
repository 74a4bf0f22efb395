import type { Answer, PostQuestion, Question } from './protocol.ts'

/** One time that a question was asked, and what came of it. Times are places in the one order that the driver saw. */
export interface Operation {
  readonly question: Question
  /** Which run of which service process it was asked of: each has one queue. */
  readonly incarnation: number
  readonly sentAt: number
  /** The service's clock then, milliseconds since 1970. */
  readonly sentMs: number
  /** Absent where no answer ever came. */
  answer?: Answer
  /** Infinite where no answer ever came. */
  answeredAt: number
  /** The latest that any service's clock had been until then, milliseconds since 1970. */
  latestMs: number
}

export type PostOperation = Operation & { readonly question: PostQuestion }

/** All that was asked and answered, in the order in which it was seen. */
export class History {
  readonly operations: Operation[] = []
  #events = 0
  #latestMs = 0

  /** A history of operations that were seen elsewhere, at the places that they say. */
  static of(operations: readonly Operation[]): History {
    const history = new History()
    history.operations.push(...operations)
    const places = operations.flatMap(({ sentAt, answeredAt }) => [sentAt, answeredAt])
    history.#events = places.filter(Number.isFinite).reduce((most, at) => Math.max(most, at), 0)
    return history
  }

  get events(): number {
    return this.#events
  }

  asked(question: Question, incarnation: number, sentMs: number): Operation {
    this.#events += 1
    const operation: Operation = {
      question,
      incarnation,
      sentAt: this.#events,
      sentMs,
      answeredAt: Number.POSITIVE_INFINITY,
      latestMs: Number.POSITIVE_INFINITY,
    }
    this.#latestMs = Math.max(this.#latestMs, sentMs)
    this.operations.push(operation)
    return operation
  }

  answered(operation: Operation, answer: Answer | undefined, nowMs: number): void {
    this.#latestMs = Math.max(this.#latestMs, nowMs)
    if (answer === undefined) return
    this.#events += 1
    operation.answer = answer
    operation.answeredAt = this.#events
    operation.latestMs = this.#latestMs
  }
}

/** Failures after which it is known that nothing was done. */
const NOTHING_DONE: ReadonlySet<string> = new Set(['queue_full', 'companion_failed'])

/** Whether what was asked may or may not have been done, as far as this answer tells. */
export function isUnknown({ answer }: Operation): boolean {
  if (answer === undefined) return true
  return answer.kind === 'error' || (answer.kind === 'refused' && !NOTHING_DONE.has(answer.code))
}

export function isPost(operation: Operation): operation is PostOperation {
  return operation.question.kind === 'post'
}

/** A question for a finding. */
export function describe({ question, sentAt, incarnation, answer }: Operation): string {
  const what =
    question.kind === 'post'
      ? [...question.accounts, ...question.transfers].map(({ id }) => id).join(' ')
      : ''
  const said = answer === undefined ? 'no answer' : answer.kind
  return `${question.kind} ${sentAt} of process ${incarnation} (${said}) ${what}`.trim()
}
