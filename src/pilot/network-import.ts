import { createHash } from 'node:crypto'
import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import { parseUuid, type Uuid, uuidFromDigest } from '../kernel/ids.ts'
import { areaOfColour } from '../ledger/core/colour.ts'
import { DEFAULT_RULES, defaultProgramme, type Programme } from '../network/core/programme.ts'
import type { NetworkDesk, Tranche } from '../network/desk.ts'
import type { ContactPoint, Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'
import { checkCircles, checkReference } from './core/check.ts'
import { type Comparison, compareWithStanding } from './core/compare.ts'
import { PARTNERS, TERRITORIES, type TerritoryRow } from './core/files.ts'
import {
  checkFunding,
  checkNamedProgrammes,
  checkNewProgrammes,
  orderContactPoints,
} from './core/network-check.ts'
import {
  FUNDING,
  type FundingRow,
  type ImportKind,
  OPENED_CONTACT_POINTS,
  type OpenedContactPointRow,
  PROGRAMMES,
  type ProgrammeRow,
} from './core/network-files.ts'
import type { FileProblem } from './core/problem.ts'
import {
  completeValues,
  readTable,
  type Table,
  type TableRow,
  unreadableTable,
} from './core/table.ts'
import { codesOf, findTerritories, mapValues, partnerRowOf } from './standing.ts'

export interface NetworkImportDeps {
  readonly network: Network
  readonly networkDesk: NetworkDesk
  readonly runtime: Runtime
}

export interface NetworkFile {
  readonly kind: ImportKind
  readonly text: string
  /** Whether the file is only to be read and judged. */
  readonly isTrial: boolean
}

/** What became of a file. With a problem that was seen beforehand, nothing was added. */
export interface NetworkImport {
  readonly rows: number
  /** How many stand already, just so. */
  readonly unchanged: number
  /** How many are new; with `isTrial`, none of them was added. */
  readonly fresh: number
  readonly added: readonly { readonly line: number; readonly id: string }[]
  readonly problems: readonly FileProblem[]
}

/** A file as it was understood: what it would add, in which order. */
interface Plan {
  readonly file: string
  readonly rows: number
  readonly unchanged: number
  readonly problems: readonly FileProblem[]
  readonly additions: readonly Addition[]
}

interface Addition {
  readonly line: number
  readonly id: string
  add(): Promise<unknown>
}

/**
 * Adds what a file brings, each row in a commit of its own and as whoever brings it. What stands is never changed, so a
 * file that broke off is sent again as it was. Problems that are seen only while adding are told for their rows, and
 * the others are added.
 */
export async function importNetwork(
  deps: NetworkImportDeps,
  who: Principal,
  { kind, text, isTrial }: NetworkFile,
): Promise<NetworkImport> {
  const clean = text.replace(/\r\n?/g, '\n').normalize('NFC')
  const plan = await PLANNERS[kind](deps, who, clean)
  const { rows, unchanged, additions } = plan
  const problems = [...plan.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  const found = { rows, unchanged, fresh: additions.length }
  if (problems.length > 0 || isTrial) return { ...found, added: [], problems }
  const added: { line: number; id: string }[] = []
  const late: FileProblem[] = []
  for (const { line, id, add } of additions) {
    try {
      await add()
      added.push({ line, id })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const { message } = error
      late.push({
        ...{ file: plan.file, line, column: null, got: id, allowed: 'what can be added', message },
      })
    }
  }
  return { ...found, added, problems: late }
}

type Planner = (deps: NetworkImportDeps, who: Principal, text: string) => Promise<Plan>

const PLANNERS: Readonly<Record<ImportKind, Planner>> = {
  territories: planTerritories,
  programmes: planProgrammes,
  'contact-points': planContactPoints,
  partners: planPartners,
  funding: planFunding,
}

async function planTerritories(
  { network, networkDesk }: NetworkImportDeps,
  who: Principal,
  text: string,
): Promise<Plan> {
  const table = readTable(TERRITORIES, text)
  const ids = [...codesOf(table, 'id'), ...codesOf(table, 'parent')]
  const standing = await findTerritories({ network }, ids)
  const place = { noun: 'territory', table, standing }
  const problems = [...checkReference(table, 'parent', place), ...checkCircles(table, standing)]
  const compared = compareWithStanding(table, 'id', standing)
  return planOf(table, compared, problems, ({ id, name, kind, parent }) =>
    networkDesk.addTerritories([{ id, name, kind, parentId: parent }], who),
  )
}

async function planProgrammes(
  { network, networkDesk }: NetworkImportDeps,
  who: Principal,
  text: string,
): Promise<Plan> {
  const table = readTable(PROGRAMMES, text)
  const all = await allProgrammes(network)
  const standing = mapValues(new Map(all.map((one) => [one.id, one])), programmeRowOf)
  const compared = compareWithStanding(table, 'id', standing, [
    ...(['colour', 'starts_on', 'ends_on', 'months_since_exit', 'emergency_monthly_cap'] as const),
    'notice_required',
  ])
  const problems = checkNewProgrammes(table, compared.fresh, all)
  return planOf(table, compared, problems, (row) => {
    const { id, name, unit, colour, starts_on: startsOn, ends_on: endsOn } = row
    assert(colour, 'a new programme has a colour')
    const rules = {
      monthsSinceExit: row.months_since_exit ?? DEFAULT_RULES.monthsSinceExit,
      emergencyMonthlyCap: `${row.emergency_monthly_cap ?? DEFAULT_RULES.emergencyMonthlyCap}`,
      noticeRequired: row.notice_required !== 'false',
    }
    return networkDesk.addProgramme({ id, name, unit, colour, startsOn, endsOn, rules }, who)
  })
}

async function planContactPoints(
  deps: NetworkImportDeps,
  who: Principal,
  text: string,
): Promise<Plan> {
  const { network, networkDesk } = deps
  const table = readTable(OPENED_CONTACT_POINTS, text)
  const places = await placesNamed(deps, codesOf(table, 'territory'))
  const programmes = await network.findProgrammes([
    ...codesOf(table, 'programme'),
    ...table.rows.flatMap(({ values: { unit } }) =>
      unit === undefined ? [] : [defaultProgramme(unit).id],
    ),
  ])
  const ids = [...codesOf(table, 'id'), ...codesOf(table, 'approver')]
  const standing = mapValues(await network.findContactPoints(ids), contactPointRowOf)
  const compared = compareWithStanding(
    table,
    'id',
    standing,
    ['programme', 'phone', 'opening_hours', 'approver'],
    // Money comes with funding; the cap stands lower until a second person has approved it.
    ['envelope', 'emergency_monthly_cap'],
  )
  const { ordered, problems } = orderContactPoints(table, compared.fresh, standing)
  const found = [
    ...checkReference(table, 'territory', places),
    ...checkNamedProgrammes(table, 'programme', programmes),
    ...problems,
  ]
  return planOf(table, { ...compared, fresh: ordered }, found, (row) => {
    const { id, name, unit, area, phone, opening_hours: openingHours, approver } = row
    const cap = row.emergency_monthly_cap
    const opened = {
      ...{ id, name, unit, area, phone, openingHours, approverContactPointId: approver },
      ...{ territoryId: row.territory, programmeId: row.programme ?? defaultProgramme(unit).id },
      ...(cap === null ? {} : { emergencyMonthlyCap: cap }),
    }
    return networkDesk.openContactPoint(opened, who)
  })
}

async function planPartners(deps: NetworkImportDeps, who: Principal, text: string): Promise<Plan> {
  const table = readTable(PARTNERS, text)
  const places = await placesNamed(deps, codesOf(table, 'territory'))
  const found = await deps.network.findPartners(codesOf(table, 'id'))
  const compared = compareWithStanding(table, 'id', mapValues(found, partnerRowOf))
  const problems = checkReference(table, 'territory', places)
  return planOf(table, compared, problems, ({ territory, ...partner }) =>
    deps.networkDesk.bringInPartner({ ...partner, territoryId: territory }, who),
  )
}

async function planFunding(
  { network, networkDesk, runtime }: NetworkImportDeps,
  who: Principal,
  text: string,
): Promise<Plan> {
  const table = readTable(FUNDING, text)
  const programmes = await network.findProgrammes(codesOf(table, 'programme_id'))
  const codes = codesOf(table, 'id')
  const tranches = await networkDesk.findTranches(codes.flatMap(idsOfCode))
  const standing = new Map(
    codes.flatMap((code): [string, FundingRow][] => {
      const tranche = idsOfCode(code)
        .map((id) => tranches.get(id))
        .find((one) => one !== undefined)
      return tranche === undefined ? [] : [[code, fundingRowOf(code, tranche)]]
    }),
  )
  const compared = compareWithStanding(table, 'id', standing, ['unit', 'colour', 'area'])
  const problems = [
    ...checkNamedProgrammes(table, 'programme_id', programmes),
    ...checkFunding(table, compared.fresh, programmes, romeDay(runtime.now())),
  ]
  return planOf(table, compared, problems, (row) => {
    const { kind, funder, amount, received_on: receivedOn, reference, colour } = row
    const area = row.area ?? (colour === null ? null : (areaOfColour(colour) ?? null))
    const content = { kind, funder, amount, receivedOn, reference, area }
    const id = importedTrancheId(row.id)
    return networkDesk.prepareTranche({ id, programmeId: row.programme_id, ...content }, who)
  })
}

function planOf<Values extends { readonly id: string }>(
  table: Table<Values>,
  compared: Comparison<Values>,
  problems: readonly FileProblem[],
  add: (values: Values) => Promise<unknown>,
): Plan {
  return {
    file: table.file,
    rows: table.rows.length,
    unchanged: compared.unchanged,
    problems: [...table.problems, ...problems, ...compared.problems],
    additions: compared.fresh.map((row: TableRow<Values>) => ({
      line: row.line,
      id: row.values.id ?? '',
      add: () => add(completeValues(row)),
    })),
  }
}

/** Territories that stand: a file of its own names no others. */
async function placesNamed({ network }: NetworkImportDeps, ids: readonly string[]) {
  const standing = await findTerritories({ network }, ids)
  const table: Table<TerritoryRow> = { ...unreadableTable('territories.csv', []), readable: true }
  return { noun: 'territory', table, standing }
}

const PROGRAMMES_AT_ONCE = 200

async function allProgrammes({ listProgrammes }: Network): Promise<readonly Programme[]> {
  const found: Programme[] = []
  for (let after: string | undefined; ; after = found.at(-1)?.id) {
    const more = after === undefined ? {} : { after }
    const page = await listProgrammes({ limit: PROGRAMMES_AT_ONCE, ...more })
    found.push(...page)
    if (page.length < PROGRAMMES_AT_ONCE) return found
  }
}

function programmeRowOf({
  id,
  name,
  unit,
  colour,
  startsOn,
  endsOn,
  rules,
}: Programme): ProgrammeRow {
  return {
    ...{ id, name, unit, colour, starts_on: startsOn, ends_on: endsOn },
    months_since_exit: rules.monthsSinceExit,
    emergency_monthly_cap: BigInt(rules.emergencyMonthlyCap),
    notice_required: rules.noticeRequired ? 'true' : 'false',
  }
}

function contactPointRowOf(point: ContactPoint): OpenedContactPointRow {
  const { id, name, territoryId, unit, programmeId, area, phone, openingHours } = point
  return {
    ...{ id, name, territory: territoryId, unit, envelope: null, programme: programmeId, area },
    ...{ phone, opening_hours: openingHours, approver: point.approverContactPointId },
    emergency_monthly_cap: point.emergencyMonthlyCap,
  }
}

function fundingRowOf(id: string, tranche: Tranche): FundingRow {
  const { programmeId, kind, funder, amount, unit, colour, receivedOn, reference } = tranche
  const area = colour === null ? null : (areaOfColour(colour) ?? null)
  return {
    ...{ id, programme_id: programmeId, kind, funder, amount, unit, colour, area },
    ...{ received_on: receivedOn, reference },
  }
}

/** The id of the tranche that a file names by this code: always the same, so that none is prepared twice. */
function importedTrancheId(code: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi import funding ${code}`).digest())
}

/** The list that the service gives names tranches by their ids, a file of somebody's by codes of their own. */
function idsOfCode(code: string): readonly Uuid[] {
  const id = parseUuid(code)
  return id === undefined ? [importedTrancheId(code)] : [id, importedTrancheId(code)]
}
