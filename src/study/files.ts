import { figuresCsv, seriesCsv } from '../../simulations/report/csv.ts'
import type { Result } from '../../simulations/result.ts'

/** What a run leaves, with what a browser is told it is. */
export const FILE_TYPES = {
  'result.json': 'application/json',
  'figures.csv': 'text/csv; charset=utf-8',
  'series.csv': 'text/csv; charset=utf-8',
} as const

export type FileName = keyof typeof FILE_TYPES

export const FILE_NAMES = Object.keys(FILE_TYPES) as readonly FileName[]

/** The files of a result, to the byte those that the command writes. */
export function resultFiles(result: Result): Readonly<Record<FileName, Uint8Array<ArrayBuffer>>> {
  const encode = (text: string) => new TextEncoder().encode(text)
  return {
    'result.json': encode(`${JSON.stringify(result, null, 2)}\n`),
    'figures.csv': encode(figuresCsv(result)),
    'series.csv': encode(seriesCsv(result)),
  }
}
