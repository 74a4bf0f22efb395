import { expect, test } from 'vitest'
import { INDICATORS, type PersonRecord } from '../../src/monitoring/core/indicators.ts'
import { AGE_BANDS, SEXES } from '../../src/monitoring/core/interview.ts'
import { decideTelling, type Group, resultsOf } from '../../src/monitoring/core/results.ts'
import { SMALL } from '../../src/monitoring/core/suppression.ts'
import { dice } from '../currency/dice.ts'
import { attackSums, type Sum } from '../study/attacker.ts'
import { NOTHING, person, talk } from './people.ts'

const TERRITORIES = ['BI', 'LE', 'MT']

/** A programme in a few places: most people in one, of one sex, of two ages, and rarely housed or hired. */
function programme(seed: number): readonly PersonRecord[] {
  const below = dice(seed)
  const skewed = <T>(all: readonly T[]): T => all[below(1 + below(all.length))] as T
  return Array.from({ length: 60 + below(120) }, (_, index) => {
    const said = { sex: skewed(SEXES), ageBand: skewed(AGE_BANDS) } as const
    const first = talk(0, { ...said, housing: 'hosted', work: 'none' })
    const later = talk(6, {
      housing: below(4) === 0 ? 'own_rent' : 'hosted',
      work: below(3) === 0 ? 'permanent' : 'none',
    })
    return person(index, {
      territoryId: skewed(TERRITORIES),
      enteredOn: `2026-0${1 + below(4)}-10`,
      startedOn: below(6) === 0 ? null : '2026-05-01',
      interviews: below(8) === 0 ? [] : [first, later],
    })
  })
}

const TABLES = { cohorts: 'cohorts', sexes: 'sexes', ageBands: 'ageBands' } as const
const FIGURES = { started: 'people_accompanied', housed: 'housed', hired: 'hired' } as const
type Figure = 'entered' | keyof typeof FIGURES

/** Everything that somebody who opens every page reads of one figure, each as a sum of cells. */
function everyView(people: readonly PersonRecord[], table: keyof typeof TABLES, figure: Figure) {
  const decided = decideTelling(people)
  const whole = resultsOf(decided, NOTHING)
  const keys = whole[table].map(({ key }) => key)
  const places = whole.territories.map(({ key }) => key)
  const cell = (place: number, key: number) => place * keys.length + key
  const sums: Sum[] = []
  const tell = (value: bigint | number | null | undefined, isIn: (at: number) => boolean) => {
    if (value === null || value === undefined) return
    const of = Array.from({ length: places.length * keys.length }, (_, at) => Number(isIn(at)))
    sums.push({ of, is: Number(value) })
  }
  const figureIn = (group: Group | undefined) => group?.[figure]
  const placeOf = (at: number) => Math.floor(at / keys.length)
  for (const [column, key] of keys.entries()) {
    const isOf = (at: number) => at % keys.length === column
    tell(figureIn(whole[table].find((one) => one.key === key)), isOf)
  }
  for (const [row, territoryId] of places.entries()) {
    const own = resultsOf(decided, NOTHING, territoryId)
    tell(figureIn(own.territories[0]), (at) => placeOf(at) === row)
    for (const [column] of keys.entries()) {
      tell(figureIn(own[table][column]), (at) => at === cell(row, column))
    }
  }
  if (figure !== 'entered') {
    const total = whole.indicators.find(({ id }) => id === FIGURES[figure])
    tell(total?.value, () => true)
  }
  return { sums, keys, places, cell }
}

/** What a cell holds in truth. */
function truth(
  people: readonly PersonRecord[],
  figure: Figure,
  isIn: (one: PersonRecord) => boolean,
): number {
  const column = INDICATORS.find(({ id }) => figure !== 'entered' && id === FIGURES[figure])?.column
  return people.filter((one) => isIn(one) && (column?.amount(one) ?? 1n) > 0n).length
}

const classOf = {
  cohorts: (one: PersonRecord) => one.enteredOn?.slice(0, 7) ?? 'unknown',
  sexes: (one: PersonRecord) => one.interviews[0]?.sex ?? 'unknown',
  ageBands: (one: PersonRecord) => one.interviews[0]?.ageBand ?? 'unknown',
}

test('whoever lays all views beside each other bounds no group of one to four people', () => {
  let small = 0
  let told = 0
  for (let seed = 1; seed <= 4; seed++) {
    const people = programme(seed)
    for (const table of ['cohorts', 'sexes', 'ageBands'] as const) {
      for (const figure of ['entered', 'started', 'housed', 'hired'] as const) {
        const { sums, keys, places, cell } = everyView(people, table, figure)
        told += sums.length
        const bounds = attackSums(places.length * keys.length, sums)
        for (const [row, place] of places.entries()) {
          for (const [column, key] of keys.entries()) {
            const isIn = (one: PersonRecord) =>
              one.territoryId === place && classOf[table](one) === key
            const count = truth(people, figure, isIn)
            const { least, most } = bounds[cell(row, column)] ?? { least: 0, most: 0 }
            const what = `${seed} ${table} ${figure} ${place} ${key}: ${count}`
            expect(least, what).toBeLessThan(count + 1e-6)
            expect(most, what).toBeGreaterThan(count - 1e-6)
            if (count === 0 || count >= SMALL) continue
            small += 1
            expect(most - least, what).toBeGreaterThan(SMALL - 1e-6)
          }
        }
      }
    }
  }
  // The attack is worth something only where there was something to find, and something to find it with.
  expect(small).toBeGreaterThan(80)
  expect(told).toBeGreaterThan(150)
})

test('were each view to leave out only what is small in itself, some would be found', () => {
  let found = 0
  for (let seed = 1; seed <= 3; seed++) {
    const people = programme(seed)
    const keys = [...new Set(people.map(classOf.sexes))]
    const cells = TERRITORIES.flatMap((territoryId) => keys.map((key) => ({ territoryId, key })))
    const views = [
      ...cells,
      ...TERRITORIES.map((territoryId) => ({ territoryId, key: undefined })),
      ...keys.map((key) => ({ territoryId: undefined, key })),
    ]
    const sums = views.flatMap(({ territoryId, key }): readonly Sum[] => {
      const isIn = (place: string, one: string) =>
        (territoryId ?? place) === place && (key ?? one) === one
      const is = people.filter((one) => isIn(one.territoryId, classOf.sexes(one))).length
      if (is > 0 && is < SMALL) return []
      return [{ of: cells.map((cell) => Number(isIn(cell.territoryId, cell.key))), is }]
    })
    const bounds = attackSums(cells.length, sums)
    for (const { least, most } of bounds) {
      if (most > 0.5 && most < SMALL - 0.5 && most - least < 1e-6) found += 1
    }
  }
  expect(found).toBeGreaterThan(0)
})
