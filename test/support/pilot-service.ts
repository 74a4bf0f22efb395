import { execFile } from 'node:child_process'
import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import { withStartLock } from '../../src/db/embedded/start-lock.ts'
import { makeDataFolder, startService, type TestService } from './service.ts'

const run = promisify(execFile)

/**
 * Starts the service on a copy of the demonstration pilot, which the first to ask has loaded for all of the run. For
 * tests of what the service does then; how it begins on an empty folder is the matter of {@link startService}.
 */
export async function startPilotService(): Promise<TestService> {
  const original = join(inject('runFolder'), 'pilot')
  await withStartLock(original, () => load(original))
  const postgresql = join(original, 'postgresql')
  // Where the server's user cannot pass here, the database is elsewhere and would be shared by the copies.
  if (lstatSync(postgresql).isSymbolicLink()) return startService()
  const dataDir = makeDataFolder()
  await run('cp', ['-a', `${original}/.`, dataDir])
  // The copies run at the same time, each on a port of its own.
  rmSync(join(dataDir, 'postgresql', 'port'))
  return startService({ dataDir })
}

async function load(folder: string): Promise<void> {
  if (existsSync(folder)) return
  const service = await startService()
  await service.stop()
  renameSync(service.dataDir, folder)
}
