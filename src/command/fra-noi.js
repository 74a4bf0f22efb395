#!/usr/bin/env node
// The command in the checkout. Builds the program first where that was not done, as after `npm ci --ignore-scripts`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`fra-noi needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}

const program = new URL('../../dist/src/cli.js', import.meta.url)
if (!existsSync(program)) {
  process.stderr.write('Building fra-noi, this once ...\n')
  const built = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 2, 2],
  })
  if (built.status !== 0) {
    process.stderr.write('fra-noi could not be built. Run "npm ci" in its folder and try again.\n')
    process.exit(1)
  }
}
await import(program.href)
