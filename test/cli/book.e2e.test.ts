import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { openProgramme, type Programme } from '../http/programme.ts'
import { readBeancount, readHledger } from '../ledger/plain-text.ts'
import { buildIfStale } from '../support/build.ts'
import { runCommand } from '../support/program.ts'

const folder = mkdtempSync(join(tmpdir(), 'book-cli-'))
let programme: Programme
let env: Record<string, string>

beforeAll(async () => {
  await buildIfStale()
  programme = await openProgramme()
  env = { DATABASE_URL: programme.database.url, FRANOI_SECRET: 'x'.repeat(32) }
})
afterAll(async () => {
  await programme.close()
  rmSync(folder, { recursive: true })
})

test('the book goes to standard output, and nothing else does', async () => {
  const { exitCode, output } = await runCommand(['book', '--format', 'hledger'], env)
  expect(exitCode).toBe(0)
  const { balances, assertions } = readHledger(output)
  expect(assertions).toBe(4)
  const bank = [...balances].find(([name]) => name.startsWith('assets:bank:'))
  expect(bank?.[1].get('EUR')).toBe(100_000_000n)
})

test('the book goes to a file, which has its name once it is whole', async () => {
  const file = join(folder, 'book.beancount')
  const words = ['book', '--format', 'beancount', '--output', file]
  const { exitCode, output, messages } = await runCommand(words, env)
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' })
  expect(messages).toBe(`The book is in ${file}.\n`)
  expect(readBeancount(readFileSync(file, 'utf8')).assertions).toBe(4)
  expect(readdirSync(folder)).toEqual(['book.beancount'])
})

test('a file that cannot be written is said so, and what stood there stays', async () => {
  const nowhere = join(folder, 'nowhere', 'book')
  const refused = await runCommand(['book', '--format', 'hledger', '--output', nowhere], env)
  expect(refused).toMatchObject({ exitCode: 1, output: '' })
  expect(refused.messages).toMatch(/file cannot be reached \(ENOENT\)/)
  expect(existsSync(nowhere)).toBe(false)
  const kept = join(folder, 'kept')
  writeFileSync(kept, 'an older book')
  const away = { ...env, DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d' }
  const failed = await runCommand(['book', '--format', 'hledger', '--output', kept], away)
  expect(failed.exitCode).toBe(1)
  expect(readFileSync(kept, 'utf8')).toBe('an older book')
  rmSync(kept)
})

test('a reader that has had enough ends the program in peace', async () => {
  const program = join(packageRoot(), 'src', 'command', 'fra-noi.js')
  const words = [program, 'book', '--format', 'hledger']
  const child = spawn(process.execPath, words, {
    env: { PATH: '/usr/bin:/bin', HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.destroy()
  let messages = ''
  child.stderr.on('data', (some) => {
    messages += some
  })
  const exitCode = await new Promise((resolve) => child.on('close', resolve))
  expect({ exitCode, messages }).toEqual({ exitCode: 0, messages: '' })
})
