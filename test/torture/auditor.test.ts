import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RequestOutcome } from '../../src/ledger/core/apply.ts'
import { micros } from '../../src/ledger/core/instant.ts'
import { MemoryLedger } from '../../src/ledger/core/memory.ts'
import { propertySeed } from '../support/seed.ts'
import { audit } from './audit.ts'
import type { Books } from './books.ts'
import { type FakeRun, fakeRun } from './fake-service.ts'
import { Findings } from './findings.ts'
import { History, isPost, type Operation } from './history.ts'
import { idOf, indexOfId } from './ids.ts'
import { MessageCounter } from './messages.ts'
import type { Answer } from './protocol.ts'
import { Random } from './random.ts'
import { countersText, requestOf } from './rows.ts'
import { stateAt, Timeline } from './timeline.ts'
import { Workload } from './workload.ts'

const SEED = propertySeed('auditor')

function auditOf({ history, books, workload }: FakeRun, before?: Books): Findings {
  const findings = new Findings()
  audit({ history, books, workload, before }, findings)
  return findings
}

/** The history with something done to the answers; everything keeps its place. */
function retold(history: History, change: (operation: Operation) => Answer | undefined): History {
  const operations = history.operations.map((operation) => {
    const { answer: _, ...rest } = operation
    const answer = change(operation)
    return answer === undefined
      ? { ...rest, answeredAt: Number.POSITIVE_INFINITY }
      : { ...rest, answer }
  })
  return History.of(operations)
}

describe('the auditor', () => {
  const run = fakeRun(SEED)
  const posts = run.history.operations.filter(isPost)

  test('believes a service that keeps every promise', () => {
    const findings = auditOf(run)
    expect(findings.lines()).toEqual([])
    expect(run.books.transfers.length).toBeGreaterThan(200)
  })

  // In the second, two processes were asked for the same, neither told anybody, and either can have done it.
  test.for([SEED, 816_435_351])('does not mind answers that never came, seed %i', (seed) => {
    const full = fakeRun(seed)
    const history = retold(full.history, ({ answer, sentAt }) =>
      sentAt % 3 === 0 ? undefined : answer,
    )
    const found = auditOf({ ...full, history }).invariants
    // Whoever was never told, and never asked again, does not know: that alone is said.
    expect(found.filter((number) => number !== 35)).toEqual([])
  })

  test('finds a status that no place in the log explains', () => {
    const refused = posts.filter((one) => statusesOf(one).some((status) => /exceeds/.test(status)))
    const [victim] = refused
    const history = retold(run.history, (operation) =>
      operation === victim ? withStatus(operation, 'debit_account_not_found') : operation.answer,
    )
    expect(auditOf({ ...run, history }).invariants).not.toEqual([])
  })

  test('finds a read of what was no longer so when it was asked', () => {
    const reads = run.history.operations.filter(({ question }) => question.kind === 'accounts')
    const [early, late] = [reads[10], reads[100]]
    const history = retold(run.history, (operation) =>
      operation === late ? early?.answer : operation.answer,
    )
    expect(auditOf({ ...run, history }).invariants).toEqual([26])
  })

  test('finds an acknowledged transfer that is not in the log, and one in the log that was refused', () => {
    const last = run.books.transfers.at(-1)
    const transfers = run.books.transfers.slice(0, -1)
    expect(auditOf({ ...run, books: { ...run.books, transfers } }).invariants).toContain(17)
    const history = retold(run.history, ({ question, answer }) => {
      const isOwn = question.kind === 'post' && question.transfers.some(({ id }) => id === last?.id)
      return isOwn ? { kind: 'refused', code: 'queue_full' } : answer
    })
    expect(auditOf({ ...run, history }).invariants).toContain(6)
  })

  test('finds two who were both told that they created the same', () => {
    const again = posts.find((one) => statusesOf(one).includes('exists'))
    const history = retold(run.history, (operation) =>
      operation === again ? withStatus(operation, 'created', 'exists') : operation.answer,
    )
    expect(auditOf({ ...run, history }).invariants).toContain(13)
  })

  test('finds counters that were higher before', () => {
    const before = {
      ...run.books,
      accounts: run.books.accounts.map((one) => ({ ...one, debitsPosted: one.debitsPosted + 1n })),
    }
    expect(auditOf(run, before).invariants).toEqual([3])
  })
})

describe('the timeline', () => {
  test('decides as the rules in memory do, and knows every state that it was in', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const workload = new Workload(seed)
        const memory = new MemoryLedger()
        const timeline = new Timeline()
        const seen = [{ at: micros(0n), text: '' }]
        const [funds] = [workload.account(0)]
        const requests = [
          ...workload.opening(),
          ...Array.from({ length: 40 }, () => workload.next()),
        ]
        for (const [index, question] of requests.entries()) {
          if (question.kind !== 'post') continue
          const at = micros(1_800_000_000_000_000n + BigInt(index) * 700_000n)
          const request = requestOf(question)
          const mine = timeline.decide(request, timeline.step, at)
          const { outcomes } = memory.post([request], at)
          expect(mine.outcomes.map(withoutVersions)).toEqual(outcomes.map(withoutVersions))
          timeline.beginBatch()
          timeline.keep(mine.changes)
          const state = memory.account(funds)
          seen.push({ at, text: state === undefined ? '' : countersText(state) })
        }
        for (const [step, { at, text }] of seen.entries()) {
          // What has lapsed is released by others too there, and here by those who name its accounts.
          const known = stateAt(timeline, funds, step, at)
          expect(known === undefined ? '' : countersText(known)).toBe(text)
        }
        const second = timeline.accounts.at(funds, 2)
        timeline.cut(2)
        expect(timeline.accounts.at(funds, 99)).toEqual(second)
        expect(timeline.transfers.size).toBe(5)
      }),
      { numRuns: 30, seed: SEED },
    )
  })
})

/** How often an account changed differs where what lapsed was released together with something else. */
function withoutVersions({ states, ...outcome }: RequestOutcome) {
  return { ...outcome, states: [...states].map(([id, state]) => `${id} ${countersText(state)}`) }
}

describe('what a seed gives', () => {
  test('is the same workload every time, and another for another seed', () => {
    const first = (seed: number) => {
      const workload = new Workload(seed)
      return Array.from({ length: 300 }, () => workload.next())
    }
    expect(first(SEED)).toEqual(first(SEED))
    expect(first(SEED)).not.toEqual(first(SEED + 1))
  })

  test('are ids that can be read backwards, each once', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => idOf('transfer', index, SEED))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.map((id) => indexOfId(id, SEED))).toEqual(ids.map((_, index) => index))
  })

  test('are numbers that are spread evenly', () => {
    const random = new Random(SEED)
    const counts = Array.from({ length: 10 }, () => 0)
    for (let drawn = 0; drawn < 100_000; drawn += 1) {
      const at = random.below(10)
      counts[at] = (counts[at] ?? 0) + 1
    }
    // Ten standard errors of a tenth of 100,000.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(950)
  })
})

describe('the counter of messages', () => {
  test('finds where they begin, however the stream is cut', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(bodies, fc.infiniteStream(fc.integer({ min: 1, max: 30 })), (all, sizes) => {
        const stream = Buffer.concat(all.map((body, index) => message(body, index > 0)))
        const expected: number[] = []
        let at = 0
        for (const [index, body] of all.entries()) {
          expected.push(at)
          at += body.length + 4 + (index > 0 ? 1 : 0)
        }
        const counter = new MessageCounter(true)
        const found: number[] = []
        for (let start = 0; start < stream.length; ) {
          const piece = stream.subarray(start, start + sizes.next().value)
          found.push(...counter.count(piece).map((place) => start + place))
          start += piece.length
        }
        expect(found).toEqual(expected)
      }),
      { seed: SEED },
    )
  })
})

/** A message of the protocol; the first of a client has no letter. */
function message(body: Uint8Array, hasLetter: boolean): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(hasLetter ? 'Q' : ''), length, body])
}

function statusesOf({ answer }: Operation): readonly string[] {
  return answer?.kind === 'outcome' ? answer.outcome.transfers.map(({ status }) => status) : []
}

/** The answer with another status in the place of each, or of one. */
function withStatus(operation: Operation, status: string, instead?: string): Answer | undefined {
  const { answer } = operation
  if (answer?.kind !== 'outcome') return answer
  const transfers = answer.outcome.transfers.map((one) =>
    instead === undefined || one.status === instead ? { ...one, status: status as never } : one,
  )
  return { kind: 'outcome', outcome: { ...answer.outcome, transfers } }
}
