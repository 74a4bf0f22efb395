import { appendFile, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Host,
  printDifferences,
  printJournal,
  printScenario,
  type SimulateOptions,
  simulate,
} from '../../simulations/cli.ts'
import { setupOf } from '../../simulations/plan.ts'
import { RunFailed, WorkerPool } from '../../simulations/pool.ts'
import { runPaths } from '../../simulations/run.ts'
import { GF500_TEXT, readGf500 } from './gf500.ts'

const PATHS = 300

let folder = ''
let whole = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fra-noi-lab-'))
  await simulate(optionsFor('whole', { threads: 1 }), quiet())
  whole = await readResult('whole')
})

afterAll(() => rm(folder, { recursive: true }))

describe('a run', () => {
  test('gives the same bytes with any number of threads and any chunk', async () => {
    await simulate(optionsFor('threads', { threads: 2, chunk: 7 }), quiet())
    expect(await readResult('threads')).toBe(whole)
  })

  test('gives other bytes with another seed', async () => {
    await simulate(optionsFor('seed', { threads: 1, seed: 5 }), quiet())
    expect(await readResult('seed')).not.toBe(whole)
  })

  test('that was broken off, and lost the end of what it wrote, goes on to the same bytes', async () => {
    const name = 'resumed'
    // It is asked to stop as soon as something is done.
    let shown = 0
    const stopped = { ...quiet(), show: () => ++shown, isStopAsked: () => shown > 2 }
    const partial = await simulate(optionsFor(name, { threads: 2, chunk: 20 }), stopped)
    expect(partial.ending).toBe('interrupted')
    expect(partial.provenance.paths).toBeLessThan(PATHS)
    const file = join(folder, name, 'paths.part')
    await truncate(file, (await stat(file)).size - 5)
    await appendFile(file, 'what was being written when it died')
    await simulate(optionsFor(name, { threads: 1, chunk: 50, resume: true }), quiet())
    expect(await readResult(name)).toBe(whole)
    await expect(stat(file)).rejects.toThrow('ENOENT')
  })

  test('does not go on with what is another scenario', async () => {
    let shown = 0
    const stopped = { ...quiet(), show: () => ++shown, isStopAsked: () => shown > 0 }
    await simulate(optionsFor('other', { threads: 1, chunk: 20 }), stopped)
    const resumed = simulate(optionsFor('other', { threads: 1, resume: true, seed: 9 }), quiet())
    await expect(resumed).rejects.toThrow('another scenario')
    const nothing = simulate(optionsFor('none', { threads: 1, resume: true }), quiet())
    await expect(nothing).rejects.toThrow('nothing to resume')
  })

  test('stops when its figures are near enough, at a power of two, and where its time is over', async () => {
    const changes = { paths: 5000, stop: { relativeError: '5 %', of: ['grossClaims'] } }
    const { scenario, model, effective } = readGf500(changes)
    const pool = await WorkerPool.start(2, { effective, sampling: {} })
    try {
      const setup = setupOf(scenario, model)
      const precise = await runPaths(scenario, setup, { pool, now: () => 0, chunk: 64 })
      expect([precise.ending, precise.columns.paths]).toEqual(['precise', 1024])
      let time = 0
      const now = () => (time += 10)
      const late = await runPaths(scenario, setup, { pool, now, chunk: 16, budgetMs: 200 })
      expect(late.ending).toBe('out of time')
      expect(late.columns.paths % 16).toBe(0)
    } finally {
      await pool.close()
    }
  })

  test('that takes more memory than it may, or has more paths than anybody waits for, is refused', async () => {
    const many = simulate(optionsFor('large', { paths: 4_000_000, memory: 300 }), quiet())
    await expect(many).rejects.toThrow(/could take up to \d+ MB, and may take 300 MB/)
    const endless = simulate(optionsFor('endless', { paths: 1e12 }), quiet())
    await expect(endless).rejects.toThrow('paths: must be a whole number from 16 to 1000000000')
    const tail = { paths: 2 ** 23, overlays: ['tail'] }
    await expect(simulate(optionsFor('tail', tail), quiet())).rejects.toThrow(
      'paths: must be at most 5000000 where',
    )
  })

  test('ends where a thread cannot do what it is asked', async () => {
    const { effective } = readGf500()
    const pool = await WorkerPool.start(1, { effective, sampling: {} })
    try {
      await expect(pool.run(0, { from: 12, to: 11 })).rejects.toThrow(RunFailed)
      await expect(pool.run(0, { from: 12, to: 13 })).resolves.toHaveLength(6)
    } finally {
      await pool.close()
    }
  })

  test('has what it is of in every file, and no clock but in run.json', async () => {
    const result = JSON.parse(whole)
    expect(result.provenance).toMatchObject({ seed: 20240601, paths: PATHS, engine: 2 })
    const figures = await readFile(join(folder, 'whole', 'figures.csv'), 'utf8')
    expect(figures).toContain(`# scenario ${result.provenance.scenarioHash}, seed 20240601`)
    expect(figures.split('\r\n')[2]).toMatch(/^grossClaims,mean,,cents,[0-9.]+,[0-9.]+,/)
    const series = await readFile(join(folder, 'whole', 'series.csv'), 'utf8')
    expect(series.trim().split('\r\n')).toHaveLength(2 + 2 * 37)
    const run = JSON.parse(await readFile(join(folder, 'whole', 'run.json'), 'utf8'))
    expect(run).toMatchObject({ threads: 1, startedAt: '1970-01-01T00:00:00.000Z' })
  })
})

describe('without a run', () => {
  test('the scenario is printed, compared, and a path of it replayed as a journal', () => {
    const lines: string[] = []
    const host = { ...quiet(), print: (line: string) => lines.push(line) }
    printScenario(optionsFor('x', { threads: 1 }), host)
    expect(lines.pop()).toContain('paths: 300\n')
    printDifferences(
      optionsFor('x', { threads: 1 }),
      GF500_TEXT.replace('coverage: 80 %', 'coverage: 60 %'),
      host,
    )
    expect(lines.splice(0)).toEqual([
      'paths: 300 -> 20000',
      'parameters.coverage: "80 %" -> "60 %"',
    ])
    printJournal(optionsFor('x', { threads: 1 }), 3, host)
    const journal = lines.join('\n')
    expect(journal).toContain('account liabilities:guarantee fund')
    expect(sumsOf(journal)).toEqual(assertionsOf(journal))
  })
})

/** What the postings of a journal come to on each account, and what it says that they must. */
function sumsOf(journal: string): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [, account = '', amount = ''] of journal.matchAll(
    /^ {4}(.+?) {2}(-?[0-9.]+) EUR$/gm,
  )) {
    sums[account] = (sums[account] ?? 0) + Math.round(Number(amount) * 100)
  }
  return sums
}

function assertionsOf(journal: string): Record<string, number> {
  return Object.fromEntries(
    [...journal.matchAll(/^ {4}(.+?) {2}0\.00 EUR == (-?[0-9.]+) EUR$/gm)]
      .map(([, account = '', amount = '']) => [account, Math.round(Number(amount) * 100)] as const)
      .filter(([, cents]) => cents !== 0),
  )
}

function optionsFor(name: string, options: Partial<SimulateOptions>): SimulateOptions {
  const out = join(folder, name)
  return {
    scenario: GF500_TEXT,
    overlays: [],
    paths: PATHS,
    threads: 1,
    out,
    resume: false,
    yes: true,
    ...options,
  }
}

function quiet(): Host {
  const ignore = () => {}
  return {
    now: () => 0,
    isStopAsked: () => false,
    print: ignore,
    show: ignore,
    nodeMajor: 20,
  }
}

function readResult(name: string): Promise<string> {
  return readFile(join(folder, name, 'result.json'), 'utf8')
}
