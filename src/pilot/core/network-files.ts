import type { StaffRole } from '../../access/core/principal.ts'
import type { Day } from '../../kernel/days.ts'
import { type Colour, parseColour } from '../../ledger/core/colour.ts'
import {
  amount,
  areaOrNothing,
  choice,
  code,
  codeOrNothing,
  dayOrNothing,
  unit,
  wholeNumber,
  words,
} from './cells.ts'
import { shape } from './files.ts'
import type { Column, RowOf } from './table.ts'
import { wants } from './wants.ts'

// Files that people bring in themselves, one by one. The lists that the service gives have these very columns.

const ID = ['codice', 'identificativo', 'code']
const NAME = ['nome', 'denominazione']
const UNIT = ['unità', 'valuta', 'currency', 'moneta']
const AREA = ['ambito territoriale', 'zona']
const PROGRAMME = ['programma', 'progetto']
const MONTHS_MAX = 600
const OPENING_HOURS_MAX = 200
const PHONE = /^[+]?[0-9][0-9 /-]{3,29}$/

/** The rest of a column that may be left empty, and then says nothing. */
function optional<T>({ headings, read }: Column<T>): Column<T | null> {
  return { headings, read, ifEmpty: null }
}

function matching(
  headings: readonly string[],
  fits: (text: string) => boolean,
  asked: ReturnType<typeof wants>,
): Column<string> {
  return { headings, read: (text) => (fits(text) ? { value: text } : asked) }
}

/** What money is earmarked for, whole: a programme, or a programme within an area. */
function colour(headings: readonly string[], mayHaveArea: boolean): Column<Colour> {
  const asked = wants(mayHaveArea ? 'colour_or_area' : 'colour')
  return {
    headings,
    read: (text) => {
      const value = parseColour(text.toUpperCase())
      const fits = value !== undefined && (mayHaveArea || !value.includes('/'))
      return fits ? { value } : asked
    },
  }
}

/** A day that has to be there. */
function day(headings: readonly string[]): Column<Day> {
  const { read } = dayOrNothing(headings)
  return {
    headings,
    read: (text) => {
      const reading = read(text)
      if (!('value' in reading)) return reading
      return reading.value === null ? wants('day') : { value: reading.value }
    },
  }
}

/** Whose money it is, for how long, under which rules. */
export const PROGRAMMES = shape({
  file: 'programmes.csv',
  key: 'id',
  columns: {
    id: code(ID),
    name: words(NAME),
    unit: unit(UNIT),
    colour: optional(colour(['colore', 'fondo'], false)),
    starts_on: dayOrNothing(['inizio', 'dal']),
    ends_on: dayOrNothing(['fine', 'al']),
    months_since_exit: optional(wholeNumber(['mesi dall’uscita', 'mesi'], 0, MONTHS_MAX)),
    emergency_monthly_cap: optional(amount(['tetto di emergenza', 'emergenza'], 0n)),
    notice_required: optional(
      choice(['informativa', 'informativa richiesta'], {
        true: ['sì', 'si', 'yes'],
        false: ['no'],
      }),
    ),
  },
  passedOver: ['emergency_monthly_cap_minor'],
})

/** Who walks with people, opened without money. */
export const OPENED_CONTACT_POINTS = shape({
  file: 'contact-points.csv',
  key: 'id',
  columns: {
    id: code(ID),
    name: words(NAME),
    territory: code(['territorio']),
    unit: unit(UNIT),
    envelope: optional(amount(['budget', 'dotazione', 'importo', 'amount'], 0n)),
    programme: codeOrNothing(PROGRAMME),
    area: areaOrNothing(AREA),
    phone: optional(matching(['telefono'], (text) => PHONE.test(text), wants('phone'))),
    opening_hours: optional(
      matching(
        ['orari', 'orario'],
        (text) => text.length <= OPENING_HOURS_MAX && !/\p{Cc}/u.test(text),
        wants('words', { most: `${OPENING_HOURS_MAX}` }),
      ),
    ),
    approver: codeOrNothing(['chi approva', 'approvatore']),
    emergency_monthly_cap: optional(amount(['tetto di emergenza', 'emergenza'], 0n)),
  },
  passedOver: ['envelope_minor', 'emergency_monthly_cap_minor'],
})

/** Money that funders gave: each row waits for a second person. */
export const FUNDING = shape({
  file: 'funding.csv',
  key: 'id',
  columns: {
    id: code(ID),
    programme_id: code(['programme', ...PROGRAMME]),
    kind: choice(['tipo'], { grant: ['finanziamento'], co_funding: ['cofinanziamento'] }),
    funder: words(['finanziatore', 'ente finanziatore', 'ente']),
    amount: amount(['importo'], 1n),
    unit: optional(unit(UNIT)),
    colour: optional(colour(['colore', 'fondo'], true)),
    area: areaOrNothing(AREA),
    received_on: day(['ricevuto il', 'data', 'ricevuto']),
    reference: words(['riferimento', 'decreto']),
  },
  passedOver: [
    ...['amount_minor', 'state', 'prepared_by', 'prepared_at', 'decided_by', 'decided_at'],
    'decision_reason',
  ],
})

export type ProgrammeRow = RowOf<typeof PROGRAMMES.columns>
export type OpenedContactPointRow = RowOf<typeof OPENED_CONTACT_POINTS.columns>
export type FundingRow = RowOf<typeof FUNDING.columns>

/** What people bring in by files of their own. */
export const IMPORT_KINDS = [
  'territories',
  'programmes',
  'contact-points',
  'partners',
  'funding',
] as const

export type ImportKind = (typeof IMPORT_KINDS)[number]

/** Who may bring in what: whoever may add one of them. */
export const IMPORTERS: Readonly<Record<ImportKind, readonly [StaffRole, ...StaffRole[]]>> = {
  territories: ['administrator'],
  programmes: ['administrator'],
  'contact-points': ['administrator'],
  partners: ['operator', 'administrator'],
  funding: ['treasurer', 'administrator'],
}
