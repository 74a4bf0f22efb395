import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'
import { buildIfStale } from './build.ts'

export interface RunningProgram {
  readonly child: ChildProcess
  /** Everything written until now: to standard output, and to standard error. */
  readonly said: { output: string; messages: string }
  /** Settles with the exit code. */
  readonly ended: Promise<number | null>
}

export interface CommandResult {
  readonly exitCode: number | null
  /** Standard output. */
  readonly output: string
  /** Standard error. */
  readonly messages: string
}

/** Runs `fra-noi …` to its end. */
export async function runCommand(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  await buildIfStale()
  return runProgram([join(packageRoot(), 'src', 'command', 'fra-noi.js'), ...words], {
    ...bareEnvironment(),
    ...env,
  })
}

/** Runs Node with these words and exactly this environment, to its end. */
export async function runProgram(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const { said, ended } = startProgram(words, env)
  const exitCode = await ended
  return { exitCode, ...said }
}

/** Starts Node with these words and exactly this environment. */
export function startProgram(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningProgram {
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { output: '', messages: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.messages += text
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve)
  })
  return { child, said, ended }
}

/** The surroundings of a process under test: nothing of the tester's own configuration. */
export function bareEnvironment(): Record<string, string> {
  const { PATH = '/usr/bin:/bin', HOME = '/' } = process.env
  return { PATH, HOME }
}
