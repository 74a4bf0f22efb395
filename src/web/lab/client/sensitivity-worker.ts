import { PathRunner } from '../../../../simulations/path-runner.ts'
import { setupOf } from '../../../../simulations/plan.ts'
import type { JsonObject } from '../../../../simulations/scenario/json.ts'
import { checkScenario } from '../../../../simulations/scenario/scenario.ts'
import type { SensitivityQuestion, SensitivityReply } from './sensitivity-run.ts'

interface WorkerScope {
  postMessage(reply: SensitivityReply): void
  addEventListener(
    name: 'message',
    listener: (event: { readonly data: SensitivityQuestion }) => void,
  ): void
}

const scope = globalThis as unknown as WorkerScope

scope.addEventListener('message', ({ data: { of, scenarios } }) => {
  for (const [index, scenario] of scenarios.entries()) {
    try {
      scope.postMessage({ index, mean: meanOf(scenario, of) })
    } catch (error) {
      scope.postMessage({ index, mean: null, failure: String(error) })
    }
  }
})

/** The mean of an output; of an indicator, how often it happens. */
function meanOf(asked: JsonObject, of: string): number {
  const { scenario, model } = checkScenario(asked)
  const runner = new PathRunner(setupOf(scenario, model))
  const place = model.outputs.findIndex(({ name }) => name === of)
  let sum = 0
  for (let path = 0; path < scenario.paths; path++) {
    runner.run(path)
    sum += runner.outputs[place] ?? Number.NaN
  }
  return sum / scenario.paths
}
