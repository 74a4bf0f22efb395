import { leverByMonth, multiplier } from '../shocks.ts'
import type { FrequencyOfLine, InsuranceParameters, InsuranceShock, Line } from './parameters.ts'

const MONTHS_A_YEAR = 12

/** How claims spread over the months of a path, and how many more a year has, where shocks bring some. */
export interface Surges {
  /** By month, place 0 empty: the chance that a claim of the year that has not fallen yet falls in this one. */
  readonly share: Float64Array
  /** The same chance for a claim of the year, whatever fell before. */
  readonly odds: Float64Array
  /** By year: the lines, with as many claims as the shocks bring. */
  readonly lines: readonly (readonly Line[])[]
}

/** Works out what the shocks do to each month and each year, which is whole even where the path ends before. */
export function surgesOf({ lines, months, shocks }: InsuranceParameters): Surges {
  const years = Math.ceil(months / MONTHS_A_YEAR)
  const lever = multiplier<InsuranceShock>((one) => one.claims)
  const times = leverByMonth(shocks, years * MONTHS_A_YEAR, lever)
  const share = new Float64Array(times.length)
  const odds = new Float64Array(times.length)
  const ofYears: (readonly Line[])[] = []
  for (let year = 0; year < years; year++) {
    let after = 0
    for (let month = (year + 1) * MONTHS_A_YEAR; month > year * MONTHS_A_YEAR; month--) {
      const here = times[month] as number
      after += here
      // The last month in which any can fall takes all that are left.
      share[month] = here === 0 ? 0 : here / after
    }
    for (let one = 1; one <= MONTHS_A_YEAR; one++) {
      const month = year * MONTHS_A_YEAR + one
      odds[month] = after === 0 ? 0 : (times[month] as number) / after
    }
    ofYears.push(moreOften(lines, after / MONTHS_A_YEAR))
  }
  return { share, odds, lines: ofYears }
}

/** The lines with so many times their claims. */
function moreOften(lines: readonly Line[], times: number): readonly Line[] {
  if (times === 1) return lines
  return lines.map((line) => ({ ...line, frequency: scaled(line.frequency, times) }))
}

function scaled(frequency: FrequencyOfLine, times: number): FrequencyOfLine {
  switch (frequency.kind) {
    case 'poisson':
    case 'negative-binomial':
      return { ...frequency, mean: frequency.mean * times }
    case 'binomial':
      return { ...frequency, probability: Math.min(1, frequency.probability * times) }
    case 'counts':
      throw new RangeError('a table of counts cannot be multiplied')
  }
}
