import { describe, expect, test } from 'vitest'
import { checkCalls } from './calls.ts'
import { checkLockfile, checkPackages } from './packages.ts'
import { checkSchemaNames } from './schema-names.ts'
import { checkSizes } from './sizes.ts'
import { checkNames, checkWords } from './words.ts'

const SERVICE = 'src/ledger/service.ts'

/** Where the project lies in these tests. */
const CHECKOUT = '/srv/programme/fra-noi'

describe('calls outside their home', () => {
  test.each([
    'const a = Math.random()',
    'const f = Math.random',
    'const a = Date.now()',
    'const a = globalThis.Date.now()',
    'const a = new Date()',
    'const a = new Date',
    'const a = Date()',
    'const a = performance.now()',
    'const a = process.env.PORT',
    'process.exit(1)',
    "const a = parseFloat('1')",
    "const a = Number.parseFloat('1')",
    "console.log('x')",
    "import { randomUUID } from 'node:crypto'",
    "import { randomBytes as bytes } from 'node:crypto'",
    'const a = crypto.randomUUID()',
    'crypto.getRandomValues(bytes)',
    'let a: any',
    'const a = b as any',
  ])('are found: %s', (text) => {
    expect(checkCalls([{ path: SERVICE, text }])).toHaveLength(1)
  })

  test.each([
    'const a = new Date(0)',
    'const a = runtime.now()',
    'const a = runtime.randomBytes(8)',
    'interface Runtime { readonly randomBytes: (length: number) => Uint8Array }',
    "const a = 'Math.random()' // Date.now()",
    'const a: Date = b',
  ])('are not seen in: %s', (text) => {
    expect(checkCalls([{ path: SERVICE, text }])).toEqual([])
  })

  test.each([
    ['src/runtime.ts', 'const a = Date.now()'],
    ['src/runtime.ts', "import { randomBytes } from 'node:crypto'"],
    ['src/config.ts', 'const a = process.env'],
    ['src/cli.ts', 'process.exit(1)'],
  ])('are at home in %s: %s', (path, text) => {
    expect(checkCalls([{ path, text }])).toEqual([])
  })
})

describe('names of schemas', () => {
  const one = { path: 'src/a/routes.ts', text: "const a = z.object({}).openapi('Thing')" }

  test.each([
    ['src/b/routes.ts', "const b = z.array(z.string()).openapi('Thing', { example: [] })"],
    ['src/b/routes.ts', "const b = () => z.object({}).openapi('Other')"],
  ])('are found where two schemas would have one: %s: %s', (path, text) => {
    expect(checkSchemaNames([one, { path, text }])).toHaveLength(1)
  })

  test.each([
    ['src/b/routes.ts', "const b = z.object({}).openapi('Other')"],
    ['src/b/routes.ts', "const b = z.string().openapi({ example: 'Thing' })"],
    ['test/http/sample-app.ts', "const b = z.object({}).openapi('Thing')"],
  ])('are not seen in %s: %s', (path, text) => {
    expect(checkSchemaNames([one, { path, text }])).toEqual([])
  })
})

describe('words', () => {
  test.each([
    [SERVICE, '// TO' + 'DO: later'],
    ['docs/problems.md', 'FIX' + 'ME'],
    ['migrations/0009_x.sql', '-- HA' + 'CK'],
    [SERVICE, '// @ts-' + 'ignore'],
    [SERVICE, '// @ts-expect-' + 'error'],
    ['test/ledger/a.test.ts', 'test.' + "only('x', () => {})"],
    ['test/ledger/a.test.ts', 'describe.' + "skip('x', () => {})"],
    ['test/ledger/a.test.ts', 'it.' + "todo('x')"],
    ['test/ledger/a.test.ts', 'vi.' + "mock('../../src/log.ts')"],
    [SERVICE, 'export * ' + "from './store.ts'"],
    ['docs/README.md', `see ${CHECKOUT}/docs`],
    ['docs/README.md', 'see /ho' + 'me/anna/notes.md'],
    ['docs/README.md', '`/ro' + 'ot/notes.md`'],
    ['docs/README.md', '(/Us' + 'ers/anna/notes.md)'],
    [SERVICE, "const path = '/tm" + "p/fra-noi/x'"],
  ])('are refused in %s: %s', (path, text) => {
    expect(checkWords([{ path, text }], CHECKOUT)).toHaveLength(1)
  })

  test.each([
    [SERVICE, "import { a } from '../kernel/shared.ts'"],
    ['test/ledger/a.pg.test.ts', "test.runIf(present)('x', () => {})"],
    ['docs/README.md', 'the network of the programme'],
    ['docs/README.md', 'as under `/root`, or below `/home`, or in `/tmp`'],
    ['docs/README.md', 'GET https://shop.example/home/offers'],
  ])('are allowed in %s: %s', (path, text) => {
    expect(checkWords([{ path, text }], CHECKOUT)).toEqual([])
  })
})

describe('names', () => {
  test.each([
    'src/ledger/index.ts',
    'src/ledger/account-manager.ts',
    'src/ledger/helpers.ts',
    'src/utils/text.ts',
    'test/support/test-utils.ts',
    'src/http/error-handler.ts',
  ])('that say nothing are refused: %s', (path) => {
    expect(checkNames([{ path, text: '' }])).toHaveLength(1)
  })

  test.each(['src/db/database.ts', 'src/ledger/core/account.ts', 'src/network/schema.ts'])(
    'that say something are allowed: %s',
    (path) => {
      expect(checkNames([{ path, text: '' }])).toEqual([])
    },
  )
})

describe('sizes', () => {
  test('a file of 401 lines is too long, one of 400 is not', () => {
    expect(checkSizes([{ path: SERVICE, text: '\n'.repeat(401) }])).toHaveLength(1)
    expect(checkSizes([{ path: SERVICE, text: '\n'.repeat(400) }])).toEqual([])
  })

  test('a function of 71 lines is too long, one of 70 is not', () => {
    const ofLines = (count: number): string => `const f = () => {${'\n'.repeat(count - 1)}}`
    expect(checkSizes([{ path: SERVICE, text: ofLines(71) }])).toHaveLength(1)
    expect(checkSizes([{ path: SERVICE, text: ofLines(70) }])).toEqual([])
  })

  test('a chapter of tests may be longer, a single test may not', () => {
    const path = 'test/ledger/a.test.ts'
    const body = '\n'.repeat(80)
    expect(checkSizes([{ path, text: `describe('x', () => {${body}})` }])).toEqual([])
    expect(checkSizes([{ path, text: `test('x', () => {${body}})` }])).toHaveLength(1)
  })
})

describe('packages', () => {
  const manifest = {
    dependencies: { zod: '^4' },
    devDependencies: { vitest: '^4', '@types/x': '1' },
  }

  test.each([
    [SERVICE, "import { a } from 'left-pad'"],
    [SERVICE, "import { test } from 'vitest'"],
    ['test/a.test.ts', "import { a } from '@scope/name/deep'"],
  ])('that are not declared are refused in %s: %s', (path, text) => {
    expect(checkPackages([{ path, text }], manifest)).toHaveLength(1)
  })

  test.each([
    [SERVICE, "import { z } from 'zod'"],
    [SERVICE, "import { createHash } from 'node:crypto'"],
    ['test/a.test.ts', "import { test } from 'vitest'"],
  ])('that are declared are allowed in %s: %s', (path, text) => {
    expect(checkPackages([{ path, text }], manifest)).toEqual([])
  })

  test('are locked by what they are, not by where they come from', () => {
    const lock = (packages: object) => ({
      path: 'package-lock.json',
      text: JSON.stringify({ packages }),
    })
    const [a, integrity] = ['node_modules/a', 'sha512-x']
    expect(checkLockfile(lock({ '': {}, [a]: { integrity } }))).toEqual([])
    expect(checkLockfile(lock({ [a]: { integrity, resolved: 'x' } }))).toHaveLength(1)
    expect(checkLockfile(lock({ [a]: {} }))).toHaveLength(1)
    expect(checkLockfile(lock({ bin: {}, [a]: { resolved: 'bin', link: true } }))).toEqual([])
  })
})
