import { type Day, parseDay } from '../../kernel/days.ts'
import { type Minor, parseAmount } from '../../kernel/money.ts'
import { BATCH_ROWS_MAX } from '../../vouchers/batch.ts'
import type { CheckedRow } from '../../vouchers/core/batch-check.ts'
import type { DeskIssueTexts } from '../messages/desk-issue.ts'
import type { FormState } from './fields.tsx'
import type { DeskLanguage } from './layout.tsx'
import { readFields } from './reading.ts'
import { fill } from './show.ts'

type Person = { readonly beneficiaryId: string; readonly amount?: Minor }

/** What a form of issuing asks for, without its id and its reason. */
export interface AskedBatch {
  readonly productId: string
  readonly contactPointId: string
  readonly people: 'all' | readonly Person[]
  readonly amount?: Minor
  readonly expiresOn?: Day
}

const LINE = /^(\S{1,64})(?:\s+(\S+))?$/

/** Reads what was chosen; `order` is absent where something is wrong, and the form then says what. */
export function readAsked(
  values: Readonly<Record<string, string>>,
  language: DeskLanguage,
  texts: DeskIssueTexts,
): { readonly form: FormState; readonly order?: AskedBatch } {
  const fields = readFields(values, language)
  const productId = fields.line('product', 64, true)
  const contactPointId = fields.line('place', 64, true)
  const amount = fields.amount('amount')
  const expiresOn = fields.day('expiresOn')
  const isAll = fields.isTicked('everybody')
  const people = isAll ? 'all' : readPeople(values.people ?? '', texts)
  if (typeof people === 'string' && people !== 'all') fields.blame('people', people)
  const form = fields.state()
  if (!fields.isGood() || productId === null || contactPointId === null) return { form }
  if (typeof people === 'string' && people !== 'all') return { form }
  return {
    form,
    order: {
      ...{ productId, contactPointId, people },
      ...(amount === null ? {} : { amount }),
      ...(expiresOn === null ? {} : { expiresOn }),
    },
  }
}

/** @returns the people, or what is wrong as a sentence */
function readPeople(text: string, texts: DeskIssueTexts): readonly Person[] | string {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length === 0) return texts.noPeople
  if (lines.length > BATCH_ROWS_MAX) return fill(texts.tooMany, { max: BATCH_ROWS_MAX })
  const people: Person[] = []
  for (const [index, line] of lines.entries()) {
    const [, beneficiaryId, typed] = LINE.exec(line) ?? []
    const amount = typed === undefined ? undefined : parseAmount(typed)
    if (beneficiaryId === undefined || typeof amount === 'string') {
      return fill(texts.wrongLine, { line: index + 1 })
    }
    people.push(amount === undefined ? { beneficiaryId } : { beneficiaryId, amount })
  }
  return people
}

/** The rows that can be issued, as the confirming form carries them: a code and cents, one on a line. */
export function writeRows(rows: readonly CheckedRow[]): string {
  return rows
    .filter(({ fault }) => fault === null)
    .map(({ beneficiaryId, amount }) => `${beneficiaryId} ${amount ?? 0n}`)
    .join('\n')
}

/** What {@link writeRows} wrote. */
export function readRows(text: string): readonly Person[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, beneficiaryId, digits] = /^(\S+) ([0-9]{1,19})$/.exec(line) ?? []
    return beneficiaryId === undefined ? [] : [{ beneficiaryId, amount: BigInt(digits ?? '0') }]
  })
}

/** The last day as a form carries it on. */
export function dayIn(text: string | undefined): Day | undefined {
  return text === undefined ? undefined : parseDay(text)
}
