import type { Model } from './model/model.ts'
import type { PathSetup } from './path-runner.ts'
import { normalQuantile } from './random/normal.ts'
import type { Sampling } from './sampling/factors.ts'
import { samplingFor } from './sampling/pilot.ts'
import type { Scenario } from './scenario/scenario.ts'

/**
 * Works out how the paths of a scenario are drawn.
 *
 * @param drawn what {@link drawingOf} found for another scenario of as many factors, where both shall share their randomness
 */
export function setupOf(scenario: Scenario, model: Model, drawn?: Sampling): PathSetup {
  const supposed = supposedIn(scenario, model)
  return bare(scenario, model, { ...(drawn ?? drawingOf(scenario, model)), ...supposed })
}

/** How factors are drawn, without what the scenario supposes of them; where it is not by chance, a pilot runs first. */
export function drawingOf(scenario: Scenario, model: Model): Sampling {
  const how = scenario.sampling
  if (how.method === 'chance') return {}
  const { scrambles, dimensions, pilotPaths: paths } = how
  const tail = how.method === 'tail' ? { tail: { worst: how.worst, means: how.means } } : {}
  const setup = bare(scenario, model, supposedIn(scenario, model))
  const found = samplingFor(setup, { paths, dimensions, ...tail })
  return { ...found, sobol: { scrambles, dimensions } }
}

function bare({ parameters, seed }: Scenario, model: Model, sampling: Sampling): PathSetup {
  return { model, parameters, seed, sampling, mode: 'aggregate' }
}

/** What a scenario supposes of the economy. */
function supposedIn(scenario: Scenario, model: Model): Pick<Sampling, 'push' | 'held'> {
  const { factors } = model.extent(scenario.parameters)
  const push = new Array<number>(factors).fill(0)
  for (const { start, duration, economy } of scenario.shocks) {
    for (let month = start; month < start + duration; month++)
      push[month - 1] = (push[month - 1] ?? 0) + economy
  }
  const states = new Array<number | undefined>(factors)
  for (const one of scenario.given) {
    const months = 'states' in one ? one.states.length : one.duration
    for (let month = 0; month < months; month++)
      states[one.start - 1 + month] =
        'states' in one ? one.states[month] : normalQuantile(one.quantile)
  }
  const { persistence = 0 } = model.economy?.(scenario.parameters) ?? {}
  return {
    ...(scenario.shocks.length === 0 ? {} : { push }),
    ...(scenario.given.length === 0 ? {} : { held: { states, persistence } }),
  }
}

/** How many repetitions the points of a scenario have; none where they are drawn by chance. */
export function scramblesOf({ sampling }: Scenario): number {
  return sampling.method === 'chance' ? 0 : sampling.scrambles
}

/** How many numbers a path leaves: its outputs, then its weight. */
export function widthOf(model: Model): number {
  return model.outputs.length + 1
}
