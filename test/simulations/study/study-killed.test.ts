import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashOf } from '../../../simulations/checkpoint.ts'
import type { Host } from '../../../simulations/cli.ts'
import { openBundle } from '../../../simulations/study/bundle.ts'
import { rowWidth, tasksOf } from '../../../simulations/study/tasks.ts'
import { type StudyOptions, studyFile } from '../../../simulations/study-cli.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { plantedText, SMALL_TEXT } from './planted.ts'

const TEXT = plantedText({ seed: 9, worlds: 24, paths: 2 })
const PIECE_BYTES = 24
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fra-noi-studies-'))
  await writeFile(join(folder, 'small'), SMALL_TEXT)
  await writeFile(join(folder, 'study.yaml'), TEXT)
})
afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }))

test('a study that was killed goes on where it was, and comes to the same bytes', async () => {
  await studyFile(optionsFor('whole'), host())
  const killed = command('killed')
  const part = join(folder, 'killed', 'study.part')
  const row = await rowBytes()
  const done = await whenGrown(part, 12 * row, killed)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const all = row * tasksOf(opened().prepared).length
  expect(done).toBeLessThan(all)
  let first = 0
  await studyFile(
    { ...optionsFor('killed'), resume: true },
    host((text) => {
      first ||= Number(/^(\d+) of/.exec(text)?.[1] ?? 0)
    }),
  )
  expect(first).toBeGreaterThan(0)
  const [whole, again] = await Promise.all(['whole', 'killed'].map(filesOf))
  expect(again).toEqual(whole)
  expect(Object.keys(whole ?? {})).toContain('report.it.html')
}, 240_000)

test('another study is not gone on with', async () => {
  await writeFile(join(folder, 'other.yaml'), TEXT.replace('seed: 9', 'seed: 10'))
  const halted = { ...host(), isStopAsked: () => true }
  const options = { ...optionsFor('halted'), worlds: 4 }
  await expect(studyFile(options, halted)).rejects.toThrow('--resume with the same --out goes on')
  const other = { ...options, file: join(folder, 'other.yaml'), resume: true }
  await expect(studyFile(other, host())).rejects.toThrow('is another study')
  const nothing = { ...optionsFor('nothing'), resume: true }
  await expect(studyFile(nothing, host())).rejects.toThrow('There is nothing to resume')
})

function opened() {
  const scenarios = { small: SMALL_TEXT }
  return openBundle({ text: TEXT, scenarios, evidence: {}, changes: {} }, hashOf)
}

async function rowBytes(): Promise<number> {
  return PIECE_BYTES + 8 * rowWidth(opened().prepared)
}

function command(out: string): ChildProcess {
  const cli = join(packageRoot(), 'src', 'cli.ts')
  const asked = ['study', 'run', join(folder, 'study.yaml'), '--out', join(folder, out)]
  const wanted = ['--import', 'tsx', cli, ...asked, '--threads', '1']
  return spawn(process.execPath, wanted, { cwd: packageRoot(), stdio: 'ignore' })
}

async function whenGrown(path: string, bytes: number, child: ChildProcess): Promise<number> {
  for (;;) {
    const size = (await stat(path).catch(() => ({ size: 0 }))).size
    if (size >= bytes) return size
    if (child.exitCode !== null) throw new Error('it was over before it could be killed')
    await sleep(2)
  }
}

function optionsFor(out: string): StudyOptions {
  return {
    file: join(folder, 'study.yaml'),
    scenarioPath: (name, beside) => join(beside, name),
    ...{ threads: 2, out: join(folder, out), resume: false, language: 'en' },
  }
}

function host(show: (text: string) => void = () => {}): Host {
  const nodeMajor = Number(process.versions.node.split('.')[0])
  return { now: () => 0, isStopAsked: () => false, print: () => {}, show, nodeMajor }
}

/** Every file but the one with the times. */
async function filesOf(out: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(folder, out))).filter((name) => name !== 'run.json').sort()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, out, name), 'utf8')))
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
}
