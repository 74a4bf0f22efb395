import { createHash } from 'node:crypto'
import { reaches } from '../access/core/principal.ts'
import { DomainError } from '../kernel/errors.ts'
import { type Uuid, uuidFromDigest } from '../kernel/ids.ts'
import { AREAS_OF_NEED } from '../network/core/areas.ts'
import type { Network } from '../network/service.ts'
import type { Casework } from '../plans/casework.ts'
import type { Asker } from '../plans/deps.ts'
import type { NewPerson } from '../plans/people.ts'
import { checkPeople, PEOPLE, type PeopleRow } from './core/people-file.ts'
import type { FileProblem } from './core/problem.ts'
import { completeValues, readTable, type Table, type TableRow } from './core/table.ts'
import { wants } from './core/wants.ts'

export interface PeopleImportDeps {
  readonly network: Pick<Network, 'findContactPoints' | 'findTerritories'>
  readonly casework: Pick<Casework, 'people'>
}

export interface PeopleFile {
  /** Names the import, so that it can be sent again: who was entered by it is not entered twice. */
  readonly id: Uuid
  readonly text: string
  /** The programme whose rules the people are held against, where the file says what is asked. */
  readonly programmeId: string
  /** Whether the file is only to be read and judged. */
  readonly isTrial: boolean
}

/** What became of a file. With a problem that was seen beforehand, nobody was entered. */
export interface PeopleImport {
  readonly rows: number
  /** Those who are there now, also where an earlier try had entered them. */
  readonly entered: readonly { readonly line: number; readonly id: string }[]
  readonly problems: readonly FileProblem[]
}

/** Enters the people of a CSV file, each in a commit of their own and safe to repeat. */
export async function importPeople(
  deps: PeopleImportDeps,
  asker: Asker,
  file: PeopleFile,
): Promise<PeopleImport> {
  const table = readTable(PEOPLE, file.text.replace(/\r\n?/g, '\n').normalize('NFC'))
  const problems = checkPeople(table, await knownPlaces(deps, asker, table))
  const rows = table.rows.length
  if (problems.length > 0 || file.isTrial) return { rows, entered: [], problems }
  const entered: { line: number; id: string }[] = []
  const late: FileProblem[] = []
  for (const row of table.rows) {
    try {
      const { id } = await deps.casework.people.enter(asker, newPerson(row, file))
      entered.push({ line: row.line, id })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      late.push(problemOf(row, error))
    }
  }
  return { rows, entered, problems: late }
}

async function knownPlaces(
  { network }: PeopleImportDeps,
  { who }: Asker,
  { rows }: Table<PeopleRow>,
) {
  const filled = (texts: readonly (string | null | undefined)[]) => [
    ...new Set(texts.filter((text): text is string => typeof text === 'string')),
  ]
  const points = filled(rows.map(({ values }) => values.contact_point))
  const territories = filled(rows.map(({ values }) => values.territory))
  const found = await network.findContactPoints(points)
  return {
    contactPoints: new Set([...found.keys()].filter((id) => reaches(who, id))),
    territories: new Set((await network.findTerritories(territories)).keys()),
  }
}

function newPerson(row: TableRow<PeopleRow>, file: PeopleFile): NewPerson {
  const values = completeValues(row)
  return {
    requestId: requestIdOf(file.id, values.id ?? `line ${row.line}`),
    id: values.id,
    contactPointId: values.contact_point,
    householdSize: values.household_size,
    language: values.language,
    personal: personalOf(values),
    assessment: assessmentOf(values, file.programmeId),
    plan: planOf(values),
  }
}

function personalOf(values: PeopleRow): NewPerson['personal'] {
  const { given_name: givenName, family_name: familyName } = values
  const { document_kind: kind, document_number: number } = values
  if (givenName === null || familyName === null) return null
  return {
    ...{ givenName, familyName, birthDate: values.birth_date, phone: values.phone },
    ...{ email: values.email, nationality: values.nationality, notes: null },
    document:
      kind === null || number === null
        ? null
        : { kind, number, expiresOn: values.document_expires },
  }
}

/** Nobody is held against the rules of whom nothing is said that they ask for. */
function assessmentOf(values: PeopleRow, programmeId: string): NewPerson['assessment'] {
  const { protection, reception, exited_on: exitedOn, enrolled_on: enrolledOn } = values
  const facts = { protection, reception, exitedOn, enrolledOn, territoryId: values.territory }
  const isKnown = Object.values(facts).some((fact) => fact !== null)
  return isKnown ? { programmeId, facts } : null
}

/** A plan begins as a draft: somebody makes it active who has read it. */
function planOf(values: PeopleRow): NewPerson['plan'] {
  const { ceiling, unit } = values
  if (ceiling === null) return null
  const lines = new Map(
    AREAS_OF_NEED.flatMap((area) => {
      const amount = values[area]
      return amount === null ? [] : [[area, amount] as const]
    }),
  )
  return { unit, ceiling, lines, status: 'draft', objectives: null }
}

function requestIdOf(importId: Uuid, row: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi people ${importId} ${row}`).digest())
}

function problemOf({ line, texts }: TableRow<PeopleRow>, error: DomainError): FileProblem {
  const got = texts.id ?? ''
  return {
    file: PEOPLE.file,
    line,
    column: null,
    got,
    ...wants('enterable'),
    message: error.message,
    refusedAs: error.code,
  }
}
