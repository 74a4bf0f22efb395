import type { OutputDefinition } from '../model/model.ts'
import { Stream } from '../random/stream.ts'
import { analysisStreams, PURPOSES } from './designs.ts'
import { type Coverage, coverageOf, evennessTest, type TestOutcome } from './evenness.ts'

/** How outcomes of one output compare with what was foretold. */
export interface BackTest {
  readonly of: string
  readonly unit: string
  readonly outcomes: number
  /** Where each outcome lies in the law that was foretold for it: 0 below all, 1 above all. */
  readonly places: readonly number[]
  /** Whether the places are spread evenly, as they are where the model is right. */
  readonly evenness: TestOutcome
  readonly coverage: readonly Coverage[]
}

/**
 * Where an outcome lies in a law that is known by paths: the probability integral transform by ranks. Among paths that
 * gave the very same, its place is drawn, so that it is even for laws with atoms too. Source: Czado, Gneiting and Held,
 * Biometrics 65 (2009).
 *
 * @param paths what each path gave
 * @param draw strictly between 0 and 1
 */
export function placeOf(outcome: number, paths: ArrayLike<number>, draw: number): number {
  let below = 0
  let equal = 0
  for (let path = 0; path < paths.length; path++) {
    const value = paths[path] as number
    if (value < outcome) below += 1
    else if (value === outcome) equal += 1
  }
  // The outcome is one more among its equals.
  return (below + draw * (equal + 1)) / (paths.length + 1)
}

/**
 * Compares outcomes with what was foretold for each.
 *
 * @param outcomes what was seen, with the paths that were run for it; those that were not seen are left out
 */
export function backTest(
  output: OutputDefinition,
  outcomes: readonly {
    readonly row: number
    readonly seen: number
    readonly paths: ArrayLike<number>
  }[],
  { seed, levels, confidence }: { seed: number; levels: readonly number[]; confidence: number },
): BackTest {
  const streams = analysisStreams(seed)
  const stream = new Stream()
  const places = outcomes.map(({ row, seen, paths }) => {
    streams.open(stream, row, PURPOSES.ties, 0)
    return placeOf(seen, paths, stream.uniform())
  })
  return {
    of: output.name,
    unit: output.unit,
    outcomes: outcomes.length,
    places,
    evenness: evennessTest(places),
    coverage: levels.map((level) => coverageOf(places, level, confidence)),
  }
}
