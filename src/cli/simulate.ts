import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import {
  type Host,
  printDifferences,
  printJournal,
  printScenario,
  printSchema,
  readText,
  type SimulateOptions,
  SimulateRefusal,
  simulate,
} from '../../simulations/cli.ts'
import { THREADS_MAX } from '../../simulations/pool.ts'
import { answerFile } from '../../simulations/quantity-cli.ts'
import { PATHS_MAX, ScenarioError } from '../../simulations/scenario/scenario.ts'
import { StartError } from '../kernel/start-error.ts'
import { packageRoot } from '../package-root.ts'
import { systemRuntime } from '../runtime.ts'
import { listenForStop } from './stopping.ts'
import { print } from './terminal.ts'

/** As they are typed. */
export interface SimulateArguments {
  readonly overlay: readonly string[]
  readonly seed?: string
  readonly paths?: string
  readonly threads?: string
  readonly chunk?: string
  readonly seconds?: string
  readonly memory?: string
  readonly out?: string
  readonly resume?: boolean
  readonly yes?: boolean
  readonly print?: boolean
  readonly diff?: string
  readonly schema?: string
  readonly replay?: string
  readonly quantity?: string
}

const PRESETS = join(packageRoot(), 'simulations', 'scenario', 'presets')

/** Runs a scenario file, or one of the presets by its name. */
export async function runSimulation(
  file: string | undefined,
  options: SimulateArguments,
): Promise<void> {
  if (options.quantity !== undefined) {
    if (file !== undefined) throw new StartError('--quantity takes no scenario.')
    return answerFile(options.quantity)
  }
  await withHost((host) => perform(file, options, host))
}

/** Does something with what the process has; what the person who asked can put right is told in a sentence. */
export async function withHost(work: (host: Host) => Promise<void>): Promise<void> {
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
    await work(host)
  } catch (error) {
    if (error instanceof ScenarioError || error instanceof SimulateRefusal) {
      throw new StartError(error.message)
    }
    throw error
  } finally {
    stopping.release()
  }
}

async function perform(
  file: string | undefined,
  options: SimulateArguments,
  host: Host,
): Promise<void> {
  if (options.schema !== undefined) return printSchema(options.schema, host)
  if (file === undefined) {
    host.print(presetNames().join('\n'))
    return
  }
  const wanted: SimulateOptions = {
    scenario: await readText(pathOf(file)),
    overlays: options.overlay,
    threads: wholeOf('threads', options.threads, 1, THREADS_MAX) ?? availableParallelism(),
    resume: options.resume === true,
    yes: options.yes === true,
    ...given('seed', wholeOf('seed', options.seed, 0, Number.MAX_SAFE_INTEGER)),
    ...given('paths', wholeOf('paths', options.paths, 1, Number.MAX_SAFE_INTEGER)),
    ...given('chunk', wholeOf('chunk', options.chunk, 1, 1_000_000)),
    ...given('seconds', wholeOf('seconds', options.seconds, 1, 1_000_000)),
    ...given('memory', wholeOf('memory', options.memory, 1, 1_000_000)),
    ...given('out', options.out),
  }
  if (wanted.resume && wanted.out === undefined) {
    throw new StartError('--resume goes on in a folder: say which with --out.')
  }
  if (options.print === true) return printScenario(wanted, host)
  if (options.diff !== undefined) {
    return printDifferences(wanted, await readText(pathOf(options.diff)), host)
  }
  if (options.replay !== undefined) {
    return printJournal(wanted, wholeOf('replay', options.replay, 0, PATHS_MAX - 1) ?? 0, host)
  }
  await simulate(wanted, host)
}

function presetNames(): readonly string[] {
  return readdirSync(PRESETS)
    .map((name) => basename(name, '.yaml'))
    .sort()
}

/** A path as it is, a bare name as that of a preset. */
export function pathOf(file: string): string {
  const preset = join(PRESETS, `${file}.yaml`)
  return !existsSync(file) && /^[\w-]+$/.test(file) && existsSync(preset) ? preset : file
}

/** An option that is a whole number. */
export function wholeOf(
  name: string,
  text: string | undefined,
  min: number,
  max: number,
): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^[0-9]+$/.test(text) && value >= min && value <= max) return value
  throw new StartError(`--${name} is a whole number from ${min} to ${max}.`)
}

/** A field only where there is a value. */
export function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in Name]?: Value })
}

/** A line that the next one replaces; only where somebody looks. */
function show(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}
