import { resultFiles } from '../../simulations/files.ts'
import type { Model } from '../../simulations/model/model.ts'
import { pathsParquet } from '../../simulations/parquet.ts'
import type { Result } from '../../simulations/result.ts'
import type { Columns } from '../../simulations/summary.ts'

/** What a run leaves, with what a browser is told it is. */
export const FILE_TYPES = {
  'report.it.html': 'text/html; charset=utf-8',
  'report.en.html': 'text/html; charset=utf-8',
  'result.json': 'application/json',
  'figures.csv': 'text/csv; charset=utf-8',
  'series.csv': 'text/csv; charset=utf-8',
  'paths.parquet': 'application/vnd.apache.parquet',
} as const

export type FileName = keyof typeof FILE_TYPES

export const FILE_NAMES = Object.keys(FILE_TYPES) as readonly FileName[]

/** The files of a result, to the byte those that the command writes. */
export function filesOf(
  result: Result,
  model: Model,
  columns: Columns,
): Readonly<Record<FileName, Uint8Array<ArrayBuffer>>> {
  const texts = resultFiles(result)
  const parquet = pathsParquet(model, columns, result.provenance)
  const encoder = new TextEncoder()
  const files = FILE_NAMES.map((name) => [
    name,
    name === 'paths.parquet' ? parquet : encoder.encode(texts[name]),
  ])
  return Object.fromEntries(files) as Record<FileName, Uint8Array<ArrayBuffer>>
}
