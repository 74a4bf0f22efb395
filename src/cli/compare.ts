import { availableParallelism } from 'node:os'
import { readText } from '../../simulations/cli.ts'
import { type ComparedText, compareScenarios } from '../../simulations/compare-cli.ts'
import { THREADS_MAX } from '../../simulations/pool.ts'
import { given, pathOf, wholeOf, withHost } from './simulate.ts'

/** As they are typed. */
export interface CompareArguments {
  readonly seed?: string
  readonly paths?: string
  readonly threads?: string
  readonly language?: 'it' | 'en'
  readonly json?: boolean
}

/** Compares scenario files or presets, each with its overlays behind a plus sign: `gf500 gf500+recession`. */
export async function runComparison(
  names: readonly string[],
  options: CompareArguments,
): Promise<void> {
  await withHost(async (host) => {
    const scenarios: ComparedText[] = []
    for (const name of names) {
      const [file = '', ...overlays] = name.split('+')
      scenarios.push({ text: await readText(pathOf(file)), overlays })
    }
    await compareScenarios(
      {
        scenarios,
        threads: wholeOf('threads', options.threads, 1, THREADS_MAX) ?? availableParallelism(),
        language: options.language ?? 'en',
        json: options.json === true,
        ...given('seed', wholeOf('seed', options.seed, 0, Number.MAX_SAFE_INTEGER)),
        ...given('paths', wholeOf('paths', options.paths, 1, Number.MAX_SAFE_INTEGER)),
      },
      host,
    )
  })
}
