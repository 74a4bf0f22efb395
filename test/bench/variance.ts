import { spawnSync } from 'node:child_process'
import { Command } from 'commander'
import type { GuaranteeFund } from '../../simulations/model/guarantee-fund/parameters.ts'
import { PathRunner, type PathSetup } from '../../simulations/path-runner.ts'
import { setupOf } from '../../simulations/plan.ts'
import type { JsonObject } from '../../simulations/scenario/json.ts'
import { Moments } from '../../simulations/stats/moments.ts'
import {
  weightedExpectedShortfall,
  weightedTailOf,
  weightedValueAtRisk,
} from '../../simulations/stats/weighted.ts'
import { columnsOf, coverageOf, METHODS } from '../simulations/coverage.ts'
import { readGf500 } from '../simulations/gf500.ts'

/** Figures of GF500, each from the paths of one replicate. */
const FIGURES = ['mean', 'ruin', 'VaR99', 'ES99'] as const
type FigureName = (typeof FIGURES)[number]

/** What replicates of a method came to. */
interface Measured {
  readonly figures: Readonly<Record<FigureName, Moments>>
  readonly usPerPath: number
}

const program = new Command()
  .option('--replicates <number>', 'of each method; those by chance are three times as many', '120')
  .option('--paths <number>', 'in each, a power of two', '2048')
  .option('--coverage <number>', 'how many runs show how often intervals hold the truth', '2000')
  .option('--numpy <file>', 'a program that prints a line of JSON with usPerPath')
  .parse()
const options = program.opts<{
  replicates: string
  paths: string
  coverage: string
  numpy?: string
}>()
const replicates = Number(options.replicates)
const paths = Number(options.paths)

function setupWith(changes: JsonObject): PathSetup {
  const { scenario, model } = readGf500({ paths: 16 * paths, ...changes })
  return setupOf(scenario, model)
}

/** As many scrambles as replicates: each is a run of its own. */
function inReplicates(setup: PathSetup, count: number): PathSetup {
  const { sobol } = setup.sampling
  if (sobol === undefined) return setup
  return { ...setup, sampling: { ...setup.sampling, sobol: { ...sobol, scrambles: count } } }
}

function measure(setup: PathSetup, count: number): Measured {
  const runner = new PathRunner(inReplicates(setup, count))
  const figures = {
    mean: new Moments(),
    ruin: new Moments(),
    VaR99: new Moments(),
    ES99: new Moments(),
  }
  const claims = new Float64Array(paths)
  const weights = new Float64Array(paths)
  let spent = 0
  for (let replicate = 0; replicate < count; replicate++) {
    let mean = 0
    let ruin = 0
    const begin = performance.now()
    for (let point = 0; point < paths; point++) {
      const weight = runner.run(point * count + replicate)
      claims[point] = runner.outputs[0] as number
      weights[point] = weight
      mean += (weight * (runner.outputs[0] as number)) / paths
      ruin += (weight * (runner.outputs[2] as number)) / paths
    }
    spent += performance.now() - begin
    const tail = weightedTailOf(claims, weights)
    figures.mean.add(mean)
    figures.ruin.add(ruin)
    figures.VaR99.add(weightedValueAtRisk(tail, 0.99).value)
    figures.ES99.add(weightedExpectedShortfall(tail, 0.99).value)
  }
  return { figures, usPerPath: (spent * 1000) / (count * paths) }
}

/** How many times fewer paths do for the same error, with the error of that. */
function gainOf(plain: Moments, other: Moments): string {
  const gain = plain.variance / other.variance
  const error = gain * Math.sqrt(2 / (plain.count - 1) + 2 / (other.count - 1))
  return `${gain.toFixed(1)} ± ${error.toFixed(1)}`
}

function tell(name: string, plain: Measured, other: Measured): void {
  const gains = FIGURES.map(
    (figure) => `${figure} ${gainOf(plain.figures[figure], other.figures[figure])}`,
  )
  // The two must tell the same: how many errors they are apart.
  const apart = FIGURES.map((figure) => {
    const [a, b] = [plain.figures[figure], other.figures[figure]]
    return ((b.mean - a.mean) / Math.hypot(a.standardError, b.standardError)).toFixed(1)
  })
  process.stdout.write(
    `${name.padEnd(22)} ${gains.join(', ')}; apart ${apart.join(' ')}; ${other.usPerPath.toFixed(1)} µs a path\n`,
  )
}

const EVEN = { sampling: { method: 'even' } }
const TAIL = { sampling: { method: 'tail' } }
for (const fund of ['19 %', '27 %']) {
  const changes = { parameters: { fund } }
  const plain = measure(setupWith(changes), 3 * replicates)
  const ruin = plain.figures.ruin.mean
  process.stdout.write(
    `a fund of ${fund}, ruined ${(100 * ruin).toFixed(3)} %; ${plain.usPerPath.toFixed(1)} µs a path by chance\n`,
  )
  if (fund === '19 %') tell('even', plain, measure(setupWith({ ...changes, ...EVEN }), replicates))
  const tail = measure(setupWith({ ...changes, ...TAIL }), replicates)
  tell('tail', plain, tail)
  if (options.numpy === undefined) continue
  const { stdout } = spawnSync('python3', options.numpy.split(' '), { encoding: 'utf8' })
  const { usPerPath } = JSON.parse(stdout) as { usPerPath: number }
  const gain = plain.figures.ruin.variance / tail.figures.ruin.variance
  const work = (gain * usPerPath) / tail.usPerPath
  process.stdout.write(
    `${options.numpy}: ${usPerPath} µs a path; as near with 1/${work.toFixed(0)} of its work\n`,
  )
}

/** A tenth more loans become late: what two runs of the same randomness differ by, against two of their own. */
function compareScenarios(): void {
  const { scenario, model } = readGf500()
  const parameters = scenario.parameters as GuaranteeFund
  const grades = parameters.grades.map((grade) => {
    const more = grade.current.days30 / 10
    const { current, days30 } = grade.current
    return {
      ...grade,
      current: { ...grade.current, current: current - more, days30: days30 + more },
    }
  })
  const setup = setupOf(scenario, model)
  const [before, after] = [setup, { ...setup, parameters: { ...parameters, grades } }].map((one) =>
    columnsOf(one, replicates * 500),
  )
  for (const [column, name] of [
    [0, 'mean claims'],
    [2, 'ruin'],
  ] as const) {
    const [left, right] = [before?.outputs[column], after?.outputs[column]]
    const [a, b, difference] = [new Moments(), new Moments(), new Moments()]
    for (const [path, value] of (left ?? []).entries()) {
      a.add(value)
      b.add(right?.[path] ?? 0)
      difference.add((right?.[path] ?? 0) - value)
    }
    const gain = (a.variance + b.variance) / difference.variance
    // The variance of a variance, by the fourth moment.
    const error = gain * Math.sqrt((difference.excessKurtosis + 2) / difference.count)
    process.stdout.write(
      `common random numbers, a tenth more late, ${name}: variance of the difference 1/${gain.toFixed(1)} ± ${error.toFixed(1)}\n`,
    )
  }
}

compareScenarios()

for (const method of Object.keys(METHODS) as (keyof typeof METHODS)[]) {
  const all = coverageOf(method, Number(options.coverage)).map(({ name, held, runs }) => ({
    name,
    percent: (100 * held) / runs,
  }))
  const [least] = all.toSorted((a, b) => a.percent - b.percent)
  const [most] = all.toSorted((a, b) => b.percent - a.percent)
  const written = (one: typeof least) => `${one?.percent.toFixed(1)} % (${one?.name})`
  process.stdout.write(
    `intervals of 95 %, ${method}: ${options.coverage} runs, ${all.length} figures, from ${written(least)} to ${written(most)}\n`,
  )
}
