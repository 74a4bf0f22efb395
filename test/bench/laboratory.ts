import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { LoanKernel } from '../../simulations/model/guarantee-fund/loan-kernel.ts'
import type { GuaranteeFund } from '../../simulations/model/guarantee-fund/parameters.ts'
import { PathRunner, type PathSetup } from '../../simulations/path-runner.ts'
import { setupOf } from '../../simulations/plan.ts'
import { WorkerPool } from '../../simulations/pool.ts'
import { readScenario } from '../../simulations/scenario/scenario.ts'
import { packageRoot } from '../../src/package-root.ts'
import { say } from './table.ts'

const CHUNK = 2000
const WARM_PATHS = 8000
const COUNTED_PATHS = 2000

const program = new Command()
  .option('--rounds <number>', 'rounds of one thread and two, in turn', '5')
  .option('--paths <number>', 'paths of a round', '60000')
  .option('--memory <paths...>', 'runs whose memory is measured', ['1000000'])
  .parse()
const options = program.opts<{ rounds: string; paths: string; memory: readonly string[] }>()

const PRESET = join(packageRoot(), 'simulations/scenario/presets/gf500.yaml')
const { scenario, model, effective } = readScenario(readFileSync(PRESET, 'utf8'))
const setup = setupOf(scenario, model)

/** Seconds that a number of threads take for the paths of a round, when they have run some before. */
async function secondsOn(pool: WorkerPool, paths: number): Promise<number> {
  let next = 0
  const work = async (thread: number): Promise<void> => {
    while (next < paths) {
      const from = next
      next += CHUNK
      await pool.run(thread, { from, to: Math.min(paths, from + CHUNK) })
    }
  }
  const begin = performance.now()
  await Promise.all(Array.from({ length: pool.threads }, (_, thread) => work(thread)))
  return (performance.now() - begin) / 1000
}

async function compareThreads(): Promise<void> {
  const pools = [
    await WorkerPool.start(1, { effective, sampling: {} }),
    await WorkerPool.start(2, { effective, sampling: {} }),
  ] as const
  try {
    for (const pool of pools) await secondsOn(pool, 2 * CHUNK)
    const ratios: number[] = []
    for (let round = 0; round < Number(options.rounds); round++) {
      const one = await secondsOn(pools[0], Number(options.paths))
      const two = await secondsOn(pools[1], Number(options.paths))
      ratios.push(one / two)
      say(
        `one thread ${one.toFixed(2)} s, two ${two.toFixed(2)} s: ${(one / two).toFixed(2)} times`,
      )
    }
    say(`two threads, median of the rounds: ${median(ratios).toFixed(2)} times one`)
  } finally {
    for (const pool of pools) await pool.close()
  }
}

/** Bytes that a path puts on the heap, by a sampling that also counts what is collected again. */
async function countAllocations(name: string, some: PathSetup): Promise<void> {
  const runner = new PathRunner(some)
  for (let path = 0; path < WARM_PATHS; path++) runner.run(path)
  const session = new Session()
  session.connect()
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 128,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  })
  for (let path = 0; path < COUNTED_PATHS; path++) runner.run(path)
  const { profile } = await session.post('HeapProfiler.stopSampling')
  session.disconnect()
  type Node = (typeof profile)['head']
  const bytesOf = (node: Node): number =>
    (node.callFrame.url.includes('/simulations/') ? node.selfSize : 0) +
    node.children.reduce((sum, child) => sum + bytesOf(child), 0)
  say(`${name}: ${(bytesOf(profile.head) / COUNTED_PATHS).toFixed(1)} bytes allocated a path`)
}

/** The most memory that a process had in its life, as Linux tells it. */
function peakOf(words: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { stdio: 'ignore' })
    let peak = 0
    const look = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0))
      } catch {
        // It has ended since.
      }
    }, 20)
    child.once('error', reject)
    child.once('exit', () => {
      clearInterval(look)
      resolve(peak / 1024)
    })
  })
}

async function measureMemory(): Promise<void> {
  const cli = join(packageRoot(), 'dist/src/cli.js')
  const bare = await peakOf(['-e', '0'])
  say(`bare Node: ${bare.toFixed(0)} MB at its peak`)
  for (const threads of ['1', '2']) {
    for (const paths of ['1000', ...options.memory]) {
      const words = ['--threads', threads, '--paths', paths, '--yes', '--memory', '100000']
      const peak = await peakOf([cli, 'simulate', 'gf500', ...words])
      say(`${paths} paths on ${threads} thread(s): ${peak.toFixed(0)} MB at its peak`)
    }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

await countAllocations('GF500, loans of a grade together', setup)
const kernel = () => new LoanKernel(setup.parameters as GuaranteeFund)
await countAllocations('GF500, loan by loan', { ...setup, model: { ...model, kernel } })
await compareThreads()
await measureMemory()
