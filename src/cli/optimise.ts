import { availableParallelism } from 'node:os'
import { readText } from '../../simulations/cli.ts'
import { optimise } from '../../simulations/optimise-cli.ts'
import { THREADS_MAX } from '../../simulations/pool.ts'
import { given, pathOf, wholeOf, withHost } from './simulate.ts'

/** As they are typed. */
export interface OptimiseArguments {
  readonly field: string
  readonly until: string
  readonly largest?: boolean
  readonly overlay: readonly string[]
  readonly seed?: string
  readonly paths?: string
  readonly threads?: string
  readonly json?: boolean
}

/** Searches a scenario file or preset for the smallest value of a field that meets a target. */
export async function runSearch(file: string, options: OptimiseArguments): Promise<void> {
  await withHost(async (host) => {
    await optimise(
      {
        scenario: await readText(pathOf(file)),
        overlays: options.overlay,
        field: options.field,
        until: options.until,
        sense: options.largest === true ? 'largest' : 'smallest',
        threads: wholeOf('threads', options.threads, 1, THREADS_MAX) ?? availableParallelism(),
        json: options.json === true,
        ...given('seed', wholeOf('seed', options.seed, 0, Number.MAX_SAFE_INTEGER)),
        ...given('paths', wholeOf('paths', options.paths, 1, Number.MAX_SAFE_INTEGER)),
      },
      host,
    )
  })
}
