import { type Search, type SearchStep, type Sense, searchFor } from './analysis/smallest.ts'
import { readTarget, type Target, TargetError } from './analysis/smallest-target.ts'
import { type Host, SimulateRefusal } from './cli.ts'
import { columnsOf } from './compare-cli.ts'
import type { JsonObject } from './scenario/json.ts'
import { readScenario } from './scenario/scenario.ts'

export interface OptimiseOptions {
  /** The text of the scenario file. */
  readonly scenario: string
  readonly overlays: readonly string[]
  readonly field: string
  /** `P(ruin) < 1 %` */
  readonly until: string
  readonly sense: Sense
  readonly seed?: number
  readonly paths?: number
  readonly threads: number
  /** Prints the whole search as JSON instead of lines. */
  readonly json: boolean
}

const ENDINGS: Readonly<Record<Search['ending'], (search: Search) => string>> = {
  found: ({ field, sense, answer }) => `The ${sense} ${field} that meets it: ${answer}.`,
  'end of range': ({ field, answer }) => `It is met as far as ${field} may go: ${answer}.`,
  'not reached': ({ field }) => `It cannot be reached: no ${field} that was tried meets it.`,
  'other way round': ({ field, sense }) =>
    `No ${field} that was tried meets it, and it gets worse that way: ask for the ${sense === 'smallest' ? 'largest' : 'smallest'}.`,
}

/** Searches for the smallest or largest value of a field with which a target is met at its bound, and shows the whole search. */
export async function optimise(options: OptimiseOptions, host: Host): Promise<Search> {
  const { seed, paths, field, sense, threads, json } = options
  const changes: JsonObject = {
    ...(seed === undefined ? {} : { seed }),
    ...(paths === undefined ? {} : { paths }),
  }
  const read = readScenario(options.scenario, options.overlays, changes)
  const target = targetOf(options.until, read.model)
  const search = await searchFor(read, {
    field,
    sense,
    target,
    run: (side) => columnsOf(side, threads, host),
    onStep: (step) => {
      if (!json) host.print(lineOf(step, target))
    },
  })
  if (json) host.print(JSON.stringify(search, null, 2))
  else for (const line of closingOf(search)) host.print(line)
  return search
}

function targetOf(until: string, model: Parameters<typeof readTarget>[1]): Target {
  try {
    return readTarget(until, model)
  } catch (error) {
    if (error instanceof TargetError) throw new SimulateRefusal(error.message)
    throw error
  }
}

function lineOf(
  { value, estimate, standardError, bound, isMet }: SearchStep,
  target: Target,
): string {
  const [figure, error, limit] = [estimate, standardError, bound].map((one) =>
    written(one, target.unit),
  )
  return `  ${value}: ${figure} ± ${error}, bound ${limit}: ${isMet ? 'meets it' : 'does not'}`
}

function closingOf(search: Search): readonly string[] {
  const { ending, isMonotone, steps, paths, sampling, target } = search
  const { relation, of, statistic, value, unit } = target
  const side = relation === '<' ? 'upper' : 'lower'
  const wanted = `${statistic} of ${of} ${relation} ${written(value, unit)} at the ${side} bound of 95 %`
  return [
    `${wanted}; ${steps.length} values, ${paths} paths each of the same randomness, sampling ${sampling}.`,
    ENDINGS[ending](search),
    ...(isMonotone || ending === 'other way round'
      ? []
      : ['Beware: it does not go one way with the field; other values may meet it as well.']),
  ]
}

function written(value: number, unit: string): string {
  if (unit === 'cents') return `${(value / 100).toFixed(2)} EUR`
  if (unit === 'probability' || unit === 'share') {
    return `${Number((value * 100).toPrecision(5))} %`
  }
  return `${Number(value.toPrecision(6))} ${unit}`
}
