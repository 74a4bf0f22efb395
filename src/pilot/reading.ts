import type { PilotTables } from './core/check.ts'
import {
  BENEFICIARIES,
  CONTACT_POINTS,
  PARTNERS,
  PRODUCTS,
  TERRITORIES,
  VOUCHERS,
} from './core/files.ts'
import type { FileProblem } from './core/problem.ts'
import {
  type Column,
  type RowOf,
  readTable,
  type Table,
  type TableShape,
  unreadableTable,
} from './core/table.ts'
import { readFolder } from './folder.ts'

/** A folder as it was read. */
export interface PilotReading {
  /** Each table with what is wrong in it by itself. */
  readonly tables: PilotTables
  /** What is wrong with the folder as a whole. */
  readonly problems: readonly FileProblem[]
  /** CSV files of which nothing was read. */
  readonly ignored: readonly string[]
}

/** Reads the six files of a pilot. */
export async function readPilot(folder: string): Promise<PilotReading> {
  const { texts, problems, ignored } = await readFolder(folder)
  const read = <Columns extends Record<string, Column<unknown>>>(
    shape: TableShape<Columns>,
  ): Table<RowOf<Columns>> => {
    const text = texts.get(shape.file)
    return text === undefined
      ? unreadableTable(
          shape.file,
          problems.filter(({ file }) => file === shape.file),
        )
      : readTable(shape, text)
  }
  const tables = {
    territories: read(TERRITORIES),
    contactPoints: read(CONTACT_POINTS),
    partners: read(PARTNERS),
    beneficiaries: read(BENEFICIARIES),
    products: read(PRODUCTS),
    vouchers: read(VOUCHERS),
  }
  return { tables, problems: problems.filter(({ file }) => file === '.'), ignored }
}
