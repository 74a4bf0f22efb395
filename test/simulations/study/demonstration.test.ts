import { beforeAll, expect, test } from 'vitest'
import { HERE } from '../../../simulations/analysis/points.ts'
import { hashOf } from '../../../simulations/checkpoint.ts'
import { needsOf, openBundle } from '../../../simulations/study/bundle.ts'
import { sumOf, tableOf } from '../../../simulations/study/cells.ts'
import type { PreparedStudy } from '../../../simulations/study/prepare.ts'
import { runTasks } from '../../../simulations/study/run-tasks.ts'
import type { StudyTable } from '../../../simulations/study/table.ts'
import type { StudyRows } from '../../../simulations/study/tasks.ts'
import { listPresets, listStudyFiles } from '../../../src/study/library.ts'

const WORLDS = 4
const TEXT = listStudyFiles().find(({ name }) => name === 'biella-matera')?.text ?? ''

let study: PreparedStudy
let rows: StudyRows
let plain: StudyTable

beforeAll(async () => {
  const texts = new Map(listPresets().map(({ name, text }) => [name, text]))
  const scenarios = Object.fromEntries(
    needsOf(TEXT).scenarios.map((name) => [name, texts.get(name) ?? '']),
  )
  const changes = { worlds: WORLDS, paths: 2 }
  study = openBundle({ text: TEXT, scenarios, evidence: {}, changes }, hashOf).prepared
  rows = await runTasks(study, { threads: HERE })
  plain = tableOf(study, rows, { worlds: WORLDS })
})

const placeOf = (list: readonly { readonly name: string }[], name: string): number => {
  const found = list.findIndex((one) => one.name === name)
  if (found < 0) throw new RangeError(`there is no ${name}`)
  return found
}

const meanOf = (values: Iterable<number>): number => {
  const all = [...values]
  return all.reduce((sum, one) => sum + one, 0) / all.length
}

function figureOf(table: StudyTable, design: string, indicator: string): number {
  const row = table.cells[placeOf(table.designs, design)] ?? []
  return meanOf(row[placeOf(table.indicators, indicator)]?.values ?? [])
}

test('the cost of running a design counts what each of its parts costs', () => {
  for (const [design, of] of [
    ['vouchers-home', 'loans.operatingCosts'],
    ['vouchers-welcome', 'sponsors.running'],
  ] as const) {
    const at = { design: placeOf(study.file.designs, design), worlds: WORLDS }
    const [costs, taken] = [sumOf(study, rows, [of], at), sumOf(study, rows, ['support.taken'], at)]
    const { paths } = study.file
    const more = Array.from({ length: WORLDS }, (_, world) => {
      const ofWorld = (values: Float64Array) => values.subarray(world * paths, (world + 1) * paths)
      return meanOf(ofWorld(costs)) / meanOf(ofWorld(taken))
    })
    expect(meanOf(more)).toBeGreaterThan(0.02)
    expect(figureOf(plain, design, 'cost') - figureOf(plain, 'vouchers', 'cost')).toBeCloseTo(
      meanOf(more),
      12,
    )
  }
})

test('without funds every design meets fewer needs, and hardly more is left unspent', () => {
  const stress = placeOf(study.file.stresses, 'no-funding')
  const stressed = tableOf(study, rows, { worlds: WORLDS, stress })
  for (const { name } of plain.designs) {
    const kept = figureOf(stressed, name, 'needs') / figureOf(plain, name, 'needs')
    expect(kept, name).toBeGreaterThan(0.3)
    expect(kept, name).toBeLessThan(0.85)
    expect(figureOf(stressed, name, 'unspent'), name).toBeLessThan(
      figureOf(plain, name, 'unspent') + 0.05,
    )
  }
})

test('homes and families are counted apart', () => {
  const found = ['vouchers-home', 'vouchers-welcome'].map((design) =>
    ['homes', 'housed'].map((indicator) => figureOf(plain, design, indicator) > 0),
  )
  expect(found).toEqual([
    [true, false],
    [false, true],
  ])
})
