import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { analyseFile, printAnalysisSchema } from '../../simulations/analysis-cli.ts'
import { type Host, SimulateRefusal } from '../../simulations/cli.ts'
import { THREADS_MAX } from '../../simulations/pool.ts'
import { ScenarioError } from '../../simulations/scenario/scenario.ts'
import { StartError } from '../kernel/start-error.ts'
import { packageRoot } from '../package-root.ts'
import { systemRuntime } from '../runtime.ts'
import { listenForStop } from './stopping.ts'
import { print } from './terminal.ts'

/** As they are typed. */
export interface AnalyseArguments {
  readonly out?: string
  readonly threads?: string
  readonly seconds?: string
  readonly resume?: boolean
  readonly table?: boolean
  readonly schema?: boolean
}

const SCENARIOS = join(packageRoot(), 'simulations', 'scenario')

/** Runs an analysis file, or one of those that come with the program by its name. */
export async function runAnalysis(
  file: string | undefined,
  options: AnalyseArguments,
): Promise<void> {
  const { out, resume, table } = options
  if (options.schema === true) return printAnalysisSchema({ print })
  if (file === undefined) return print(ownNames().join('\n'))
  if (resume === true && out === undefined)
    throw new StartError('--resume goes on in a folder: say which with --out.')
  const threads = wholeOf('threads', options.threads, THREADS_MAX) ?? availableParallelism()
  const seconds = wholeOf('seconds', options.seconds, 1_000_000)
  const stopping = listenForStop()
  let isStopped = false
  stopping.asked.then(() => {
    isStopped = true
  })
  const host: Host = {
    now: systemRuntime.now,
    isStopAsked: () => isStopped,
    print,
    show,
    nodeMajor: Number(process.versions.node.split('.')[0]),
  }
  try {
    await analyseFile(
      {
        file: named(file, 'analyses'),
        scenarioPath: (name, folder) => named(name, 'presets', folder),
        threads,
        resume: resume === true,
        tableOnly: table === true,
        ...(out === undefined ? {} : { out }),
        ...(seconds === undefined ? {} : { seconds }),
      },
      host,
    )
  } catch (error) {
    if (error instanceof ScenarioError || error instanceof SimulateRefusal)
      throw new StartError(error.message)
    throw error
  } finally {
    stopping.release()
  }
}

function ownNames(): readonly string[] {
  return readdirSync(join(SCENARIOS, 'analyses'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort()
}

/** A path as it is, from a folder; a bare name as that of a file that comes with the program. */
function named(name: string, kind: 'analyses' | 'presets', folder = ''): string {
  const path = join(folder, name)
  const own = join(SCENARIOS, kind, `${name}.yaml`)
  return !existsSync(path) && /^[\w-]+$/.test(name) && existsSync(own) ? own : path
}

function wholeOf(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^[0-9]+$/.test(text) && value >= 1 && value <= max) return value
  throw new StartError(`--${name} is a whole number from 1 to ${max}.`)
}

/** A line that the next one replaces; only where somebody looks. */
function show(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}
