import type { Model } from './model/model.ts'
import type { PathSetup } from './path-runner.ts'
import type { Sampling } from './sampling/factors.ts'
import { samplingFor } from './sampling/pilot.ts'
import type { Scenario } from './scenario/scenario.ts'

/** Works out how the paths of a scenario are drawn; where its tail is wanted, a pilot runs first. */
export function setupOf(scenario: Scenario, model: Model): PathSetup {
  const { parameters, seed } = scenario
  const { factors } = model.extent(parameters)
  const push = new Array<number>(scenario.shocks.length === 0 ? 0 : factors).fill(0)
  for (const { start, duration, economy } of scenario.shocks) {
    for (let month = start; month < start + duration; month++)
      push[month - 1] = (push[month - 1] ?? 0) + economy
  }
  const pushed: Sampling = push.length === 0 ? {} : { push }
  const setup: PathSetup = { model, parameters, seed, sampling: pushed, mode: 'aggregate' }
  const how = scenario.sampling
  if (how.method === 'chance') return setup
  const { scrambles, dimensions, pilotPaths: paths } = how
  const tail = how.method === 'tail' ? { tail: { worst: how.worst, means: how.means } } : {}
  const found = samplingFor(setup, { paths, dimensions, ...tail })
  return { ...setup, sampling: { ...found, sobol: { scrambles, dimensions } } }
}

/** How many repetitions the points of a scenario have; none where they are drawn by chance. */
export function scramblesOf({ sampling }: Scenario): number {
  return sampling.method === 'chance' ? 0 : sampling.scrambles
}

/** How many numbers a path leaves: its outputs, then its weight. */
export function widthOf(model: Model): number {
  return model.outputs.length + 1
}
