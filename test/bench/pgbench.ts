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
  return {
    async measure(seconds) {
      const words = ['-n', '-M', 'prepared', '-c', '8', '-j', '2', '-T', String(seconds), url]
      const { stdout } = await run(program, words)
      const perSecond = Number(/tps = ([0-9.]+)/.exec(stdout)?.[1])
      const p50Ms = Number(/latency average = ([0-9.]+) ms/.exec(stdout)?.[1])
      return { perSecond, p50Ms, p99Ms: Number.NaN }
    },
  }
}

function debianPrograms(): string[] {
  const home = '/usr/lib/postgresql'
  if (!existsSync(home)) return []
  return readdirSync(home)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(home, version, 'bin', 'pgbench'))
}
