import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A browser to start, and the environment it needs. */
export interface ChromiumFiles {
  readonly executablePath: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * Unpacks the Chromium that the package `@sparticuz/chromium` carries (a headless shell, no download) into
 * the user's own temporary folder, once; later runs find it there. A machine without its libraries (NSS,
 * NSPR, Expat) gets those of the package. `CHROMIUM` names another browser to use instead.
 */
export async function unpackChromium(): Promise<ChromiumFiles> {
  const own = process.env.CHROMIUM
  if (own) return { executablePath: own, env: {} }
  const folder = join(
    tmpdir(),
    `fra-noi-chromium-${packageVersion()}-${process.getuid?.() ?? 'user'}`,
  )
  if (!existsSync(folder)) await unpackInto(folder)
  const executablePath = join(folder, 'chromium')
  return { executablePath, env: lacksLibraries(executablePath) ? bundledLibraries(folder) : {} }
}

/** Unpacks beside the place and moves it there whole, so that two test files at once do no harm. */
async function unpackInto(folder: string): Promise<void> {
  const staging = mkdtempSync(`${folder}-`)
  const before = { ...process.env }
  // The package unpacks where TMPDIR says; its libraries too, if it believes to run on Amazon Linux.
  process.env.TMPDIR = staging
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    await chromium.executablePath()
    renameSync(staging, folder)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    // Another test file was faster: its copy is as good.
    if (!existsSync(join(folder, 'chromium'))) throw error
  } finally {
    for (const name of Object.keys(process.env)) {
      if (before[name] === undefined) delete process.env[name]
    }
    Object.assign(process.env, before)
  }
}

function packageVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const folder = entry.slice(0, entry.lastIndexOf('/build/'))
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
}

function lacksLibraries(executablePath: string): boolean {
  try {
    return execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found')
  } catch {
    return true
  }
}

function bundledLibraries(folder: string): Readonly<Record<string, string>> {
  return { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
}
