import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { withStartLock } from '../../src/db/embedded/start-lock.ts'
import { packageRoot } from '../../src/package-root.ts'

const run = promisify(execFile)

let building: Promise<void> | undefined

/**
 * Builds the program where a source is newer than what was built, so that no test sees an old one. Once for a
 * test file: what is edited while the tests run is the matter of the next run.
 */
export function buildIfStale(): Promise<void> {
  building ??= build()
  return building
}

async function build(): Promise<void> {
  const root = packageRoot()
  await withStartLock(join(root, 'dist'), async () => {
    const built = join(root, 'dist', 'src', 'cli.js')
    const sources = ['src', 'simulations', 'vite.config.ts'].map((name) => join(root, name))
    const newest = Math.max(...sources.map(newestMs))
    if (existsSync(built) && statSync(built).mtimeMs >= newest) return
    // Types are the matter of `npm run check`; here it counts that the program is there.
    const failure = await run('npm', ['run', '--silent', 'build'], { cwd: root }).then(
      () => '',
      (error: { stdout?: string; stderr?: string }) => `${error.stdout}${error.stderr}`,
    )
    if (existsSync(built) && statSync(built).mtimeMs >= newest) return
    throw new Error(`the program could not be built:\n${failure}`)
  })
}

function newestMs(path: string): number {
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}
