import { parquetWriteBuffer, parquetWriteFile } from 'hyparquet-writer'
import type { Model } from './model/model.ts'
import type { Provenance } from './result.ts'
import type { Columns } from './summary.ts'

/** So many paths are written at a time. */
const GROUP = 65_536

/**
 * Writes what every path gave as a Parquet file: its number, its outputs, its weight. Amounts are whole cents. The metadata say
 * where it comes from and what each column is counted in; there is no clock in it.
 */
export function writePaths(
  path: string,
  model: Model,
  columns: Columns,
  provenance: Provenance,
): void {
  parquetWriteFile({ filename: path, ...tableOf(model, columns, provenance) })
}

/** The same file, in memory. */
export function pathsParquet(
  model: Model,
  columns: Columns,
  provenance: Provenance,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parquetWriteBuffer(tableOf(model, columns, provenance)))
}

function tableOf(model: Model, { paths, outputs, weights }: Columns, provenance: Provenance) {
  const numbers = Int32Array.from({ length: paths }, (_, index) => index)
  const units = Object.fromEntries(model.outputs.map(({ name, unit }) => [name, unit]))
  return {
    rowGroupSize: GROUP,
    createdBy: `fra-noi engine ${provenance.engine}`,
    columnData: [
      { name: 'path', data: numbers, type: 'INT32' as const },
      ...model.outputs.map(({ name }, index) => ({
        name,
        data: outputs[index] ?? new Float64Array(paths),
        type: 'DOUBLE' as const,
      })),
      { name: 'weight', data: weights, type: 'DOUBLE' as const },
    ],
    kvMetadata: [
      { key: 'fra-noi.provenance', value: JSON.stringify(provenance) },
      { key: 'fra-noi.units', value: JSON.stringify(units) },
    ],
  }
}
