import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of Linux on every machine that Node runs on. */
const TICK_MS = 10
const UTIME = 11
const STIME = 12
const PARENT = 1

/** The time that a process and its direct children (a PostgreSQL and its backends) have computed, in milliseconds. */
export function cpuMs(pid: number): number {
  const own = statOf(pid)
  if (own === undefined) return Number.NaN
  // What ended children computed is in the fields behind the own ones.
  const ended = Number(own[UTIME + 2]) + Number(own[STIME + 2])
  const running = readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined
    return stat !== undefined && Number(stat[PARENT]) === pid ? [computed(stat)] : []
  })
  return (computed(own) + ended + running.reduce((sum, ticks) => sum + ticks, 0)) * TICK_MS
}

/** The process id of a cluster's postmaster. */
export function postmasterPid(cluster: string): number {
  return Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10)
}

function computed(stat: readonly string[]): number {
  return Number(stat[UTIME]) + Number(stat[STIME])
}

/** The fields behind the name of the program, which may itself hold spaces. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
