import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { Books } from '../../simulations/books.ts'
import { ACCOUNTS } from '../../simulations/model/guarantee-fund/accounts.ts'
import { LoanKernel } from '../../simulations/model/guarantee-fund/loan-kernel.ts'
import type { GuaranteeFund } from '../../simulations/model/guarantee-fund/parameters.ts'
import { PathRunner, type PathSetup } from '../../simulations/path-runner.ts'
import { setupOf } from '../../simulations/plan.ts'
import { readScenario } from '../../simulations/scenario/scenario.ts'
import { Moments } from '../../simulations/stats/moments.ts'
import { packageRoot } from '../../src/package-root.ts'

const BATCH = 250
const ENTRIES = 100_000

interface Timing {
  readonly best: number
  readonly median: number
}

const program = new Command()
  .option('--rounds <number>', 'batches of 250 paths', '60')
  .option('--numpy <file>', 'a program that prints a line of JSON with usPerPath', collect, [])
  .option('--turns <number>', 'how often GF500 and these programs take turns', '5')
  .parse()
const options = program.opts<{ rounds: string; turns: string; numpy: readonly string[] }>()

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}

/** Microseconds a path, batch after batch: the best is what the machine can do, the median what it did. */
function time(run: (path: number) => void, perBatch: number, rounds: number): Timing {
  const all: number[] = []
  for (let round = -4; round < rounds; round++) {
    const begin = performance.now()
    for (let path = 0; path < perBatch; path++) run(Math.max(0, round) * perBatch + path)
    if (round >= 0) all.push(((performance.now() - begin) * 1000) / perBatch)
  }
  all.sort((a, b) => a - b)
  return { best: all[0] ?? Number.NaN, median: all[all.length >> 1] ?? Number.NaN }
}

function tell(name: string, { best, median }: Timing, unit: string): void {
  process.stdout.write(
    `${name.padEnd(34)} ${best.toFixed(2)} best, ${median.toFixed(2)} median ${unit}\n`,
  )
}

/** The error of mean claims by the same number of paths, against paths drawn by chance. */
function compareErrors(read: (overlay: readonly string[]) => PathSetup): void {
  const runner = new PathRunner(read([]))
  const worse = new PathRunner(read(['recession']))
  const alone = new Moments()
  const difference = new Moments()
  for (let path = 0; path < 2000; path++) {
    runner.run(path)
    worse.run(path)
    alone.add(worse.outputs[0] ?? 0)
    difference.add((worse.outputs[0] ?? 0) - (runner.outputs[0] ?? 0))
  }
  const factor = (2 * alone.variance) / difference.variance
  process.stdout.write(
    `common random numbers, a recession against none: variance of the difference 1/${factor.toFixed(1)}\n`,
  )
}

const text = readFileSync(join(packageRoot(), 'simulations/scenario/presets/gf500.yaml'), 'utf8')
const read = (overlays: readonly string[]): PathSetup => {
  const { scenario, model } = readScenario(text, overlays)
  return setupOf(scenario, model)
}
const rounds = Number(options.rounds)
const fast = new PathRunner(read([]))
const tail = new PathRunner(read(['tail']))
const full = new PathRunner({ ...read([]), mode: 'full' })
const one = read([])
const kernel = () => new LoanKernel(one.parameters as GuaranteeFund)
const general = new PathRunner({ ...one, model: { ...one.model, kernel } })
const slow = new PathRunner({ ...read([]), reference: true })
const books = new Books(ACCOUNTS, { mode: 'aggregate' })

tell(
  'GF500, books by the month',
  time((path) => fast.run(path), BATCH, rounds),
  'µs a path',
)
tell(
  'GF500, loan by loan',
  time((path) => general.run(path), BATCH, rounds),
  'µs a path',
)
tell(
  'GF500 in the tail, spread evenly',
  time((path) => tail.run(path), BATCH, rounds),
  'µs a path',
)
tell(
  'GF500, every entry by itself',
  time((path) => full.run(path), 20, rounds / 4),
  'µs a path',
)
tell(
  'GF500, the reference',
  time((path) => slow.run(path), 5, rounds / 4),
  'µs a path',
)
const entry = time(
  () => {
    books.reset()
    for (let cents = 1; cents <= ENTRIES; cents++) books.post(1, 0, 1, cents)
  },
  1,
  rounds,
)
tell('an entry of the books', scaled(entry, 1000 / ENTRIES), 'ns')
compareErrors(read)
for (const file of options.numpy) compareWith(file)

/** In turn with another program, so that what disturbs the machine disturbs both; the medians, and of the ratios too. */
function compareWith(file: string): void {
  const theirs: number[] = []
  const together: number[] = []
  const byLoan: number[] = []
  for (let turn = 0; turn < Number(options.turns); turn++) {
    const { stdout, stderr, status } = spawnSync('python3', file.split(' '), { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    const { usPerPath } = JSON.parse(stdout) as { readonly usPerPath: number }
    theirs.push(usPerPath)
    together.push(usPerPath / time((path) => fast.run(path), BATCH, 20).median)
    byLoan.push(usPerPath / time((path) => general.run(path), BATCH, 8).median)
  }
  process.stdout.write(
    `${file}: ${medianOf(theirs).toFixed(1)} µs a path; GF500 is ${medianOf(together).toFixed(1)} times as fast, loan by loan ${medianOf(byLoan).toFixed(1)} times\n`,
  )
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function scaled({ best, median }: Timing, factor: number): Timing {
  return { best: best * factor, median: median * factor }
}
