import type { Interval } from '../stats/intervals.ts'

/** The expected value of an indicator of a design, and how far it is known. */
export interface Estimated {
  readonly design: string
  readonly indicator: string
  readonly mean: number
  /** Of the mean, by the number of worlds and paths: more of them make it smaller. */
  readonly standardError: number
  /** Where the value lies at the level of the study for what is not known, chance taken out. */
  readonly interval: Interval
  /** The part of the variance of single paths that is of what is not known; the rest is chance. */
  readonly unknownShare: number
}

/**
 * `better`, `worse`: the interval is narrower than the gap; `alike`: it lies within what does not matter; `open`: neither.
 */
export type PairState = 'better' | 'worse' | 'alike' | 'open'

/** One design against another on an indicator, or on the score of all (`score`), in the same worlds and paths. */
export interface Pair {
  readonly design: string
  readonly against: string
  /** The name of an indicator, or `score`. */
  readonly indicator: string
  /** `design - against` in the unit of the indicator. */
  readonly difference: number
  /** Of the difference, at the level of the study: of what is not known and of the number of worlds and paths. */
  readonly interval: Interval
  /** The same of the number of worlds and paths alone. */
  readonly budgetInterval: Interval
  /** In which part of the worlds the design is better. */
  readonly betterIn: number
  readonly state: PairState
  /** What would close an open one: more worlds (about how many times), evidence, or nothing that is simulated: they do not differ. */
  readonly needs: 'nothing' | 'worlds' | 'evidence'
  readonly timesWorlds: number | null
}

/** Whether no other design is at least as good on every indicator and better on one. */
export interface OnFront {
  readonly design: string
  readonly isOnFront: boolean
  /** In which part of the worlds. */
  readonly probability: number
  /** Those that are at least as good on all. */
  readonly dominatedBy: readonly string[]
}

/** Which design is best when indicators are weighed one way or another. */
export interface Weighing {
  readonly design: string
  /** The mean score, 0 to 1, by the weights of the study. */
  readonly score: number
  readonly scoreInterval: Interval
  /** For what part of all possible weights it is the best (evenly over the simplex). */
  readonly shareOfWeights: number
  /** The mean of the weights for which it is the best, by indicator; nothing where there are none. */
  readonly centralWeights: Readonly<Record<string, number>> | null
}

export interface ViewpointBest {
  readonly viewpoint: string
  readonly scores: Readonly<Record<string, number>>
  readonly best: string
  readonly isSure: boolean
}

/** What it would be worth, in points of the score, to know an input before deciding. */
export interface Information {
  readonly input: string
  readonly value: number
  readonly standardError: number
  /** As a part of the value of knowing everything. */
  readonly share: number
}

/** What is recommended, if anything. Its sentences are made of this by the report. */
export interface Verdict {
  readonly kind: 'decided' | 'undecided'
  /** The best by score; where undecided, the best as far as one can tell. */
  readonly design: string
  /** The best of the others. */
  readonly rival: string | null
  /** Pairs of the design and the rival, and of the design and each baseline, on deciding indicators and on the score, that are open. */
  readonly open: readonly Pair[]
  readonly settled: readonly Pair[]
  /** What would decide it: how many times the worlds, or which inputs should be known. */
  readonly wants: {
    readonly timesWorlds: number | null
    readonly inputs: readonly string[]
  }
}

export interface Findings {
  readonly estimates: readonly Estimated[]
  /** Every ordered pair of designs, on every indicator and on `score`. */
  readonly pairs: readonly Pair[]
  readonly front: readonly OnFront[]
  readonly weighings: readonly Weighing[]
  readonly viewpoints: readonly ViewpointBest[]
  readonly perfectInformation: number
  readonly information: readonly Information[]
  readonly verdict: Verdict
}
