import { afterAll, expect } from 'vitest'

// Test files of one process share its modules and globals, which saves loading the program for each of them.
// What one of them changes for those after it is told here, in the file that did it.

/** What a test may put something in the place of, fake timers included. */
const GLOBALS = [
  ...['Date', 'performance', 'setImmediate', 'setInterval', 'setTimeout', 'queueMicrotask'],
  ...['console', 'crypto', 'document', 'fetch', 'localStorage', 'location', 'navigator', 'window'],
]

const found = shared()

afterAll(() => {
  const left = shared()
  expect(left.environment, 'the environment').toEqual(found.environment)
  expect(left.folder, 'the working folder').toBe(found.folder)
  const changed = [...found.values.keys()].filter(
    (name) => left.values.get(name) !== found.values.get(name),
  )
  expect(changed, 'globals').toEqual([])
})

function shared() {
  const { env, stdout, stderr } = process
  return {
    environment: { ...env },
    folder: process.cwd(),
    values: new Map<string, unknown>([
      ...GLOBALS.map((name) => [name, Reflect.get(globalThis, name)] as const),
      ['process.stdout.write', stdout.write],
      ['process.stderr.write', stderr.write],
    ]),
  }
}
