import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../package-root.ts'

/** The page that verifies an export, and the policy that it brings along. */
export interface VerifyPage {
  readonly html: string
  /** For the header: what the page says in itself, and that no other page may frame it. */
  readonly policy: string
}

/**
 * Reads the page that Vite built into one file: it works as well from a disk.
 *
 * @throws Error where the client files were never built
 */
export function readVerifyPage(folder: string = join(packageRoot(), 'dist', 'web')): VerifyPage {
  const path = join(folder, 'verify.html')
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build`)
  const html = readFileSync(path, 'utf8')
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]
  if (policy === undefined) throw new Error(`${path} has no policy: run npm run build`)
  return { html, policy: `${policy}; frame-ancestors 'none'` }
}
