import { type Cell, csvText } from '../../report/csv.ts'
import { FAN_LEVELS, type StudyResult } from '../study-result.ts'
import { agreedDigits, checkedValues } from './checked-values.ts'

/** A table of a result, with the name of its file, without the ending. */
export interface StudyCsv {
  readonly name: string
  readonly csv: string
}

type Row = readonly Cell[]

/**
 * All tables of a result as CSV (RFC 4180), one for each kind of thing. Names are those of the study; amounts in cents, shares
 * and scores of 0 to 1. The same result gives the same bytes.
 */
export function studyTables(result: StudyResult): readonly StudyCsv[] {
  const tables: Readonly<Record<string, readonly Row[]>> = {
    ...heads(result),
    ...findings(result),
    ...courses(result),
    ...grounds(result),
  }
  return Object.entries(tables).map(([name, rows]) => ({ name, csv: csvText(rows) }))
}

/** The whole result as JSON. */
export function studyJson(result: StudyResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}

const TITLES = ['title_it', 'title_en']

function heads(result: StudyResult): Readonly<Record<string, readonly Row[]>> {
  return {
    designs: [
      ['design', ...TITLES, 'baseline', 'parts', 'description_it', 'description_en'],
      ...result.designs.map(({ name, title, baseline, parts, description }) => [
        ...[name, title.it, title.en, baseline, parts.join(' ')],
        ...[description.it, description.en],
      ]),
    ],
    indicators: [
      ['indicator', ...TITLES, 'unit', 'worst', 'best', 'weight', 'deciding', 'indifference'],
      ...result.indicators.map(({ name, title, unit, worst, best, weight, ...one }) => [
        ...[name, title.it, title.en, unit, worst, best, weight],
        ...[String(one.isDeciding), one.indifference],
      ]),
    ],
    inputs: [
      ['input', ...TITLES, 'unit', 'low', 'median', 'high', 'standing', 'source'],
      ...result.inputs.map(({ name, title, unit, low, median, high, standing, source }) => [
        ...[name, title.it, title.en, unit, low, median, high, standing, source],
      ]),
    ],
    places: [
      ['place', ...TITLES],
      ...result.places.map(({ name, title }) => [name, title.it, title.en]),
    ],
  }
}

function findings({ findings: found }: StudyResult): Readonly<Record<string, readonly Row[]>> {
  return {
    verdict: [
      ['kind', 'design', 'rival', 'times_worlds', 'inputs'],
      [
        ...[found.verdict.kind, found.verdict.design, found.verdict.rival],
        ...[found.verdict.wants.timesWorlds, found.verdict.wants.inputs.join(' ')],
      ],
    ],
    estimates: [
      ['design', 'indicator', 'mean', 'standard_error', 'lower', 'upper', 'unknown_share'],
      ...found.estimates.map((one) => [
        ...[one.design, one.indicator, one.mean, one.standardError],
        ...[one.interval.lower, one.interval.upper, one.unknownShare],
      ]),
    ],
    pairs: [
      [
        ...['design', 'against', 'indicator', 'difference', 'lower', 'upper', 'budget_lower'],
        ...['budget_upper', 'better_in', 'state', 'needs', 'times_worlds'],
      ],
      ...found.pairs.map((one) => [
        ...[one.design, one.against, one.indicator, one.difference],
        ...[one.interval.lower, one.interval.upper],
        ...[one.budgetInterval.lower, one.budgetInterval.upper],
        ...[one.betterIn, one.state, one.needs, one.timesWorlds],
      ]),
    ],
    front: [
      ['design', 'on_front', 'probability', 'dominated_by'],
      ...found.front.map(({ design, isOnFront, probability, dominatedBy }) => [
        ...[design, String(isOnFront), probability, dominatedBy.join(' ')],
      ]),
    ],
    weighings: [
      ['design', 'score', 'lower', 'upper', 'share_of_weights'],
      ...found.weighings.map(({ design, score, scoreInterval, shareOfWeights }) => [
        ...[design, score, scoreInterval.lower, scoreInterval.upper, shareOfWeights],
      ]),
    ],
    central_weights: [
      ['design', 'indicator', 'weight'],
      ...found.weighings.flatMap(({ design, centralWeights }) =>
        Object.entries(centralWeights ?? {}).map(([name, weight]) => [design, name, weight]),
      ),
    ],
    viewpoints: [
      ['viewpoint', 'design', 'score', 'best', 'sure'],
      ...found.viewpoints.flatMap(({ viewpoint, scores, best, isSure }) =>
        Object.entries(scores).map(([design, score]) => [
          ...[viewpoint, design, score, String(design === best), String(isSure)],
        ]),
      ),
    ],
    information: [
      ['input', 'value', 'standard_error', 'share'],
      ...found.information.map((one) => [one.input, one.value, one.standardError, one.share]),
      ['(all)', found.perfectInformation, null, 1],
    ],
  }
}

function courses(result: StudyResult): Readonly<Record<string, readonly Row[]>> {
  return {
    swings: [
      [
        ...['input', 'design', 'against', 'low_input', 'low_difference'],
        ...['high_input', 'high_difference'],
      ],
      ...result.swings.map(({ input, design, against, low, high }) => [
        ...[input, design, against, low.input, low.difference, high.input, high.difference],
      ]),
    ],
    stresses: [
      [...['stress', 'design', 'indicator', 'before', 'after', 'difference', 'lower', 'upper']],
      ...result.stressed.map((one) => [
        ...[one.stress, one.design, one.indicator, one.before, one.after, one.difference],
        ...[one.interval.lower, one.interval.upper],
      ]),
    ],
    stress_scores: [
      [
        ...['stress', 'design', 'before', 'after', 'difference', 'lower', 'upper'],
        ...['place_before', 'place_after', 'against_best'],
      ],
      ...result.stressedScores.map((one) => [
        ...[one.stress, one.design, one.before, one.after, one.difference],
        ...[one.interval.lower, one.interval.upper, one.placeBefore, one.placeAfter],
        one.againstBest,
      ]),
    ],
    smallest: [
      ['design', 'name', 'level', 'cents', 'lower', 'upper'],
      ...result.smallest.map(({ design, name, level, value, interval }) => [
        ...[design, name, level, value, interval?.lower, interval?.upper],
      ]),
    ],
    flows: [
      ['design', 'from', 'to', 'cents_a_year'],
      ...result.flows.flatMap(({ design, flows }) =>
        flows.map(({ from, to, cents }) => [design, from, to, cents]),
      ),
    ],
    months: [
      ['design', 'series', 'unit', 'month', ...FAN_LEVELS.map((level) => `quantile_${level}`)],
      ...result.fans.flatMap(({ design, name, unit, quantiles }) =>
        (quantiles[0] ?? []).map((_, month) => [
          ...[design, name, unit, month],
          ...quantiles.map((values) => values[month]),
        ]),
      ),
    ],
  }
}

function grounds(result: StudyResult): Readonly<Record<string, readonly Row[]>> {
  return {
    feasibility: [
      [
        'design',
        'dimension',
        'light',
        'criterion',
        ...TITLES,
        'criterion_light',
        'found_it',
      ].concat('found_en', 'evidence'),
      ...result.feasibility.flatMap(({ design, dimension, light, criteria }) =>
        criteria.map(({ name, title, light: own, found, evidence }) => [
          ...[design, dimension, light, name, title.it, title.en, own, found.it, found.en],
          evidence.map(({ text, standing }) => `${standing}: ${text}`).join('\n'),
        ]),
      ),
    ],
    assumptions: [
      ['where', 'value', 'standing', 'source'],
      ...result.assumptions.map((one) => [one.where, one.value, one.standing, one.source]),
    ],
    known_values: [
      ['model', 'case', 'quantity', 'known', 'tolerance', 'ours', 'agrees', 'source'],
      ...checkedValues(result).map(({ known, ours, agrees }) => [
        ...[known.model, known.case, known.quantity, known.value, known.tolerance],
        ...[ours === null ? null : agreedDigits(ours), String(agrees), known.source],
      ]),
    ],
    limits: [['it', 'en'], ...result.limits.map(({ it, en }) => [it, en])],
    evidence: [
      ['dataset', 'day', 'sha256', 'description'],
      ...result.provenance.evidence.map(({ name, day, hash, description }) => [
        ...[name, day, hash, description],
      ]),
    ],
    provenance: provenanceRows(result),
  }
}

function provenanceRows({ provenance }: StudyResult): readonly Row[] {
  const { engine, nodeMajor, studyHash, seed, worlds, paths, models } = provenance
  return [
    ['name', 'value'],
    ['study_sha256', studyHash],
    ['seed', seed],
    ['worlds', worlds],
    ['paths', paths],
    ['engine', engine],
    ['node_major', nodeMajor],
    ...models.map(({ name, version }) => [`model ${name}`, version]),
  ]
}
