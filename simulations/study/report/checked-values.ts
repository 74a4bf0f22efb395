import { KNOWN_VALUES, type KnownValue } from '../../analytic/known-values.ts'
import { answerQuestion } from '../../quantity.ts'
import type { StudyResult } from '../study-result.ts'

/** Which known values are of which models; what is of none of them is of all: numbers, sampling, estimation. */
const GROUPS: Readonly<Record<string, string>> = {
  circulation: 'voucher',
  microcredit: 'microcredit',
  'guarantee-fund': 'guarantee',
  'portfolio-guarantee': 'guarantee',
  'community-guarantee': 'guarantee',
  'rent-guarantee': 'guarantee',
  sponsorship: 'sponsorship',
  insurance: 'insurance',
}
const OF_ALL = 'analytics'

/** A known value, and what the closed form makes of it. */
export interface CheckedValue {
  readonly known: KnownValue
  readonly ours: number | null
  readonly agrees: boolean
}

/** The known values of the models of a study, computed again. */
export function checkedValues(result: StudyResult): readonly CheckedValue[] {
  const groups = new Set(result.provenance.models.map(({ name }) => GROUPS[name]))
  return KNOWN_VALUES.filter(({ model }) => model === OF_ALL || groups.has(model)).map(checked)
}

const done = new Map<KnownValue, CheckedValue>()

/** Some take a moment, and they do not change: each is computed once. */
function checked(known: KnownValue): CheckedValue {
  const found = done.get(known)
  if (found !== undefined) return found
  const answer = answerQuestion(known)
  const ours = 'value' in answer ? answer.value : null
  const agrees = ours !== null && Math.abs(ours - known.value) <= known.tolerance
  const value = { known, ours, agrees }
  done.set(known, value)
  return value
}

/** As many digits as every machine computes alike. */
export function agreedDigits(value: number): string {
  return String(Number(value.toPrecision(7)))
}
