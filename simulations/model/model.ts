import type { z } from 'zod'
import type { AccountDefinition, Books } from '../books.ts'
import type { Stream } from '../random/stream.ts'

/**
 * What an output of a path is, which decides what is told of it: of amounts and numbers the mean, quantiles, value at risk
 * and expected shortfall; of an indicator (0 or 1) a probability with the intervals of one.
 */
export type OutputKind = 'amount' | 'number' | 'indicator'

/** A figure that every path gives. */
export interface OutputDefinition {
  /** As in a result file: `grossClaims`. */
  readonly name: string
  /** A sentence without a full stop. */
  readonly description: string
  readonly kind: OutputKind
  /** What it is counted in: `cents`, `share`, `months`, `families`, … */
  readonly unit: string
  /**
   * On which side it is bad: the side of value at risk, expected shortfall and of the paths that are worth a second
   * look. `none` where neither is.
   */
  readonly tail: 'upper' | 'lower' | 'none'
}

/**
 * An output in one line, for models that have many.
 *
 * @example output('spent', ['amount', 'cents', 'upper'], 'All costs')
 */
export function output<Name extends string>(
  name: Name,
  [kind, unit, tail]: readonly [OutputKind, string, OutputDefinition['tail']],
  description: string,
): OutputDefinition {
  return { name, description, kind, unit, tail }
}

/** A figure that every path gives for the end of each month, from month 0 (the beginning) to the horizon. */
export interface SeriesDefinition {
  readonly name: string
  readonly description: string
  readonly unit: string
}

/** A quotient of the means of two outputs: what a success costs is not the mean of the quotients of the paths. */
export interface RatioDefinition {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly numerator: string
  readonly denominator: string
}

/** A purpose of randomness: its place in the model's list is its number, which never changes. */
export type Purpose = number

/** What a kernel is given for one path, and where it leaves what came out. */
export interface Path {
  /** 0, 1, 2, … */
  readonly number: number
  /**
   * The innovations of what all entities have in common (the state of the economy): independent standard normal numbers,
   * as many as the model asked for, one a month where it is a monthly factor. The engine draws them, because that
   * is what it can draw better than by chance: evenly spread, or shifted to where the losses are.
   */
  readonly factors: Float64Array
  /** Empty books with the accounts of the model; proved by the engine when the kernel is done. */
  readonly books: Books
  /** One place for each output, in their order; zero at the beginning. Amounts are whole cents. */
  readonly outputs: Float64Array
  /** For each series `months + 1` places, one series after the other; zero at the beginning. */
  readonly series: Float64Array
  /**
   * The stream of one purpose in one month, from its beginning. There is one stream for each purpose: opening it again
   * moves it.
   *
   * @param purpose the place in the model's `purposes`
   * @param month 0 to 2^32 - 1; a shock that begins in a month leaves those before it as they were
   * @param entity 0 to 2^24 - 1, where each of many must keep its own randomness whatever happens to the others
   */
  stream(purpose: Purpose, month: number, entity?: number): Stream
  /**
   * The states of the streams of a purpose in the months from 1 on, all at once, which takes less time: for a kernel that
   * makes its words in local variables.
   *
   * @param states takes at `4 * month` the four words of a month
   * @param months how many
   */
  openMonths(states: Int32Array, months: number, purpose: Purpose): void
}

/**
 * Runs paths. It has what can be worked out once for all paths (tables, schedules) and buffers of its own; a path allocates
 * nothing. What it does depends on the path and on nothing that another path left behind.
 */
export interface Kernel {
  run(path: Path): void
}

/** A value that is known without simulation. */
export interface ClosedForm {
  /** The output, series or ratio that it is of. */
  readonly of: string
  readonly statistic: 'mean' | 'probability' | 'quantile' | 'expectedShortfall'
  /** Of a quantile or an expected shortfall, such as 0.99. */
  readonly level?: number
  readonly value: number
  /** The name of the formula. */
  readonly formula: string
  /** `limit`: of infinitely many loans, and so on; near it, not at it. */
  readonly nature: 'exact' | 'limit'
}

/** How large a run of a scenario is, for the estimates before it. */
export interface Extent {
  /** The last month; month 0 is the beginning. */
  readonly months: number
  /** How many numbers of {@link Path.factors} a path takes. */
  readonly factors: number
  /** About how many entities there are (loans, families, policies). */
  readonly entities: number
}

/**
 * A model. `Parameters` is what its schema makes of a scenario file: numbers in the units that the schema names.
 *
 * Everything in it is pure: it runs in the command, in a worker thread and in a browser.
 */
export interface Model<Parameters = unknown> {
  /** As in a scenario file: `guarantee-fund`. */
  readonly name: string
  /** Goes up with every change that changes figures. */
  readonly version: number
  /** A sentence: what question it answers. */
  readonly description: string
  /** Fields are made with `scenario/fields.ts`, so that each has a unit, a range and a description. */
  readonly parameters: z.ZodType<Parameters>
  readonly outputs: readonly OutputDefinition[]
  readonly series: readonly SeriesDefinition[]
  readonly ratios: readonly RatioDefinition[]
  /** The names of its purposes, at most 255; new ones are added at the end. */
  readonly purposes: readonly string[]
  /** What the codes of its entries mean: for code 1 the first, and so on. */
  readonly entryCodes: readonly string[]
  /** The output by which paths are ranked, to replay the worst: it has a tail. */
  readonly worstBy: string
  accounts(parameters: Parameters): readonly AccountDefinition[]
  extent(parameters: Parameters): Extent
  /**
   * Where the factors are those of months: how much of the state of the economy stays from one month to the next. The state is
   * the first factor, and then `persistence` times the state before plus the root of the rest of the variance times the
   * factor. With it, a scenario can suppose a course of the economy.
   */
  economy?(parameters: Parameters): { readonly persistence: number }
  /** The fast way. In `full` books it makes each entry by itself; balances and outputs are the same to the cent. */
  kernel(parameters: Parameters): Kernel
  /** The slow and obvious way, one entity after the other: of the same law, not of the same figures path by path. */
  reference(parameters: Parameters): Kernel
  closedForms(parameters: Parameters): readonly ClosedForm[]
}
