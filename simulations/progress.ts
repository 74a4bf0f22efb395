/** What is told while a run goes on. */
export interface Progress {
  readonly paths: number
  readonly pathsMax: number
  readonly pathsPerSecond: number
  /** Until all paths are done, at this pace. */
  readonly secondsLeft: number
  /** Means so far, of paths in their order. */
  readonly estimates: readonly {
    readonly of: string
    readonly mean: number
    readonly standardError: number
  }[]
}
