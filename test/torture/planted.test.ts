import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageRoot } from '../../src/package-root.ts'
import { DATA_MUTANTS } from './data-mutants.ts'
import { INVARIANTS } from './invariants.ts'
import { CODE_MUTANTS } from './mutants.ts'
import { edited } from './mutation.ts'
import { tablesOfPage } from './page.ts'

describe('the bugs that are planted', () => {
  test('have names of their own', () => {
    const names = [...CODE_MUTANTS, ...DATA_MUTANTS].map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  test('have their place in the code as it is today', () => {
    const lost = CODE_MUTANTS.flatMap(({ name, edits }) => {
      const texts = new Map<string, string>()
      try {
        for (const edit of edits) {
          const text = texts.get(edit.file) ?? readFileSync(join(packageRoot(), edit.file), 'utf8')
          texts.set(edit.file, edited(text, edit))
        }
        return []
      } catch (error) {
        return [`${name}: ${String(error)}`]
      }
    })
    expect(lost).toEqual([])
  })

  test('are at least one for every invariant', () => {
    const caught = new Set<number>(
      [...CODE_MUTANTS, ...DATA_MUTANTS].flatMap(({ caughtBy }) => [...caughtBy]),
    )
    // That there are such bugs is the promise of 37 itself.
    const without = INVARIANTS.map(({ number }) => number).filter((number) => number !== 37)
    expect(without.filter((number) => !caught.has(number))).toEqual([])
  })

  test('are told on the page, as are the invariants and the faults', () => {
    const page = readFileSync(join(packageRoot(), 'docs', 'testing.md'), 'utf8')
    for (const table of tablesOfPage()) expect(page).toContain(table)
  })
})
