/** A cell of a table: what is in it, and who it is of. */
export interface Cell {
  /** A whole number, not below zero: cents, tries. */
  readonly value: number
  /** Whose it is, by numbers that mean nothing elsewhere, and how much of it. What is of nobody that is known is not in it. */
  readonly people: ReadonlyMap<number, number>
  /** It can be told from something else that is shown, so hiding it would hide nothing. */
  readonly isKnown?: boolean
}

/** A table with all its sums: the last row and the last column are the sums of the others. */
export interface CellTable {
  readonly name: string
  readonly unit: string
  /** What rows are, such as `shop`; a table of one row has none. */
  readonly rowsAre: string | null
  readonly columnsAre: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** By row, and within it by column, with the sums. */
  readonly cells: readonly (readonly Cell[])[]
}

/** An entry of a table: so much of somebody, in a row and a column. */
export interface Entry {
  readonly row: string
  readonly column: string
  readonly value: number
  /** `undefined` where it is of nobody that is known. */
  readonly person: number | undefined
}

type Head = Pick<CellTable, 'name' | 'unit' | 'rowsAre' | 'columnsAre'>

/** Adds entries up into a table, rows and columns in the order of the alphabet. */
export function tableOf(
  head: Head,
  entries: readonly Entry[],
  known: readonly string[] = [],
): CellTable {
  const names = (of: 'row' | 'column') => [...new Set(entries.map((entry) => entry[of]))].sort()
  const rows = names('row')
  const columns = names('column')
  const open = Array.from({ length: rows.length + 1 }, () =>
    Array.from({ length: columns.length + 1 }, () => ({
      value: 0,
      people: new Map<number, number>(),
    })),
  )
  const rowAt = new Map(rows.map((name, at) => [name, at]))
  const columnAt = new Map(columns.map((name, at) => [name, at]))
  for (const { row, column, value, person } of entries) {
    const places = [rowAt.get(row) as number, rows.length] as const
    for (const one of places) {
      for (const other of [columnAt.get(column) as number, columns.length]) {
        const cell = open[one]?.[other]
        if (cell === undefined) continue
        cell.value += value
        if (person !== undefined && value > 0)
          cell.people.set(person, (cell.people.get(person) ?? 0) + value)
      }
    }
  }
  const cells = open.map((line) =>
    line.map((cell, at) => (known.includes(columns[at] ?? '') ? { ...cell, isKnown: true } : cell)),
  )
  return { ...head, rows, columns, cells }
}
