import { describe, expect, it } from 'vitest'
import { isSmall, type ShownTable, suppressed } from '../../src/study/core/evidence/suppression.ts'
import { type CellTable, type Entry, tableOf } from '../../src/study/core/evidence/tables.ts'
import { dice } from '../currency/dice.ts'
import { attack } from './attacker.ts'

const HEAD = { name: 'spending', unit: 'cent', rowsAre: 'shop', columnsAre: 'category' } as const
const RULES = { threshold: 5, protection: 0.5 }
/** What linear programming in doubles leaves open of a cent. */
const NEAR = 1e-3

/** Purchases of a town: most people in a few shops, a few people in many. */
function town(
  seed: number,
  { shops, categories, purchases }: Record<'shops' | 'categories' | 'purchases', number>,
): CellTable {
  const below = dice(seed)
  const entries = Array.from({ length: purchases }, (): Entry => {
    const shop = below(1 + below(shops))
    const value = 100 + below(5000)
    return { row: `S${shop}`, column: `K${below(1 + below(categories))}`, value, person: below(30) }
  })
  return tableOf(HEAD, entries)
}

/** The cells that were hidden because of their few people and that an attacker bounds too closely. */
function broken(
  table: CellTable,
  shown: ShownTable,
  known?: (row: number, column: number) => number | undefined,
) {
  return attack(shown, known).filter(({ row, column, least, most }) => {
    const cell = table.cells[row]?.[column]
    if (cell === undefined || !isSmall(cell, RULES)) return false
    expect(least).toBeLessThan(cell.value + NEAR)
    expect(most).toBeGreaterThan(cell.value - NEAR)
    return most - least < RULES.protection * cell.value - NEAR
  })
}

describe('hiding small cells', () => {
  it('keeps an attacker from every one of them, and without others hidden he finds them', () => {
    let found = 0
    let tables = 0
    for (let seed = 1; seed <= 60; seed++) {
      const shape = { shops: 2 + (seed % 7), categories: 1 + (seed % 5), purchases: 20 + 4 * seed }
      const table = town(seed, shape)
      const shown = suppressed(table, RULES)
      if (shown !== undefined) {
        expect(broken(table, shown)).toEqual([])
        tables += 1
      }
      const naive = suppressed(table, RULES, false)
      if (naive !== undefined) found += broken(table, naive).length
    }
    expect(tables).toBeGreaterThan(40)
    expect(found).toBeGreaterThan(40)
  })

  it('keeps out who knows what one person bought', () => {
    let single = 0
    for (let seed = 100; seed < 130; seed++) {
      const table = town(seed, { shops: 5, categories: 4, purchases: 120 })
      const shown = suppressed(table, RULES)
      if (shown === undefined) continue
      for (let person = 0; person < 30; person++) {
        const own = (row: number, column: number) => {
          const cell = table.cells[row]?.[column]
          return cell?.people.size === 1 && cell.people.has(person) ? cell.value : undefined
        }
        if (!table.cells.flat().some(({ people }) => people.size === 1 && people.has(person)))
          continue
        expect(broken(table, shown, own)).toEqual([])
        single += 1
      }
    }
    expect(single).toBeGreaterThan(30)
  })

  it('shows what is of enough people, with the sums', () => {
    const entries = [0, 1, 2, 3, 4, 5].map(
      (person): Entry => ({ row: 'A', column: 'food', value: 100, person }),
    )
    expect(suppressed(tableOf(HEAD, entries), RULES)?.cells).toEqual([[600, 600]])
  })

  it('hides another cell beside one of few people, the one with least in it', () => {
    const of = (column: string, people: number, value: number) =>
      Array.from({ length: people }, (_, person): Entry => ({ row: '', column, value, person }))
    const entries = [
      ...of('redeemed', 20, 9),
      ...of('expired', 2, 9),
      ...of('blocked', 6, 9),
      ...of('pin_wrong', 9, 9),
    ]
    const head = { ...HEAD, rowsAre: null, columnsAre: 'answer' }
    const shown = suppressed(tableOf(head, entries, ['redeemed']), RULES)
    expect(shown?.columns).toEqual(['blocked', 'expired', 'pin_wrong', 'redeemed'])
    expect(shown?.cells).toEqual([[null, null, 81, 180, 333]])
    // What is known from elsewhere cannot be hidden, so nothing of such a table is shown.
    expect(
      suppressed(
        tableOf(
          head,
          entries.filter(({ column }) => /red|exp/.test(column)),
          ['redeemed'],
        ),
        RULES,
      ),
    ).toBeUndefined()
  })

  it('shows nothing where all that there is is of few people', () => {
    const entries = [0, 1, 2].map(
      (person): Entry => ({ row: 'A', column: 'food', value: 100, person }),
    )
    expect(suppressed(tableOf(HEAD, entries), RULES)).toBeUndefined()
  })
})
