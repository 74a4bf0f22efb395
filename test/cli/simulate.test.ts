import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { runSimulation, type SimulateArguments } from '../../src/cli/simulate.ts'

const PATHS = 400

let folder = ''
let printed = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fra-noi-simulate-'))
})

afterAll(() => rm(folder, { recursive: true }))

beforeEach(() => {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

function run(preset: string | undefined, options: Partial<SimulateArguments>): Promise<void> {
  return runSimulation(preset, { overlay: [], ...options })
}

async function filesIn(path: string): Promise<Readonly<Record<string, Buffer>>> {
  const names = await readdir(path, { recursive: true, withFileTypes: true })
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  const read = files.sort().map(async (file) => {
    return [file.slice(path.length + 1), await readFile(file)] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

describe('a run into a folder', () => {
  test('twice, with other threads, gives the same bytes in every file but the one with the clock', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')]
    await run('rent-insurance', { paths: String(PATHS), threads: '1', out: one })
    await run('rent-insurance', { paths: String(PATHS), threads: '2', chunk: '33', out: two })
    const { 'run.json': clock, ...first } = await filesIn(one)
    const { 'run.json': _, ...second } = await filesIn(two)
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining([
        ...['charts/loss-grossClaims.it.svg', 'charts/money.csv', 'figures.csv', 'paths.parquet'],
        ...['report.en.html', 'report.it.html', 'result.json', 'series.csv'],
      ]),
    )
    expect(Object.keys(second)).toEqual(Object.keys(first))
    for (const [name, bytes] of Object.entries(first)) {
      expect(second[name]?.equals(bytes), name).toBe(true)
    }
    expect(JSON.parse(String(clock))).toMatchObject({ threads: 1 })
    expect(printed).toContain('Books: every path balances to the cent')
    await parquetIsOf(join(one, 'paths.parquet'), JSON.parse(String(first['result.json'])))
  })
})

/** Another library than the one that wrote it finds all paths, and where they come from. */
async function parquetIsOf(
  path: string,
  { provenance, figures }: { provenance: object; figures: { of: string; value: number }[] },
): Promise<void> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const said = metadata.key_value_metadata?.find(({ key }) => key === 'fra-noi.provenance')
  expect(JSON.parse(said?.value ?? '')).toEqual(provenance)
  const rows = await parquetReadObjects({ file })
  expect(rows).toHaveLength(PATHS)
  expect(rows[17]).toMatchObject({ path: 17, weight: 1 })
  const mean = rows.reduce((sum, row) => sum + Number(row.grossClaims), 0) / PATHS
  expect(mean).toBeCloseTo(figures.find(({ of }) => of === 'grossClaims')?.value ?? 0, 4)
}

describe('without a run', () => {
  test('the presets are listed, and a scenario is printed with its defaults', async () => {
    await run(undefined, {})
    expect(printed.split('\n')).toContain('rent-insurance')
    await run('rent-insurance', { print: true, seed: '77' })
    expect(printed).toMatch(/\nseed: 77\n(.*\n)*sampling:\n {2}method: chance\n/)
  })
})

describe('what cannot be done is said in a sentence', () => {
  test.each([
    ['an unknown preset', 'nowhere', {}, 'There is no file nowhere.'],
    ['a number that is none', 'rent-insurance', { paths: '12.5' }, '--paths is a whole number'],
    ['a number out of range', 'rent-insurance', { threads: '0' }, '--threads is a whole number'],
    ['to resume nothing', 'rent-insurance', { resume: true }, 'say which with --out'],
    ['an unknown overlay', 'rent-insurance', { overlay: ['moon'] }, 'there is none called moon'],
    ['too few paths', 'rent-insurance', { paths: '3' }, 'paths: must be a whole number from 16'],
    ['an unknown model', undefined, { schema: 'moon' }, 'There is no model moon'],
    ['a scenario with quantities', 'gf500', { quantity: 'x.json' }, 'takes no scenario'],
  ])('%s', async (_, preset, options, sentence) => {
    await expect(run(preset, options)).rejects.toThrow(sentence)
  })

  test('a folder that cannot be written into', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    for (const out of [file, join(file, 'below')]) {
      const begun = run('rent-insurance', { paths: '16', threads: '1', out })
      await expect(begun).rejects.toThrow(`Nothing can be written into ${out}`)
    }
  })
})
