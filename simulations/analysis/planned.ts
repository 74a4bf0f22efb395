import type { Json } from '../scenario/json.ts'
import { ScenarioError, type ScenarioFault } from '../scenario/scenario.ts'
import type {
  AnalysisFile,
  MorrisSettings,
  SobolSettings,
  SweepSettings,
  UncertaintySettings,
} from './analysis-file.ts'
import {
  correlated,
  gridOf,
  latinPoints,
  morrisTrajectories,
  type RankCorrelation,
  saltelliBlocks,
  sobolPoints,
  type Trajectory,
  type UnitPoint,
} from './designs.ts'
import { type Law, lawQuantile } from './laws.ts'
import type { PathRange, Point } from './points.ts'
import { cellIn, type Sheet } from './sheet.ts'
import type { Table } from './tables.ts'
import type { VariedField } from './varied.ts'

/** A group of fields of which one index is told. */
export interface FieldGroup {
  readonly name: string
  /** Places of its fields. */
  readonly fields: readonly number[]
}

/** All points of an analysis, known before the first is run. */
export interface Planned {
  readonly points: readonly Point[]
  readonly which: PathRange['which']
  /** Of Saltelli's design. */
  readonly groups?: readonly FieldGroup[]
  /** Of Morris' design. */
  readonly trajectories?: readonly Trajectory[]
  /** Where each point lies between 0 and 1, of designs with laws. */
  readonly units?: readonly UnitPoint[]
}

/** The kinds whose points are known before the first is run. */
export const DESIGNED = ['sweep', 'tornado', 'sobol', 'morris', 'uncertainty'] as const

/**
 * Lays out the points of an analysis.
 *
 * @param sheet the file that a sweep reads
 * @returns nothing for kinds that find their points on the way
 * @throws ScenarioError where the fields do not have what the kind needs
 */
export function planned(
  { analysis }: AnalysisFile,
  fields: readonly VariedField[],
  seed: number,
  sheet?: Sheet,
): Planned | undefined {
  switch (analysis.kind) {
    case 'sweep':
      return { points: sweepPoints(analysis, fields, seed, sheet), which: 'common' }
    case 'tornado':
      return { points: tornadoPoints(fields), which: 'common' }
    case 'sobol':
      return sobolDesign(analysis, fields, seed)
    case 'morris':
      return morrisDesign(analysis, fields, seed)
    case 'uncertainty':
      return uncertaintyDesign(analysis, fields, seed)
    default:
      return undefined
  }
}

/** The run table: a row for each point. */
export function runTable({ points }: Planned, fields: readonly VariedField[]): Table {
  return {
    name: 'table',
    columns: ['point', ...fields.map(({ name }) => name)],
    rows: points.map(({ values }, number) => [
      number,
      ...values.map((value, at) => cellText(value ?? fields[at]?.base ?? null)),
    ]),
  }
}

function cellText(value: Json): string | number | boolean {
  return typeof value === 'object' ? JSON.stringify(value) : value
}

function sweepPoints(
  { design, points, list, file }: SweepSettings,
  fields: readonly VariedField[],
  seed: number,
  sheet: Sheet | undefined,
): readonly Point[] {
  wantFields(fields)
  switch (design) {
    case 'grid':
      return gridOf(listsOf(fields)).map((values) => ({ values }))
    case 'zip': {
      const lists = listsOf(fields)
      const lengths = lists.map(({ length }) => length)
      if (new Set(lengths).size > 1) {
        const told = fields.map(({ name }, at) => `${name} has ${lengths[at]}`).join(', ')
        refuse([{ path: 'fields', message: `zip wants lists of one length: ${told}` }])
      }
      const [first = []] = lists
      return first.map((_, at) => ({ values: lists.map((one) => one[at] as Json) }))
    }
    case 'list':
      if (list === undefined) refuse([{ path: 'analysis.list', message: 'is missing' }])
      return listed(list, fields, 'analysis.list')
    case 'csv': {
      if (file === undefined || sheet === undefined)
        refuse([{ path: 'analysis.file', message: 'is missing' }])
      const rows = sheet.rows.map((_, row) =>
        Object.fromEntries(
          fields.map((field) => [field.name, cellOf(cellIn(sheet, row, field.name), field)]),
        ),
      )
      return listed(rows, fields, sheet.name)
    }
    case 'latin':
    case 'sobol': {
      if (points === undefined) refuse([{ path: 'analysis.points', message: 'is missing' }])
      if (design === 'sobol' && (points & (points - 1)) !== 0)
        refuse([{ path: 'analysis.points', message: 'must be a power of two' }])
      const dimensions = fields.length
      const spread =
        design === 'latin'
          ? latinPoints(seed, points, dimensions)
          : sobolPoints(seed, { points, dimensions })
      const laws = lawsOf(fields)
      return spread.map((unit) => ({ values: valuesAt(unit, laws, fields) }))
    }
  }
}

/** The scenario as it is, then each field at its low end and at its high end, alone. */
function tornadoPoints(fields: readonly VariedField[]): readonly Point[] {
  wantFields(fields)
  const missing = fields.filter(({ ends }) => ends === undefined)
  refuse(
    missing.map(({ name }) => ({
      path: 'fields',
      message: `${name} needs low and high, or a law`,
    })),
  )
  const base: readonly (Json | undefined)[] = fields.map(() => undefined)
  const changed = fields.flatMap((field, at) =>
    (field.ends ?? []).map((end) => ({ values: base.with(at, field.written(end)) })),
  )
  return [{ values: base }, ...changed]
}

function sobolDesign(
  { blocks, scrambles, groups: named }: SobolSettings,
  fields: readonly VariedField[],
  seed: number,
): Planned {
  const laws = lawsOf(fields)
  const groups = groupsOf(named, fields)
  const units = saltelliBlocks(seed, {
    dimensions: fields.length,
    groups: groups.map((group) => group.fields),
    blocks,
    scrambles,
  }).flat()
  const points = units.map((unit) => ({ values: valuesAt(unit, laws, fields) }))
  return { points, which: 'common', groups, units }
}

function morrisDesign(
  { trajectories: count, levels }: MorrisSettings,
  fields: readonly VariedField[],
  seed: number,
): Planned {
  const laws = lawsOf(fields)
  const dimensions = fields.length
  const trajectories = morrisTrajectories(seed, { trajectories: count, levels, dimensions })
  const units = trajectories.flatMap(({ points }) => points)
  const points = units.map((unit) => ({ values: valuesAt(unit, laws, fields) }))
  return { points, which: 'common', trajectories, units }
}

function uncertaintyDesign(
  { points, correlations }: UncertaintySettings,
  fields: readonly VariedField[],
  seed: number,
): Planned {
  const laws = lawsOf(fields)
  const place = (name: string, path: string): number => {
    const at = fields.findIndex((field) => field.name === name)
    if (at < 0) refuse([{ path, message: `there is no field ${name}` }])
    return at
  }
  const pairs = correlations.map(({ of: [first, second], rank }, at): RankCorrelation => {
    const path = `analysis.correlations.${at}`
    return { first: place(first, path), second: place(second, path), rank }
  })
  const free = sobolPoints(seed, { points, dimensions: fields.length })
  const units = correlated(free, fields.length, pairs)
  if (units === undefined) {
    const message = 'no law has these together: what goes with a third must go with each other'
    refuse([{ path: 'analysis.correlations', message }])
  }
  return {
    points: units.map((unit) => ({ values: valuesAt(unit, laws, fields) })),
    which: 'own',
    units,
  }
}

/** Each field by itself where no groups are named; those that no group has are one each. */
function groupsOf(
  named: SobolSettings['groups'],
  fields: readonly VariedField[],
): readonly FieldGroup[] {
  const faults: ScenarioFault[] = []
  const taken = new Set<number>()
  const groups = Object.entries(named ?? {}).map(([name, members]) => ({
    name,
    fields: members.map((member) => {
      const at = fields.findIndex((field) => field.name === member)
      const path = `analysis.groups.${name}`
      if (at < 0) faults.push({ path, message: `there is no field ${member}` })
      else if (taken.has(at)) faults.push({ path, message: `${member} is in a group already` })
      taken.add(at)
      return at
    }),
  }))
  refuse(faults)
  const alone = fields.flatMap(({ name }, at) => (taken.has(at) ? [] : [{ name, fields: [at] }]))
  return [...groups, ...alone]
}

/** Values of points that are spread between 0 and 1. */
export function valuesAt(
  unit: UnitPoint,
  laws: readonly Law[],
  fields: readonly VariedField[],
): readonly Json[] {
  return fields.map((field, at) => field.written(lawQuantile(laws[at] as Law, unit[at] as number)))
}

/** The law of each field. @throws ScenarioError where one has none */
export function lawsOf(fields: readonly VariedField[]): readonly Law[] {
  wantFields(fields)
  return fields.map(({ name, law }) => {
    if (law !== undefined) return law
    return refuse([{ path: 'fields', message: `${name} needs low and high, or a law` }])
  })
}

function listsOf(fields: readonly VariedField[]): readonly (readonly Json[])[] {
  refuse(
    fields
      .filter(({ values }) => values.length === 0)
      .map(({ name }) => ({ path: 'fields', message: `${name} needs values` })),
  )
  return fields.map(({ values }) => values)
}

function listed(
  rows: readonly Readonly<Record<string, Json>>[],
  fields: readonly VariedField[],
  path: string,
): readonly Point[] {
  const faults: ScenarioFault[] = []
  const points = rows.map((row, number) => {
    for (const name of Object.keys(row)) {
      if (!fields.some((field) => field.name === name))
        faults.push({ path: `${path}.${number}`, message: `there is no field ${name}` })
    }
    const values = fields.map((field) => {
      const value = row[field.name]
      const fault = value === undefined ? 'is missing' : field.fault(value)
      if (fault !== undefined)
        faults.push({ path: `${path}.${number}`, message: `${field.name} ${fault}` })
      return value ?? null
    })
    return { values }
  })
  refuse(faults)
  return points
}

/** A cell of a sheet: a bare number where the field is one. */
export function cellOf(cell: string, { base }: VariedField): Json {
  if (typeof base === 'number' && /^-?[0-9]+(\.[0-9]+)?$/.test(cell)) return Number(cell)
  if (typeof base === 'boolean' && (cell === 'true' || cell === 'false')) return cell === 'true'
  return cell
}

function wantFields(fields: readonly VariedField[]): void {
  if (fields.length === 0) refuse([{ path: 'fields', message: 'at least one is wanted' }])
}

function refuse(faults: readonly [ScenarioFault]): never
function refuse(faults: readonly ScenarioFault[]): void
function refuse(faults: readonly ScenarioFault[]): void {
  if (faults.length > 0) throw new ScenarioError(faults)
}
