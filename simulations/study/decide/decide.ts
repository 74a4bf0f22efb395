import { Moments } from '../../stats/moments.ts'
import type { Findings, Pair } from '../findings.ts'
import type { StudyResult } from '../study-result.ts'
import type { Cell, StudyTable } from '../table.ts'
import { frontOf } from './front.ts'
import { informationOf, perfectInformation } from './information.ts'
import { comparedBy, pairOf } from './pairs.ts'
import { type Fit, fitOf } from './regression.ts'
import { averageOf, scoreCell, weightsOf } from './score.ts'
import { reachedBy, spreadOf } from './spread.ts'
import { verdictOf } from './verdict.ts'
import { viewpointsOf, weighingsOf } from './weights.ts'

/** The ends that a tornado shows: nine tenths lie between them. */
const ENDS = [0.05, 0.95] as const

/** Everything that follows from what designs came to. */
export function decide(table: StudyTable): Findings {
  const scores = scoresOf(table)
  const compared = comparedBy(table, scores)
  const designs = Array.from(table.designs.keys())
  const pairs = designs.flatMap((one) =>
    designs.flatMap((other): readonly Pair[] =>
      one === other ? [] : compared.map((by) => pairOf(table, by, [one, other])),
    ),
  )
  const perfect = perfectInformation(table, scores)
  const information = informationOf(table, scores, perfect)
  const ranked = byScore(scores)
  const fits = leadFits(table, scores, ranked)
  return {
    estimates: estimatesOf(table),
    pairs,
    front: frontOf(table),
    weighings: weighingsOf(table, scores),
    viewpoints: viewpointsOf(table),
    perfectInformation: perfect,
    information,
    verdict: verdictOf(table, ranked, pairs, mostDecisive(fits, information)),
  }
}

/** The scores of all designs, by the weights of the study. */
function scoresOf(table: StudyTable): readonly Cell[] {
  const weights = weightsOf(table.indicators)
  return table.designs.map((_, design) => scoreCell(table, design, weights))
}

/** The numbers of the designs, the one with the best score first. */
function byScore(scores: readonly Cell[]): readonly number[] {
  const means = scores.map(({ values }) => averageOf(values))
  return Array.from(means.keys()).sort((a, b) => (means[b] as number) - (means[a] as number))
}

/** How the lead of the best design before the second best goes with each input. */
function leadFits(
  table: StudyTable,
  scores: readonly Cell[],
  [best, second]: readonly number[],
): readonly Fit[] {
  const [own, other] = [best, second].map((design) => scores[design ?? -1]?.values)
  const lead = (own ?? new Float64Array(0)).map((value, world) => value - (other?.[world] ?? 0))
  return table.drawn.map((drawn) => fitOf(drawn, lead))
}

/** Inputs by what it is worth to know them; where two are worth the same, by how much of the lead of the best design they explain. */
function mostDecisive(
  fits: readonly Fit[],
  information: Findings['information'],
): readonly string[] {
  const explained = fits.map(({ fitted }) => {
    const moments = new Moments()
    for (const value of fitted) moments.add(value)
    return moments.variance
  })
  return Array.from(information.entries())
    .filter(([input, { value }]) => value > 0 || (explained[input] ?? 0) > 0)
    .sort(
      ([a, one], [b, two]) => two.value - one.value || (explained[b] ?? 0) - (explained[a] ?? 0),
    )
    .map(([, { input }]) => input)
}

/** What each input does to the lead of the best design before the second best. */
export function swingsOf(table: StudyTable, { verdict }: Findings): StudyResult['swings'] {
  const { design, rival } = verdict
  if (rival === null) return []
  const ends = [design, rival].map((name) => table.designs.findIndex((one) => one.name === name))
  const fits = leadFits(table, scoresOf(table), ends)
  return table.inputs.map(({ name }, input) => {
    const fit = fits[input] as Fit
    const sorted = (table.drawn[input] as Float64Array).slice().sort()
    const [low, high] = ENDS.map((level) => {
      const at = sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))] as number
      return { input: at, difference: fit.at(at) }
    })
    return {
      input: name,
      design,
      against: rival,
      low: low as StudyResult['swings'][number]['low'],
      high: high as StudyResult['swings'][number]['high'],
    }
  })
}

function estimatesOf(table: StudyTable): Findings['estimates'] {
  return table.designs.flatMap(({ name: design }, index) =>
    table.indicators.map(({ name: indicator }, place) => {
      const cell = table.cells[index]?.[place] as Cell
      const spread = spreadOf(cell, table.paths)
      const all = spread.unknown + spread.chance
      return {
        design,
        indicator,
        mean: spread.mean,
        standardError: spread.standardError,
        interval: reachedBy(cell, table.paths, table.level),
        unknownShare: all > 0 ? spread.unknown / all : 0,
      }
    }),
  )
}
