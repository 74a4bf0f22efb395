import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installedFolder, prepareBinaries } from '../../src/db/embedded/binaries.ts'
import { asUser, chooseServerUser } from '../../src/db/embedded/server-user.ts'

let place = ''
let installed = ''

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'fra-noi-binaries-'))
  chmodSync(place, 0o711)
  installed = installBlocked()
})

afterAll(() => {
  chmodSync(join(place, 'package'), 0o755)
  chmodSync(join(place, 'package', 'native', 'lib'), 0o755)
  rmSync(place, { recursive: true, force: true })
})

/** The package as a registry client leaves it that blocks install scripts: without library links. */
function installBlocked(): string {
  const folder = join(place, 'package', 'native')
  mkdirSync(dirname(folder), { mode: 0o755 })
  cpSync(installedFolder(), folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  })
  removeLinks(folder)
  writeFileSync(join(place, 'package', 'package.json'), '{"version":"18.0.0-test"}')
  return folder
}

function removeLinks(folder: string): void {
  for (const file of readdirSync(join(folder, 'lib'))) {
    const path = join(folder, 'lib', file)
    if (lstatSync(path).isSymbolicLink()) rmSync(path)
  }
}

/** Runs the server's program as the user who will run it. */
function versionOf(postgres: string): string {
  const user = chooseServerUser(join(place, 'none'))
  return execFileSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...asUser(user) })
}

describe('the binaries of PostgreSQL', () => {
  test('do not run without their library links, and run once those are restored', async () => {
    const user = chooseServerUser(join(place, 'none'))
    expect(() => versionOf(join(installed, 'bin', 'postgres'))).toThrow()
    const binaries = await prepareBinaries(installed, place, user)
    expect(binaries.folder).toBe(installed)
    expect(versionOf(binaries.postgres)).toMatch(/^postgres \(PostgreSQL\) 18\./)
  })

  test('get back the permission to run where an archive lost it', async () => {
    for (const name of ['initdb', 'postgres']) chmodSync(join(installed, 'bin', name), 0o644)
    const user = chooseServerUser(join(place, 'none'))
    const binaries = await prepareBinaries(installed, place, user)
    expect(versionOf(binaries.postgres)).toMatch(/PostgreSQL/)
  })

  test('are copied where the folder of the packages is read-only or out of reach, once', async () => {
    const user = chooseServerUser(join(place, 'none'))
    removeLinks(installed)
    // Root may write anywhere, but the server's user cannot pass; another user may not write.
    if (user !== undefined) chmodSync(join(place, 'package'), 0o700)
    else chmodSync(join(installed, 'lib'), 0o555)
    const both = await Promise.all([
      prepareBinaries(installed, place, user),
      prepareBinaries(installed, place, user),
    ])
    for (const binaries of both) {
      expect(binaries.folder).toBe(join(place, 'postgresql-18.0.0-test'))
      expect(versionOf(binaries.postgres)).toMatch(/PostgreSQL/)
    }
    const left = readdirSync(place).filter((name) => name.includes('.new-'))
    expect(left).toEqual([])
    expect(basename(both[0].folder)).toBe('postgresql-18.0.0-test')
    expect(existsSync(join(both[0].folder, 'lib', 'libpq.a'))).toBe(false)
  })
})
