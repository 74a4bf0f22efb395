import { assertNever } from '../../src/kernel/assert.ts'
import type { Json } from '../scenario/json.ts'
import { ScenarioError } from '../scenario/scenario.ts'
import type {
  AnalysisFile,
  MorrisSettings,
  SobolSettings,
  UncertaintySettings,
} from './analysis-file.ts'
import {
  type Change,
  changeBetween,
  type MorrisEffect,
  morrisEffects,
  type Nested,
  nestedVariance,
} from './effects.ts'
import { type Look, lookName, type Seen, seenIn } from './looks.ts'
import { type Pawn, pawnIndices } from './pawn.ts'
import type { Planned } from './planned.ts'
import type { Answer } from './points.ts'
import { type GroupIndices, sobolIndices } from './saltelli.ts'
import type { VariedField } from './varied.ts'

/** A point that could not be run, and why. */
export interface FailedPoint {
  readonly point: number
  readonly fault: string
}

/** What a sweep found: every figure at every point. */
export interface SweepFindings {
  readonly kind: 'sweep'
  readonly points: readonly {
    readonly point: number
    readonly values: readonly Json[]
    readonly figures: readonly SweepFigure[]
  }[]
}

/** Nothing where the figure was not told: too few paths, or the point failed. */
export type SweepFigure = Omit<Seen, 'parts' | 'variance'> | null

/** A field at its two ends, against the scenario as it is. */
export interface Bar {
  readonly field: string
  readonly low: Json
  readonly high: Json
  readonly lowChange: Change
  readonly highChange: Change
  /** From the one end to the other. */
  readonly swing: Change
}

export interface TornadoFindings {
  readonly kind: 'tornado'
  readonly outputs: readonly {
    readonly output: string
    readonly base: SweepFigure
    /** The widest first. */
    readonly bars: readonly Bar[]
  }[]
}

export interface SobolFindings {
  readonly kind: 'sobol'
  readonly outputs: readonly {
    readonly output: string
    readonly blocks: number
    /** Blocks in which a run failed, or a figure was not told: none of their points is used. */
    readonly droppedBlocks: number
    readonly groups: readonly (GroupIndices & { readonly name: string })[]
    /** Of the variance between points, about so much is the noise of the paths, which all points have in common. */
    readonly noiseShare: number
  }[]
}

export interface MorrisFindings {
  readonly kind: 'morris'
  readonly outputs: readonly {
    readonly output: string
    readonly droppedTrajectories: number
    readonly fields: readonly (MorrisEffect & { readonly name: string })[]
  }[]
}

export interface UncertaintyFindings {
  readonly kind: 'uncertainty'
  readonly outputs: readonly {
    readonly output: string
    readonly droppedPoints: number
    /** Of means and probabilities. */
    readonly variance: Nested | undefined
    readonly pawn: Pawn
  }[]
}

export type DesignFindings =
  | SweepFindings
  | TornadoFindings
  | SobolFindings
  | MorrisFindings
  | UncertaintyFindings

/** What the findings are made of. */
export interface Material {
  readonly file: AnalysisFile
  readonly fields: readonly VariedField[]
  readonly looks: readonly Look[]
  readonly plan: Planned
  readonly answers: readonly Answer[]
  readonly seed: number
  /** Of each point. */
  readonly paths: number
}

/** More than this part of a design may not fail: what is left would no longer be the design. */
const FAILED_MAX = 0.1

/** Makes findings of what the points of a design left. */
export function findingsOf(material: Material): DesignFindings {
  const { analysis } = material.file
  switch (analysis.kind) {
    case 'sweep':
      return sweepFindings(material)
    case 'tornado':
      return tornadoFindings(material, analysis.confidence)
    case 'sobol':
      return sobolFindings(material, analysis)
    case 'morris':
      return morrisFindings(material, analysis)
    case 'uncertainty':
      return uncertaintyFindings(material, analysis)
    case 'abc':
    case 'roll-rates':
    case 'default-correlation':
    case 'lapse':
    case 'back-test':
      throw new RangeError(`${analysis.kind} has no design`)
    default:
      return assertNever(analysis)
  }
}

/** The points that could not be run. */
export function failedPoints(answers: readonly Answer[]): readonly FailedPoint[] {
  return answers.flatMap((answer, point) =>
    'fault' in answer ? [{ point, fault: answer.fault }] : [],
  )
}

function sweepFindings({ plan, fields, looks, answers }: Material): SweepFindings {
  return {
    kind: 'sweep',
    points: plan.points.map(({ values }, point) => ({
      point,
      values: values.map((value, at) => value ?? fields[at]?.base ?? null),
      figures: looks.map((_, look) => figureOf(seenOf(answers[point], look, looks.length))),
    })),
  }
}

function tornadoFindings(
  { plan, fields, looks, answers }: Material,
  confidence: number,
): TornadoFindings {
  const outputs = looks.map((look, at) => {
    const seen = answers.map((answer) => seenOf(answer, at, looks.length))
    const [base = nothingSeen()] = seen
    const bars = fields.map((field, number): Bar => {
      const place = 1 + 2 * number
      const low = seen[place] ?? nothingSeen()
      const high = seen[place + 1] ?? nothingSeen()
      return {
        field: field.name,
        low: plan.points[place]?.values[number] ?? null,
        high: plan.points[place + 1]?.values[number] ?? null,
        lowChange: changeBetween(base, low, confidence),
        highChange: changeBetween(base, high, confidence),
        swing: changeBetween(low, high, confidence),
      }
    })
    const width = ({ swing, lowChange, highChange }: Bar): number => {
      const widths = [swing, lowChange, highChange].map(({ value }) => Math.abs(value))
      return Math.max(0, ...widths.filter((one) => !Number.isNaN(one)))
    }
    return {
      output: lookName(look),
      base: figureOf(base),
      bars: bars.sort((a, b) => width(b) - width(a)),
    }
  })
  return { kind: 'tornado', outputs }
}

function sobolFindings(
  { plan, looks, answers }: Material,
  { blocks: perScramble, scrambles, confidence }: SobolSettings,
): SobolFindings {
  const groups = plan.groups ?? []
  const size = groups.length + 2
  const outputs = looks.map((look, at) => {
    const seen = answers.map((answer) => seenOf(answer, at, looks.length))
    const kept = Array.from({ length: scrambles }, (_, scramble) =>
      Array.from({ length: perScramble }, (__, block) => {
        const start = (scramble * perScramble + block) * size
        return seen.slice(start, start + size).map(({ value }) => value)
      }).filter(isWhole),
    )
    const blocks = kept.reduce((sum, one) => sum + one.length, 0)
    const droppedBlocks = scrambles * perScramble - blocks
    refuseIfPoor(droppedBlocks, scrambles * perScramble, 'blocks', answers)
    const indices = sobolIndices(kept, confidence)
    return {
      output: lookName(look),
      blocks,
      droppedBlocks,
      groups: groups.map(({ name }, group) => ({ name, ...(indices[group] as GroupIndices) })),
      noiseShare: noiseShareOf(seen),
    }
  })
  return { kind: 'sobol', outputs }
}

function morrisFindings(
  { plan, fields, looks, answers }: Material,
  { confidence }: MorrisSettings,
): MorrisFindings {
  const all = plan.trajectories ?? []
  const size = fields.length + 1
  const outputs = looks.map((look, at) => {
    const values = all.map((_, number) =>
      answers
        .slice(number * size, (number + 1) * size)
        .map((answer) => seenOf(answer, at, looks.length).value),
    )
    const trajectories = all.filter((_, number) => isWhole(values[number] ?? []))
    const dropped = all.length - trajectories.length
    refuseIfPoor(dropped, all.length, 'trajectories', answers)
    const effects = morrisEffects(trajectories, values.filter(isWhole), confidence)
    const named = fields.map(({ name }, number) => ({ name, ...(effects[number] as MorrisEffect) }))
    return {
      output: lookName(look),
      droppedTrajectories: dropped,
      fields: named.sort((a, b) => b.size - a.size),
    }
  })
  return { kind: 'morris', outputs }
}

function uncertaintyFindings(
  { plan, fields, looks, answers, seed, paths }: Material,
  { confidence, slices }: UncertaintySettings,
): UncertaintyFindings {
  const units = plan.units ?? []
  const outputs = looks.map((look, at) => {
    const seen = answers.map((answer) => seenOf(answer, at, looks.length))
    const told = seen.flatMap((one, point) => (Number.isFinite(one.value) ? [point] : []))
    const dropped = seen.length - told.length
    refuseIfPoor(dropped, seen.length, 'points', answers)
    const kept = told.map((point) => seen[point] as Seen)
    const columns = fields.map((_, field) => told.map((point) => units[point]?.[field] as number))
    const values = kept.map(({ value }) => value)
    return {
      output: lookName(look),
      droppedPoints: dropped,
      variance: nestedVariance(kept, paths, confidence),
      pawn: pawnIndices(columns, values, { slices, confidence, seed }),
    }
  })
  return { kind: 'uncertainty', outputs }
}

function seenOf(answer: Answer | undefined, look: number, looks: number): Seen {
  return answer !== undefined && 'row' in answer ? seenIn(answer.row, look, looks) : nothingSeen()
}

function nothingSeen(): Seen {
  const no = Number.NaN
  return {
    value: no,
    standardError: no,
    lower: no,
    upper: no,
    variance: no,
    parts: new Float64Array(0),
  }
}

function figureOf({ value, standardError, lower, upper }: Seen): SweepFigure {
  return Number.isFinite(value) ? { value, standardError, lower, upper } : null
}

function isWhole(values: readonly number[]): boolean {
  return values.every(Number.isFinite)
}

/** How much of the variance between points is that of a mean of paths: an upper bound, since the noise is shared. */
function noiseShareOf(seen: readonly Seen[]): number {
  const told = seen.filter(({ value }) => Number.isFinite(value))
  const mean = told.reduce((sum, { value }) => sum + value, 0) / told.length
  const between = told.reduce((sum, { value }) => sum + (value - mean) * (value - mean), 0)
  const noise = told.reduce((sum, { standardError }) => sum + standardError * standardError, 0)
  return between > 0 ? noise / between : 0
}

function refuseIfPoor(
  dropped: number,
  all: number,
  what: string,
  answers: readonly Answer[],
): void {
  if (dropped <= FAILED_MAX * all) return
  const [first] = failedPoints(answers)
  const reason =
    first === undefined
      ? 'a figure was not told: more paths are needed, or another figure'
      : `point ${first.point}: ${first.fault}`
  const message = `${dropped} of ${all} ${what} could not be used, more than a tenth; ${reason}`
  throw new ScenarioError([{ path: 'analysis', message }])
}
