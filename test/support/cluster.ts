import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedFolder, prepareBinaries } from '../../src/db/embedded/binaries.ts'
import { createCluster, OWNER_LOGIN } from '../../src/db/embedded/cluster.ts'
import { findFreePort, startServer, stopServer } from '../../src/db/embedded/server.ts'
import { chooseServerUser } from '../../src/db/embedded/server-user.ts'

export interface TestCluster {
  /** The owner's login on the database `postgres`; the owner may do everything. */
  readonly ownerUrl: string
  /** The folder that holds everything of it, and is removed with it; every user can pass. */
  readonly home: string
  /** Where the cluster is, for tests that look at its files. */
  readonly folder: string
  stop(): Promise<void>
}

const HASTY = { fsync: 'off', full_page_writes: 'off', max_connections: '300' }

/**
 * Starts an empty PostgreSQL of its own in a temporary folder.
 *
 * @param settings without fsync if not said otherwise: what it holds is not worth keeping
 */
export async function startTestCluster(
  settings: Readonly<Record<string, string>> = HASTY,
): Promise<TestCluster> {
  const home = mkdtempSync(join(tmpdir(), 'fra-noi-test-'))
  chmodSync(home, 0o711)
  const folder = join(home, 'cluster')
  const user = chooseServerUser(folder)
  const copies = join(home, 'binaries')
  mkdirSync(copies, { mode: 0o711 })
  const binaries = await prepareBinaries(installedFolder(), copies, user)
  const ownerPassword = 'only-for-tests'
  await createCluster({ folder, ownerPassword, binaries, user })
  const port = await findFreePort()
  const server = await startServer({
    binaries,
    cluster: folder,
    user,
    port,
    startLog: join(home, 'start.log'),
    settings,
  })
  if ('said' in server) throw new Error(`the test server did not start: ${server.said}`)
  return {
    ownerUrl: `postgres://${OWNER_LOGIN}:${ownerPassword}@127.0.0.1:${port}/postgres`,
    home,
    folder,
    async stop() {
      await stopServer(folder, server.pid)
      rmSync(home, { recursive: true, force: true })
    },
  }
}
