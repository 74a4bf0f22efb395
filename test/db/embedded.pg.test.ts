import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/db/client.ts'
import { type EmbeddedDatabase, openEmbedded } from '../../src/db/embedded/embedded.ts'
import { readServerState } from '../../src/db/embedded/server.ts'
import { findProcess } from '../../src/db/embedded/server-process.ts'
import { migrate } from '../../src/db/migrate.ts'
import { StartError } from '../../src/kernel/start-error.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { createDataFolders } from '../support/data-folder.ts'

const folders = createDataFolders()
afterAll(() => folders.remove())

/** Made by the first test that opens it; all leave it whole and stopped. */
const shared = folders.make()

const isRoot = process.getuid?.() === 0

function open(dataDir: string, purpose: 'service' | 'command' = 'command') {
  return openEmbedded({ dataDir, purpose, runtime })
}

async function ask(url: string, query: string, role: string | null = null): Promise<unknown> {
  const db = connect(url, { role, poolSize: 1 })
  try {
    const [row] = await db.sql.unsafe(query)
    return row?.answer
  } finally {
    await db.close()
  }
}

async function serverPid(database: EmbeddedDatabase): Promise<number> {
  const state = await readServerState(join(database.folder, 'cluster'))
  return state?.pid ?? 0
}

function isRunning(database: EmbeddedDatabase, pid: number): boolean {
  return findProcess(pid, join(database.folder, 'cluster')) === 'server'
}

function portOf(database: EmbeddedDatabase): string {
  return new URL(database.url).port
}

describe('the built-in PostgreSQL', () => {
  test('is made on the first start, with passwords of its own in a file for this user alone', async () => {
    const dataDir = folders.make()
    const database = await open(join(dataDir, 'new', 'data'))
    const path = join(dataDir, 'new', 'data', 'secrets.json')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const secrets = JSON.parse(readFileSync(path, 'utf8'))
    expect(Object.keys(secrets).sort()).toEqual(['ownerPassword', 'secret', 'servicePassword'])
    expect(new Set(Object.values(secrets)).size).toBe(3)
    expect(database.secret).toBe(secrets.secret)
    const wrong = database.ownerUrl.replace(secrets.ownerPassword, 'guess')
    await expect(ask(wrong, 'SELECT 1 AS answer')).rejects.toThrow(/authentication failed/)
    await database.close()
    rmSync(join(dataDir, 'new'), { recursive: true })
  })

  test('keeps what is committed on disk, listens on the loopback address only, sorts as UTF-8 anywhere', async () => {
    const database = await open(shared)
    const answer = await ask(
      database.ownerUrl,
      `SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) AS answer FROM pg_settings
       WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses',
         'unix_socket_directories', 'server_encoding', 'data_checksums', 'password_encryption')`,
    )
    expect(answer).toBe(
      'data_checksums=on fsync=on full_page_writes=on listen_addresses=127.0.0.1 password_encryption=scram-sha-256 server_encoding=UTF8 synchronous_commit=on unix_socket_directories=',
    )
    await database.close()
  })

  test('gives the service a login that is a member of franoi_app and may do nothing else', async () => {
    const database = await open(shared)
    await migrate({ ...database, runtime })
    const rights = `SELECT rolsuper OR rolcreaterole OR rolcreatedb AS answer
      FROM pg_roles WHERE rolname = session_user`
    expect(await ask(database.url, rights, 'franoi_app')).toBe(false)
    await expect(ask(database.url, 'SELECT 1 AS answer', 'franoi_owner')).rejects.toThrow(
      /permission denied/,
    )
    await expect(ask(database.url, 'CREATE TABLE t ()')).rejects.toThrow(/permission denied/)
    await database.close()
  })

  test('is shared by commands that come and go; the last to leave stops it', async () => {
    const [first, second] = await Promise.all([open(shared), open(shared, 'service')])
    expect(portOf(first)).toBe(portOf(second))
    const pid = await serverPid(first)
    await second.close()
    expect(isRunning(first, pid)).toBe(true)
    await first.close()
    expect(isRunning(first, pid)).toBe(false)
    expect(existsSync(join(first.folder, 'cluster', 'postmaster.pid'))).toBe(false)
  })

  test('survives opening and closing from all sides at once', async () => {
    const use = async (pauseMs: number) => {
      for (let round = 0; round < 3; round++) {
        const database = await open(shared)
        expect(await ask(database.ownerUrl, 'SELECT 1 AS answer')).toBe(1)
        await database.close()
        await sleep(pauseMs)
      }
    }
    await Promise.all([use(0), use(30), use(100)])
    const last = await open(shared)
    const pid = await serverPid(last)
    await last.close()
    expect(isRunning(last, pid)).toBe(false)
  })

  test('refuses a second service on the same folder and names the folder', async () => {
    const service = await open(shared, 'service')
    const second = open(shared, 'service')
    await expect(second).rejects.toThrow(StartError)
    await expect(second).rejects.toThrow(
      `Another fra-noi service is running on the data folder ${shared}`,
    )
    expect(await ask(service.ownerUrl, 'SELECT 1 AS answer')).toBe(1)
    await service.close()
  })

  test('is brought back on its port by the service when it dies', async () => {
    let restarts = 0
    const service = await openEmbedded({
      ...{ dataDir: shared, purpose: 'service', runtime },
      onRestart: () => {
        restarts++
      },
    })
    const db = connect(service.ownerUrl, { role: null })
    const killed = await serverPid(service)
    process.kill(killed, 'SIGKILL')
    for (let i = 0; i < 400 && restarts === 0; i++) await sleep(25)
    expect(restarts).toBe(1)
    expect(await db.sql`SELECT 1 AS answer`).toEqual([{ answer: 1 }])
    const revived = await serverPid(service)
    expect(revived).not.toBe(killed)
    await db.close()
    await service.close()
    expect(isRunning(service, revived)).toBe(false)
  })

  test('starts where a power cut left a lock file whose number belongs to another program now', async () => {
    const first = await open(shared)
    const cluster = join(first.folder, 'cluster')
    const lockFile = readFileSync(join(cluster, 'postmaster.pid'), 'utf8')
    await first.close()
    const stale = lockFile.replace(/^\d+/, String(process.pid))
    writeFileSync(join(cluster, 'postmaster.pid'), stale)
    const { uid, gid } = statSync(cluster)
    chownSync(join(cluster, 'postmaster.pid'), uid, gid)
    const second = await open(shared)
    expect(await serverPid(second)).not.toBe(process.pid)
    await second.close()
  })

  test('moves to another port where its own was taken while it was stopped', async () => {
    const first = await open(shared)
    await first.close()
    const intruder = createServer()
    await new Promise<void>((resolve) => {
      intruder.listen(Number(portOf(first)), '127.0.0.1', resolve)
    })
    const second = await open(shared)
    expect(portOf(second)).not.toBe(portOf(first))
    await second.close()
    intruder.close()
  })

  test('runs outside the data folder where its user cannot reach that, and a link shows where', async () => {
    const closed = folders.make()
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'data')
    const database = await open(dataDir)
    const place = join(dataDir, 'postgresql')
    expect(await ask(database.ownerUrl, 'SELECT 1 AS answer')).toBe(1)
    // An ordinary user runs the server too, and reaches what is theirs.
    expect(lstatSync(place).isSymbolicLink()).toBe(isRoot)
    expect(database.runsAs === undefined).toBe(!isRoot)
    expect(database.folder).toBe(isRoot ? readlinkSync(place) : place)
    await database.close()
    const again = await open(dataDir)
    expect(again.folder).toBe(database.folder)
    await again.close()
    rmSync(database.folder, { recursive: true })
  })
})

describe('a data folder that cannot be used is refused with a sentence:', () => {
  async function refusal(dataDir: string): Promise<string> {
    try {
      const database = await open(dataDir)
      await database.close()
    } catch (error) {
      if (error instanceof StartError) return error.message
      throw error
    }
    return 'none'
  }

  test('one that cannot be made', async () => {
    const file = join(folders.make(), 'file')
    writeFileSync(file, '')
    expect(await refusal(join(file, 'data'))).toMatch(/^The data folder .* cannot be made/)
  })

  test('one whose passwords are missing', async () => {
    await (await open(shared)).close()
    renameSync(join(shared, 'secrets.json'), join(shared, 'elsewhere'))
    expect(await refusal(shared)).toContain('secrets.json with its passwords is missing')
    renameSync(join(shared, 'elsewhere'), join(shared, 'secrets.json'))
  })

  test('one whose passwords are those of another folder, or cannot be read', async () => {
    const kept = readFileSync(join(shared, 'secrets.json'), 'utf8')
    const others = Object.fromEntries(
      Object.keys(JSON.parse(kept)).map((name) => [name, 'x'.repeat(43)]),
    )
    writeFileSync(join(shared, 'secrets.json'), JSON.stringify(others))
    expect(await refusal(shared)).toContain('does not know the password in secrets.json')
    writeFileSync(join(shared, 'secrets.json'), kept.slice(0, 40))
    expect(await refusal(shared)).toContain('is not what fra-noi wrote')
    writeFileSync(join(shared, 'secrets.json'), kept)
    await (await open(shared)).close()
  })

  test('one made by another major version of PostgreSQL', async () => {
    const version = join(shared, 'postgresql', 'cluster', 'PG_VERSION')
    writeFileSync(version, '17\n')
    expect(await refusal(shared)).toMatch(/was made by PostgreSQL 17.*brings PostgreSQL 18/)
    writeFileSync(version, '18\n')
  })

  test('one that points to a place that is gone', async () => {
    const dataDir = folders.make()
    symlinkSync(join(dataDir, 'gone'), join(dataDir, 'postgresql'))
    expect(await refusal(dataDir)).toContain('points to a folder that is not there any more')
  })
})
