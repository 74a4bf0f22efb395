import { execFile } from 'node:child_process'
import { chown, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '../../kernel/start-error.ts'
import type { Binaries } from './binaries.ts'
import { asUser, type ServerUser } from './server-user.ts'

/** The major version of the packaged PostgreSQL; a cluster of another one cannot be opened by it. */
export const PACKAGED_MAJOR = '18'

/** The login that owns a cluster and its databases. */
export const OWNER_LOGIN = 'franoi_owner'

/** What the server and its tools are started with: nothing of the surroundings, so that it is the same everywhere. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const

const run = promisify(execFile)

export interface NewCluster {
  /** The cluster's folder. Its parent must exist and let the server's user pass. */
  readonly folder: string
  readonly ownerPassword: string
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
}

/**
 * Makes a cluster where there is none: UTF-8, sorted by code points, passwords by SCRAM, page checksums.
 * It is made beside its place and moved there when complete, so a power cut leaves nothing half made.
 */
export async function createCluster(cluster: NewCluster): Promise<void> {
  const parent = dirname(cluster.folder)
  const fresh = await mkdtemp(join(parent, 'new-'))
  try {
    const passwordFile = join(fresh, 'password')
    await writeFile(passwordFile, cluster.ownerPassword, { mode: 0o600 })
    await mkdir(join(fresh, 'cluster'), { mode: 0o700 })
    await giveTo(cluster.user, fresh, passwordFile, join(fresh, 'cluster'))
    await initialise(cluster, join(fresh, 'cluster'), passwordFile)
    await rename(join(fresh, 'cluster'), cluster.folder).catch((error: unknown) => {
      // Another start was quicker: its cluster has the same password and is used.
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
    })
    await syncFolder(parent)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** Refuses a cluster that a PostgreSQL of another major version made. */
export async function checkVersion(folder: string): Promise<void> {
  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim()
  if (found === PACKAGED_MAJOR) return
  throw new StartError(
    `The database in ${folder} was made by PostgreSQL ${found}, and this version of fra-noi brings PostgreSQL ${PACKAGED_MAJOR}: see "Upgrading" in docs/operating.md for how to move the data.`,
  )
}

async function initialise(cluster: NewCluster, folder: string, passwordFile: string) {
  const options = [
    `--pgdata=${folder}`,
    `--username=${OWNER_LOGIN}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  try {
    await run(cluster.binaries.initdb, options, {
      cwd: folder,
      env: SERVER_ENVIRONMENT,
      ...asUser(cluster.user),
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? lastLine(String(error.stderr)) : ''
    throw new StartError(
      `PostgreSQL could not make a database in ${dirname(cluster.folder)}: ${said || String(error)}`,
    )
  }
}

/** The last line of a program's messages that says something. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}

async function giveTo(user: ServerUser | undefined, ...paths: string[]): Promise<void> {
  if (user === undefined) return
  for (const path of paths) await chown(path, user.uid, user.gid)
}

async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r')
  await opened.sync().finally(() => opened.close())
}
