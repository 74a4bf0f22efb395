import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeData } from './service.ts'

export interface DataFolders {
  /** The path of a fresh folder that every user can pass. */
  make(): string
  /** Removes them all, and whatever server was left on them. */
  remove(): Promise<void>
}

/** Temporary data folders of one test file. */
export function createDataFolders(): DataFolders {
  const made: string[] = []
  return {
    make: () => {
      const folder = mkdtempSync(join(tmpdir(), 'fra-noi-data-'))
      chmodSync(folder, 0o755)
      made.push(folder)
      return folder
    },
    remove: async () => {
      for (const folder of made.splice(0)) await removeData(folder)
    },
  }
}
