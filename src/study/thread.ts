import { createHash } from 'node:crypto'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { runChunk } from '../../simulations/chunk.ts'
import { PathRunner, type PathSetup } from '../../simulations/path-runner.ts'
import { setupOf, widthOf } from '../../simulations/plan.ts'
import { type Answer, answerQuestion } from '../../simulations/quantity.ts'
import { resultOf } from '../../simulations/result.ts'
import { runPaths } from '../../simulations/run.ts'
import { checkScenario, type ReadScenario } from '../../simulations/scenario/scenario.ts'
import { sumsOf } from './core/estimates.ts'
import { filesOf } from './files.ts'
import type { ChunkDone, Piece, Settled } from './reckoned.ts'
import {
  type ConcludeRequest,
  concludeStudy,
  runTaskRange,
  type TasksRequest,
} from './study-thread.ts'

/** A scenario as the threads are told it. */
interface Told {
  /** With every default, as JSON text. */
  readonly effective: string
  readonly scenarioHash: string
}

/** What a thread can be asked. */
export type ThreadRequest =
  | (Told & { readonly kind: 'chunk'; readonly from: number; readonly to: number })
  | SettleRequest
  | TasksRequest
  | ConcludeRequest
  | { readonly kind: 'quantities'; readonly questions: readonly unknown[] }

/** All that was run so far, and the sources of the numbers, for the report. */
interface SettleRequest extends Told {
  readonly kind: 'settle'
  readonly sources: Readonly<Record<string, string>>
  readonly pieces: readonly Piece[]
}

export type ThreadAnswer =
  | { readonly value: ChunkDone | Settled | readonly Answer[] }
  | { readonly failure: string }

/** Whoever waits at a till comes first, so the laboratory's threads stand behind everything else. */
const NICENESS = 15

interface Prepared {
  readonly read: ReadScenario
  readonly setup: PathSetup
  readonly runner: PathRunner
}

let kept: { readonly effective: string; readonly prepared: Prepared } | undefined

/** The pilot of a scenario is run once by a thread, not for each chunk. */
function prepare(effective: string): Prepared {
  if (kept?.effective === effective) return kept.prepared
  const read = checkScenario(JSON.parse(effective))
  const setup = setupOf(read.scenario, read.model)
  const prepared = { read, setup, runner: new PathRunner(setup) }
  kept = { effective, prepared }
  return prepared
}

function chunk(effective: string, from: number, to: number): ChunkDone {
  const { read, runner } = prepare(effective)
  const numbers = runChunk(runner, from, to)
  const rows = new Uint8Array(numbers.buffer as ArrayBuffer)
  const digest = createHash('sha256').update(rows).digest()
  return { rows, digest, sums: sumsOf(numbers, widthOf(read.model)) }
}

/** Looks at all paths so far as the command does, with the same rule to stop. */
async function settle({
  effective,
  scenarioHash,
  sources,
  pieces,
}: SettleRequest): Promise<Settled> {
  const { read, setup } = prepare(effective)
  const { columns, ending } = await runPaths(read.scenario, setup, {
    pool: { threads: 0, run: () => Promise.reject(new RangeError('no path is run here')) },
    now: () => 0,
    done: pieces,
  })
  if (ending === 'interrupted') return undefined
  const nodeMajor = Number(process.versions.node.split('.')[0])
  const of = { setup, columns, ending, scenarioHash, nodeMajor, sources }
  const result = resultOf({ ...read, ...of })
  return { paths: columns.paths, files: filesOf(result, read.model, columns) }
}

function perform(request: ThreadRequest) {
  if (request.kind === 'chunk') return chunk(request.effective, request.from, request.to)
  if (request.kind === 'settle') return settle(request)
  if (request.kind === 'tasks') return runTaskRange(request)
  if (request.kind === 'conclude') return concludeStudy(request)
  return request.questions.map(answerQuestion)
}

function work(port: NonNullable<typeof parentPort>): void {
  // On Linux a priority is a thread's own; elsewhere it would be the whole program's.
  if (process.platform === 'linux') setPriority(NICENESS)
  port.on('message', async (request: ThreadRequest) => {
    try {
      port.postMessage({ value: await perform(request) } satisfies ThreadAnswer)
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      port.postMessage({ failure } satisfies ThreadAnswer)
    }
  })
}

if (parentPort !== null) work(parentPort)
