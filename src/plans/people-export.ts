import { csvLine } from '../kernel/csv.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Casework } from './casework.ts'
import type { PersonalData } from './core/personal.ts'
import type { Asker } from './deps.ts'
import type { PeopleFilter, Person } from './people.ts'

export interface ExportOptions {
  readonly filter: Omit<PeopleFilter, 'limit' | 'after'>
  /** Whether it says who the people are; for operators alone, and each of them is in the access log. */
  readonly withPersonal: boolean
}

const PAGE = 200
const PSEUDONYMOUS = ['id', 'contact_point', 'household_size', 'language', 'state', 'erased']
const PERSONAL = [
  ...['given_name', 'family_name', 'birth_date', 'phone', 'email', 'nationality'],
  ...['document_kind', 'document_number', 'document_expires', 'notes'],
]

/**
 * The people in reach of whoever asks as CSV, by code. Columns are only ever added at the end.
 *
 * @throws DomainError `export_needs_operator` before the first line
 */
export async function* exportPeople(
  { people, identities }: Casework,
  asker: Asker,
  { filter, withPersonal }: ExportOptions,
): AsyncGenerator<string> {
  if (withPersonal && asker.who.role !== 'operator') {
    throw new DomainError(
      'export_needs_operator',
      'Only an operator takes along who people are: leave out `personal`.',
    )
  }
  yield csvLine(withPersonal ? [...PSEUDONYMOUS, ...PERSONAL] : PSEUDONYMOUS)
  let after: string | undefined
  for (;;) {
    const page = await people.list(asker, { ...filter, limit: PAGE, after })
    if (page.length === 0) return
    if (withPersonal) {
      const known = await identities.identify(asker, page)
      yield known
        .map((person) => csvLine([...pseudonymousCells(person), ...personalCells(person.personal)]))
        .join('')
    } else {
      yield page.map((person) => csvLine(pseudonymousCells(person))).join('')
    }
    after = page.at(-1)?.id
  }
}

function pseudonymousCells(person: Person): readonly string[] {
  const { id, contactPointId, householdSize, language, state, isErased } = person
  return [id, contactPointId, `${householdSize}`, language, state, isErased ? 'yes' : 'no']
}

function personalCells(data: PersonalData | null): readonly string[] {
  if (data === null) return PERSONAL.map(() => '')
  const { givenName, familyName, birthDate, phone, email, nationality, document, notes } = data
  return [
    ...[givenName, familyName, birthDate, phone, email, nationality],
    ...[document?.kind, document?.number, document?.expiresOn, notes],
  ].map((cell) => cell ?? '')
}
