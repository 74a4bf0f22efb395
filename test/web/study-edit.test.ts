import { expect, test } from 'vitest'
import { readStudy } from '../../simulations/study/study-file.ts'
import { listStudyFiles } from '../../src/study/library.ts'
import { changesBetween } from '../../src/web/lab/study-changes.ts'
import { formOf, studyIn, typedStudy, typedValue } from '../../src/web/lab/study-edit.ts'
import { spreadOf } from '../../src/web/lab/study-laws.ts'

const TEXT = listStudyFiles().find(({ name }) => name === 'biella-matera')?.text ?? ''
const formed = () => ({ ...formOf(studyIn(TEXT) ?? {}, 'it') })
const WEIGHT = 'f.indicators.7.weight'

test('a form that comes back as it was drawn changes nothing', () => {
  expect(formed()[WEIGHT]).toBe('0,5')
  expect(typedStudy(TEXT, formed(), 'it')).toBe(TEXT)
  expect(['1,5', ' 15,5 % ', '2022', 'x'].map(typedValue)).toEqual([1.5, '15.5 %', 2022, 'x'])
})

test('what was typed stands in the file, its comments stay, and versions say what differs', () => {
  const form = {
    ...formed(),
    ...{ 'f.inputs.0.law.mode': '7,5', 'f.inputs.0.standing': 'prior', [WEIGHT]: '2' },
    ...{ 'f.viewpoints.0.weights.homes': '', 'f.viewpoints.0.weights.cost': '1' },
    'f.made.up': '3',
  }
  const text = typedStudy(TEXT, form, 'it')
  expect(readStudy(text).inputs[0]?.law).toEqual({
    kind: 'triangular',
    low: 3,
    mode: 7.5,
    high: 10,
  })
  expect(text).toContain('# half of the 50 shops of Settimo')
  const told = changesBetween(TEXT, text, 'en')
  expect(told.map(({ section, place, before, after }) => [section, place, before, after])).toEqual([
    ['inputs', 'law.mode', '6', '7.5'],
    ['inputs', 'standing', 'assumption', 'prior'],
    ['indicators', 'weight', '0.5', '2'],
    ['viewpoints', 'weights.homes', '2', undefined],
    ['viewpoints', 'weights.cost', undefined, '1'],
  ])
  expect(told[0]?.title).toBe('Purchases of a person in a month')
})

test('a design that is left out takes what was its alone with it, and baselines stay', () => {
  const form: Record<string, string> = formed()
  for (const name of ['receipts', 'vouchers-home', 'vouchers-welcome'])
    delete form[`design.${name}`]
  const text = typedStudy(TEXT, form, 'it')
  const study = readStudy(text)
  expect(study.designs.map(({ name }) => name)).toEqual([
    ...['receipts', 'cash', 'vouchers', 'hybrid', 'currency'],
  ])
  expect(study.inputs.map(({ name }) => name)).not.toContain('arrears')
  expect(study.indicators.map(({ name }) => name)).not.toContain('homes')
  expect(study.viewpoints.flatMap(({ weights }) => Object.keys(weights))).not.toContain('homes')
  expect(changesBetween(TEXT, text, 'en')).toContainEqual(
    expect.objectContaining({ section: 'designs', before: '', after: undefined }),
  )
})

test('low, median and high of laws, with the unit that the study writes', () => {
  const law = { kind: 'uniform', low: '20 %', high: '60 %' } as const
  expect(spreadOf({ law }, 'it')).toEqual(['22\u00a0%', '40\u00a0%', '58\u00a0%'])
  const lognormal = { kind: 'lognormal', median: 6, spread: 0.5 } as const
  expect(spreadOf({ law: lognormal }, 'en')).toEqual(['2.64', '6', '13.7'])
  expect(spreadOf({ law: undefined }, 'it')).toBeUndefined()
})
