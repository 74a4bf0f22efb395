import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { EvidenceContent } from './content.ts'
import type { EvidenceEstimate } from './estimate.ts'

/** The columns of a file of evidence, in any order. */
export const ESTIMATE_COLUMNS = [
  ...['name', 'value', 'low', 'high', 'level', 'n', 'method', 'unit'],
] as readonly (keyof EvidenceEstimate)[]

const ROWS_MAX = 1000

/** One thing that is wrong in a file, with its line. */
export interface CsvFault {
  readonly line: number
  readonly message: string
}

/** What is known of a file of evidence besides its figures. */
export interface OutsideHead {
  readonly kind: 'outside' | 'prior'
  readonly title: string
  readonly population: string
  /** Who published or measured it, and where that can be read. */
  readonly source: string
}

const number = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, { error: 'must be a number such as 0.25', abort: true })
  .transform(Number)
const word = (most: number) =>
  z.string().min(1, 'is wanted').max(most, `has at most ${most} characters`)
const row = z
  .object({
    name: z.string().regex(/^[a-z][a-z0-9_:. -]{0,79}$/, 'must be small letters, digits and _:. -'),
    value: number,
    low: number,
    // Empty where nothing bounds it.
    high: z.union([z.literal('').transform(() => null), number]),
    level: number.refine((level) => level > 0 && level < 1, 'must lie between 0 and 1'),
    n: z
      .string()
      .regex(/^\d{1,12}$/, 'must be a whole number')
      .transform(Number),
    method: word(300),
    unit: z.string().max(40, 'has at most 40 characters'),
  })
  .refine(({ low, value }) => low <= value, { path: ['low'], error: 'must not be above value' })
  .refine(({ high, value }) => high === null || high >= value, {
    ...{ path: ['high'], error: 'must not be below value' },
  })

/**
 * Reads evidence from elsewhere: headings, then a figure with its interval in each line.
 *
 * @returns the content, or everything that is wrong with it
 */
export function readOutside(
  head: OutsideHead,
  text: string,
): { readonly content: EvidenceContent } | { readonly faults: readonly CsvFault[] } {
  const records = recordsOf(text)
  if ('fault' in records) return { faults: [records.fault] }
  const [headings, ...lines] = records.lines
  const columns = headings?.cells ?? []
  const missing = ESTIMATE_COLUMNS.filter((column) => !columns.includes(column))
  const strange = columns.filter((name) => !(ESTIMATE_COLUMNS as readonly string[]).includes(name))
  if (missing.length + strange.length + columns.length !== ESTIMATE_COLUMNS.length) {
    const message = `the headings must be ${ESTIMATE_COLUMNS.join(', ')}, each once`
    return { faults: [{ line: headings?.line ?? 1, message }] }
  }
  if (lines.length === 0) return { faults: [{ line: 2, message: 'at least one figure is wanted' }] }
  if (lines.length > ROWS_MAX)
    return { faults: [{ line: 2, message: `at most ${ROWS_MAX} figures are read` }] }
  const faults: CsvFault[] = []
  const estimates: EvidenceEstimate[] = []
  for (const { line, cells } of lines) {
    const read = row.safeParse(Object.fromEntries(columns.map((name, at) => [name, cells[at]])))
    if (!read.success) {
      faults.push(
        ...read.error.issues.map(({ path, message }) => ({
          line,
          message: `${path.join('.')} ${message}`,
        })),
      )
    } else if (estimates.some(({ name }) => name === read.data.name)) {
      faults.push({ line, message: `name ${read.data.name} is there twice` })
    } else estimates.push(read.data)
  }
  if (faults.length > 0) return { faults }
  return {
    content: {
      ...{ ...head, schemaVersion: 1, programme: null, day: null, definition: null },
      ...{ estimates, tables: [], survival: [], withheld: [] },
    },
  }
}

interface Record {
  readonly line: number
  readonly cells: readonly string[]
}

function recordsOf(
  text: string,
): { readonly lines: readonly Record[] } | { readonly fault: CsvFault } {
  try {
    const read = parse(text, {
      ...{ bom: true, trim: true, info: true, skip_empty_lines: true },
      ...{ comment: '#', comment_no_infix: true, delimiter: [',', ';', '\t'] },
    }) as unknown as { record: string[]; info: { lines: number } }[] as unknown as {
      record: string[]
      info: { lines: number }
    }[]
    return { lines: read.map(({ record, info }) => ({ line: info.lines, cells: record })) }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : 1
    return { fault: { line, message: error.message } }
  }
}
