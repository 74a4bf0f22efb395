import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { assert } from './kernel/assert.ts'

/**
 * The folder that holds `package.json`, `migrations/` and `docs/`: the same for the sources and for what is built into `dist/`.
 *
 * @example packageRoot() // '/srv/fra-noi'
 */
export function packageRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    assert(folder !== dirname(folder), 'the program stands in a folder with a package.json')
    folder = dirname(folder)
  }
  return folder
}
