import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { promisify } from 'node:util'

/** The unprivileged user that PostgreSQL runs as where the service itself runs as root; PostgreSQL refuses root. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const run = promisify(execFile)
const NOBODY: ServerUser = { name: 'nobody', uid: 65534, gid: 65534 }

/**
 * Chooses who the server runs as: the owner of an existing cluster, else `postgres` where the machine knows that user, else `nobody`.
 *
 * @param cluster the cluster's folder, which need not exist
 * @returns `undefined` where the service is not root: the server then runs as the same user
 */
export function chooseServerUser(cluster: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readUsers()
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) {
    const known = users.find((user) => user.uid === owner.uid)
    return known ?? { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid }
  }
  const byName = (name: string) => users.find((user) => user.name === name && user.uid !== 0)
  return byName('postgres') ?? byName('nobody') ?? NOBODY
}

/** Tells whether the server's user can enter a folder (or read and run a file), by trying it as that user. */
export async function canReach(path: string, user: ServerUser | undefined): Promise<boolean> {
  return succeedsAs(user, 'test -r "$1" && test -x "$1"', path)
}

/** Tells whether the server's user can pass through a folder on the way to something inside it. */
export async function canPass(path: string, user: ServerUser | undefined): Promise<boolean> {
  return succeedsAs(user, 'test -x "$1"', path)
}

async function succeedsAs(user: ServerUser | undefined, script: string, path: string) {
  try {
    await run('/bin/sh', ['-c', script, 'sh', path], { cwd: '/', ...asUser(user) })
    return true
  } catch {
    return false
  }
}

/** The options of a child process that is to run as the server's user. */
export function asUser(user: ServerUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid }
}

function readUsers(): ServerUser[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
      .filter((user) => Number.isInteger(user.uid) && Number.isInteger(user.gid))
  } catch {
    return []
  }
}
