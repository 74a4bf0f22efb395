import { lawQuantile } from '../../../simulations/analysis/laws.ts'
import { numberText } from '../../../simulations/chart/format.ts'
import type { InputEntry } from '../../../simulations/study/study-file.ts'
import { unitWords } from './evidence-words.ts'
import type { LabLanguage } from './kit.tsx'

/** Between the first and the last lie nine tenths of what is held possible. */
const SHARES = [0.05, 0.5, 0.95] as const

/** Low, median and high of an input, each with the unit that the study writes; nothing where a dataset says them. */
export function spreadOf(
  { law }: Pick<InputEntry, 'law'>,
  language: LabLanguage,
): readonly string[] | undefined {
  if (law === undefined) return undefined
  const units = Object.values(law).flatMap((one) =>
    typeof one === 'string' ? [readPlace(one).unit] : [],
  )
  const unit = units.find((one) => one !== '' && one !== law.kind) ?? ''
  const quantile = quantileOf(law)
  return SHARES.map((share) => {
    const text = shortText(quantile(share), language)
    return unit === '' ? text : `${text}\u00a0${unitWords(unit, language)}`
  })
}

function quantileOf(law: NonNullable<InputEntry['law']>): (share: number) => number {
  const at = (place: number | string) => readPlace(place).value
  switch (law.kind) {
    case 'uniform':
      return (share) => lawQuantile({ ...law, low: at(law.low), high: at(law.high) }, share)
    case 'triangular': {
      const { kind } = law
      const [low, mode, high] = [at(law.low), at(law.mode), at(law.high)]
      return (share) => lawQuantile({ kind, low, mode, high }, share)
    }
    case 'normal': {
      const { kind } = law
      const [mean, deviation] = [at(law.mean), at(law.deviation)]
      const low = law.low === undefined ? Number.NEGATIVE_INFINITY : at(law.low)
      const high = law.high === undefined ? Number.POSITIVE_INFINITY : at(law.high)
      return (share) => lawQuantile({ kind, mean, deviation, low, high }, share)
    }
    case 'lognormal':
      return (share) => lawQuantile({ ...law, median: at(law.median) }, share)
    case 'beta':
      return (share) => lawQuantile({ ...law, low: at(law.low), high: at(law.high) }, share)
  }
}

function readPlace(place: number | string): { readonly value: number; readonly unit: string } {
  const [, value = '', unit = ''] = /^(-?[0-9]*\.?[0-9]+)\s*(.*)$/.exec(`${place}`.trim()) ?? []
  return { value: Number(value), unit }
}

/** Three digits of a number, and no zeros that say nothing. */
function shortText(value: number, language: LabLanguage): string {
  const size = Math.abs(value)
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2
  const rounded = Number(value.toFixed(decimals))
  const needed = `${rounded}`.split('.')[1]?.length ?? 0
  return numberText(rounded, language, needed)
}
