import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { THREADS_MAX } from '../../simulations/pool.ts'
import { studyJsonSchema } from '../../simulations/study/study-file.ts'
import { studyFile } from '../../simulations/study-cli.ts'
import { StartError } from '../kernel/start-error.ts'
import { packageRoot } from '../package-root.ts'
import { given, pathOf, wholeOf, withHost } from './simulate.ts'
import { print } from './terminal.ts'

/** As they are typed. */
export interface StudyArguments {
  readonly out?: string
  readonly resume?: boolean
  readonly worlds?: string
  readonly paths?: string
  readonly seed?: string
  readonly threads?: string
  readonly language?: 'it' | 'en'
}

const STUDIES = join(packageRoot(), 'simulations', 'study', 'studies')
const NUMBER_MAX = Number.MAX_SAFE_INTEGER

/** Runs a study file, or one that comes with the program by its name. */
export async function runStudy(file: string, options: StudyArguments): Promise<void> {
  const { out, resume = false, language = 'en' } = options
  if (resume && out === undefined)
    throw new StartError('--resume goes on in a folder: say which with --out.')
  await withHost(async (host) => {
    await studyFile(
      {
        file: studyPath(file),
        // A scenario beside the study comes before a preset of the same name.
        scenarioPath: (name, folder) =>
          existsSync(join(folder, name)) ? join(folder, name) : pathOf(name),
        threads: wholeOf('threads', options.threads, 1, THREADS_MAX) ?? availableParallelism(),
        ...{ resume, language },
        ...given('out', out),
        ...given('worlds', wholeOf('worlds', options.worlds, 4, 4096)),
        ...given('paths', wholeOf('paths', options.paths, 2, 1024)),
        ...given('seed', wholeOf('seed', options.seed, 0, NUMBER_MAX)),
      },
      host,
    )
  })
}

/** The names of the studies that come with the program. */
export function listStudies(): void {
  const names = readdirSync(STUDIES).filter((name) => name.endsWith('.yaml'))
  print(
    names
      .map((name) => basename(name, '.yaml'))
      .sort()
      .join('\n'),
  )
}

export function printStudySchema(): void {
  print(JSON.stringify(studyJsonSchema(), null, 2))
}

function studyPath(file: string): string {
  const own = join(STUDIES, `${file}.yaml`)
  return !existsSync(file) && /^[\w-]+$/.test(file) && existsSync(own) ? own : file
}
