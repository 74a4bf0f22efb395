import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ChunkAnswer, ChunkRequest, WorkerSetup } from './worker.ts'

/** More threads than this bring nothing that a queue would not. */
export const THREADS_MAX = 64

/** A path that failed, or a thread that died: the run is over. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed'
}

/** Threads that run ranges of paths; each works on one at a time. */
export class WorkerPool {
  readonly threads: number
  readonly #workers: readonly Worker[]

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers
    this.threads = workers.length
  }

  /** Starts the threads and waits until they run. */
  static async start(threads: number, setup: WorkerSetup): Promise<WorkerPool> {
    const workers = Array.from({ length: threads }, () =>
      startThread('./worker', import.meta.url, setup),
    )
    await Promise.all(workers.map((worker) => once(worker, 'online')))
    return new WorkerPool(workers)
  }

  /** Runs a range on one of the threads, from 0. */
  async run(thread: number, request: ChunkRequest): Promise<Float64Array> {
    const worker = this.#workers[thread]
    if (worker === undefined) throw new RangeError(`there is no thread ${thread}`)
    const ended = new AbortController()
    const { signal } = ended
    try {
      worker.postMessage(request)
      const died = once(worker, 'exit', { signal }).then(([code]) => {
        throw new RunFailed(`A thread ended by itself, with the code ${code}.`)
      })
      const [answer] = (await Promise.race([once(worker, 'message', { signal }), died])) as [
        ChunkAnswer,
      ]
      if ('failure' in answer) throw new RunFailed(answer.failure)
      return answer.rows
    } finally {
      ended.abort()
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}

/**
 * Starts a thread. Its program is built; or it is the source, and the thread first learns to read it.
 *
 * @param program as beside the caller and without an ending: `./worker`
 * @param caller `import.meta.url`
 */
export function startThread(program: string, caller: string, workerData?: unknown): Worker {
  if (!caller.endsWith('.ts')) return new Worker(new URL(`${program}.js`, caller), { workerData })
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const source = JSON.stringify(new URL(`${program}.ts`, caller).href)
  const start = `import(${loader}).then(({ register }) => { register(); return import(${source}) })`
  return new Worker(start, { eval: true, workerData })
}
