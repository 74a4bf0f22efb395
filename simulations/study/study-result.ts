import type { Texts } from '../chart/language.ts'
import type { JsonObject } from '../scenario/json.ts'
import type { Interval } from '../stats/intervals.ts'
import type { Findings, PairState } from './findings.ts'
import type { DesignHead, IndicatorHead, InputHead, Standing, Viewpoint } from './table.ts'

/** The dimensions of feasibility, in the order in which they are told. */
export const DIMENSIONS = ['legal', 'financial', 'operational', 'social', 'technical'] as const

export type Dimension = (typeof DIMENSIONS)[number]

/** `unknown`: nobody looked. Nothing is green without evidence. */
export type Light = 'green' | 'amber' | 'red' | 'unknown'

/** A criterion of feasibility of a design, with what speaks for its light. */
export interface JudgedCriterion {
  readonly name: string
  readonly title: Texts
  readonly light: Light
  /** What was found: a sentence. */
  readonly found: Texts
  readonly evidence: readonly { readonly text: string; readonly standing: Standing }[]
}

export interface JudgedDimension {
  readonly design: string
  readonly dimension: Dimension
  /** The worst of its criteria. */
  readonly light: Light
  readonly sentence: Texts
  readonly criteria: readonly JudgedCriterion[]
}

/** What an indicator becomes when things go wrong. */
export interface Stressed {
  readonly stress: string
  readonly design: string
  readonly indicator: string
  readonly before: number
  readonly after: number
  readonly difference: number
  readonly interval: Interval
}

/** What the score of a design, 0 to 1, becomes when things go wrong. */
export interface StressedScore {
  readonly stress: string
  readonly design: string
  readonly before: number
  readonly after: number
  readonly difference: number
  readonly interval: Interval
  /** By score, 1 for the best, in the worlds that stresses are run in. */
  readonly placeBefore: number
  readonly placeAfter: number
  /** How it then stands against the design of the verdict; nothing for that one. */
  readonly againstBest: PairState | null
}

export interface StressHead {
  readonly name: string
  readonly title: Texts
}

/** The smallest amount of a design that is enough in so many of a hundred courses. */
export interface Smallest {
  readonly design: string
  readonly name: string
  readonly title: Texts
  /** The share of courses in which it is enough. */
  readonly level: number
  /** Cents; nothing where there are too few courses to say. */
  readonly value: number | null
  readonly interval: Interval | null
}

/** Yearly money from node to node, for a chart of flows; cents, mean over worlds and paths. */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly cents: number
}

export interface DesignFlows {
  readonly design: string
  readonly flows: readonly Flow[]
}

/** A series by month over all courses, for a fan: quantiles by level, in the order of {@link FAN_LEVELS}. */
export const FAN_LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const

export interface Fan {
  readonly design: string
  readonly name: string
  readonly title: Texts
  readonly unit: string
  /** `quantiles[level][month]` */
  readonly quantiles: readonly (readonly number[])[]
}

/** What one uncertain input does to the difference of score between the best design and its rival: ends of nine tenths. */
export interface Swing {
  readonly input: string
  readonly design: string
  readonly against: string
  readonly low: { readonly input: number; readonly difference: number }
  readonly high: { readonly input: number; readonly difference: number }
}

/** A number that the study takes for granted, with where it comes from. */
export interface Assumption {
  /** The part, the place and the field, as the study and its scenarios name them. */
  readonly where: string
  readonly part: string
  readonly model: string
  /** What the field is in plain words, and what it stands in; empty where its model does not say. */
  readonly label: Texts
  readonly within: Texts
  /** The place that it is of; nothing where it is of all. */
  readonly place: string | null
  /** The designs that it is of; none where it is of all. */
  readonly designs: readonly string[]
  readonly value: string
  readonly source: string
  readonly standing: Standing
}

/** A place or group that is studied. */
export interface PlaceHead {
  readonly name: string
  readonly title: Texts
}

/** A dataset of evidence that the study was given. */
export interface EvidenceHead {
  readonly name: string
  readonly hash: string
  readonly day: string
  readonly description: string
}

export interface StudyProvenance {
  readonly engine: number
  readonly nodeMajor: number
  /** SHA-256 of the study with everything that it is of. */
  readonly studyHash: string
  readonly seed: number
  readonly worlds: number
  readonly paths: number
  readonly models: readonly { readonly name: string; readonly version: number }[]
  readonly evidence: readonly EvidenceHead[]
}

/** The result of a study. It has no clock in it: the same inputs give the same bytes. */
export interface StudyResult {
  readonly provenance: StudyProvenance
  readonly title: Texts
  readonly question: Texts
  readonly population: Texts
  readonly places: readonly PlaceHead[]
  readonly budget: Texts
  readonly designs: readonly (DesignHead & {
    readonly description: Texts
    readonly parts: readonly string[]
    /** What its parts are scenarios of. */
    readonly models: readonly string[]
  })[]
  readonly indicators: readonly IndicatorHead[]
  readonly inputs: readonly (InputHead & {
    readonly low: number
    readonly median: number
    readonly high: number
  })[]
  readonly viewpoints: readonly Viewpoint[]
  readonly level: number
  readonly findings: Findings
  readonly swings: readonly Swing[]
  readonly stresses: readonly StressHead[]
  readonly stressed: readonly Stressed[]
  /** So many of the worlds, the first, are run under each stress. */
  readonly stressWorlds: number
  readonly stressedScores: readonly StressedScore[]
  readonly smallest: readonly Smallest[]
  readonly flows: readonly DesignFlows[]
  readonly fans: readonly Fan[]
  readonly feasibility: readonly JudgedDimension[]
  readonly assumptions: readonly Assumption[]
  readonly limits: readonly Texts[]
  /** The study as it was read, everything filled in. */
  readonly study: JsonObject
}
