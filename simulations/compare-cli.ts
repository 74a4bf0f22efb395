import { type Comparison, compare, type Side, sidesOf } from './analysis/compare.ts'
import { type SentenceLanguage, sentencesOf } from './analysis/compare-sentences.ts'
import { type Host, SimulateRefusal } from './cli.ts'
import { WorkerPool } from './pool.ts'
import { progressText } from './report/text.ts'
import { runPaths } from './run.ts'
import type { JsonObject } from './scenario/json.ts'
import { type ReadScenario, readScenario } from './scenario/scenario.ts'
import type { Columns } from './summary.ts'

/** A scenario file that is compared, with the overlays that are laid over it. */
export interface ComparedText {
  readonly text: string
  readonly overlays: readonly string[]
}

export interface CompareOptions {
  /** The first is what the others are compared with. */
  readonly scenarios: readonly ComparedText[]
  readonly seed?: number
  readonly paths?: number
  readonly threads: number
  readonly language: SentenceLanguage
  /** Prints all figures as JSON instead of sentences. */
  readonly json: boolean
}

/** Runs scenarios with the same randomness and tells what differs from the first. */
export async function compareScenarios(
  options: CompareOptions,
  host: Host,
): Promise<readonly Comparison[]> {
  const { seed, paths } = options
  const changes: JsonObject = {
    ...(seed === undefined ? {} : { seed }),
    ...(paths === undefined ? {} : { paths }),
  }
  const reads = options.scenarios.map(
    ({ text, overlays }): ReadScenario => readScenario(text, overlays, changes),
  )
  const sides = sidesOf(reads)
  const columns: Columns[] = []
  for (const side of sides) columns.push(await columnsOf(side, options.threads, host))
  const [first, ...others] = sides
  const [left, ...rights] = columns
  if (first === undefined || left === undefined || others.length === 0) {
    throw new SimulateRefusal('Two scenarios at least are compared.')
  }
  const comparisons = others.map((other, index) =>
    compare(first, other, left, rights[index] as Columns),
  )
  if (options.json) host.print(JSON.stringify(comparisons, null, 2))
  else {
    for (const comparison of comparisons) {
      host.print(sentencesOf(comparison, options.language).join('\n'))
      host.print(tableOf(comparison))
    }
  }
  return comparisons
}

/** Runs all paths of a scenario whose drawing is settled. */
export async function columnsOf(
  { read, setup }: Side,
  threads: number,
  host: Host,
): Promise<Columns> {
  const { scenario, effective } = read
  const pool = await WorkerPool.start(threads, { effective, sampling: setup.sampling })
  try {
    const { columns } = await runPaths(scenario, setup, {
      pool,
      now: host.now,
      isStopAsked: host.isStopAsked,
      onProgress: (progress) => host.show(progressText(progress)),
    })
    if (columns.paths < scenario.paths) {
      throw new SimulateRefusal('Broken off: scenarios are compared by all of their paths.')
    }
    return columns
  } finally {
    host.show('')
    await pool.close()
  }
}

/** Every figure in a line: both values, what they differ by, and what was won by the same randomness. */
function tableOf({ figures }: Comparison): string {
  return figures
    .map(({ of, statistic, level, unit, before, after, interval, correlation, gain }) => {
      const name = [of, statistic, ...(level === undefined ? [] : [level])].join(' ')
      const scale = unit === 'cents' ? 100 : 1
      const [a, b, lower, upper] = [before, after, interval.lower, interval.upper].map((value) =>
        Number((value / scale).toPrecision(6)),
      )
      const won =
        gain === null ? 'the same' : `correlation ${correlation.toFixed(3)}, ${gain.toFixed(1)}x`
      return `  ${name}: ${a} -> ${b} ${scale === 100 ? 'EUR' : unit}; differs by ${lower} to ${upper} (95 %); ${won}`
    })
    .join('\n')
}
