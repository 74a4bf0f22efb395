import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { analyseFile, printAnalysisSchema } from '../../simulations/analysis-cli.ts'
import { THREADS_MAX } from '../../simulations/pool.ts'
import { StartError } from '../kernel/start-error.ts'
import { packageRoot } from '../package-root.ts'
import { given, wholeOf, withHost } from './simulate.ts'
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
  const threads = wholeOf('threads', options.threads, 1, THREADS_MAX) ?? availableParallelism()
  const seconds = wholeOf('seconds', options.seconds, 1, 1_000_000)
  const asked = {
    file: named(file, 'analyses'),
    scenarioPath: (name: string, folder?: string) => named(name, 'presets', folder),
    threads,
    resume: resume === true,
    tableOnly: table === true,
    ...given('out', out),
    ...given('seconds', seconds),
  }
  await withHost(async (host) => {
    await analyseFile(asked, host)
  })
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
