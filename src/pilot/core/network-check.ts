import type { Day } from '../../kernel/days.ts'
import type { Unit } from '../../kernel/money.ts'
import { areaOfColour, type Colour } from '../../ledger/core/colour.ts'
import { colourWithin } from '../../network/core/programme.ts'
import type { FundingRow, OpenedContactPointRow, ProgrammeRow } from './network-files.ts'
import { type FileProblem, quoted } from './problem.ts'
import { cellProblem, type Table, type TableRow } from './table.ts'

/** What of a programme the rows that name it depend on. */
export interface NamedProgramme {
  readonly id: string
  readonly unit: Unit
  readonly colour: Colour | null
}

/** Tells programmes that end before they begin, that lack a colour, or whose colour is another one's. */
export function checkNewProgrammes(
  table: Table<ProgrammeRow>,
  fresh: readonly TableRow<ProgrammeRow>[],
  standing: Iterable<NamedProgramme>,
): FileProblem[] {
  const taken = new Map<string, string>()
  for (const { id, colour } of standing) if (colour !== null) taken.set(colour, id)
  return fresh.flatMap((row) => {
    const { id = '', colour, starts_on: from, ends_on: until } = row.values
    const problems: FileProblem[] = []
    if (typeof from === 'string' && typeof until === 'string' && until < from) {
      const message = `the programme would end on ${until}, before it begins on ${from}.`
      problems.push(
        cellProblem(table, row, 'ends_on', { allowed: `a day from ${from} on`, message }),
      )
    }
    if (colour === null) {
      const message = 'a new programme has a colour, which all its money carries.'
      problems.push(cellProblem(table, row, 'colour', { allowed: 'a colour', message }))
    }
    const owner = typeof colour === 'string' ? taken.get(colour) : undefined
    if (owner !== undefined && owner !== id) {
      const message = `the money of ${owner} has the colour ${colour}.`
      problems.push(cellProblem(table, row, 'colour', { allowed: 'a colour of its own', message }))
    } else if (typeof colour === 'string') taken.set(colour, id)
    return problems
  })
}

/** Tells programmes that are not there, or whose unit is not the one that stands on the row. */
export function checkNamedProgrammes<
  Column extends string,
  Values extends { readonly unit: Unit | null } & Readonly<Record<Column, string | null>>,
>(
  table: Table<Values>,
  column: Column & keyof Values,
  programmes: ReadonlyMap<string, NamedProgramme>,
): FileProblem[] {
  return table.rows.flatMap((row) => {
    const id = row.values[column]
    const kept = row.values.unit
    if (typeof id !== 'string') return []
    const programme = programmes.get(id)
    if (programme === undefined) {
      const allowed = 'the code of a programme that stands'
      const message = `there is no programme ${quoted(id)}.`
      return [cellProblem<Values>(table, row, column, { allowed, message })]
    }
    if (kept === undefined || kept === null || kept === programme.unit) return []
    const message = `the programme ${id} is kept in ${programme.unit}, not in ${kept}.`
    return [cellProblem<Values>(table, row, 'unit', { allowed: programme.unit, message })]
  })
}

/**
 * Tells new contact points that would bring money along, or whose approver is not there, and puts the others in an order
 * in which each comes after its approver.
 */
export function orderContactPoints(
  table: Table<OpenedContactPointRow>,
  fresh: readonly TableRow<OpenedContactPointRow>[],
  standing: ReadonlyMap<string, unknown>,
): {
  readonly ordered: readonly TableRow<OpenedContactPointRow>[]
  readonly problems: FileProblem[]
} {
  const problems: FileProblem[] = []
  for (const row of fresh) {
    const { envelope } = row.values
    if (envelope === undefined || envelope === null || envelope === 0n) continue
    const allowed = '0, or nothing'
    const message =
      'a contact point is opened without money: that comes by funding and a move, which two people answer for.'
    problems.push(cellProblem(table, row, 'envelope', { allowed, message }))
  }
  const ordered: TableRow<OpenedContactPointRow>[] = []
  const there = new Set(standing.keys())
  let waiting = fresh
  for (let before = -1; before !== ordered.length; ) {
    before = ordered.length
    const isReady = ({ values: { approver } }: TableRow<OpenedContactPointRow>) =>
      approver === undefined || approver === null || there.has(approver)
    for (const row of waiting.filter(isReady)) {
      ordered.push(row)
      there.add(row.values.id ?? '')
    }
    waiting = waiting.filter((row) => !ordered.includes(row))
  }
  for (const row of waiting) {
    const allowed = 'a contact point that stands, or one of this file that can be opened before'
    const message = `${quoted(row.values.approver ?? '')} cannot approve in its place: it is not there, or waits for this one.`
    problems.push(cellProblem(table, row, 'approver', { allowed, message }))
  }
  return { ordered, problems }
}

/** The colour of the money of a row; `undefined` where its programme has none that could be bound to the area. */
export function colourOfFunding(
  { area, colour }: Pick<FundingRow, 'area' | 'colour'>,
  programme: NamedProgramme,
): Colour | null | undefined {
  const named = colour === null ? undefined : areaOfColour(colour)
  return colourWithin(programme, area ?? named ?? null)
}

/** Tells new tranches that are not received yet, and colours that do not fit their programme and area. */
export function checkFunding(
  table: Table<FundingRow>,
  fresh: readonly TableRow<FundingRow>[],
  programmes: ReadonlyMap<string, NamedProgramme>,
  today: Day,
): FileProblem[] {
  return fresh.flatMap((row) => {
    const { programme_id: id, received_on: receivedOn, area = null, colour = null } = row.values
    const problems: FileProblem[] = []
    if (receivedOn !== undefined && receivedOn > today) {
      const message = `${receivedOn} is still to come: money is written down when it has arrived.`
      problems.push(
        cellProblem(table, row, 'received_on', { allowed: `a day until ${today}`, message }),
      )
    }
    const programme = id === undefined ? undefined : programmes.get(id)
    if (programme === undefined) return problems
    const expected = colourOfFunding({ area, colour }, programme)
    if (expected === undefined) {
      const message = `the programme ${id} has no colour that could be bound to an area.`
      problems.push(cellProblem(table, row, 'area', { allowed: 'nothing', message }))
    } else if (colour !== null && colour !== expected) {
      const allowed = `${expected ?? 'nothing'}, or nothing`
      const message = `money of ${id} for this area has the colour ${expected ?? 'of nothing'}, not ${colour}.`
      problems.push(cellProblem(table, row, 'colour', { allowed, message }))
    }
    return problems
  })
}
