import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Measured } from './measure.ts'

const run = promisify(execFile)

/** PostgreSQL's own benchmark: the ruler that the ledger is held against, on the same server. */
export interface Pgbench {
  measure(seconds: number): Promise<Measured>
}

/** How every script is run, so that all are comparable. */
const WORDS = ['-n', '-M', 'prepared', '-c', '8', '-j', '2'] as const

/** Finds pgbench on this machine: where Debian keeps it, or on the path. */
export async function findPgbench(): Promise<string | undefined> {
  for (const program of [...debianPrograms(), 'pgbench']) {
    const works = await run(program, ['--version']).then(
      () => true,
      () => false,
    )
    if (works) return program
  }
  return undefined
}

/** Fills a database with pgbench's tables, scale 10. */
export async function preparePgbench(program: string, url: string): Promise<Pgbench> {
  await run(program, ['-i', '-s', '10', '-q', url])
  return { measure: (seconds) => measureScript(program, url, [], seconds) }
}

/** Another script than pgbench's own, on a database that is ready for it. */
export function scriptOf(program: string, url: string, file: string): Pgbench {
  return { measure: (seconds) => measureScript(program, url, ['-f', file], seconds) }
}

async function measureScript(
  program: string,
  url: string,
  script: readonly string[],
  seconds: number,
): Promise<Measured> {
  const words = [...WORDS, ...script, '-T', String(seconds), url]
  const { stdout } = await run(program, words)
  const perSecond = Number(/tps = ([0-9.]+)/.exec(stdout)?.[1])
  const p50Ms = Number(/latency average = ([0-9.]+) ms/.exec(stdout)?.[1])
  return { perSecond, p50Ms, p99Ms: Number.NaN }
}

function debianPrograms(): string[] {
  const home = '/usr/lib/postgresql'
  if (!existsSync(home)) return []
  return readdirSync(home)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(home, version, 'bin', 'pgbench'))
}
