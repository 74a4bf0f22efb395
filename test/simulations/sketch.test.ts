import { describe, expect, test } from 'vitest'
import { pathsToAudit } from '../../simulations/audit.ts'
import { runChunk } from '../../simulations/chunk.ts'
import { memoryOf } from '../../simulations/memory.ts'
import { PathRunner, type PathSetup } from '../../simulations/path-runner.ts'
import { RunSketch } from '../../simulations/path-sketch.ts'
import { PATHS_SHOWN, PathStore } from '../../simulations/path-store.ts'
import type { WorkerPool } from '../../simulations/pool.ts'
import { Stream } from '../../simulations/random/stream.ts'
import { resultOf } from '../../simulations/result.ts'
import { type RunOptions, type RunOutcome, runPaths } from '../../simulations/run.ts'
import { PATHS_KEPT_MAX, type ReadScenario } from '../../simulations/scenario/scenario.ts'
import { summariseSketch } from '../../simulations/sketch-summary.ts'
import { TailSample } from '../../simulations/stats/tail.ts'
import { type Figure, summarise } from '../../simulations/summary.ts'
import { gf500Setup, readGf500 } from './gf500.ts'

const WIDTH = 6
const PATHS = 65_536

/** What a path of GF500 could have left: two amounts, an event, what is left, a count; the weight. */
function rowOf(path: number): readonly number[] {
  const stream = new Stream()
  stream.state.set([path + 1, 2, 3, 4])
  for (let warm = 0; warm < 8; warm++) stream.nextWord()
  const claims = Math.floor(1e7 * stream.uniform() ** 3)
  const paid = Math.min(claims, 8_000_000)
  return [claims, paid, claims > paid ? 1 : 0, 1e7 - paid, Math.floor(claims / 1e5), 1]
}

function rowsOf(from: number, to: number): Float64Array {
  const rows = new Float64Array((to - from) * WIDTH)
  for (let path = from; path < to; path++) rows.set(rowOf(path), (path - from) * WIDTH)
  return rows
}

const ALL = rowsOf(0, PATHS)

function storeWith(read: ReadScenario, chunk: number, sketch?: RunSketch): PathStore {
  const store = new PathStore(PATHS, WIDTH, sketch)
  for (let from = 0; from < PATHS; from += chunk) {
    store.add(from, ALL.subarray(from * WIDTH, Math.min(PATHS, from + chunk) * WIDTH))
  }
  expect(store.complete).toBe(Math.min(PATHS, read.scenario.paths))
  return store
}

function figuresOf(read: ReadScenario, chunk: number): readonly Figure[] {
  const sketch = new RunSketch(read.model, read.scenario)
  storeWith(read, chunk, sketch)
  return summariseSketch(read.model, read.scenario, sketch)
}

describe('a sketch', () => {
  const read = readGf500({ paths: PATHS })
  const exact = summarise(read.model, read.scenario, storeWith(read, 4096).columns(PATHS))
  const sketched = figuresOf(read, 4096)

  test('tells the figures that all paths tell, in their order', () => {
    const named = ({ of, statistic, level }: Figure) => `${of} ${statistic} ${level ?? ''}`
    expect(sketched.map(named)).toEqual(exact.map(named))
    for (const [index, figure] of sketched.entries()) {
      const other = exact[index] as Figure
      expect(figure.withheld).toBe(other.withheld)
      if (figure.value === null || other.value === null) continue
      if (figure.statistic === 'quantile') {
        const { lower = 0, upper = 0 } = figure.interval ?? {}
        expect(lower).toBeLessThanOrEqual(other.value)
        expect(upper).toBeGreaterThanOrEqual(other.value)
        expect(Math.abs(figure.value - other.value)).toBeLessThan(upper - lower + 1)
        continue
      }
      for (const [is, was] of [
        [figure.value, other.value],
        [figure.standardError, other.standardError],
        [figure.interval?.lower, other.interval?.lower],
        [figure.interval?.upper, other.interval?.upper],
        [figure.exactInterval?.upper, other.exactInterval?.upper],
      ]) {
        expect(Math.abs((is ?? 0) - (was ?? 0))).toBeLessThanOrEqual(1e-8 * Math.abs(was ?? 0))
      }
    }
  })

  test('depends on no chunk', () => {
    expect(figuresOf(read, 1111)).toEqual(sketched)
  })
})

test('a sketch knows the worst paths, and keeps the first for pictures', () => {
  const read = readGf500({ paths: PATHS })
  const sketch = new RunSketch(read.model, read.scenario)
  const columns = storeWith(read, 5000, sketch).columns(PATHS)
  expect(columns.paths).toBe(Math.min(PATHS, PATHS_SHOWN))
  const setup = gf500Setup()
  const { worst } = pathsToAudit(setup, columns)
  expect(worst).toHaveLength(66)
  expect(sketch.worst().slice(0, worst.length)).toEqual(worst)
  expect(pathsToAudit(setup, columns, sketch.worst()).all).toEqual(
    expect.arrayContaining([0, 1, 19, 1000, ...worst]),
  )
})

describe('a run of more paths than are kept', () => {
  const paths = PATHS_KEPT_MAX + 1000
  const read = readGf500({ paths, stop: { relativeError: '2 %', of: ['ruin'] } })
  const setup = gf500Setup()

  /** Paths as a thread would run them, without running them. */
  function poolOf(threads: number): WorkerPool {
    const run = (_: number, { from, to }: { readonly from: number; readonly to: number }) =>
      new Promise((resolve) => setImmediate(() => resolve(repeated(from, to))))
    return { threads, run } as unknown as WorkerPool
  }

  function repeated(from: number, to: number): Float64Array {
    const rows = new Float64Array((to - from) * WIDTH)
    for (let path = from; path < to; path++) {
      const start = (path % PATHS) * WIDTH
      rows.set(ALL.subarray(start, start + WIDTH), (path - from) * WIDTH)
    }
    return rows
  }

  function run(options: Partial<RunOptions>): Promise<RunOutcome> {
    return runPaths(read.scenario, setup as PathSetup, {
      pool: poolOf(2),
      now: () => 0,
      ...options,
    })
  }

  test('stops where its figures are near enough, after what was done before as from the beginning', async () => {
    const fresh = await run({ chunk: 4096 })
    const resumed = await run({
      pool: poolOf(1),
      chunk: 5000,
      // The last piece reaches beyond where it was looked first.
      done: [
        { from: 0, rows: repeated(0, 1000) },
        { from: 1000, rows: repeated(1000, 9000) },
      ],
    })
    for (const { columns, sketch, ending } of [fresh, resumed]) {
      expect(ending).toBe('precise')
      expect(sketch?.paths).toBe(resumed.sketch?.paths)
      expect(columns.paths).toBe(Math.min(sketch?.paths ?? 0, PATHS_SHOWN))
    }
    const figures = [fresh, resumed].map(({ sketch }) =>
      summariseSketch(read.model, read.scenario, sketch as RunSketch),
    )
    expect(figures[1]).toEqual(figures[0])
  })

  test('has a result, of which the paths that are kept and the worst are looked at twice', () => {
    const done = 120
    const resultWith = (rows: Float64Array) => {
      const sketch = new RunSketch(read.model, read.scenario)
      const store = new PathStore(paths, WIDTH, sketch)
      store.add(0, rows)
      const columns = store.columns(done)
      const told = { columns, sketch, ending: 'interrupted', scenarioHash: '', nodeMajor: 20 }
      return resultOf({ ...read, setup, ...told })
    }
    const rows = runChunk(new PathRunner(setup), 0, done)
    const { provenance, audit, effectivePaths } = resultWith(rows)
    expect([provenance.paths, effectivePaths, audit.paths]).toEqual([done, done, done])
    rows[7 * WIDTH] = 1
    expect(() => resultWith(rows)).toThrow(/path 7: grossClaims is another/)
  })

  test('takes no more memory than one whose paths are kept', () => {
    const kept = memoryOf(read.model, { ...read.scenario, paths: PATHS_KEPT_MAX }, 2)
    expect(memoryOf(read.model, read.scenario, 2)).toBeLessThan(kept)
    expect(memoryOf(read.model, { ...read.scenario, paths: 1e9 }, 2)).toBeGreaterThan(kept)
  })
})

test('of a tail are kept so many as were asked for, whatever the order', () => {
  const values = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 10_007)
  const expected = values.toSorted((a, b) => a - b).slice(-700)
  for (const order of [values, values.toReversed(), values.toSorted((a, b) => a - b)]) {
    const tail = new TailSample(700)
    for (const value of order) tail.add(value)
    expect([...tail.sorted()]).toEqual(expected)
    expect(tail.count).toBe(values.length)
  }
})
