import { parentPort, workerData } from 'node:worker_threads'
import { runChunk } from './chunk.ts'
import { PathRunner } from './path-runner.ts'
import type { Sampling } from './sampling/factors.ts'
import type { JsonObject } from './scenario/json.ts'
import { checkScenario } from './scenario/scenario.ts'

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly effective: JsonObject
  readonly sampling: Sampling
}

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

function runnerOf({ effective, sampling }: WorkerSetup): PathRunner {
  const { scenario, model } = checkScenario(effective)
  const { parameters, seed } = scenario
  return new PathRunner({ model, parameters, seed, sampling, mode: 'aggregate' })
}

if (parentPort !== null) work(parentPort)
