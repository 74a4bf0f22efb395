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

/** What a run of a study leaves: beside these a table for each kind of thing, `pairs.csv` and the like. */
export const STUDY_FILE_NAME = /^(?:study\.json|report\.(?:it|en)\.html|[a-z_]{1,40}\.csv)$/

/** What a browser is told that a file is, by its name. */
export function fileTypeOf(name: string): string {
  const known: Readonly<Record<string, string>> = FILE_TYPES
  if (known[name] !== undefined) return known[name]
  return name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/json'
}

/** Whether a run may have left a file of this name. */
export function isFileName(name: string): boolean {
  return Object.hasOwn(FILE_TYPES, name) || STUDY_FILE_NAME.test(name)
}

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
