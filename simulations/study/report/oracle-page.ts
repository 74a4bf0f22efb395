import { KNOWN_VALUES, type KnownValue } from '../../analytic/known-values.ts'
import { findCase } from '../../analytic/registry.ts'
import { numberText } from '../../chart/format.ts'
import { element, escaped } from '../../chart/svg.ts'
import { answerQuestion } from '../../quantity.ts'
import { number, paragraph, row, section, table } from '../../report/page.ts'
import type { StudyReader } from './study-reader.ts'

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
export function checkedValues({ result }: Pick<StudyReader, 'result'>): readonly CheckedValue[] {
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

/** What the engine is checked against: each closed form beside a value from elsewhere. */
export function oraclePage(reader: StudyReader): string {
  const values = checkedValues(reader)
  const good = values.filter(({ agrees }) => agrees).length
  const title = reader.say('oracles')
  const heads = (['quantity', 'known', 'ours', 'check'] as const).map((name, index) => ({
    html: escaped(reader.say(name)),
    isNumber: index === 1 || index === 2,
  }))
  const cases = [...new Set(values.map(({ known }) => `${known.model} / ${known.case}`))]
  const rows = cases.flatMap((name) => {
    const found = values.filter(({ known }) => `${known.model} / ${known.case}` === name)
    return [caseRow(name, found), ...found.map((one) => valueRow(one, reader))]
  })
  return section(
    title,
    paragraph(
      reader.say('oraclesHow', {
        good: numberText(good, reader.language),
        count: numberText(values.length, reader.language),
      }),
    ),
    paragraph(reader.say('oraclesPaths')),
    element('div', { class: 'oracles' }, table(title, heads, rows)),
  )
}

/** A case with its formula, and where its values are from. */
function caseRow(name: string, values: readonly CheckedValue[]): string {
  const [first] = values
  const formula = first === undefined ? '' : findCase(first.known.model, first.known.case)?.formula
  const sources = [...new Set(values.map(({ known }) => known.source))].join('; ')
  const head = element(
    'th',
    { scope: 'rowgroup', colspan: 4 },
    `${escaped(name)} `,
    element('span', { class: 'of', lang: 'en' }, escaped(`${formula ?? ''} – ${sources}`)),
  )
  return element('tr', {}, head)
}

function valueRow({ known, ours, agrees }: CheckedValue, reader: StudyReader): string {
  const sign = element('span', { 'aria-hidden': 'true' }, agrees ? '✓ ' : '✗ ')
  return row(
    element('span', { lang: 'en' }, escaped(known.quantity)),
    number(digits(known.value)),
    number(ours === null ? '–' : digits(ours)),
    { html: sign + escaped(reader.say(agrees ? 'agrees' : 'disagrees')) },
  )
}

/** As many digits as every machine computes alike. */
function digits(value: number): string {
  return String(Number(value.toPrecision(7)))
}
