import { log } from '../../random/elementary.ts'
import { Stream } from '../../random/stream.ts'
import { DOMAINS, Streams } from '../../random/streams.ts'
import type { Pair, ViewpointBest, Weighing } from '../findings.ts'
import type { Cell, StudyTable } from '../table.ts'
import { comparedBy, pairOf } from './pairs.ts'
import { averageOf, SCORE, scoreCell, worthCell } from './score.ts'
import { reachedBy } from './spread.ts'

/** The purpose that weights are drawn for, among those of analyses. */
const WEIGHTS = 201
/** So many weightings are tried; the share of any is known to half a hundredth. */
const TRIED = 10_000
/** What is drawn here depends on nothing that a study says. */
const SEED = 0

/**
 * For which weights each design is the best: weights are drawn evenly from all that add up to 1 (an exponential number for each indicator,
 * divided by their sum). Source: Lahdelma and Salminen, "SMAA-2", Operations Research 49 (2001).
 */
export function weighingsOf(table: StudyTable, scores: readonly Cell[]): readonly Weighing[] {
  const counted = table.indicators.flatMap(({ weight }, index) => (weight > 0 ? [index] : []))
  const worths = worthsOf(table)
  const wins = new Array<number>(table.designs.length).fill(0)
  const sums = table.designs.map(() => new Float64Array(table.indicators.length))
  const weights = new Float64Array(table.indicators.length)
  const streams = new Streams(SEED, DOMAINS.analysis)
  const stream = new Stream()
  for (let tried = 0; tried < TRIED; tried++) {
    streams.open(stream, tried, WEIGHTS, 0)
    drawWeights(weights, counted, stream)
    const winner = bestOf(worths, weights)
    wins[winner] = (wins[winner] as number) + 1
    const sum = sums[winner] as Float64Array
    for (const index of counted) sum[index] = (sum[index] as number) + (weights[index] as number)
  }
  return table.designs.map(({ name }, design) => {
    const won = wins[design] as number
    const cell = scores[design] as Cell
    return {
      design: name,
      score: averageOf(cell.values),
      scoreInterval: reachedBy(cell, table.paths, table.level),
      shareOfWeights: won / TRIED,
      centralWeights:
        won === 0
          ? null
          : Object.fromEntries(
              counted.map((index) => [
                table.indicators[index]?.name ?? '',
                (sums[design]?.[index] as number) / won,
              ]),
            ),
    }
  })
}

/** Who is best by the weights of each viewpoint, and whether that is sure against every other. */
export function viewpointsOf(table: StudyTable): readonly ViewpointBest[] {
  return table.viewpoints.map(({ name, weights: given }) => {
    const total = Object.values(given).reduce((sum, weight) => sum + weight, 0)
    const weights = table.indicators.map((head) => (given[head.name] ?? 0) / (total || 1))
    const scores = table.designs.map((_, design) => scoreCell(table, design, weights))
    const means = scores.map(({ values }) => averageOf(values))
    const best = means.indexOf(Math.max(...means))
    const byScore = comparedBy(table, scores).find(({ indicator }) => indicator === SCORE)
    const pairs: readonly Pair[] =
      byScore === undefined
        ? []
        : table.designs.flatMap((_, other) =>
            other === best ? [] : [pairOf(table, byScore, [best, other])],
          )
    return {
      viewpoint: name,
      scores: Object.fromEntries(table.designs.map((head, at) => [head.name, means[at] as number])),
      best: table.designs[best]?.name ?? '',
      isSure: pairs.every(({ state }) => state === 'better'),
    }
  })
}

/** What each indicator of each design is worth on average. */
function worthsOf(table: StudyTable): readonly Float64Array[] {
  return table.cells.map((cells) =>
    Float64Array.from(table.indicators, (head, index) =>
      averageOf(worthCell(head, cells[index] as Cell, table.paths).values),
    ),
  )
}

function drawWeights(weights: Float64Array, counted: readonly number[], stream: Stream): void {
  let sum = 0
  for (const index of counted) {
    const drawn = -log(stream.uniform())
    weights[index] = drawn
    sum += drawn
  }
  for (const index of counted) weights[index] = (weights[index] as number) / sum
}

function bestOf(worths: readonly Float64Array[], weights: Float64Array): number {
  let best = 0
  let most = Number.NEGATIVE_INFINITY
  for (const [design, worth] of worths.entries()) {
    let score = 0
    for (const [index, weight] of weights.entries()) score += weight * (worth[index] as number)
    if (score > most) [best, most] = [design, score]
  }
  return best
}
