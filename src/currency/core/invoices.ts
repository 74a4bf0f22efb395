import { csvRows } from '../../kernel/csv-rows.ts'
import { type Day, parseDay } from '../../kernel/days.ts'
import { type Minor, parseAmount } from '../../kernel/money.ts'

/** An open invoice between two partners, as a line of a file says it. */
export interface Invoice {
  /** Of the file, from 1; the heads stand on the first. */
  readonly line: number
  /** As whoever wrote it counts: with the creditor it tells an invoice from all others. */
  readonly number: string
  readonly debtorId: string
  readonly creditorId: string
  readonly amount: Minor
  readonly due: Day
}

/** Why a line cannot be taken, in order of precedence: of all that apply, the first is told. */
export const INVOICE_FAULTS = [
  'cells_missing',
  'number_unfit',
  'debtor_unfit',
  'creditor_unfit',
  'owed_to_oneself',
  'amount_unfit',
  'day_unfit',
  'stands_twice',
  'debtor_unknown',
  'creditor_unknown',
  'cleared_before',
] as const

export type InvoiceFault = (typeof INVOICE_FAULTS)[number]

export interface FaultyLine {
  readonly line: number
  readonly fault: InvoiceFault
  /** What stands there, cell by cell. */
  readonly cells: readonly string[]
}

/** The heads of the columns, in any order. */
export const INVOICE_HEADS = ['id', 'debtor', 'creditor', 'amount', 'due'] as const

export interface InvoiceFile {
  readonly invoices: readonly Invoice[]
  /** Every other line that is not empty: none is lost. */
  readonly faults: readonly FaultyLine[]
}

const NUMBER = /^\P{C}{1,60}$/u
const PARTNER_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/

/**
 * Reads the text of a CSV file of open invoices: commas or semicolons, amounts like `1234.56` or `1234,56`, days like
 * `2027-01-31` or `31/01/2027`.
 *
 * @returns what is wrong with the file as a whole, as a sentence, where it cannot be read at all
 * @example readInvoices('id,debtor,creditor,amount,due\nF-1,BI-A,BI-B,120.50,2027-01-31\n')
 */
export function readInvoices(text: string): InvoiceFile | { readonly problem: string } {
  const rows = csvRows(text)
  if (typeof rows === 'string') return { problem: rows }
  const [heads, ...lines] = rows
  const names = heads?.cells.map((cell) => cell.toLowerCase()) ?? []
  const places = INVOICE_HEADS.map((head) => names.indexOf(head))
  if (places.includes(-1)) {
    return { problem: `The first line has the heads ${INVOICE_HEADS.join(', ')}.` }
  }
  const invoices: Invoice[] = []
  const faults: FaultyLine[] = []
  const seen = new Set<string>()
  for (const { line, cells } of lines) {
    const read = readLine(places.map((place) => cells[place]))
    const key = typeof read === 'string' ? '' : keyOf(read)
    if (typeof read === 'string') faults.push({ line, cells, fault: read })
    else if (seen.has(key)) faults.push({ line, cells, fault: 'stands_twice' })
    else invoices.push({ line, ...read })
    seen.add(key)
  }
  return { invoices, faults }
}

/** What tells an invoice from all others. */
export function keyOf({ creditorId, number }: Pick<Invoice, 'creditorId' | 'number'>): string {
  return `${creditorId} ${number}`
}

/** An invoice as the cells of a line, for what is told of it. */
export function cellsOf(invoice: Invoice): readonly string[] {
  const { number, debtorId, creditorId, amount, due } = invoice
  return [number, debtorId, creditorId, amount.toString(), due]
}

function readLine(cells: readonly (string | undefined)[]): Omit<Invoice, 'line'> | InvoiceFault {
  const [number, debtorId, creditorId, money, when] = cells
  const areThere = number && debtorId && creditorId && money && when
  if (!areThere) return 'cells_missing'
  if (!NUMBER.test(number)) return 'number_unfit'
  if (!PARTNER_ID.test(debtorId)) return 'debtor_unfit'
  if (!PARTNER_ID.test(creditorId)) return 'creditor_unfit'
  if (debtorId === creditorId) return 'owed_to_oneself'
  const amount = parseAmount(money)
  if (typeof amount === 'string' || amount > AMOUNT_MAX) return 'amount_unfit'
  const due = readDay(when)
  return due === undefined ? 'day_unfit' : { number, debtorId, creditorId, amount, due }
}

/** So that the sum of all that a run may have is a whole number that a machine holds exactly. */
const AMOUNT_MAX = 10_000_000_000n

function readDay(text: string): Day | undefined {
  const [, day, month, year] = /^([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})$/.exec(text) ?? []
  if (day === undefined || month === undefined) return parseDay(text)
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}
