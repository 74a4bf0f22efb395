import { z } from '@hono/zod-openapi'
import { csvLine } from '../kernel/csv.ts'
import { decimalText, type Minor } from '../kernel/money.ts'

export const csvFile = {
  200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
}

const ROWS_AT_ONCE = 200

/**
 * A whole list as CSV, read page by page.
 *
 * @param read a page of at most so many rows, those after an id
 */
export async function* listCsv<Row extends { readonly id: string }>(
  heads: readonly string[],
  read: (page: { readonly limit: number; readonly after?: Row['id'] }) => Promise<readonly Row[]>,
  cells: (row: Row) => readonly (string | null)[],
): AsyncGenerator<string> {
  yield csvLine(heads)
  let after: Row['id'] | undefined
  do {
    const rows = await read({ limit: ROWS_AT_ONCE, ...(after === undefined ? {} : { after }) })
    yield rows.map((row) => csvLine(cells(row).map((cell) => cell ?? ''))).join('')
    after = rows.length < ROWS_AT_ONCE ? undefined : rows.at(-1)?.id
  } while (after !== undefined)
}

/** An amount in two columns, as a decimal with a dot and in minor units. */
export function amountCells(amount: Minor): readonly [string, string] {
  return [decimalText(amount), amount.toString()]
}

export function amountHeads(name: string): readonly [string, string] {
  return [name, `${name}_minor`]
}
