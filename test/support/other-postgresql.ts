import { execFile } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installedFolder, prepareBinaries } from '../../src/db/embedded/binaries.ts'
import { OWNER_LOGIN } from '../../src/db/embedded/cluster.ts'
import { findFreePort, startServer, stopServer } from '../../src/db/embedded/server.ts'
import { asUser, chooseServerUser } from '../../src/db/embedded/server-user.ts'

const run = promisify(execFile)
const OLDEST = '/usr/lib/postgresql/15/bin'

export interface OtherPostgresql {
  readonly major: string
  /** A superuser's login on the database `postgres`, without password. */
  readonly ownerUrl: string
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL as an operator would have one: the machine's own PostgreSQL 15 where it is installed, else
 * the packaged one. Made with the defaults of its own `initdb`, and trusting every login.
 */
export async function startOtherPostgresql(): Promise<OtherPostgresql> {
  const home = mkdtempSync(join(tmpdir(), 'fra-noi-other-'))
  chmodSync(home, 0o711)
  const cluster = join(home, 'cluster')
  const user = chooseServerUser(cluster)
  mkdirSync(cluster, { mode: 0o700 })
  if (user !== undefined) chownSync(cluster, user.uid, user.gid)
  const hasOldest = existsSync(join(OLDEST, 'initdb'))
  const binaries = hasOldest
    ? { folder: OLDEST, initdb: join(OLDEST, 'initdb'), postgres: join(OLDEST, 'postgres') }
    : await prepareBinaries(installedFolder(), home, user)
  const options = ['-D', cluster, '-U', OWNER_LOGIN, '--auth=trust', '--no-sync', '-E', 'UTF8']
  await run(binaries.initdb, options, { cwd: cluster, ...asUser(user) })
  const server = await startServer({
    ...{ binaries, cluster, user, port: await findFreePort(), startLog: join(home, 'start.log') },
    settings: { fsync: 'off' },
  })
  if ('said' in server) throw new Error(`PostgreSQL did not start: ${server.said}`)
  return {
    major: hasOldest ? '15' : '18',
    ownerUrl: `postgres://${OWNER_LOGIN}@127.0.0.1:${server.port}/postgres`,
    stop: async () => {
      await stopServer(cluster, server.pid)
      rmSync(home, { recursive: true, force: true })
    },
  }
}
