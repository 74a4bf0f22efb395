import { afterAll, expect } from 'vitest'

// Test files of one process share its modules and globals, which saves loading the program for each of them.
// What one of them changes for those after it is told here, in the file that did it.

/** What libraries keep for themselves, and what the HTTP server of hono puts in the place of Node's own. */
const OF_LIBRARIES = /^(__.*|Request|Response)$/

const found = shared()

afterAll(() => {
  const left = shared()
  expect(left.environment, 'the environment').toEqual(found.environment)
  expect(left.folder, 'the working folder').toBe(found.folder)
  const names = new Set([...found.globals.keys(), ...left.globals.keys()])
  const changed = [...names].filter(
    (name) => !Object.is(found.globals.get(name), left.globals.get(name)),
  )
  expect(changed, 'globals, also those that fake timers stand in for').toEqual([])
})

function shared() {
  return {
    environment: { ...process.env },
    folder: process.cwd(),
    globals: new Map(
      Object.getOwnPropertyNames(globalThis)
        .filter((name) => !OF_LIBRARIES.test(name))
        .map((name) => [name, Reflect.get(globalThis, name)]),
    ),
  }
}
