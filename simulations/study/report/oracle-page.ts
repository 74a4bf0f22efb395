import { findCase } from '../../analytic/registry.ts'
import { numberText } from '../../chart/format.ts'
import { element, escaped } from '../../chart/svg.ts'
import { number, paragraph, row, section, table } from '../../report/page.ts'
import { agreedDigits, type CheckedValue, checkedValues } from './checked-values.ts'
import { folded } from './parts.ts'
import type { StudyReader } from './study-reader.ts'

/** What the engine is checked against: each case with how many values agree; every value is folded away. */
export function oraclePage(reader: StudyReader): string {
  const values = checkedValues(reader.result)
  const title = reader.say('oracles')
  return section(
    title,
    paragraph(
      reader.say('oraclesHow', {
        good: numberText(agreeing(values).length, reader.language),
        count: numberText(values.length, reader.language),
      }),
    ),
    paragraph(reader.say('oraclesPaths')),
    element('div', { class: 'dense twice' }, casesTable(title, values, reader)),
    folded(
      reader.say('oraclesFolded'),
      element('div', { class: 'dense' }, valuesTable(reader.say('oraclesFolded'), values, reader)),
    ),
  )
}

interface CheckedCase {
  readonly name: string
  readonly values: readonly CheckedValue[]
}

function casesOf(values: readonly CheckedValue[]): readonly CheckedCase[] {
  const nameOf = ({ known }: CheckedValue): string => `${known.model} / ${known.case}`
  return [...new Set(values.map(nameOf))].map((name) => ({
    name,
    values: values.filter((one) => nameOf(one) === name),
  }))
}

function agreeing(values: readonly CheckedValue[]): readonly CheckedValue[] {
  return values.filter(({ agrees }) => agrees)
}

/** A row for each case: what is computed, its formula, its code, and how many of its values agree. */
function casesTable(title: string, values: readonly CheckedValue[], reader: StudyReader): string {
  const rows = casesOf(values).map((one) => {
    const [good, count] = [agreeing(one.values).length, one.values.length]
    const quantities = [...new Set(one.values.map(({ known }) => known.quantity))]
    const head = [
      element('span', { lang: 'en' }, escaped(quantities.join('; '))),
      ' ',
      element('code', {}, escaped(one.name)),
      formulaOf(one),
    ].join('')
    const told = reader.say('caseAgrees', { good: String(good), count: String(count) })
    return row(head, { html: signOf(good === count) + escaped(told), isNumber: true })
  })
  const heads = [
    { html: escaped(reader.say('quantity')) },
    { html: escaped(reader.say('agree')), isNumber: true },
  ]
  return table(title, heads, rows)
}

function valuesTable(title: string, values: readonly CheckedValue[], reader: StudyReader): string {
  const heads = (['quantity', 'known', 'ours', 'check'] as const).map((name, index) => ({
    html: escaped(reader.say(name)),
    isNumber: index === 1 || index === 2,
  }))
  const rows = casesOf(values).flatMap((one) => [
    caseRow(one),
    ...one.values.map((value) => valueRow(value, reader)),
  ])
  return table(title, heads, rows)
}

function formulaOf({ values: [first] }: CheckedCase): string {
  const found = first === undefined ? undefined : findCase(first.known.model, first.known.case)
  return element('span', { class: 'of', lang: 'en' }, escaped(found?.formula ?? ''))
}

/** A case with its formula, and where its values are from. */
function caseRow(one: CheckedCase): string {
  const sources = [...new Set(one.values.map(({ known }) => known.source))].join('; ')
  const head = element(
    'th',
    { scope: 'rowgroup', colspan: 4 },
    element('code', {}, escaped(one.name)),
    formulaOf(one),
    element('span', { class: 'of', lang: 'en' }, escaped(sources)),
  )
  return element('tr', {}, head)
}

function valueRow({ known, ours, agrees }: CheckedValue, reader: StudyReader): string {
  return row(
    element('span', { lang: 'en' }, escaped(known.quantity)),
    number(agreedDigits(known.value)),
    number(ours === null ? '–' : agreedDigits(ours)),
    { html: signOf(agrees) + escaped(reader.say(agrees ? 'agrees' : 'disagrees')) },
  )
}

function signOf(isGood: boolean): string {
  return element('span', { 'aria-hidden': 'true' }, isGood ? '✓ ' : '✗ ')
}
