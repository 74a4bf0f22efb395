import type { Findings, Pair } from '../findings.ts'
import type { StudyResult } from '../study-result.ts'
import type { Cell, StudyTable } from '../table.ts'
import { frontOf } from './front.ts'
import { informationOf, perfectInformation } from './information.ts'
import { leadFit } from './leads.ts'
import { type Compared, comparedBy, pairOf } from './pairs.ts'
import type { Fit } from './regression.ts'
import { averageOf, scoreCell, weightsOf } from './score.ts'
import { reachedBy, spreadOf } from './spread.ts'
import { verdictOf } from './verdict.ts'
import { viewpointsOf, weighingsOf } from './weights.ts'

/** The ends that a tornado shows: nine tenths lie between them. */
const ENDS = [0.05, 0.95] as const
/** An input that foretells less of an open difference is not told to decide it. */
const SHARE_MIN = 0.05

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
  return {
    estimates: estimatesOf(table),
    pairs,
    front: frontOf(table),
    weighings: weighingsOf(table, scores),
    viewpoints: viewpointsOf(table),
    perfectInformation: perfect,
    information: informationOf(table, scores, perfect),
    verdict: verdictOf(table, byScore(scores), pairs, (open) =>
      mostDecisive(table, compared, open),
    ),
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

/** Inputs that foretell most of what the open differences differ by, the most decisive first. */
function mostDecisive(
  table: StudyTable,
  compared: readonly Compared[],
  open: readonly Pair[],
): readonly string[] {
  const shares = table.inputs.map((_, input) =>
    open.reduce((sum, pair) => {
      const cells = compared.find(({ indicator }) => indicator === pair.indicator)?.cells ?? []
      return sum + fitBetween(table, cells, pair, input).share / open.length
    }, 0),
  )
  return Array.from(table.inputs.entries())
    .filter(([input]) => (shares[input] as number) >= SHARE_MIN)
    .sort(([a], [b]) => (shares[b] as number) - (shares[a] as number))
    .map(([, { name }]) => name)
}

/** How the lead of a design before another goes with an input. */
function fitBetween(
  table: StudyTable,
  cells: readonly Cell[],
  { design, against }: Pick<Pair, 'design' | 'against'>,
  input: number,
): Fit {
  const [one, other] = [design, against].map((name) =>
    table.designs.findIndex((head) => head.name === name),
  ) as [number, number]
  const reaches = table.reaches[input] as readonly boolean[]
  return leadFit(
    table.drawn[input] as Float64Array,
    [cells[one] as Cell, cells[other] as Cell],
    reaches[one] === true || reaches[other] === true,
  )
}

/** What each input does to the lead of the best design before the second best. */
export function swingsOf(table: StudyTable, { verdict }: Findings): StudyResult['swings'] {
  const { design, rival } = verdict
  if (rival === null) return []
  const scores = scoresOf(table)
  return table.inputs.map(({ name }, input) => {
    const fit = fitBetween(table, scores, { design, against: rival }, input)
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
