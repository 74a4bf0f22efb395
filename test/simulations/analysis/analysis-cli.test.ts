import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepare, sheetOf } from '../../../simulations/analysis/analysis.ts'
import { readAnalysis } from '../../../simulations/analysis/analysis-file.ts'
import { type AnalyseOptions, analyseFile } from '../../../simulations/analysis-cli.ts'
import type { Host } from '../../../simulations/cli.ts'
import { readScenario } from '../../../simulations/scenario/scenario.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { SPONSORSHIP } from './threads.ts'

const SOBOL = `
schemaVersion: 1
name: What decides
scenario: small.yaml
fields:
  - { name: join, path: parameters.sponsors.join, low: 30 %, high: 70 % }
  - { name: fixed, path: parameters.costs.fixed, low: 200 EUR, high: 300 EUR }
outputs: [{ of: gap }]
analysis: { kind: sobol, scrambles: 8, blocks: 8 }
`
const POINTS = 8 * 8 * 4
const ABC = `
schemaVersion: 1
name: What fits
scenario: small.yaml
fields: [{ name: join, path: parameters.sponsors.join, low: 10 %, high: 90 % }]
analysis: { kind: abc, observed: { sponsors: 28 }, particles: 60, simulations: 700 }
`

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fra-noi-analyses-'))
  await writeFile(join(folder, 'small.yaml'), SPONSORSHIP)
  await writeFile(join(folder, 'sobol.yaml'), SOBOL)
  await writeFile(join(folder, 'abc.yaml'), ABC)
})

afterAll(() => rm(folder, { recursive: true }))

describe.each(['sobol', 'abc'])('an analysis of the kind %s', (kind) => {
  let whole = ''

  beforeAll(async () => {
    await analyseFile(optionsFor(kind, 'whole', { threads: 1 }), host())
    whole = await readResult(kind, 'whole')
  })

  test('gives the same bytes with more threads, broken off, its end lost, and gone on with', async () => {
    let asked = 0
    const stopped = { ...host(), isStopAsked: () => ++asked > 100 }
    const options = optionsFor(kind, 'resumed', { threads: 2 })
    await expect(analyseFile(options, stopped)).rejects.toThrow(
      '--resume with the same --out goes on',
    )
    const file = join(folder, `${kind}-resumed`, 'points.part')
    await truncate(file, (await stat(file)).size - 5)
    await appendFile(file, 'what was being written when it died')
    await analyseFile({ ...options, resume: true, threads: 1 }, host())
    expect(await readResult(kind, 'resumed')).toBe(whole)
    await expect(stat(file)).rejects.toThrow('ENOENT')
  })
})

describe('an analysis', () => {
  test('shows its table first, and nothing else where no more is wanted', async () => {
    const lines: string[] = []
    const options = optionsFor('sobol', 'table', { tableOnly: true })
    expect(await analyseFile(options, host(lines))).toBeUndefined()
    expect(lines[0]).toBe(`${POINTS} points of 64 paths`)
    expect(lines[1]?.split('\n')).toHaveLength(1 + POINTS)
    await expect(stat(join(folder, 'sobol-table'))).rejects.toThrow('ENOENT')
  })

  test('does not go on with another one, nor beyond its budget', async () => {
    const options = optionsFor('sobol', 'other', { threads: 1 })
    let asked = 0
    const stopped = { ...host(), isStopAsked: () => ++asked > 3 }
    await expect(analyseFile(options, stopped)).rejects.toThrow('Broken off')
    const changed = join(folder, 'changed.yaml')
    await writeFile(changed, SOBOL.replace('300 EUR', '310 EUR'))
    const other = { ...options, file: changed, resume: true }
    await expect(analyseFile(other, host())).rejects.toThrow('another analysis')
    await writeFile(changed, `${SOBOL}budget: { paths: 1000 }\n`)
    await expect(analyseFile({ ...options, file: changed }, host())).rejects.toThrow(
      `${POINTS} points come to ${64 * POINTS} paths; the budget is 1000`,
    )
  })

  test('leaves tables with what they are of, and a scenario that is ready to run', async () => {
    const table = await readFile(join(folder, 'sobol-whole', 'sobol.csv'), 'utf8')
    const [head = '', headings, first] = table.split('\r\n')
    expect(head).toMatch(
      /^# analysis [0-9a-f]{64}, scenario [0-9a-f]{64}, seed 11, 256 points of 64 paths/,
    )
    expect(headings).toMatch(/^output,field,first,first lower/)
    expect(first).toMatch(/^gap\.mean,join,/)
    const calibrated = await readFile(join(folder, 'abc-whole', 'scenario.yaml'), 'utf8')
    expect(() => readScenario(calibrated)).not.toThrow()
    const overlay = await readFile(join(folder, 'abc-whole', 'overlay.yaml'), 'utf8')
    expect(() => readScenario(`${SPONSORSHIP}${overlay}`, ['calibrated'])).not.toThrow()
    const run = JSON.parse(await readFile(join(folder, 'abc-whole', 'run.json'), 'utf8'))
    expect(run).toMatchObject({ threads: 1, startedAt: '1970-01-01T00:00:00.000Z' })
  })
})

describe('the analyses that come with the program', async () => {
  const analyses = join(packageRoot(), 'simulations', 'scenario', 'analyses')
  const names = (await readdir(analyses)).filter((name) => name.endsWith('.yaml'))

  test.each(names)('are whole: %s', async (name) => {
    const file = readAnalysis(await readFile(join(analyses, name), 'utf8'))
    const preset = join(
      packageRoot(),
      'simulations',
      'scenario',
      'presets',
      `${file.scenario}.yaml`,
    )
    const sheet = sheetOf(file)
    const texts = {
      scenario: await readFile(preset, 'utf8'),
      ...(sheet === undefined ? {} : { sheet: await readFile(join(analyses, sheet), 'utf8') }),
    }
    expect(() => prepare(file, texts)).not.toThrow()
  })
})

function optionsFor(kind: string, name: string, options: Partial<AnalyseOptions>): AnalyseOptions {
  return {
    file: join(folder, `${kind}.yaml`),
    scenarioPath: (scenario, beside) => join(beside, scenario),
    threads: 2,
    out: join(folder, `${kind}-${name}`),
    resume: false,
    tableOnly: false,
    ...options,
  }
}

function host(lines: string[] = []): Host {
  return {
    now: () => 0,
    isStopAsked: () => false,
    print: (line) => lines.push(line),
    show: () => {},
    nodeMajor: 20,
  }
}

function readResult(kind: string, name: string): Promise<string> {
  return readFile(join(folder, `${kind}-${name}`, 'analysis.json'), 'utf8')
}
