import type { Minor } from '../../kernel/money.ts'
import { AREAS_OF_NEED, type AreaOfNeed } from '../../network/core/areas.ts'
import {
  COUNTRY_PATTERN,
  type DocumentKind,
  EMAIL_PATTERN,
  PHONE_PATTERN,
} from '../../plans/core/personal.ts'
import {
  amount,
  choice,
  code,
  dayOrNothing,
  language,
  pseudonym,
  unit,
  wholeNumber,
  words,
} from './cells.ts'
import type { FileProblem } from './problem.ts'
import { type Column, cellProblem, type RowOf, type Table, type TableShape } from './table.ts'
import { type Want, wants } from './wants.ts'

/** The rest of a column that may be left empty. */
function optional<T>({ headings, read }: Column<T>): Column<T | null> {
  return { headings, read, ifEmpty: null }
}

function matching(headings: readonly string[], pattern: RegExp, want: Want): Column<string | null> {
  const read = (text: string) => (pattern.test(text) ? { value: text } : wants(want))
  return { headings, read, ifEmpty: null }
}

const DOCUMENTS: Readonly<Record<DocumentKind, readonly string[]>> = {
  residence_permit: ['permesso di soggiorno', 'permesso'],
  passport: ['passaporto'],
  identity_card: ["carta d'identità"],
  other: ['altro'],
}

const PROTECTIONS = {
  refugee_status: ['status di rifugiato', 'rifugiato'],
  subsidiary_protection: ['protezione sussidiaria', 'sussidiaria'],
  special_protection: ['protezione speciale', 'speciale'],
  special_cases: ['casi speciali'],
  humanitarian: ['protezione umanitaria', 'umanitaria'],
  temporary_protection: ['protezione temporanea', 'temporanea'],
} as const

const RECEPTIONS = {
  ...{ sprar: [], siproimi: [], sai: [], cas: [] },
  humanitarian_corridor: ['corridoio umanitario', 'corridoi umanitari'],
  other: ['altro'],
} as const

const AREA_HEADINGS: Readonly<Record<AreaOfNeed, readonly string[]>> = {
  housing: ['casa', 'abitare'],
  work: ['lavoro'],
  education: ['istruzione', 'formazione'],
  socio_cultural: ['socio-culturale'],
  social_assistance: ['assistenza sociale'],
  health: ['salute'],
}

const AREAS = Object.fromEntries(
  AREAS_OF_NEED.map((area) => [area, optional(amount(AREA_HEADINGS[area], 0n))]),
) as Readonly<Record<AreaOfNeed, Column<Minor | null>>>

const COLUMNS = {
  id: optional(pseudonym(['codice', 'identificativo', 'code'])),
  contact_point: code(['punto di contatto', 'punto di riferimento', 'sportello']),
  household_size: wholeNumber(['componenti', 'nucleo', 'componenti del nucleo'], 1, 20),
  language: language(['lingua']),
  given_name: optional(words(['nome'])),
  family_name: optional(words(['cognome'])),
  birth_date: dayOrNothing(['data di nascita', 'nascita']),
  phone: matching(['telefono', 'cellulare'], PHONE_PATTERN, 'phone'),
  email: matching(['mail', 'posta elettronica'], EMAIL_PATTERN, 'email'),
  nationality: matching(['nazionalità', 'cittadinanza'], COUNTRY_PATTERN, 'nationality'),
  document_kind: optional(choice(['tipo di documento'], DOCUMENTS)),
  document_number: optional(words(['numero del documento', 'documento'])),
  document_expires: dayOrNothing(['scadenza del documento']),
  protection: optional(choice(['protezione', 'forma di protezione'], PROTECTIONS)),
  reception: optional(choice(['accoglienza'], RECEPTIONS)),
  exited_on: dayOrNothing(['uscita', 'data di uscita']),
  enrolled_on: dayOrNothing(['presa in carico', 'data di presa in carico']),
  territory: optional(code(['territorio'])),
  unit: unit(['unità', 'valuta', 'currency', 'moneta']),
  ceiling: optional(amount(['massimale', 'tetto'], 0n)),
  ...AREAS,
}

/** People with who they are, as a contact point keeps them in a sheet. Amounts are ceilings of their plans. */
export const PEOPLE: TableShape<typeof COLUMNS> = {
  file: 'people.csv',
  key: 'id',
  columns: COLUMNS,
}

export type PeopleRow = RowOf<typeof COLUMNS>

/** What of the places that a file names is there. */
export interface KnownPlaces {
  /** The contact points that whoever imports works for. */
  readonly contactPoints: ReadonlySet<string>
  readonly territories: ReadonlySet<string>
}

/** Everything that keeps the people of a file from being entered, in the order of the lines. */
export function checkPeople(table: Table<PeopleRow>, known: KnownPlaces): readonly FileProblem[] {
  const found = table.rows.flatMap((row) => {
    const problems: FileProblem[] = []
    const complain = (column: keyof PeopleRow & string, want: Want, message: string) =>
      problems.push(cellProblem(table, row, column, { ...wants(want), message }))
    const { values } = row
    const isFilled = (name: keyof PeopleRow & string) => (row.texts[name] ?? '') !== ''
    const { contact_point: point, territory } = values
    if (typeof point === 'string' && !known.contactPoints.has(point)) {
      complain('contact_point', 'own_contact_point', 'you have no such contact point.')
    }
    if (typeof territory === 'string' && !known.territories.has(territory)) {
      complain('territory', 'territory', 'there is no such territory.')
    }
    for (const [needed, by] of NEEDED) {
      const asking = by.find(isFilled)
      if (asking === undefined || isFilled(needed)) continue
      complain(needed, 'filled', `the cell is empty, and ${asking} on the line needs it.`)
    }
    return problems
  })
  return [...table.problems, ...found].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
}

/** Columns that have to be filled where one of others is. */
const NEEDED: readonly (readonly [
  keyof PeopleRow & string,
  readonly (keyof PeopleRow & string)[],
])[] = [
  ['given_name', ['family_name', 'birth_date', 'phone', 'email', 'nationality', 'document_number']],
  ['family_name', ['given_name']],
  ['document_kind', ['document_number']],
  ['document_number', ['document_kind', 'document_expires']],
  ['ceiling', [...AREAS_OF_NEED]],
]
