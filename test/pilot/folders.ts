import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))

/** The demonstration that comes with the program. */
export const DEMONSTRATION = join(HERE, '..', '..', 'docs', 'pilot')
/** A small pilot, so that a test can say what is in it: three contact points, 125 rows. */
export const PILOT = join(HERE, '..', 'fixtures', 'pilot')

/** What becomes of a file of the small pilot: another content, a change of its text, or nothing left. */
export type Change = string | Uint8Array | ((text: string) => string) | null

const made: string[] = []

/** A copy of the small pilot with some files changed. */
export async function changedPilot(changes: Readonly<Record<string, Change>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'franoi-pilot-'))
  made.push(folder)
  await cp(PILOT, folder, { recursive: true })
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file)
    if (change === null) await rm(path)
    else if (typeof change !== 'function') await writeFile(path, change)
    else await writeFile(path, change(await readFile(path, 'utf8')))
  }
  return folder
}

/** Puts another line in the place of one; the first is 1. */
export function line(number: number, content: string): (text: string) => string {
  return (text) => {
    const lines = text.split('\n')
    lines[number - 1] = content
    return lines.join('\n')
  }
}

/** Adds a line at the end. */
export function added(content: string): (text: string) => string {
  return (text) => `${text}${content}\n`
}

/** Removes every copy that was made. */
export async function removeCopies(): Promise<void> {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
}
