import type { Model } from './model/model.ts'
import type { PathSetup } from './path-runner.ts'
import type { Sampling } from './sampling/factors.ts'
import { samplingOfTail } from './sampling/pilot.ts'
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
  switch (how.method) {
    case 'chance':
      return setup
    case 'even': {
      const { scrambles, dimensions } = how
      return { ...setup, sampling: { ...pushed, sobol: { scrambles, dimensions } } }
    }
    case 'tail': {
      const { pilotPaths: paths, worst, strength } = how
      return { ...setup, sampling: samplingOfTail(setup, { paths, worst, strength }) }
    }
  }
}

/** How many numbers a path leaves: its outputs, then its weight. */
export function widthOf(model: Model): number {
  return model.outputs.length + 1
}
