import { z } from 'zod'
import { runChunk } from '../../simulations/chunk.ts'
import type { Model } from '../../simulations/model/model.ts'
import { PathRunner, type PathSetup } from '../../simulations/path-runner.ts'
import { PathStore } from '../../simulations/path-store.ts'
import { setupOf, widthOf } from '../../simulations/plan.ts'
import { normal } from '../../simulations/random/distributions.ts'
import { exp } from '../../simulations/random/elementary.ts'
import { normalCdf, normalQuantile } from '../../simulations/random/normal.ts'
import type { Scenario } from '../../simulations/scenario/scenario.ts'
import { type Columns, type Figure, summarise } from '../../simulations/summary.ts'

const FACTORS = 6
/** How the factors count in a loss; together with {@link OWN} the logarithm of a loss has the variance 0.5². */
const LOADINGS = [0.3, 0.25, 0.2, 0.1, 0.1, 0.05]
const OWN = Math.sqrt(0.25 - LOADINGS.reduce((sum, loading) => sum + loading * loading, 0))
const SPREAD = 0.5
/** A loss above this is an event; one in ten is. */
export const LIMIT = exp(SPREAD * normalQuantile(0.9))
/** What of a loss is insured: the half of it, and its power of 0.5, so that the two are not proportional. */
const POWER = 0.5

/** A model in which everything is known: a loss is lognormal, and made of six factors and a fortune of its own. */
export const LOGNORMAL: Model = {
  name: 'lognormal',
  version: 1,
  description: 'A lognormal loss',
  parameters: z.unknown(),
  outputs: [
    { name: 'loss', description: 'The loss', kind: 'amount', unit: 'cents', tail: 'upper' },
    {
      name: 'event',
      description: 'Whether it is large',
      kind: 'indicator',
      unit: 'probability',
      tail: 'upper',
    },
    {
      name: 'insured',
      description: 'What is insured of it',
      kind: 'amount',
      unit: 'cents',
      tail: 'none',
    },
  ],
  series: [],
  ratios: [
    {
      name: 'share',
      description: 'Insured of lost',
      unit: 'share',
      numerator: 'insured',
      denominator: 'loss',
    },
  ],
  purposes: ['own'],
  entryCodes: [],
  worstBy: 'loss',
  accounts: () => [{ name: 'assets:cash' }],
  extent: () => ({ months: FACTORS, factors: FACTORS, entities: 1 }),
  kernel: (parameters) => ({
    run(path) {
      let sum = OWN * normal(path.stream(0, 1))
      for (const [index, loading] of LOADINGS.entries()) {
        sum += loading * (path.factors[index] as number)
      }
      const { scale = 1 } = parameters as { readonly scale?: number }
      const loss = scale * exp(sum)
      path.outputs[0] = loss
      path.outputs[1] = loss > LIMIT ? 1 : 0
      path.outputs[2] = exp(POWER * sum)
    },
  }),
  reference: () => LOGNORMAL.kernel({}),
  closedForms: () => [],
}

/** What the figures of the model truly are. */
export function truthOf({ of, statistic, level = 0 }: Figure): number {
  const powers = of === 'insured' ? SPREAD * POWER : SPREAD
  const mean = exp(0.5 * powers * powers)
  switch (statistic) {
    case 'mean':
      return mean
    case 'probability':
      return 0.1
    case 'quantile':
    case 'valueAtRisk':
      return exp(powers * normalQuantile(level))
    case 'expectedShortfall':
      return (mean * normalCdf(powers - normalQuantile(level))) / (1 - level)
    case 'ratio':
      return exp(0.5 * SPREAD * SPREAD * (POWER * POWER - 1))
  }
}

/** How often intervals held the truth. */
export interface Coverage {
  readonly name: string
  readonly held: number
  readonly runs: number
}

/** How many paths each run of a method has. */
export const METHODS = {
  chance: { sampling: { method: 'chance' }, paths: 1000 },
  even: {
    sampling: { method: 'even', scrambles: 16, dimensions: 6, pilotPaths: 512 },
    paths: 1024,
  },
  tail: {
    sampling: {
      method: 'tail',
      scrambles: 16,
      dimensions: 6,
      pilotPaths: 512,
      worst: 0.05,
      means: 0.1,
    },
    paths: 1024,
  },
} as const

/** A scenario of the model; a loss is `scale` times one of another. */
export function lognormalScenario(
  method: keyof typeof METHODS,
  seed: number,
  parameters: { readonly scale?: number },
): Scenario {
  const { sampling, paths } = METHODS[method]
  return {
    schemaVersion: 1,
    name: 'coverage',
    model: LOGNORMAL.name,
    seed,
    paths,
    levels: [0.9, 0.95],
    sampling,
    shocks: [],
    given: [],
    parameters,
  }
}

/** Runs the first so many paths, here and now. */
export function columnsOf(setup: PathSetup, paths: number): Columns {
  const store = new PathStore(paths, widthOf(setup.model))
  store.add(0, runChunk(new PathRunner(setup), 0, paths))
  return store.columns(paths)
}

/** Runs the model many times, each with another seed, and counts for each figure how often its interval held the truth. */
export function coverageOf(method: keyof typeof METHODS, runs: number): readonly Coverage[] {
  const counts = new Map<string, { held: number; runs: number }>()
  for (let seed = 1; seed <= runs; seed++) {
    const scenario = lognormalScenario(method, seed, {})
    const columns = columnsOf(setupOf(scenario, LOGNORMAL), scenario.paths)
    for (const figure of summarise(LOGNORMAL, scenario, columns)) {
      const { of, statistic, level = '', interval, exactInterval } = figure
      if (interval === null) throw new Error(`${of} ${statistic}: ${figure.withheld}`)
      const truth = truthOf(figure)
      const name = `${of} ${statistic} ${level}`.trimEnd()
      for (const [suffix, one] of [
        ['', interval],
        [' exact', exactInterval],
      ] as const) {
        if (one === undefined) continue
        const count = counts.get(name + suffix) ?? { held: 0, runs: 0 }
        count.runs += 1
        if (one.lower <= truth && truth <= one.upper) count.held += 1
        counts.set(name + suffix, count)
      }
    }
  }
  return [...counts].map(([name, count]) => ({ name, ...count }))
}
