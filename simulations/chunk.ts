import { PathRunner } from './path-runner.ts'
import type { Sampling } from './sampling/factors.ts'
import type { JsonObject } from './scenario/json.ts'
import { checkScenario } from './scenario/scenario.ts'

/** A scenario with every default, and how its factors are drawn. */
export interface RunnerSetup {
  readonly effective: JsonObject
  readonly sampling: Sampling
}

/** Makes ready to run paths of a scenario. @throws ScenarioError where there is none */
export function runnerOf({ effective, sampling }: RunnerSetup): PathRunner {
  const { scenario, model } = checkScenario(effective)
  const { parameters, seed } = scenario
  return new PathRunner({ model, parameters, seed, sampling, mode: 'aggregate' })
}

/**
 * Runs the paths `from` up to, not including, `to`. The same range gives the same bytes wherever and whenever it is run.
 *
 * @returns a row for each path: its outputs, then its weight
 */
export function runChunk(runner: PathRunner, from: number, to: number): Float64Array {
  const { outputs } = runner
  const width = outputs.length + 1
  const rows = new Float64Array((to - from) * width)
  for (let path = from; path < to; path++) {
    const weight = runner.run(path)
    const start = (path - from) * width
    rows.set(outputs, start)
    rows[start + width - 1] = weight
  }
  return rows
}
