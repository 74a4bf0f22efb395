import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BrokenOff } from './analysis/points.ts'
import type { Language } from './chart/language.ts'
import { hashOf } from './checkpoint.ts'
import { brokenOff, type Host, openKeeper, readText, SimulateRefusal } from './cli.ts'
import { writeFiles } from './files.ts'
import { WorkerPool } from './pool.ts'
import { ENGINE_VERSION } from './result.ts'
import { needsOf, openBundle, type StudyAtHand } from './study/bundle.ts'
import { conclude } from './study/conclude.ts'
import { studyFiles } from './study/report/study-files.ts'
import { studySummary } from './study/report/study-summary.ts'
import { runTasks } from './study/run-tasks.ts'
import type { StudyResult } from './study/study-result.ts'
import { rowWidth, tasksOf } from './study/tasks.ts'

const KEPT = 'study.part'

/** What the command line asks for. */
export interface StudyOptions {
  /** The path of the study file. */
  readonly file: string
  /** Finds a scenario that the study names: beside it, or among the presets. */
  readonly scenarioPath: (name: string, folder: string) => string
  readonly threads: number
  /** A folder for the report and all that it is made of. */
  readonly out?: string
  readonly resume: boolean
  readonly language: Language
  readonly worlds?: number
  readonly paths?: number
  readonly seed?: number
}

/** Runs a study: what came of it to standard output, and everything into the folder, if there is one. */
export async function studyFile(options: StudyOptions, host: Host): Promise<StudyResult> {
  const startedAt = host.now()
  const study = await readyStudy(options)
  const { out } = options
  if (out !== undefined) await mkdir(out, { recursive: true })
  const result = await run(study, options, host)
  if (out !== undefined) {
    const seconds = (host.now() - startedAt) / 1000
    const times = { startedAt: new Date(startedAt).toISOString(), seconds }
    await writeFiles(out, {
      ...studyFiles(result),
      'run.json': `${JSON.stringify({ ...times, threads: options.threads }, null, 2)}\n`,
    })
    await rm(join(out, KEPT), { force: true })
  }
  host.print(studySummary(result, options.language))
  return result
}

/** Reads a study with the scenarios and the datasets that it names. @throws ScenarioError with everything that is wrong */
async function readyStudy(options: StudyOptions): Promise<StudyAtHand> {
  const { file: path, scenarioPath, worlds, paths, seed } = options
  const folder = dirname(path)
  const text = await readText(path)
  const needs = needsOf(text)
  const scenarios: Record<string, string> = {}
  for (const name of needs.scenarios) scenarios[name] = await readText(scenarioPath(name, folder))
  const evidence: Record<string, string> = {}
  for (const { name, file } of needs.evidence) {
    if (file === undefined)
      throw new SimulateRefusal(`evidence.${name}: the command reads files; say which one it is.`)
    evidence[name] = await readText(join(folder, file))
  }
  const changes = {
    ...(worlds === undefined ? {} : { worlds }),
    ...(paths === undefined ? {} : { paths }),
    ...(seed === undefined ? {} : { seed }),
  }
  return openBundle({ text, scenarios, evidence, changes }, hashOf)
}

async function run(study: StudyAtHand, options: StudyOptions, host: Host): Promise<StudyResult> {
  const { prepared, studyHash, text, texts } = study
  const { out } = options
  const { nodeMajor } = host
  // What rows depend on.
  const key = hashOf({ studyHash, nodeMajor, engine: ENGINE_VERSION })
  const { keeper, done = [] } =
    out === undefined
      ? {}
      : await openKeeper(
          { out, name: KEPT, resume: options.resume, what: 'study' },
          key,
          rowWidth(prepared),
        )
  const startedAt = host.now()
  const all = tasksOf(prepared).length
  const progress = (count: number): string => {
    const ran = count - done.length
    const left = ((all - count) * (host.now() - startedAt)) / Math.max(1, ran) / 1000
    return `${count} of ${all} runs${ran > 0 ? `, ${Math.ceil(left)} s left` : ''}`
  }
  const [first] = prepared.instances
  const pool = await WorkerPool.start(options.threads, {
    effective: first?.read.effective ?? {},
    sampling: {},
  })
  try {
    const rows = await runTasks(prepared, {
      threads: pool,
      done,
      isStopAsked: host.isStopAsked,
      onTask: (count) => host.show(progress(count)),
      ...(keeper === undefined ? {} : { keeper }),
    })
    return conclude(prepared, rows, { studyHash, nodeMajor, text, texts })
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error
    throw brokenOff(out)
  } finally {
    host.show('')
    await pool.close()
    await keeper?.close()
  }
}
