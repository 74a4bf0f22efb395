import type { Texts } from '../chart/language.ts'

/** What a baseline of a study is: what is done without any instrument. */
export type Baseline = 'receipts' | 'cash'

/** Where a number comes from: from a pilot, from what others published, or from nobody. */
export type Standing = 'evidence' | 'prior' | 'assumption'

export interface DesignHead {
  readonly name: string
  readonly title: Texts
  readonly baseline?: Baseline
}

/** A figure that designs are compared by. */
export interface IndicatorHead {
  readonly name: string
  readonly title: Texts
  /** `cents`, `share`, `days`, `number`, … */
  readonly unit: string
  /** The value that is worth nothing, and the one that is worth all; which is larger says where it is better. */
  readonly worst: number
  readonly best: number
  /** How much it counts, of all weights together. */
  readonly weight: number
  /** Whether a verdict must be sure of it. */
  readonly isDeciding: boolean
  /** So small a difference does not matter, in the unit. */
  readonly indifference: number
}

/** An input that is not known. */
export interface InputHead {
  readonly name: string
  readonly title: Texts
  readonly unit: string
  readonly standing: Standing
  readonly source: string
}

/** Who weighs indicators otherwise: a name for each, not summing to anything. */
export interface Viewpoint {
  readonly name: string
  readonly title: Texts
  readonly weights: Readonly<Record<string, number>>
}

/**
 * An indicator of a design.
 *
 * `values`: one for each world, its expectation there as estimated from the paths of that world.
 * `parts`: `worlds * paths` numbers, world by world: what each path adds to the value of its world, to first order; those of
 * a world have the mean 0. Designs share their paths, so the error by chance of a difference in a world is that of the mean of the differences of parts.
 */
export interface Cell {
  readonly values: Float64Array
  readonly parts: Float64Array
}

/** What all designs of a study came to, in the same worlds (what is not known) and on the same paths (chance). */
export interface StudyTable {
  readonly designs: readonly DesignHead[]
  readonly indicators: readonly IndicatorHead[]
  readonly inputs: readonly InputHead[]
  readonly viewpoints: readonly Viewpoint[]
  readonly worlds: number
  /** Of each world; at least 2. */
  readonly paths: number
  /** What each input is in each world: `drawn[input][world]`. */
  readonly drawn: readonly Float64Array[]
  /** Whether a design has the field that an input changes: `reaches[input][design]`. */
  readonly reaches: readonly (readonly boolean[])[]
  /** `cells[design][indicator]` */
  readonly cells: readonly (readonly Cell[])[]
  /** How sure a verdict must be, such as 0.95. */
  readonly level: number
  /** So small a difference of scores, of 0 to 1, does not matter. */
  readonly scoreIndifference: number
}
