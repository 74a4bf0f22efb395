import { z } from 'zod'
import type { EvidenceContent } from './content.ts'
import { type CsvFault, linesOf } from './csv-lines.ts'
import type { EvidenceEstimate } from './estimate.ts'

/** The columns of a file of evidence, in any order. */
export const ESTIMATE_COLUMNS = [
  ...['name', 'value', 'low', 'high', 'level', 'n', 'method', 'unit'],
] as readonly (keyof EvidenceEstimate)[]

const ROWS_MAX = 1000

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
  const file = linesOf(text, ESTIMATE_COLUMNS, ROWS_MAX)
  if ('faults' in file) return file
  const faults: CsvFault[] = []
  const estimates: EvidenceEstimate[] = []
  for (const { line, cells } of file.lines) {
    const read = row.safeParse(cells)
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
