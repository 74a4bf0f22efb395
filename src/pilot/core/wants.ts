import { CODE_RULE } from '../../kernel/codes.ts'

/** What may stand somewhere in a file, by name, as programs and terminals are told. Figures stand in braces. */
export const WANTS = {
  code: CODE_RULE,
  pseudonym: 'a code that tells nobody who the person is, such as BI-P-001',
  words: 'a text of 1 to {most} characters on one line',
  one_of: 'one of {names}',
  unit: 'EUR, or another unit of 2 to 12 capital letters and digits',
  amount: 'an amount with at most two decimals, such as 1234,50 or 1.234,50 or 1234.50',
  amount_above_zero:
    'an amount above 0 with at most two decimals, such as 1234,50 or 1.234,50 or 1234.50',
  whole_number: 'a whole number from {least} to {most}',
  day: 'a day that exists, such as 31/12/2027 (the day first) or 2027-12-31',
  language: 'a language tag (BCP 47), such as it, fr, ar, ur, prs, ps, bn or uk',
  phone: 'a number like +39 333 123 4567',
  email: 'an address like a@example.org',
  nationality: 'two letters like NG',
  own_contact_point: 'one of your contact points',
  territory: 'a territory of the programme',
  colour: 'a colour like WINTER-2027: capital letters, digits and dashes',
  colour_or_area:
    'a colour like WINTER-2027 or WINTER-2027/BIELLA: capital letters, digits and dashes',
  filled: 'not empty here',
  enterable: 'a person who can be entered',
  columns: 'one of {names}',
  no_heading: 'nothing in a column without a heading',
  once: 'each once',
  quotation_marks: 'cells without quotation marks, or wholly within them, the inner ones doubled',
  as_many_cells: 'as many cells as there are headings',
  headings_and_rows: 'a line of headings, then a row on each line',
  rows_at_most: 'at most {most} rows',
} as const

export type Want = keyof typeof WANTS

/** What may stand somewhere, for whoever says it in another language. */
export interface Wanted {
  readonly want: Want
  readonly facts: Readonly<Record<string, string>>
}

/**
 * What may stand somewhere: as a text, and by its name.
 *
 * @example wants('whole_number', { least: '1', most: '20' }).allowed // 'a whole number from 1 to 20'
 */
export function wants(
  want: Want,
  facts: Readonly<Record<string, string>> = {},
): { readonly allowed: string; readonly wanted: Wanted } {
  const allowed = WANTS[want].replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '')
  return { allowed, wanted: { want, facts } }
}
