import { createHash } from 'node:crypto'
import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { chmod, mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../../kernel/start-error.ts'
import type { Runtime } from '../../runtime.ts'
import { createSecrets, findSecrets, type Secrets, secretsPath } from './secrets.ts'
import { canPass, chooseServerUser, type ServerUser } from './server-user.ts'

/** Where a data folder's PostgreSQL lives, and who runs it. */
export interface Home {
  /** `DATA/postgresql`, or the place outside that it points to. Holds `cluster/`, `log/`, `port`, `start.log`. */
  readonly folder: string
  readonly cluster: string
  readonly secrets: Secrets
  /** `undefined`: the same user as this process. */
  readonly user: ServerUser | undefined
}

/** Tried in this order where the server's user cannot reach the data folder. */
const PLACES_OUTSIDE: readonly string[] = ['/var/lib/fra-noi', '/srv/fra-noi']

/**
 * Finds the PostgreSQL of a data folder, or prepares a place for a new one.
 *
 * @throws StartError where the folder cannot be used; the message names it
 */
export async function openHome(dataDir: string, runtime: Runtime): Promise<Home> {
  const folder = await makeDataFolder(dataDir)
  const place = join(folder, 'postgresql')
  const found = lstatSync(place, { throwIfNoEntry: false })
  const known = await findSecrets(folder)
  if (found !== undefined && known === undefined && existsSync(join(place, 'cluster'))) {
    throw new StartError(
      `${place} holds a database, but ${secretsPath(folder)} with its passwords is missing: bring it back from a backup.`,
    )
  }
  const secrets = known ?? (await createSecrets(folder, runtime))
  const user = chooseServerUser(join(place, 'cluster'))
  if (found === undefined) await makePlace(folder, place, secrets, user)
  const home = follow(place)
  const cluster = join(home, 'cluster')
  await checkReach(home, user)
  return { folder: home, cluster, secrets, user }
}

async function makeDataFolder(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o755 })
    return await realpath(dataDir)
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be made (${codeOf(error)}): give this user the right to write there, or set FRANOI_DATA_DIR to another folder.`,
    )
  }
}

async function makePlace(
  dataDir: string,
  place: string,
  secrets: Secrets,
  user: ServerUser | undefined,
): Promise<void> {
  if (await canPass(dataDir, user)) {
    await mkdir(place, { mode: 0o711 }).catch(ignoreExisting)
    return chmod(place, user === undefined ? 0o700 : 0o711)
  }
  const name = createHash('sha256').update(`${dataDir}\n${secrets.ownerPassword}`).digest('hex')
  for (const parent of PLACES_OUTSIDE) {
    const outside = join(parent, name.slice(0, 12))
    const isMade = await mkdir(outside, { recursive: true, mode: 0o711 }).then(
      () => true,
      () => false,
    )
    if (!isMade) continue
    await chmod(parent, 0o711)
    await chmod(outside, 0o711)
    if (await canPass(outside, user)) return symlink(outside, place).catch(ignoreExisting)
  }
  throw new StartError(
    `PostgreSQL runs as ${user?.name ?? 'this user'}, who can reach neither ${dataDir} nor ${PLACES_OUTSIDE.join(' nor ')}: set FRANOI_DATA_DIR to a folder that this user can reach.`,
  )
}

function follow(place: string): string {
  try {
    return realpathSync(place)
  } catch (error) {
    throw new StartError(
      `${place} points to a folder that is not there any more (${codeOf(error)}): bring it back, or remove ${place} to begin with an empty database.`,
    )
  }
}

async function checkReach(home: string, user: ServerUser | undefined): Promise<void> {
  if (await canPass(home, user)) return
  throw new StartError(
    `PostgreSQL runs as ${user?.name ?? 'this user'}, who cannot reach ${home}: give the folders above it the right to pass (chmod a+x), or start as the user who owns them.`,
  )
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? error)
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
