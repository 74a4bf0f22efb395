import { csvRows } from '../../kernel/csv-rows.ts'
import { parseDay } from '../../kernel/days.ts'
import {
  CONTENT_FAULTS,
  DETAIL_NAMES,
  DETAILS,
  type Detail,
  DOCUMENTS_MAX,
  type DocumentMark,
  ENTRY_KINDS,
  type EntryContent,
  faultsOf,
  PARTICIPANT_KINDS,
  SHA256,
  TEXT_MAX,
} from './register.ts'

/** The columns of a file of the register. Those of {@link NEEDED_HEADS} have to be there, in any order. */
export const REGISTER_HEADS = [
  ...['reference', 'kind', 'day', 'place', 'territory', 'title', 'notes'],
  ...DETAIL_NAMES,
  ...PARTICIPANT_KINDS,
  ...['documents', 'withdrawn'],
] as const
export const NEEDED_HEADS = ['reference', 'kind', 'day', 'place', 'title'] as const
/** What the service writes besides; it is not read. */
export const WRITTEN_HEADS = ['version', 'changed_at'] as const

/** Why a line cannot be taken. */
export const LINE_FAULTS = [
  ...CONTENT_FAULTS,
  ...(['missing', 'stands_twice', 'territory_unknown'] as const),
] as const

/** Why a line cannot be taken, with the column that is at fault. */
export interface LineFault {
  readonly line: number
  readonly field: string
  readonly fault: (typeof LINE_FAULTS)[number]
  /** What stands there. */
  readonly got: string
}

export interface RegisterLine {
  /** Of the file, from 1; the heads stand on the first. */
  readonly line: number
  readonly reference: string
  readonly content: EntryContent
}

export interface RegisterFile {
  readonly lines: readonly RegisterLine[]
  /** Of every line that cannot be taken, all that is wrong. */
  readonly faults: readonly LineFault[]
}

/**
 * Reads the text of a CSV file of the register: commas or semicolons, days like `2027-01-31` or `31/01/2027`, documents
 * like `<sha256> minutes.pdf; <sha256> photo.jpg`.
 *
 * @param today no entry is of a later day
 * @returns what is wrong with the file as a whole, where it cannot be read at all
 * @example readRegister('reference,kind,day,place,title\nTS-1,system_table,2026-05-04,Biella,First table\n', today)
 */
export function readRegister(
  text: string,
  today: string,
): RegisterFile | { readonly problem: string } {
  const rows = csvRows(text)
  if (typeof rows === 'string') return { problem: rows }
  const [heads, ...rest] = rows
  const names = heads?.cells.map((cell) => cell.toLowerCase()) ?? []
  const missing = NEEDED_HEADS.filter((head) => !names.includes(head))
  if (missing.length > 0) return { problem: `The first line lacks ${missing.join(', ')}.` }
  const known: readonly string[] = [...REGISTER_HEADS, ...WRITTEN_HEADS]
  const unknown = names.filter((name) => name !== '' && !known.includes(name))
  if (unknown.length > 0) {
    return { problem: `The first line has heads that no file has: ${unknown.join(', ')}.` }
  }
  const lines: RegisterLine[] = []
  const faults: LineFault[] = []
  const seen = new Set<string>()
  for (const { line, cells } of rest) {
    const cell = (head: string) => cells[names.indexOf(head)] ?? ''
    const read = readLine(cell, today)
    const reference = cell('reference')
    const twice = seen.has(reference)
      ? [{ field: 'reference', fault: 'stands_twice' } as const]
      : []
    const wrong = [...twice, ...read.faults]
    seen.add(reference)
    faults.push(...wrong.map((one) => ({ ...one, line, got: cell(one.field) })))
    if (wrong.length === 0) lines.push({ line, reference, content: read.content })
  }
  return { lines, faults }
}

/** The cells of an entry, in the order of {@link REGISTER_HEADS}. */
export function cellsOfEntry(reference: string, content: EntryContent): readonly string[] {
  const { kind, day, place, territoryId, title, notes, details, tookPart, documents } = content
  return [
    ...[reference, kind, day, place, territoryId ?? '', title, notes ?? ''],
    ...DETAIL_NAMES.map((name) => `${details[name] ?? ''}`),
    ...PARTICIPANT_KINDS.map((name) => `${tookPart[name] ?? ''}`),
    documents.map(({ sha256, name }) => `${sha256} ${name}`).join('; '),
    content.isWithdrawn ? 'yes' : '',
  ]
}

type CellOf = (head: string) => string
type Wrong = Pick<LineFault, 'field' | 'fault'>

function readLine(
  cell: CellOf,
  today: string,
): { readonly content: EntryContent; readonly faults: readonly Wrong[] } {
  const faults: Wrong[] = NEEDED_HEADS.filter((head) => cell(head) === '').map((field) => ({
    ...{ field, fault: 'missing' },
  }))
  const unfit = (field: string) => faults.push({ field, fault: 'unfit' })
  for (const field of ['reference', 'place', 'title', 'notes'] as const) {
    const text = cell(field)
    if (text.length > TEXT_MAX[field] || /[\p{Cc}\p{Cs}]/u.test(text.replace(/\n/g, '')))
      unfit(field)
  }
  const kind = ENTRY_KINDS.find((one) => one === cell('kind'))
  if (kind === undefined && cell('kind') !== '') unfit('kind')
  const day = readDay(cell('day'))
  if (day === undefined && cell('day') !== '') unfit('day')
  const withdrawn = cell('withdrawn').toLowerCase()
  if (!['', 'yes', 'no', 'si', 'sì'].includes(withdrawn)) unfit('withdrawn')
  const documents = readDocuments(cell('documents'))
  if (documents === undefined) unfit('documents')
  const content: EntryContent = {
    ...{ kind: kind ?? 'system_table', day: day ?? '', place: cell('place') },
    ...{
      territoryId: cell('territory') || null,
      title: cell('title'),
      notes: cell('notes') || null,
    },
    details: readDetails(cell),
    tookPart: Object.fromEntries(
      PARTICIPANT_KINDS.flatMap((name) => (cell(name) === '' ? [] : [[name, figure(cell(name))]])),
    ),
    documents: documents ?? [],
    isWithdrawn: !['', 'no'].includes(withdrawn),
  }
  return { content, faults: kind === undefined ? faults : [...faults, ...faultsOf(content, today)] }
}

function readDetails(cell: CellOf): EntryContent['details'] {
  const known: readonly Detail[] = ENTRY_KINDS.flatMap((kind) => [...DETAILS[kind]])
  return Object.fromEntries(
    known.flatMap(({ name, type }): [string, number | string][] => {
      const text = cell(name)
      if (text === '') return []
      return [[name, type === 'count' ? figure(text) : text]]
    }),
  )
}

/** A whole number; what is none becomes one that fits nowhere. */
function figure(text: string): number {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : -1
}

function readDocuments(text: string): readonly DocumentMark[] | undefined {
  const parts = text.split(';').map((part) => part.trim())
  const marks = parts
    .filter((part) => part !== '')
    .map((part) => ({ sha256: part.slice(0, 64).toLowerCase(), name: part.slice(64).trim() }))
  const isGood = marks.every(({ sha256, name }) => SHA256.test(sha256) && isFileName(name))
  return isGood && marks.length <= DOCUMENTS_MAX ? marks : undefined
}

/** Whether a document may be called so: it stands in a cell beside others. */
export function isFileName(name: string): boolean {
  return name.length >= 1 && name.length <= 120 && !/[;\p{Cc}\p{Cs}]/u.test(name)
}

function readDay(text: string): string | undefined {
  const [, day, month, year] = /^([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})$/.exec(text) ?? []
  if (day === undefined || month === undefined) return parseDay(text)
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}
