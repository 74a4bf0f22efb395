import { barsChart } from '../../../simulations/chart/bars.ts'
import type { Chart, ChartOptions } from '../../../simulations/chart/chart.ts'
import { convergenceChart } from '../../../simulations/chart/convergence.ts'
import { exceedanceChart } from '../../../simulations/chart/exceedance.ts'
import { fanChart } from '../../../simulations/chart/fan.ts'
import { heatMap } from '../../../simulations/chart/heat-map.ts'
import { intervalsChart } from '../../../simulations/chart/intervals.ts'
import type { Language } from '../../../simulations/chart/language.ts'
import { lossDistribution } from '../../../simulations/chart/loss.ts'
import { pairsChart } from '../../../simulations/chart/pairs.ts'
import { sankeyChart } from '../../../simulations/chart/sankey.ts'
import { scatterChart } from '../../../simulations/chart/scatter.ts'
import { stepsChart } from '../../../simulations/chart/steps.ts'
import { tornadoChart } from '../../../simulations/chart/tornado.ts'
import { waterfallChart } from '../../../simulations/chart/waterfall.ts'

const months = Array.from({ length: 37 }, (_, month) => month)
const LONG = 'Families that came when every host was taken and had to wait for a long time'

/** One chart of each kind, with data that are hard to draw: close lines, long texts, large and small numbers. */
export function sampleCharts(language: Language): Readonly<Record<string, Chart>> {
  const options = (id: string) => ({ language, id, title: `${LONG}: ${id} & <more>` })
  return {
    ...{ ...losses(options), ...fields(options), ...moneys(options), ...choices(options) },
    ...histories(options),
  }
}

/** What happened, and what would have. */
function histories(options: Options): Readonly<Record<string, Chart>> {
  const step = (days: number, value: number) => ({
    ...{ days, value, lower: value * 0.8, upper: 1 - (1 - value) * 0.8 },
  })
  return {
    steps: stepsChart(
      { level: 0.95, rows: [step(0, 0.95), step(7, 0.6), step(61, 0.21)] },
      options('steps'),
    ),
    pairs: pairsChart(
      {
        ...{ unit: 'cents', first: 'It was', second: 'It would have been', untold: 'hidden' },
        rows: [
          { label: LONG, first: 1_180_385, second: 998_255 },
          { label: 'Expired', first: undefined, second: 0 },
        ],
      },
      options('pairs'),
    ),
  }
}

type Options = (id: string) => ChartOptions

function losses(options: Options): Readonly<Record<string, Chart>> {
  return {
    fan: fanChart(
      {
        unit: 'cents',
        paths: 2048,
        mean: months.map((month) => 20_000_000 - month * 510_000),
        bands: [0.05, 0.25, 0.5, 0.75, 0.95].map((level) => ({
          level,
          values: months.map((month) => 20_000_000 - month * 500_000 + (level - 0.5) * month * 9e4),
        })),
      },
      options('fan'),
    ),
    loss: lossDistribution(
      {
        unit: 'cents',
        bins: Array.from({ length: 30 }, (_, bin) => ({
          from: bin * 50_000_00,
          to: (bin + 1) * 50_000_00,
          share: 0.2 * 0.8 ** bin,
        })),
        marks: [
          { kind: 'mean', value: 250_000_00 },
          { kind: 'valueAtRisk', level: 0.95, value: 670_000_00 },
          { kind: 'valueAtRisk', level: 0.99, value: 700_000_00 },
          { kind: 'expectedShortfall', level: 0.99, value: 1_250_000_00 },
          { kind: 'border', label: 'What the fund holds at the beginning', value: 40_000_00 },
        ],
        side: 'upper',
      },
      options('loss'),
    ),
    lossBelow: lossDistribution(
      {
        unit: 'families',
        bins: [0.01, 0.04, 0.2, 0.4, 0.3, 0.05].map((share, bin) => ({
          from: bin - 0.5,
          to: bin + 0.5,
          share,
        })),
        marks: [
          { kind: 'valueAtRisk', level: 0.95, value: 1 },
          { kind: 'expectedShortfall', level: 0.99, value: 0 },
        ],
        side: 'lower',
      },
      options('lossBelow'),
    ),
    exceedance: exceedanceChart(
      {
        unit: 'cents',
        points: [1, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001, 0.0005].map((probability, index) => ({
          value: index * index * 123_456_7,
          probability,
        })),
        side: 'upper',
      },
      options('exceedance'),
    ),
  }
}

function fields(options: Options): Readonly<Record<string, Chart>> {
  return {
    tornado: tornadoChart(
      {
        unit: 'share',
        base: 0.012,
        bars: [
          {
            label: 'Fund',
            low: { setting: '15 %', value: 0.05 },
            high: { setting: '25 %', value: 0.001 },
          },
          {
            label: LONG,
            low: { setting: '0.05', value: 0.0117 },
            high: { setting: '0.051', value: 0.0121 },
          },
          {
            label: 'Coverage of the guarantee',
            low: { setting: '60 %', value: 0.002 },
            high: { setting: '90 %', value: 0.03 },
          },
        ],
      },
      options('tornado'),
    ),
    heat: heatMap(
      {
        unit: 'probability',
        columnsAre: 'Fund, of the opening balance',
        rowsAre: 'Coverage',
        columns: ['10 %', '12 %', '14 %', '16 %', '18 %', '20 %'],
        rows: ['50 %', '60 %', '70 %', '80 %'],
        values: [0, 1, 2, 3].map((row) =>
          [0, 1, 2, 3, 4, 5].map((column) =>
            row === 3 && column === 0 ? null : (0.04 * (row + 1)) / (column + 1) ** 2,
          ),
        ),
        target: { value: 0.01, side: 'at most' },
      },
      options('heat'),
    ),
  }
}

function moneys(options: Options): Readonly<Record<string, Chart>> {
  return {
    waterfall: waterfallChart(
      {
        unit: 'cents',
        paths: 2048,
        start: { label: 'Fund given', amount: 21_000_000 },
        steps: [
          { label: 'Fees', amount: 1_400_000 },
          { label: 'Claims paid', amount: -9_800_000 },
          { label: LONG, amount: -1_234 },
        ],
        end: 'Fund at the end',
      },
      options('waterfall'),
    ),
    intervals: intervalsChart(
      {
        unit: 'probability',
        rows: [
          { label: 'As it is', value: 0.0102, lower: 0.009, upper: 0.0115, known: 0.0101 },
          { label: LONG, value: 0.025, lower: 0.0231, upper: 0.0272 },
        ],
        withZero: true,
      },
      options('intervals'),
    ),
    convergence: convergenceChart(
      {
        unit: 'cents',
        points: [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 20000].map((paths, index) => ({
          paths,
          value: 8_000_000 + 300_000 / (index + 1),
          lower: 8_000_000 - 9_000_000 / Math.sqrt(paths),
          upper: 8_000_000 + 12_000_000 / Math.sqrt(paths),
        })),
        known: 8_010_000,
      },
      options('convergence'),
    ),
  }
}

/** Money that goes on, and comes back; the last flow is of a node to itself. */
export const FLOWS = [
  { from: 'Who gives', to: LONG, amount: 9_000_000 },
  { from: LONG, to: 'Shops', amount: 8_300_000 },
  { from: LONG, to: 'Expired', amount: 540_000 },
  { from: 'Shops', to: 'Suppliers', amount: 2_400_000 },
  { from: 'Suppliers', to: 'Shops', amount: 800_000 },
  { from: 'Shops', to: 'Elsewhere', amount: 6_700_000 },
  { from: 'Suppliers', to: 'Elsewhere', amount: 1_600_000 },
  { from: 'Shops', to: 'Shops', amount: 300_000 },
] as const

function choices(options: Options): Readonly<Record<string, Chart>> {
  const reach = (value: number) => ({ value, lower: value * 0.9, upper: value * 1.1 })
  const point = (label: string, across: number, up: number, isOnFront: boolean) => {
    return { label, across: reach(across), up: reach(up), isOnFront }
  }
  return {
    sankey: sankeyChart({ unit: 'cents', flows: FLOWS }, options('sankey')),
    sankeyOne: sankeyChart({ unit: 'cents', flows: FLOWS.slice(0, 1) }, options('sankeyOne')),
    scatter: scatterChart(
      {
        across: { title: 'Days', unit: 'days', isUpBetter: false },
        up: { title: 'Needs met', unit: 'share', isUpBetter: true },
        points: [
          point('Receipts', 34, 0.62, false),
          point(LONG, 4, 0.83, true),
          point('Cash', 6, 0.835, true),
          point('Both', 4.2, 0.84, true),
        ],
      },
      options('scatter'),
    ),
    bars: barsChart(
      {
        unit: 'share',
        near: 0.1,
        rows: [
          { label: LONG, value: 0.45 },
          { label: 'Cash', value: 0.27 },
          { label: 'Receipts', value: 0 },
        ],
      },
      options('bars'),
    ),
    quantiles: fanChart(
      {
        unit: 'cents',
        paths: 2048,
        bands: [0.05, 0.25, 0.5, 0.75, 0.95].map((level) => ({
          level,
          values: months.map((month) => month * 100_000 * level),
        })),
      },
      options('quantiles'),
    ),
    narrow: intervalsChart(
      {
        ...{ unit: 'points', isDense: true, level: 0.9, hollow: 'a baseline' },
        rows: [
          { label: 'As it is', value: 52, lower: 48, upper: 55, isHollow: true },
          { label: LONG, value: 78, lower: 75, upper: 81 },
        ],
      },
      { ...options('narrow'), width: 470 },
    ),
  }
}
