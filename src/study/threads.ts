import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { startThread } from '../../simulations/pool.ts'
import type { Answer } from '../../simulations/quantity.ts'
import type { ChunkDone, Settled } from './reckoned.ts'
import type { ThreadAnswer, ThreadRequest } from './thread.ts'

/** What was asked cannot be reckoned: asked again, it fails again. */
export class ReckoningFailed extends Error {
  override readonly name = 'ReckoningFailed'
}

/** It took longer than it may. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong'
}

type AnswerTo<Request extends ThreadRequest> = Request['kind'] extends 'chunk' | 'tasks'
  ? ChunkDone
  : Request['kind'] extends 'settle' | 'conclude'
    ? Settled
    : readonly Answer[]

/** A few threads that reckon, so that the process goes on answering. They are started when they are needed. */
export interface Threads {
  /**
   * Has one of them do something, as soon as one is free.
   *
   * @throws ReckoningFailed, TookTooLong
   */
  ask<Request extends ThreadRequest>(request: Request, limitMs?: number): Promise<AnswerTo<Request>>
  close(): Promise<void>
}

/** A thread that has nothing to do so long ends. */
const IDLE_MS = 20_000

/** @param count how many work at once, at most */
export function createThreads(count: number): Threads {
  const idle: Worker[] = []
  const all = new Set<Worker>()
  const waiting: (() => void)[] = []
  let busy = 0
  const end = async (worker: Worker) => {
    all.delete(worker)
    const place = idle.indexOf(worker)
    if (place >= 0) idle.splice(place, 1)
    await worker.terminate()
  }
  const take = async (): Promise<Worker> => {
    if (busy >= count) await new Promise<void>((resolve) => waiting.push(resolve))
    else busy += 1
    const worker = idle.pop() ?? startThread('./thread', import.meta.url)
    all.add(worker)
    return worker
  }
  /** Whoever waits gets the place of whoever leaves. */
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) busy -= 1
    else next()
  }
  const rest = (worker: Worker) => {
    idle.push(worker)
    worker.unref()
    setTimeout(() => {
      if (idle[0] === worker) void end(worker)
    }, IDLE_MS).unref()
  }
  return {
    ask: async (request, limitMs) => {
      const worker = await take()
      try {
        const value = await answerOf(worker, request, limitMs)
        rest(worker)
        return value as AnswerTo<typeof request>
      } catch (error) {
        if (error instanceof ReckoningFailed) rest(worker)
        else await end(worker)
        throw error
      } finally {
        leave()
      }
    },
    close: async () => {
      await Promise.all([...all].map(end))
    },
  }
}

async function answerOf(
  worker: Worker,
  request: ThreadRequest,
  limitMs: number | undefined,
): Promise<unknown> {
  const over = new AbortController()
  const { signal } = over
  worker.ref()
  const buffers = 'pieces' in request ? request.pieces.map(({ rows }) => rows.buffer) : []
  const timer = limitMs === undefined ? undefined : setTimeout(() => worker.emit('late'), limitMs)
  try {
    worker.postMessage(request, buffers)
    const died = once(worker, 'exit', { signal }).then(([code]) => {
      throw new Error(`a thread ended by itself, with the code ${code}`)
    })
    const late = once(worker, 'late', { signal }).then(() => {
      throw new TookTooLong('it took too long')
    })
    const told = once(worker, 'message', { signal })
    const [answer] = (await Promise.race([told, died, late])) as [ThreadAnswer]
    if ('failure' in answer) throw new ReckoningFailed(answer.failure)
    return answer.value
  } finally {
    clearTimeout(timer)
    over.abort()
  }
}
