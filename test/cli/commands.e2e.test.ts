import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { buildIfStale } from '../support/build.ts'
import { createDataFolders } from '../support/data-folder.ts'
import { runCommand } from '../support/program.ts'

await buildIfStale()

const folders = createDataFolders()
afterAll(() => folders.remove())

/** A folder that does not exist yet: whatever makes one has started a database without need. */
function unused(): string {
  return join(folders.make(), 'data')
}

describe('every command', () => {
  test.each(
    [
      [],
      ['serve'],
      ['worker'],
      ['migrate'],
      ['demo'],
      ['import'],
      ['book'],
      ['export'],
      ['verify'],
      ['audit'],
      ['simulate'],
      ['analyse'],
      ['keys'],
      ['keys', 'create'],
      ['keys', 'list'],
      ['keys', 'revoke'],
      ['keys', 'rotate'],
      ['staff'],
      ['staff', 'invite'],
      ['staff', 'list'],
      ['staff', 'suspend'],
      ['staff', 'reinstate'],
      ['staff', 'reset-factor'],
    ].map((words) => ({ words, line: ['fra-noi', ...words].join(' ') })),
  )('explains itself: $line --help', async ({ words }) => {
    const dataDir = unused()
    const { exitCode, output, messages } = await runCommand([...words, '--help'], {
      FRANOI_DATA_DIR: dataDir,
    })
    expect(exitCode).toBe(0)
    expect(messages).toBe('')
    expect(output).toContain(`Usage: fra-noi ${words.join(' ')}`.trimEnd())
    expect(existsSync(dataDir)).toBe(false)
    // Whoever is asked for an id is told where it stands.
    if (/--partner <id>/.test(output)) expect(output).toContain('/api/v1/partners')
  })
})

describe('a command that does not do its work ends with 1 and a sentence, without a stack:', () => {
  test.each([
    [['nonsense'], {}, /unknown command 'nonsense'/],
    [['keys', 'create'], {}, /required option '--role <role>' not specified/],
    [['keys', 'create', '--role', 'king'], {}, /'king' is invalid. Allowed choices are administ/],
    [['book'], {}, /required option '--format <format>' not specified/],
    [['book', '--format', 'pdf'], {}, /'pdf' is invalid. Allowed choices are hledger, beancount/],
    [['keys', 'revoke', 'x'], {}, /^"x" is no key's id: "fra-noi keys list" shows the ids\.\n$/],
    [['keys', 'rotate'], {}, /required option '--purpose <purpose>' not specified/],
    [['import'], {}, /missing required argument 'folder'/],
    [['analyse', 'none.yaml'], {}, /^There is no file none\.yaml\.\n$/],
    [['simulate', '--quantity', 'none.json'], {}, /^none\.json cannot be read \(ENOENT\)\.\n$/],
    [['simulate', '--quantity', 'README.md'], {}, /^README\.md is no JSON\.\n$/],
    [
      ['serve'],
      { PORT: 'http' },
      /^PORT is "http": it must be a whole number from 1 to 65535\.\n$/,
    ],
    [['keys', 'list'], { DATABASE_URL: 'postgres://h/d' }, /^FRANOI_SECRET is not set/],
    [
      ['worker'],
      { DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/d', FRANOI_SECRET: 'x'.repeat(32) },
      /^The database does not answer \(ECONNREFUSED\)\.\n$/,
    ],
  ])('fra-noi %j %j', async (words, env, sentence) => {
    const dataDir = unused()
    const result = await runCommand(words, { FRANOI_DATA_DIR: dataDir, ...env })
    expect(result.exitCode).toBe(1)
    expect(result.output).toBe('')
    expect(result.messages).toMatch(sentence)
    expect(result.messages).not.toMatch(/\n {4}at |hidden/)
    expect(existsSync(dataDir)).toBe(false)
  })

  test('keys without the partner they need, or of one that does not exist', async () => {
    const env = { FRANOI_DATA_DIR: unused() }
    const alone = await runCommand(['keys', 'create', '--role', 'partner'], env)
    expect(alone).toMatchObject({ exitCode: 1, output: '' })
    expect(alone.messages).toMatch(/needs a partner/)
    const unknown = await runCommand(['keys', 'create', '--role', 'partner', '--partner', 'X'], env)
    expect(unknown).toMatchObject({ exitCode: 1, output: '' })
    expect(unknown.messages).toMatch(/no partner X/)
  })

  test('a question without an answer, among others that have one', async () => {
    const path = join(folders.make(), 'questions.json')
    const housing = {
      id: 'a',
      model: 'sponsorship',
      case: 'housing',
      inputs: { monthly_prob: 0.5, months: 2 },
      quantity: 'P(housed within 2 months)',
    }
    writeFileSync(path, JSON.stringify([housing, { ...housing, id: 'b', inputs: {} }, { id: 'c' }]))
    const { exitCode, output, messages } = await runCommand(['simulate', '--quantity', path], {})
    expect({ exitCode, messages }).toEqual({ exitCode: 1, messages: '' })
    const answers = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers).toEqual([
      { id: 'a', value: 0.75, standardError: 0, method: expect.stringMatching(/^exact: /) },
      { id: 'b', error: expect.stringMatching(/^Inputs of sponsorship\/housing: /) },
      { id: 'c', error: expect.stringContaining('inputs is missing') },
    ])
    writeFileSync(path, JSON.stringify(housing))
    expect((await runCommand(['simulate', '--quantity', path], {})).exitCode).toBe(0)
  })

  test('an import of what is not there', async () => {
    const env = { FRANOI_DATA_DIR: unused() }
    const { exitCode, output, messages } = await runCommand(['import', '/nowhere'], env)
    expect(exitCode).toBe(1)
    expect(output).toBe('')
    expect(messages).toMatch(/does not exist/)
  })
})

test('a checkout that was never built is built by its first command', async () => {
  const checkout = mkdtempSync(join(tmpdir(), 'fra-noi-checkout-'))
  const parts = [
    'src',
    'simulations',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'vite.config.ts',
  ]
  for (const part of [...parts, 'migrations']) {
    cpSync(join(packageRoot(), part), join(checkout, part), { recursive: true })
  }
  // Types are the matter of `npm run check`; here it counts that the program is built.
  const build = JSON.parse(readFileSync(join(checkout, 'tsconfig.build.json'), 'utf8'))
  build.compilerOptions.noCheck = true
  writeFileSync(join(checkout, 'tsconfig.build.json'), JSON.stringify(build))
  symlinkSync(join(packageRoot(), 'node_modules'), join(checkout, 'node_modules'))
  const words = [join(checkout, 'src', 'command', 'fra-noi.js'), '--version']
  const first = spawnSync(process.execPath, words, { encoding: 'utf8' })
  expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  expect(first.stderr).toContain('Building fra-noi, this once')
  const second = spawnSync('npx', ['fra-noi', '--version'], { cwd: checkout, encoding: 'utf8' })
  expect(second).toMatchObject({ status: 0, stdout: first.stdout })
  rmSync(checkout, { recursive: true })
}, 180_000)
