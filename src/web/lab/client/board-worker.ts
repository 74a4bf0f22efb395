import { summariseSeries } from '../../../../simulations/audit.ts'
import { runChunk } from '../../../../simulations/chunk.ts'
import { distributionsOf } from '../../../../simulations/distribution.ts'
import { PathRunner } from '../../../../simulations/path-runner.ts'
import { PathStore } from '../../../../simulations/path-store.ts'
import { setupOf, widthOf } from '../../../../simulations/plan.ts'
import { checkScenario } from '../../../../simulations/scenario/scenario.ts'
import { summarise } from '../../../../simulations/summary.ts'
import { type BoardQuestion, type BoardReply, namedOutputs, stagesOf } from './board-run.ts'

/** Between so many paths it looks whether something else was asked meanwhile. */
const BREATH_PATHS = 128

interface WorkerScope {
  postMessage(reply: BoardReply): void
  addEventListener(
    name: 'message',
    listener: (event: { readonly data: BoardQuestion }) => void,
  ): void
}

const scope = globalThis as unknown as WorkerScope
let latest = -1

scope.addEventListener('message', ({ data }) => {
  latest = data.number
  answer(data).catch((error: unknown) => {
    const failure = error instanceof Error ? error.message : String(error)
    scope.postMessage({ number: data.number, failure })
  })
})

/** Runs the paths of a scenario from the first, and tells more of them each time; stops where another was asked. */
async function answer({ number, scenario: asked }: BoardQuestion): Promise<void> {
  const { scenario, model } = checkScenario(asked)
  const setup = setupOf(scenario, model)
  const runner = new PathRunner(setup)
  const store = new PathStore(scenario.paths, widthOf(model))
  const names = model.outputs.map(({ name }) => name)
  for (const stage of stagesOf(scenario.paths)) {
    while (store.complete < stage) {
      const from = store.complete
      store.add(from, runChunk(runner, from, Math.min(stage, from + BREATH_PATHS)))
      await breath()
      if (latest !== number) return
    }
    const columns = store.columns(stage)
    scope.postMessage({
      number,
      paths: stage,
      pathsMax: scenario.paths,
      figures: summarise(model, scenario, columns),
      outputs: namedOutputs(names, columns),
      distributions: distributionsOf(model, columns),
      series: stage === scenario.paths ? summariseSeries(setup, stage) : [],
    })
  }
}

/** Lets messages in. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
