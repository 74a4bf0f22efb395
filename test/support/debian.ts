import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const INSTALL_MS = 180_000

/**
 * Finds a program, or installs its Debian package where this process is root and apt works. Tests that want it
 * have a reader of their own beside it, so they prove something where it cannot be had.
 *
 * @returns whether the program can be called by its name
 */
export async function findOrInstall(program: string, debianPackage: string): Promise<boolean> {
  if (await isThere(program)) return true
  if (process.getuid?.() !== 0 || !(await isThere('apt-get'))) return false
  const install = ['install', '-y', '--no-install-recommends', debianPackage]
  for (const words of [install, ['update'], install]) {
    await run('apt-get', words, {
      timeout: INSTALL_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).catch(() => undefined)
    if (await isThere(program)) return true
  }
  return false
}

async function isThere(program: string): Promise<boolean> {
  return run(program, ['--version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  )
}
