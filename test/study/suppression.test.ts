import { describe, expect, it } from 'vitest'
import {
  isSensitive,
  type ShownTable,
  suppressed,
} from '../../src/study/core/evidence/suppression.ts'
import { type CellTable, type Entry, tableOf } from '../../src/study/core/evidence/tables.ts'
import { dice } from '../currency/dice.ts'
import { attack } from './attacker.ts'

const HEAD = { name: 'spending', unit: 'cent', rowsAre: 'shop', columnsAre: 'category' } as const
const RULES = { threshold: 5, protection: 0.5, dominance: 0.1 }
const PEOPLE = 30
/** What linear programming in doubles leaves open of a cent. */
const NEAR = 1e-3

/** Purchases of a town: most people in a few shops, a few people in many; some may buy much more than others. */
function town(
  seed: number,
  {
    shops,
    categories,
    purchases,
    rich = 0,
  }: Record<'shops' | 'categories' | 'purchases', number> & { readonly rich?: number },
): CellTable {
  const below = dice(seed)
  const entries = Array.from({ length: purchases }, (): Entry => {
    const shop = below(1 + below(shops))
    const person = below(PEOPLE)
    const value = (100 + below(5000)) * (person < rich ? 40 : 1)
    return { row: `S${shop}`, column: `K${below(1 + below(categories))}`, value, person }
  })
  return tableOf(HEAD, entries)
}

/** The cells that were hidden because they tell of somebody and that an attacker bounds too closely. */
function broken(
  table: CellTable,
  shown: ShownTable,
  known?: (row: number, column: number) => number | undefined,
) {
  return attack(shown, known).filter(({ row, column, least, most }) => {
    const cell = table.cells[row]?.[column]
    if (cell === undefined || !isSensitive(cell, RULES)) return false
    expect(least).toBeLessThan(cell.value + NEAR)
    expect(most).toBeGreaterThan(cell.value - NEAR)
    return most - least < RULES.protection * cell.value - NEAR
  })
}

/**
 * What somebody finds out of what others have: takes what is their own off the whole table, bounds every cell of what is
 * left, and holds that for the amount of the one who has most of it.
 *
 * @returns the amounts that are met within the share that the rule says
 */
function foundOut(table: CellTable, shown: ShownTable, viewer: number | undefined) {
  const of = (row: number, column: number, person: number | undefined) =>
    table.cells[row]?.[column]?.people.get(person ?? -1) ?? 0
  const isOwn = (row: number, column: number) =>
    of(row, column, viewer) > 0 && table.cells[row]?.[column]?.people.size === 1
  const rest: ShownTable = {
    ...shown,
    cells: shown.cells.map((line, row) =>
      line.map((value, column) => (value === null ? null : value - of(row, column, viewer))),
    ),
  }
  const bounds = attack(rest, (row, column) => (isOwn(row, column) ? 0 : undefined))
  const guesses = [
    ...bounds.map(({ row, column, most }) => ({ row, column, guess: most })),
    ...rest.cells.flatMap((line, row) =>
      line.flatMap((guess, column) => (guess === null ? [] : [{ row, column, guess }])),
    ),
  ]
  return guesses.flatMap(({ row, column, guess }) =>
    [...(table.cells[row]?.[column]?.people ?? [])].filter(
      ([person, amount]) => person !== viewer && guess < (1 + RULES.dominance) * amount - NEAR,
    ),
  )
}

describe('hiding cells that tell of somebody', () => {
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
      for (let person = 0; person < PEOPLE; person++) {
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

  it('keeps everybody from working out within a tenth what another one bought, and without the rule they do', () => {
    let without = 0
    let tables = 0
    for (let seed = 200; seed < 210; seed++) {
      const shape = { shops: 2 + (seed % 4), categories: 1 + (seed % 3), purchases: 60 + seed }
      const table = town(seed, { ...shape, rich: 3 })
      const viewers = [undefined, ...Array.from({ length: PEOPLE }, (_, person) => person)]
      const shown = suppressed(table, RULES)
      if (shown !== undefined) {
        tables += 1
        for (const viewer of viewers) expect(foundOut(table, shown, viewer)).toEqual([])
      }
      const plain = suppressed(table, { ...RULES, dominance: 0 })
      if (plain === undefined) continue
      without += viewers.reduce<number>((sum, one) => sum + foundOut(table, plain, one).length, 0)
    }
    expect(tables).toBeGreaterThan(6)
    expect(without).toBeGreaterThan(20)
  })

  it('hides a cell of many people that one makes up nearly alone', () => {
    const of = (column: string, values: readonly number[]) =>
      values.map((value, person): Entry => ({ row: '', column, value, person }))
    const head = { ...HEAD, rowsAre: null }
    const shown = (largest: number) =>
      suppressed(
        tableOf(head, [
          ...of('food', [largest, 500, 100, 100, 100, 100]),
          ...of('books', [90, 90, 90, 90, 90]),
          ...of('rent', [9000, 9000, 9000, 9000, 9000, 9000]),
        ]),
        RULES,
      )
    // Whoever has 500 of the food is left with 4,400 for the largest: a tenth more than that one has.
    expect(shown(4000)?.cells).toEqual([[450, 4900, 54_000, 59_350]])
    expect(shown(4001)?.cells[0]).toEqual([null, null, 54_000, 59_351])
  })

  it('hides beside it what leaves enough room above, not only below', () => {
    const of = (column: string, values: readonly number[]) =>
      values.map((value, person): Entry => ({ row: '', column, value, person }))
    const shown = suppressed(
      tableOf({ ...HEAD, rowsAre: null }, [
        ...of('books', [20, 20, 20, 20, 20]),
        ...of('food', [9000, 500, 100, 100, 100, 100, 100]),
        ...of('rent', [9000, 9000, 9000, 9000, 9000, 9000]),
      ]),
      RULES,
    )
    // With the books hidden, the food could be anything from nothing to 10,100, which is too near to what the largest has.
    expect(shown?.cells).toEqual([[100, null, null, 64_100]])
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
