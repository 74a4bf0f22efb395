import { readFileSync, statSync } from 'node:fs'

/**
 * Looks for the process that a lock file names.
 *
 * @returns `server`: the PostgreSQL of this cluster; `other`: a process that has nothing to do with it, or the
 * remains of one; `none`: no such process
 */
export function findProcess(pid: number, cluster: string): 'server' | 'other' | 'none' {
  if (!isAlive(pid)) return 'none'
  const command = readCommand(pid)
  // Without /proc the number alone must do, as it does for PostgreSQL.
  if (command === undefined) return 'server'
  return command.includes(cluster) || worksIn(pid, cluster) ? 'server' : 'other'
}

/** Tells whether a process with this number exists, of whatever user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** PostgreSQL works in its cluster's folder, under whatever name it knows that. */
function worksIn(pid: number, cluster: string): boolean {
  try {
    const [folder, place] = [statSync(cluster), statSync(`/proc/${pid}/cwd`)]
    return folder.dev === place.dev && folder.ino === place.ino
  } catch {
    return false
  }
}

/** The words that a process was started with; none for one that ended and was not yet collected. */
function readCommand(pid: number): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return undefined
  }
}
