import { assert } from '../../kernel/assert.ts'
import type { Column, PersonRecord } from './indicators.ts'
import { type Heads, heldBack, isSmall, NOBODY, sumOf } from './suppression.ts'

/** A way in which people are told apart: who is of which class. */
export interface Table {
  readonly classes: readonly string[]
  readonly classOf: (one: PersonRecord) => string
}

/** Which figure of a column is asked for: of everybody, of one territory, of one class of a table, or of both. */
export interface Cell {
  readonly territoryId?: string | undefined
  readonly table?: string
  readonly key?: string
}

/** What may be told of each column, in every view that there is. */
export interface Telling {
  /** The sum, or `null` where it may not be told. */
  figure(column: string, cell?: Cell): bigint | null
  readonly territories: readonly string[]
}

/** Classes that a column holds back: territories, classes for everybody, and classes for a single territory. */
interface Held {
  /** Whether the whole of it may be told. Where it may not, no part of it is. */
  readonly isFit: boolean
  readonly territories: ReadonlySet<string>
  readonly classes: ReadonlyMap<string, ReadonlySet<string>>
  readonly classesByTerritory: ReadonlyMap<string, ReadonlySet<string>>
}

/**
 * Decides once, for all views of a programme, what is told. For each column, the people are cut in three ways: by
 * territory, by the classes of each table, and by those classes within each territory; what is too small is held back together
 * with others until it is of enough people. A column never tells more finely than its base, so that no subtraction gives what
 * was held back. Views take their figures from here and decide nothing themselves.
 */
export function tellingOf(
  people: readonly PersonRecord[],
  columns: readonly Column[],
  tables: Readonly<Record<string, Table>>,
): Telling {
  const territories = [...new Set(people.map(({ territoryId }) => territoryId))].sort()
  const byId = new Map(columns.map((one) => [one.id, one]))
  const decided = new Map<string, Held>()
  const heldOf = (column: Column): Held => {
    const known = decided.get(column.id)
    if (known !== undefined) return known
    const under = column.base === null ? undefined : byId.get(column.base)
    const base = under === undefined ? undefined : heldOf(under)
    const held = decide({ people, column, territories, tables, base })
    decided.set(column.id, held)
    return held
  }
  return {
    territories,
    figure: (id, cell = {}) => {
      const column = byId.get(id)
      assert(column, 'a figure is of a column that there is')
      if (!isTold(heldOf(column), cell)) return null
      return people
        .filter((one) => isIn(one, cell, tables))
        .reduce((sum, one) => sum + column.amount(one), 0n)
    },
  }
}

function isTold(held: Held, { territoryId, table = '', key = '' }: Cell): boolean {
  if (!held.isFit) return false
  if (territoryId === undefined) return held.classes.get(table)?.has(key) !== true
  if (held.territories.has(territoryId)) return false
  return held.classesByTerritory.get(table)?.has(key) !== true
}

function isIn(
  one: PersonRecord,
  { territoryId, table, key }: Cell,
  tables: Readonly<Record<string, Table>>,
): boolean {
  if (territoryId !== undefined && one.territoryId !== territoryId) return false
  return table === undefined || tables[table]?.classOf(one) === key
}

interface Deciding {
  readonly people: readonly PersonRecord[]
  readonly column: Column
  readonly territories: readonly string[]
  readonly tables: Readonly<Record<string, Table>>
  readonly base: Held | undefined
}

function decide({ people, column, territories, tables, base }: Deciding): Held {
  const counted = people.map((one) => ({ one, heads: headsOf(one, column) }))
  if (isSmall(sumOf(counted.map(({ heads }) => heads)))) {
    const nothing = { territories: NONE, classes: new Map(), classesByTerritory: new Map() }
    return { ...(base ?? nothing), isFit: false }
  }
  const tally = (keyOf: (one: PersonRecord) => string): Tally => {
    const sums = new Map<string, Heads>()
    for (const { one, heads } of counted) {
      const key = keyOf(one)
      sums.set(key, sumOf([sums.get(key) ?? NOBODY, heads]))
    }
    return (key) => sums.get(key) ?? NOBODY
  }
  const inTerritory = tally(({ territoryId }) => territoryId)
  const heldTerritories = named(territories, (id) => [inTerritory(id)], base?.territories)
  // The territories that are held back count as one: their sum follows from the whole and the others.
  const blockOf = (id: string) => (heldTerritories.has(id) ? '' : id)
  const blocks = [...new Set(territories.map(blockOf))]
  const classes = new Map<string, ReadonlySet<string>>()
  const classesByTerritory = new Map<string, ReadonlySet<string>>()
  for (const [name, table] of Object.entries(tables)) {
    const inClass = tally(table.classOf)
    const held = named(table.classes, (key) => [inClass(key)], base?.classes.get(name))
    const inBoth = tally((one) => `${blockOf(one.territoryId)}\n${table.classOf(one)}`)
    const start = new Set([...held, ...(base?.classesByTerritory.get(name) ?? [])])
    const within = (key: string) => blocks.map((block) => inBoth(`${block}\n${key}`))
    classes.set(name, held)
    classesByTerritory.set(name, named(table.classes, within, start))
  }
  return { isFit: true, territories: heldTerritories, classes, classesByTerritory }
}

const NONE: ReadonlySet<string> = new Set()

type Tally = (key: string) => Heads

function headsOf(one: PersonRecord, { amount, rest }: Column): Heads {
  return { of: Number(amount(one) !== 0n), rest: Number(rest(one) !== 0n) }
}

function named(
  names: readonly string[],
  headsIn: (name: string) => readonly Heads[],
  start: ReadonlySet<string> = NONE,
): ReadonlySet<string> {
  const held = heldBack(names.map(headsIn), new Set([...start].map((name) => names.indexOf(name))))
  return new Set([...held].map((index) => names[index] ?? ''))
}

/** Whether a figure can stand beside rows of all but these people: they are none or enough of it, and of what it leaves out. */
export function isSafeBeside(others: readonly PersonRecord[], column: Column): boolean {
  return !isSmall(sumOf(others.map((one) => headsOf(one, column))))
}
