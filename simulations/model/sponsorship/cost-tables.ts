/** What it costs to sponsor a household for so many months, as a scheme publishes it. */
export interface CostTable {
  /** ISO 4217. */
  readonly currency: string
  /** The year of the table; a new one gets a new name. */
  readonly year: number
  readonly source: string
  /** Of households of 1, 2, 3, … members: start-up and support of a month, in hundredths of the currency. */
  readonly startUp: readonly number[]
  readonly monthly: readonly number[]
  /** What each member beyond the last row adds. */
  readonly further: { readonly startUp: number; readonly monthly: number }
}

/** Parts that come to a total to be spread over twelve months are rounded half up to the hundredth. */
function twelfth(hundredths: number): number {
  return Math.floor(hundredths / 12 + 0.5)
}

/** A table that gives nothing but a total for twelve months: it is spread evenly. */
function totals(units: readonly number[], further: number) {
  return {
    startUp: units.map(() => 0),
    monthly: units.map((unit) => twelfth(unit * 100)),
    further: { startUp: 0, monthly: twelfth(further * 100) },
  }
}

/** A table that gives so much a day for each person, whoever they are. */
function daily(hundredths: number) {
  const month = twelfth(hundredths * 365)
  return { startUp: [0], monthly: [month], further: { startUp: 0, monthly: month } }
}

/** The tables by name. The figures are those of the sources; a total without its parts is spread over twelve months. */
export const COST_TABLES = {
  'canada-2015': {
    currency: 'CAD',
    year: 2015,
    source: 'guides.co, Private Sponsorship of Refugees, cost table (about 2015): totals',
    ...totals([12_600, 21_200, 23_000, 27_000, 29_700, 32_500], 0),
  },
  'canada-2018': {
    currency: 'CAD',
    year: 2018,
    source: 'IRCC, sponsorship cost table of 1 May 2018, at rstp.ca',
    startUp: [330_000, 510_000, 630_000, 750_000, 860_000, 980_000],
    monthly: [13_200, 19_700, 20_400, 21_200, 23_700, 25_700].map((unit) => twelfth(unit * 100)),
    further: { startUp: 110_000, monthly: twelfth(160_000) },
  },
  'canada-2019': {
    currency: 'CAD',
    year: 2019,
    source:
      'agcrsi.org, cost table of 2019: totals; a further member as its parts add up (1,550 + 1,000), not as printed (2,500)',
    ...totals([13_500, 22_400, 24_200, 28_200, 30_900, 33_700], 2_550),
  },
  'toronto-2023': {
    currency: 'CAD',
    year: 2023,
    source: 'Toronto sponsorship agreement holders, recommended totals of 2023',
    ...totals([20_000, 28_000, 30_000, 33_000, 36_000, 38_000], 3_000),
  },
  'uk-2021': {
    currency: 'GBP',
    year: 2021,
    source: 'resetuk.org, Community Sponsorship: 9,000 set aside for a family, whatever its size',
    ...totals([9_000], 0),
  },
  'corridors-2018': {
    currency: 'EUR',
    year: 2018,
    source: 'reteccp.org, humanitarian corridors: 15 euro a day for each person',
    ...daily(1_500),
  },
  'reception-it': {
    currency: 'EUR',
    year: 2015,
    source: 'articolo21.org, 2015: about 35 euro a day for each person in ordinary reception',
    ...daily(3_500),
  },
  'host-family-treviso': {
    currency: 'EUR',
    year: 2016,
    source: 'Caritas, "Rifugiato a casa mia", Treviso: 300 euro a month to the host family',
    startUp: [0],
    monthly: [30_000],
    further: { startUp: 0, monthly: 0 },
  },
} as const satisfies Readonly<Record<string, CostTable>>

export type CostTableName = keyof typeof COST_TABLES

export const COST_TABLE_NAMES = Object.keys(COST_TABLES) as [CostTableName, ...CostTableName[]]

/**
 * What a household costs by a table, in cents of a euro.
 *
 * @param size members, from 1
 * @param euroPerUnit what a unit of the table's currency is in euro
 */
export function costOf(
  name: CostTableName,
  size: number,
  euroPerUnit: number,
): { readonly startUp: number; readonly monthly: number } {
  const table: CostTable = COST_TABLES[name]
  const rows = table.startUp.length
  const row = Math.min(size, rows) - 1
  const beyond = Math.max(0, size - rows)
  const sum = (part: 'startUp' | 'monthly') =>
    Math.floor(((table[part][row] ?? 0) + beyond * table.further[part]) * euroPerUnit + 0.5)
  return { startUp: sum('startUp'), monthly: sum('monthly') }
}
