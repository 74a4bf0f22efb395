import { inOrder } from '../analysis/in-order.ts'
import { BrokenOff, type Keeper, type Threads } from '../analysis/points.ts'
import { setupOf, widthOf } from '../plan.ts'
import { ScenarioError } from '../scenario/scenario.ts'
import { type Instance, type PreparedStudy, scenarioIn } from './prepare.ts'
import { pathsOf, rowWidth, StudyRows, type StudyTask, tasksOf } from './tasks.ts'

export interface TaskOptions {
  readonly threads: Threads
  /** Keeps the rows of tasks in their order, each as wide as {@link rowWidth}. */
  readonly keeper?: Keeper
  /** Rows that were kept before, from task 0 on. */
  readonly done?: readonly Float64Array[]
  readonly isStopAsked?: () => boolean
  /** Told after each task: how many are done. */
  readonly onTask?: (done: number) => void
}

/**
 * Runs all that a study runs, as many tasks at a time as there are threads. What comes out does not depend on their number, nor on where it
 * was broken off.
 *
 * @throws BrokenOff where it was asked to stop
 * @throws ScenarioError where a world leads to no scenario
 */
export async function runTasks(
  prepared: PreparedStudy,
  { threads, keeper, done = [], isStopAsked, onTask }: TaskOptions,
): Promise<StudyRows> {
  const tasks = tasksOf(prepared)
  const rows = new StudyRows(prepared)
  const width = rowWidth(prepared)
  let written = Promise.resolve()
  await inOrder<Float64Array>({
    count: tasks.length,
    threads: threads.threads,
    run: async (number, thread) => {
      const task = tasks[number] as StudyTask
      const kept = done[number]
      if (kept === undefined && isStopAsked?.() === true) throw new BrokenOff()
      const row = kept ?? (await runTask(prepared, task, threads, thread))
      rows.set(task, row)
      return row
    },
    hand: (number, row) => {
      onTask?.(number + 1)
      if (keeper === undefined || number < done.length) return
      const kept = new Float64Array(width)
      kept.set(row)
      written = written.then(() => keeper.append(number, kept))
    },
    settled: () => written,
  })
  return rows
}

/** Runs a task. @returns the outputs of its paths, one path after the other */
export async function runTask(
  prepared: PreparedStudy,
  { instance, world, stress }: StudyTask,
  threads: Threads,
  thread: number,
): Promise<Float64Array> {
  const { file, instances } = prepared
  const own = instances[instance] as Instance
  try {
    const { scenario, model, effective } = scenarioIn(prepared, own, world, stress)
    const { sampling } = setupOf(scenario, model)
    const [from, to] = pathsOf(file, world)
    const rows = await threads.run(thread, { from, to, setup: { effective, sampling } })
    return withoutWeights(rows, widthOf(model))
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const where = `${file.designs[own.design]?.name}, ${own.part}, world ${world}`
    throw new ScenarioError([{ path: '', message: `${where}: ${error.message}` }])
  }
}

/** Paths of a study are drawn by chance and weigh the same. */
function withoutWeights(rows: Float64Array, width: number): Float64Array {
  const paths = rows.length / width
  const outputs = new Float64Array(paths * (width - 1))
  for (let path = 0; path < paths; path++) {
    outputs.set(rows.subarray(path * width, (path + 1) * width - 1), path * (width - 1))
  }
  return outputs
}
