import type { Checkpoint } from './checkpoint.ts'
import type { PathSetup } from './path-runner.ts'
import { PathStore } from './path-store.ts'
import { scramblesOf, widthOf } from './plan.ts'
import type { WorkerPool } from './pool.ts'
import type { Progress } from './progress.ts'
import type { Scenario } from './scenario/scenario.ts'
import { Moments } from './stats/moments.ts'
import { checkpointsOf, isPrecise } from './stats/stopping.ts'
import type { Columns } from './summary.ts'

/** Why a run ended: all paths are done, its figures are as near as asked, or it was broken off. */
export type Ending = 'complete' | 'precise' | 'interrupted' | 'out of time'

export interface RunOptions {
  readonly pool: Pick<WorkerPool, 'threads' | 'run'>
  /** Milliseconds of a clock, for progress and the budget: nothing in the result depends on it but where it breaks off. */
  readonly now: () => number
  /** How many paths a thread is given at a time; by itself, so many that it takes a tenth of a second. */
  readonly chunk?: number
  readonly budgetMs?: number
  /** Asked between chunks: whether to break off. */
  readonly isStopAsked?: () => boolean
  readonly onProgress?: (progress: Progress) => void
  readonly checkpoint?: Checkpoint
  /** Rows of paths that were done before, from path 0. */
  readonly done?: readonly { readonly from: number; readonly rows: Float64Array }[]
}

export interface RunOutcome {
  readonly columns: Columns
  readonly ending: Ending
}

const CHUNK_MS = 100
const CHUNK_FIRST = 16
const CHUNK_MAX = 65_536
const CHECK_FIRST = 1024

/**
 * Runs the paths of a scenario. What comes out is a function of the scenario and of how many paths were done: not of threads,
 * chunks, or the breaks before it.
 */
export async function runPaths(
  scenario: Scenario,
  setup: PathSetup,
  options: RunOptions,
): Promise<RunOutcome> {
  const { paths, stop } = scenario
  const store = new PathStore(paths, widthOf(setup.model))
  const live = new LiveEstimates(setup)
  const scrambles = scramblesOf(scenario)
  const first = scrambles === 0 ? CHECK_FIRST : scrambles * 64
  const targets = stop === undefined ? [paths] : checkpointsOf(Math.min(first, paths), paths)
  for (const { from, rows } of options.done ?? []) {
    for (const ready of store.add(from, rows)) live.add(ready.rows)
  }
  const stage = new Stage(store, live, options, paths)
  for (const target of targets) {
    const broken = await stage.reach(target)
    if (broken !== undefined) {
      return { columns: store.columns(Math.min(store.complete, paths)), ending: broken }
    }
    const columns = store.columns(target)
    if (stop !== undefined && isPreciseNow(scenario, setup, columns, targets.length)) {
      return { columns, ending: 'precise' }
    }
  }
  return { columns: store.columns(paths), ending: 'complete' }
}

/** Works towards ever more paths. */
class Stage {
  readonly #store: PathStore
  readonly #live: LiveEstimates
  readonly #options: RunOptions
  readonly #pathsMax: number
  readonly #startedAt: number
  readonly #startedWith: number
  #next: number
  #msPerPath = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(store: PathStore, live: LiveEstimates, options: RunOptions, pathsMax: number) {
    this.#store = store
    this.#live = live
    this.#options = options
    this.#pathsMax = pathsMax
    this.#startedAt = options.now()
    this.#startedWith = store.complete
    this.#next = store.complete
  }

  /** Keeps all threads busy until so many paths are done. Returns why it broke off, if it did. */
  async reach(target: number): Promise<'interrupted' | 'out of time' | undefined> {
    const { pool } = this.#options
    const threads = Array.from({ length: pool.threads }, (_, thread) => this.#work(thread, target))
    const endings = await Promise.allSettled(threads)
    await this.#writing
    for (const ending of endings) if (ending.status === 'rejected') throw ending.reason
    return this.#store.complete >= target ? undefined : (this.#breakReason() ?? 'interrupted')
  }

  async #work(thread: number, target: number): Promise<void> {
    const { pool, now } = this.#options
    while (this.#next < target && this.#breakReason() === undefined) {
      const from = this.#next
      const to = Math.min(target, from + this.#chunkSize())
      this.#next = to
      const begin = now()
      const rows = await pool.run(thread, { from, to })
      this.#msPerPath = (now() - begin) / (to - from)
      this.#take(from, rows)
    }
  }

  #take(from: number, rows: Float64Array): void {
    const { checkpoint, onProgress } = this.#options
    for (const ready of this.#store.add(from, rows)) {
      this.#live.add(ready.rows)
      if (checkpoint === undefined) continue
      this.#writing = this.#writing.then(() => checkpoint.append(ready.from, ready.rows))
    }
    onProgress?.(this.#progress())
  }

  #chunkSize(): number {
    const { chunk } = this.#options
    if (chunk !== undefined) return chunk
    if (this.#msPerPath <= 0) return CHUNK_FIRST
    return Math.max(1, Math.min(CHUNK_MAX, Math.round(CHUNK_MS / this.#msPerPath)))
  }

  #breakReason(): 'interrupted' | 'out of time' | undefined {
    const { isStopAsked, budgetMs, now } = this.#options
    if (isStopAsked?.() === true) return 'interrupted'
    return budgetMs !== undefined && now() - this.#startedAt > budgetMs ? 'out of time' : undefined
  }

  #progress(): Progress {
    const paths = this.#store.complete
    const seconds = (this.#options.now() - this.#startedAt) / 1000
    const pathsPerSecond = seconds > 0 ? (paths - this.#startedWith) / seconds : 0
    const secondsLeft = pathsPerSecond > 0 ? (this.#pathsMax - paths) / pathsPerSecond : 0
    return {
      paths,
      pathsMax: this.#pathsMax,
      pathsPerSecond,
      secondsLeft,
      estimates: this.#live.estimates(),
    }
  }
}

/** Means as they come in, to be shown. */
class LiveEstimates {
  readonly #names: readonly string[]
  readonly #moments: readonly Moments[]

  constructor({ model }: PathSetup) {
    this.#names = model.outputs.map(({ name }) => name)
    this.#moments = model.outputs.map(() => new Moments())
  }

  add(rows: Float64Array): void {
    const width = this.#names.length + 1
    for (let start = 0; start < rows.length; start += width) {
      const weight = rows[start + width - 1] as number
      for (const [index, moments] of this.#moments.entries()) {
        moments.add((rows[start + index] as number) * weight)
      }
    }
  }

  estimates(): Progress['estimates'] {
    return this.#names.map((of, index) => {
      const { mean = 0, standardError = 0 } = this.#moments[index] ?? {}
      return { of, mean, standardError }
    })
  }
}

/** Whether the figures that were named are as near as was asked. */
function isPreciseNow(
  scenario: Scenario,
  { model }: PathSetup,
  { outputs, weights, paths }: Columns,
  looks: number,
): boolean {
  const { stop } = scenario
  if (stop === undefined) return false
  return stop.of.every((name) => {
    const values = outputs[model.outputs.findIndex((output) => output.name === name)]
    if (values === undefined) return false
    const groups = scramblesOf(scenario) || paths
    const sums = new Float64Array(groups)
    for (let path = 0; path < paths; path++) {
      const group = path % groups
      sums[group] = (sums[group] as number) + (values[path] as number) * (weights[path] as number)
    }
    const moments = new Moments()
    for (const sum of sums) moments.add((sum * groups) / paths)
    const { mean: value, standardError } = moments
    return isPrecise({ value, standardError }, stop.relativeError, looks)
  })
}
