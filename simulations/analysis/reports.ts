import type { Json } from '../scenario/json.ts'
import type { AnalysisResult } from './analysis.ts'
import type { AbcFindings, BackTestFindings, CalibrationFindings } from './estimation.ts'
import type {
  MorrisFindings,
  SobolFindings,
  SweepFindings,
  TornadoFindings,
  UncertaintyFindings,
} from './findings.ts'
import type { Fitted } from './likelihood.ts'
import type { Cell, Table } from './tables.ts'

/** What an analysis found, row by row. Amounts are in cents, as everywhere in results. */
export function tablesOf(result: AnalysisResult): readonly Table[] {
  const { findings } = result
  switch (findings.kind) {
    case 'sweep':
      return [sweepTable(findings, result)]
    case 'tornado':
      return [tornadoTable(findings, unitsOf(result))]
    case 'sobol':
      return [sobolTable(findings)]
    case 'morris':
      return [morrisTable(findings, unitsOf(result))]
    case 'uncertainty':
      return uncertaintyTables(findings, result)
    case 'abc':
      return abcTables(findings, result)
    case 'back-test':
      return backTestTables(findings)
    default:
      return calibrationTables(findings)
  }
}

type UnitOf = (output: string) => string

function unitsOf({ outputs }: AnalysisResult): UnitOf {
  return (output) => outputs.find(({ name }) => name === output)?.unit ?? ''
}

function sweepTable({ points }: SweepFindings, { fields, outputs }: AnalysisResult): Table {
  return {
    name: 'sweep',
    columns: [
      'point',
      ...fields.map(({ name }) => name),
      ...outputs.flatMap(({ name, unit }) => [
        `${name} [${unit}]`,
        `${name} error`,
        `${name} lower`,
        `${name} upper`,
      ]),
    ],
    rows: points.map(({ point, values, figures }) => [
      point,
      ...values.map(cellOf),
      ...figures.flatMap((figure) =>
        figure === null
          ? [null, null, null, null]
          : [figure.value, figure.standardError, figure.lower, figure.upper],
      ),
    ]),
  }
}

function tornadoTable({ outputs }: TornadoFindings, unitOf: UnitOf): Table {
  return {
    name: 'tornado',
    columns: [
      'output',
      'unit',
      'field',
      'low',
      'high',
      'base',
      'at low',
      'at low lower',
      'at low upper',
      'at high',
      'at high lower',
      'at high upper',
      'swing',
      'swing lower',
      'swing upper',
    ],
    rows: outputs.flatMap(({ output, base, bars }) =>
      bars.map(({ field, low, high, lowChange, highChange, swing }) => [
        output,
        unitOf(output),
        field,
        cellOf(low),
        cellOf(high),
        base?.value,
        ...[lowChange, highChange, swing].flatMap(({ value, interval }) => [
          value,
          interval.lower,
          interval.upper,
        ]),
      ]),
    ),
  }
}

function sobolTable({ outputs }: SobolFindings): Table {
  return {
    name: 'sobol',
    columns: [
      'output',
      'field',
      'first',
      'first lower',
      'first upper',
      'total',
      'total lower',
      'total upper',
      'blocks',
      'dropped',
      'noise',
    ],
    rows: outputs.flatMap(({ output, blocks, droppedBlocks, groups, noiseShare }) =>
      groups.map(({ name, first, total }) => [
        output,
        name,
        first.value,
        first.interval.lower,
        first.interval.upper,
        total.value,
        total.interval.lower,
        total.interval.upper,
        blocks,
        droppedBlocks,
        noiseShare,
      ]),
    ),
  }
}

function morrisTable({ outputs }: MorrisFindings, unitOf: UnitOf): Table {
  return {
    name: 'morris',
    columns: [
      'output',
      'unit',
      'field',
      'mu star',
      'lower',
      'upper',
      'mu',
      'sigma',
      'trajectories',
      'dropped',
    ],
    rows: outputs.flatMap(({ output, droppedTrajectories, fields }) =>
      fields.map(({ name, size, sizeInterval, mean, spread, trajectories }) => [
        output,
        unitOf(output),
        name,
        size,
        sizeInterval.lower,
        sizeInterval.upper,
        mean,
        spread,
        trajectories,
        droppedTrajectories,
      ]),
    ),
  }
}

function uncertaintyTables(
  { outputs }: UncertaintyFindings,
  result: AnalysisResult,
): readonly Table[] {
  const { fields } = result
  const unitOf = unitsOf(result)
  const levels = outputs.find(({ variance }) => variance !== undefined)?.variance?.range ?? []
  return [
    {
      name: 'variance',
      columns: [
        'output',
        'unit',
        'mean',
        'by what is not known',
        'by chance',
        'share not known',
        'lower',
        'upper',
        ...levels.map(({ level }) => `quantile ${level}`),
      ],
      rows: outputs.flatMap(({ output, variance }) =>
        variance === undefined
          ? []
          : [
              [
                output,
                unitOf(output),
                variance.mean,
                variance.unknown,
                variance.chance,
                variance.unknownShare,
                variance.unknownShareInterval.lower,
                variance.unknownShareInterval.upper,
                ...variance.range.map(({ value }) => value),
              ],
            ],
      ),
    },
    {
      name: 'pawn',
      columns: ['output', 'field', 'median', 'lower', 'upper', 'largest', 'of nothing'],
      rows: outputs.flatMap(({ output, pawn }) =>
        pawn.fields.map(({ median, interval, largest }, at) => [
          output,
          fields[at]?.name,
          median,
          interval.lower,
          interval.upper,
          largest,
          pawn.nothing,
        ]),
      ),
    },
  ]
}

function abcTables(
  { fields, generations, particles, ending }: AbcFindings,
  result: AnalysisResult,
): readonly Table[] {
  return [
    {
      name: 'posterior',
      columns: ['field', 'unit', 'mean', 'median', 'lower', 'upper'],
      rows: fields.map(({ name, unit, mean, median, interval }) => [
        name,
        unit,
        mean,
        median,
        interval.lower,
        interval.upper,
      ]),
    },
    {
      name: 'generations',
      columns: ['generation', 'epsilon', 'simulations', 'accepted', 'effective', 'ending'],
      rows: generations.map(({ epsilon, simulations, accepted, effective }, at) => [
        at,
        epsilon,
        simulations,
        accepted,
        effective,
        at === generations.length - 1 ? ending : '',
      ]),
    },
    {
      name: 'particles',
      isListing: true,
      columns: [...result.fields.map(({ name }) => name), 'weight', 'distance'],
      rows: particles.map(({ values, weight, distance }) => [...values, weight, distance]),
    },
  ]
}

function calibrationTables(findings: CalibrationFindings): readonly Table[] {
  switch (findings.kind) {
    case 'roll-rates':
      return [
        {
          name: 'roll-rates',
          columns: ['from', 'to', 'moves', 'share', 'lower', 'upper', 'of', 'censored'],
          rows: findings.rows.flatMap(({ from, moves, censored, to }) =>
            to.map(({ state, moves: count, share, interval }) => [
              from,
              state,
              count,
              share,
              interval.lower,
              interval.upper,
              moves,
              censored,
            ]),
          ),
        },
      ]
    case 'default-correlation': {
      const { probability, correlation, logLikelihood, independent } = findings
      return [
        fittedTable(
          [probability, correlation],
          [
            ['log-likelihood', logLikelihood],
            ['log-likelihood without correlation', independent.logLikelihood],
          ],
        ),
      ]
    }
    case 'lapse': {
      const { alpha, beta, logLikelihood, constant, survival } = findings
      return [
        fittedTable(
          [alpha, beta],
          [
            ['log-likelihood', logLikelihood],
            ['log-likelihood where all stop alike', constant.logLikelihood],
          ],
        ),
        {
          name: 'survival',
          columns: ['period', 'seen', 'fitted'],
          rows: survival.map(({ period, seen, fitted }) => [period, seen, fitted]),
        },
      ]
    }
  }
}

function fittedTable(
  fitted: readonly Fitted[],
  figures: readonly (readonly [string, number])[],
): Table {
  return {
    name: 'fitted',
    columns: ['name', 'value', 'lower', 'upper'],
    rows: [
      ...fitted.map(({ name, value, interval }): readonly Cell[] => [
        name,
        value,
        bounded(interval.lower),
        bounded(interval.upper),
      ]),
      ...figures.map(([name, value]): readonly Cell[] => [name, value, null, null]),
    ],
  }
}

function backTestTables({ outputs }: BackTestFindings): readonly Table[] {
  return [
    {
      name: 'coverage',
      columns: ['output', 'level', 'inside', 'outcomes', 'share', 'lower', 'upper', 'p'],
      rows: outputs.flatMap(({ of, coverage }) =>
        coverage.map(({ level, inside, outcomes, share, interval, pValue }) => [
          of,
          level,
          inside,
          outcomes,
          share,
          interval.lower,
          interval.upper,
          pValue,
        ]),
      ),
    },
    {
      name: 'evenness',
      columns: ['output', 'outcomes', 'distance', 'p'],
      rows: outputs.map(({ of, outcomes, evenness }) => [
        of,
        outcomes,
        evenness.statistic,
        evenness.pValue,
      ]),
    },
    {
      name: 'places',
      isListing: true,
      columns: ['output', 'outcome', 'place'],
      rows: outputs.flatMap(({ of, places }) => places.map((place, at) => [of, at, place])),
    },
  ]
}

/** Nothing where the figures do not bound it. */
function bounded(end: number): number | null {
  return Number.isFinite(end) ? end : null
}

function cellOf(value: Json): Cell {
  return typeof value === 'object' ? JSON.stringify(value) : value
}
