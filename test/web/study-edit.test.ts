import { expect, test } from 'vitest'
import { readStudy } from '../../simulations/study/study-file.ts'
import { listStudyFiles } from '../../src/study/library.ts'
import { changesBetween } from '../../src/web/lab/study-changes.ts'
import {
  formOf,
  studyIn,
  typedFields,
  typedStudy,
  typedValue,
  unseenLaws,
} from '../../src/web/lab/study-edit.ts'
import { writtenText } from '../../src/web/lab/study-kit.tsx'
import { spreadOf } from '../../src/web/lab/study-laws.ts'
import type { OfferedDataset } from '../../src/web/lab/study-origin.ts'

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
    ['viewpoints', 'weights.homes', '1', undefined],
    ['viewpoints', 'weights.cost', undefined, '1'],
  ])
  expect(told[0]?.title).toBe('Purchases of a person in a month')
})

const HASH = 'ab'.repeat(32)
const FROM = 'f.inputs.0.from'
const pilot: OfferedDataset = {
  ...{ sha256: HASH, kind: 'ledger', title: 'FRANOI-2, 2026-05-31' },
  estimates: [
    {
      ...{ name: 'next_use_rate', value: 0.2, low: 0.15, high: 0.26, level: 0.95, n: 31 },
      ...{ method: 'counted', unit: 'per day' },
    },
  ],
}

test('an assumption takes another law, whose numbers say about the same and are to be seen before they are saved', () => {
  const form = { ...formed(), [FROM]: 'uniform', 'f.inputs.2.from': 'normal' }
  expect(unseenLaws(TEXT, form)).toEqual([2])
  const text = typedFields(TEXT, form, 'it')
  const { inputs } = readStudy(text)
  expect(inputs[0]?.law).toEqual({ kind: 'uniform', low: 3, high: 10 })
  expect(inputs[2]?.law).toEqual({ kind: 'normal', mean: '70 %', deviation: '16.7 %' })
  const again = { ...form, ...formOf(studyIn(text) ?? {}, 'it') }
  expect(unseenLaws(TEXT, again)).toEqual([])
  const other = { ...again, 'f.inputs.2.law.deviation': '12 %' }
  expect(readStudy(typedStudy(TEXT, other, 'it')).inputs[2]?.law).toMatchObject({
    deviation: '12 %',
  })
  const lognormal = typedFields(TEXT, { ...formed(), [FROM]: 'lognormal' }, 'it')
  expect(readStudy(lognormal).inputs[0]?.law).toEqual({
    ...{ kind: 'lognormal', median: 6, spread: 0.366 },
  })
})

test('an assumption is put onto a figure of a dataset, and is evidence; taken off it, it is supposed', () => {
  const form = { ...formed(), [FROM]: `${HASH}/next_use_rate` }
  const text = typedStudy(TEXT, form, 'it', [pilot])
  const study = readStudy(text)
  expect(study.evidence).toEqual([{ name: 'FRANOI-2-2026-05-31', hash: HASH }])
  expect(study.inputs[0]).toMatchObject({
    ...{ evidence: 'FRANOI-2-2026-05-31/next_use_rate', standing: 'evidence' },
    source: 'FRANOI-2, 2026-05-31: next_use_rate (n = 31), SHA-256 abababababab',
  })
  expect(study.inputs[0]).not.toHaveProperty('law')
  expect(text).toContain('# half of the 50 shops of Settimo')
  const linked = { ...formOf(studyIn(text) ?? {}, 'it'), 'f.inputs.0.times': '30,4' }
  const times = typedStudy(text, linked, 'it', [pilot])
  expect(readStudy(times).inputs[0]?.times).toBe(30.4)
  const back = typedStudy(times, { ...linked, [FROM]: 'triangular' }, 'it', [pilot])
  const again = readStudy(back)
  expect(again.evidence).toEqual([])
  expect(again.inputs[0]).toMatchObject({ standing: 'assumption', times: 1 })
  expect(again.inputs[0]?.law).toMatchObject({ kind: 'triangular', mode: 6.08 })
  const prior = typedStudy(TEXT, form, 'it', [{ ...pilot, kind: 'prior' }])
  expect(readStudy(prior).inputs[0]?.standing).toBe('prior')
  const supposed = text.replace('standing: evidence', 'standing: assumption')
  expect(() => readStudy(supposed)).toThrow(/is evidence where a dataset is named/)
})

test('thresholds are typed in euro and percent; what decides is a tick; what is left empty has its default', () => {
  const form: Record<string, string> = formed()
  expect([form['f.indicators.3.worst'], form['f.indicators.4.worst']]).toEqual(['50', '40'])
  expect(form['f.indicators.3.deciding']).toBe('yes')
  delete form['f.indicators.3.deciding']
  const typed = {
    ...{ 'f.indicators.3.worst': '62,5', 'f.indicators.4.worst': '35', 'f.level': '' },
    ...{ 'f.indicators.4.deciding': 'yes', 'f.indicators.4.indifference': '', 'f.seed': '7' },
    ...{ 'f.title.en': 'Another', 'f.feasibility.0.light': 'red' },
  }
  const study = readStudy(typedStudy(TEXT, { ...form, ...typed }, 'it'))
  expect(study.indicators[3]).toMatchObject({ worst: 6250, deciding: false, indifference: 100 })
  expect(study.indicators[4]).toMatchObject({ worst: 0.35, deciding: true, indifference: 0 })
  expect(study).toMatchObject({ level: 0.9, seed: 7, title: { en: 'Another' } })
  expect(study.feasibility[0]?.light).toBe('red')
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

test.each([
  ['27.5 % / month', '27,5 % al mese'],
  ['1500 EUR', '1.500 €'],
  ['0.5', '0,5'],
  ['share', 'share'],
])('%s is written %s in Italian', (value, text) => {
  expect(writtenText(value, 'it').replaceAll('\u00a0', ' ')).toBe(text)
})
