import { parentPort, workerData } from 'node:worker_threads'
import { type RunnerSetup, runChunk, runnerOf } from './chunk.ts'

/** What a worker thread is started with. */
export type WorkerSetup = RunnerSetup

/** A range of paths to be run, and what came of it. */
export interface ChunkRequest {
  readonly from: number
  readonly to: number
  /** Another scenario, which the thread is set up with from now on. */
  readonly setup?: WorkerSetup
}

export type ChunkAnswer =
  | { readonly from: number; readonly rows: Float64Array<ArrayBuffer> }
  | { readonly from: number; readonly failure: string }

/** Runs the ranges it is sent, one after the other. */
function work(port: NonNullable<typeof parentPort>): void {
  let runner = runnerOf(workerData as WorkerSetup)
  port.on('message', ({ from, to, setup }: ChunkRequest) => {
    try {
      if (setup !== undefined) runner = runnerOf(setup)
      const rows = runChunk(runner, from, to) as Float64Array<ArrayBuffer>
      port.postMessage({ from, rows } satisfies ChunkAnswer, [rows.buffer])
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      port.postMessage({ from, failure } satisfies ChunkAnswer)
    }
  })
}

if (parentPort !== null) work(parentPort)
