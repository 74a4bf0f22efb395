import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'
import { sweepBoundaries } from './boundaries.ts'
import type { TortureCluster } from './cluster.ts'
import type { FaultName } from './faults.ts'
import { Findings } from './findings.ts'
import type { CodeMutant, Edit } from './mutant.ts'
import { openOwner } from './owner.ts'
import { run } from './run.ts'
import { checkSimulation } from './simulation.ts'

/** What a service process needs of the checkout. */
const NEEDED = ['src', 'package.json', 'tsconfig.json', 'test/torture'] as const

/** Of the load stage: a round in calm, and one with faults that find what a calm one cannot. */
const ROUNDS: readonly (readonly FaultName[])[] = [
  [],
  ['sessions_ended', 'service_killed', 'clock_stepped', 'sessions_ended'],
]
const QUESTIONS = 900

/** How many seeds a mutant may live through: some bugs need a coincidence that not every load brings about. */
const SEEDS_MAX = 4

export interface Torment {
  /** The numbers of the invariants that complained, of all seeds together. */
  readonly invariants: readonly number[]
  readonly lines: readonly string[]
  /** Whether all complained that must. */
  readonly isCaught: boolean
}

/** Runs the torture against a service that is broken on purpose, with one seed after another until it is caught. */
export async function torment(
  cluster: TortureCluster,
  mutant: CodeMutant,
  first: number,
): Promise<Torment> {
  const found = new Set<number>()
  let lines: readonly string[] = []
  for (let seed = first; seed < first + SEEDS_MAX; seed += 1) {
    const findings = await tormentOnce(cluster, mutant, seed)
    for (const number of findings.invariants) found.add(number)
    lines = findings.lines()
    if (mutant.caughtBy.every((number) => found.has(number))) break
  }
  const isCaught = mutant.caughtBy.every((number) => found.has(number))
  return { invariants: [...found].sort((a, b) => a - b), lines, isCaught }
}

async function tormentOnce(
  cluster: TortureCluster,
  mutant: CodeMutant,
  seed: number,
): Promise<Findings> {
  const root = changedCopy(mutant.edits)
  try {
    const prepare = (url: string) => changeDatabase(url, mutant)
    if (mutant.stage === 'load') {
      const options = { cluster, seed, rounds: ROUNDS, questionsPerRound: QUESTIONS, root, prepare }
      return (await run(options)).findings
    }
    const findings = new Findings()
    const check = mutant.stage === 'simulation' ? checkSimulation : sweepBoundaries
    await check({ cluster, seed, root, prepare }, findings)
    return findings
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** The text of a file after an edit; the place must be there exactly once. */
export function edited(text: string, { file, find, replace }: Edit): string {
  const count = text.split(find).length - 1
  if (count !== 1) throw new Error(`${file} has the place to be changed ${count} times: ${find}`)
  return text.replace(find, () => replace)
}

function changedCopy(edits: readonly Edit[]): string {
  const [from, to] = [packageRoot(), mkdtempSync(join(tmpdir(), 'fra-noi-mutant-'))]
  mkdirSync(join(to, 'test'))
  for (const path of NEEDED) cpSync(join(from, path), join(to, path), { recursive: true })
  symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'))
  for (const edit of edits) {
    const path = join(to, edit.file)
    writeFileSync(path, edited(readFileSync(path, 'utf8'), edit))
  }
  return to
}

async function changeDatabase(url: string, { sql = [], functions = [] }: CodeMutant) {
  const owner = await openOwner(url)
  try {
    for (const statement of sql) await owner.sql.unsafe(statement)
    for (const { name, find, replace } of functions) {
      const [row] = await owner.sql<{ text: string }[]>`
        SELECT pg_get_functiondef(oid) AS text FROM pg_proc WHERE proname = ${name}`
      await owner.sql.unsafe(edited(row?.text ?? '', { file: name, find, replace }))
    }
  } finally {
    await owner.close()
  }
}
