import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runChunk } from '../../simulations/chunk.ts'
import { distributionsOf } from '../../simulations/distribution.ts'
import { PathRunner } from '../../simulations/path-runner.ts'
import { PathStore } from '../../simulations/path-store.ts'
import { setupOf, widthOf } from '../../simulations/plan.ts'
import { checkScenario, readScenario } from '../../simulations/scenario/scenario.ts'
import { summarise } from '../../simulations/summary.ts'
import { packageRoot } from '../../src/package-root.ts'
import { BOARD_PRESET } from '../../src/web/lab/board.tsx'
import { lossDataOf } from '../../src/web/lab/client/board-data.ts'
import { type BoardAnswer, namedOutputs, stagesOf } from '../../src/web/lab/client/board-run.ts'
import { changeSentence, drySentence, sentencesOf } from '../../src/web/lab/client/board-words.ts'
import {
  type Levers,
  lentOf,
  leversOf,
  loansOf,
  withLevers,
} from '../../src/web/lab/client/levers.ts'
import { labBoardEn, labBoardIt } from '../../src/web/messages/lab-board.ts'

const PATH = join(packageRoot(), `simulations/scenario/presets/${BOARD_PRESET}.yaml`)
const { effective: BASE } = readScenario(readFileSync(PATH, 'utf8'))
const PATHS = 2048

/** What the worker answers when all paths are done. */
function answerOf(levers: Levers, number: number): BoardAnswer {
  const { scenario, model } = checkScenario(withLevers(BASE, levers, PATHS))
  const store = new PathStore(PATHS, widthOf(model))
  store.add(0, runChunk(new PathRunner(setupOf(scenario, model)), 0, PATHS))
  const columns = store.columns(PATHS)
  const names = model.outputs.map(({ name }) => name)
  return {
    ...{ number, paths: PATHS, pathsMax: PATHS, series: [] },
    figures: summarise(model, scenario, columns),
    outputs: namedOutputs(names, columns),
    distributions: distributionsOf(model, columns),
  }
}

const START = leversOf(BASE)
const first = answerOf(START, 1)
const accompanied = answerOf({ ...START, tutoring: 100 }, 2)
const facts = (answer: BoardAnswer) => ({
  ...{ answer, language: 'en' as const, texts: labBoardEn },
  ...{ loans: loansOf(BASE), start: lentOf(BASE) * START.fund },
})

function meanOf({ figures }: BoardAnswer, of: string): number {
  return figures.find((one) => one.of === of && one.statistic === 'mean')?.value ?? Number.NaN
}

describe('the levers', () => {
  test('begin where the preset has them, and leave it as it is', () => {
    expect(START).toEqual({ tutoring: 0, coverage: 80, fund: 12 })
    expect(withLevers(BASE, START, 20_000)).toEqual(BASE)
    expect([loansOf(BASE), lentOf(BASE)]).toEqual([200, 1_750_000])
  })

  test.each([0, 30, 70, 100])('give a scenario that the engine takes: %i', (tutoring) => {
    const scenario = withLevers(BASE, { tutoring, coverage: tutoring, fund: 40 }, PATHS)
    expect(checkScenario(scenario).effective).toEqual(scenario)
  })

  test('bring defaults from 20 of 100 to 14 where everybody is accompanied', () => {
    expect(meanOf(first, 'defaults') / 2).toBeCloseTo(20, 0)
    expect(meanOf(accompanied, 'defaults') / 2).toBeCloseTo(14, 0)
  })

  test('leave the paths the same: those that go well without tutors go no worse with them', () => {
    const before = first.outputs.ruin ?? []
    const after = accompanied.outputs.ruin ?? []
    const together = [...before].filter((value, path) => value === 1 && after[path] === 1).length
    const dry = [...after].filter((value) => value === 1).length
    expect(together / dry).toBeGreaterThan(0.9)
  })
})

describe('what is said', () => {
  test('has its error, in plain words', () => {
    expect(drySentence(facts(first))).toMatch(
      /^In 1[0-3]\.\d of 100 futures .* between (9|10)\.\d and 1[1-4]\.\d\.$/,
    )
    const said = sentencesOf(facts(first))
    expect(said).toHaveLength(5)
    expect(said[0]).toMatch(
      /^Of 100 loans, (19|20)\.\d are not paid back \(give or take 0\.\d\)\.$/,
    )
    expect(said.join(' ')).not.toMatch(/[{}]|NaN|undefined/)
  })

  test('compares the same futures, and only where it can', () => {
    expect(changeSentence(facts(first), first)).toBe(labBoardEn.same)
    expect(changeSentence(facts(accompanied), first)).toMatch(/: [5-9]\.\d of 100 fewer .*between/)
    expect(changeSentence(facts(first), accompanied)).toMatch(/: [5-9]\.\d of 100 more /)
    expect(changeSentence(facts({ ...first, number: 3 }), first)).toMatch(/too small for 2,048/)
  })

  test('is Italian as well', () => {
    const italian = { ...facts(first), language: 'it' as const, texts: labBoardIt }
    expect(drySentence(italian)).toMatch(/^In 1[0-3],\d futuri su 100 /)
  })
})

describe('what is drawn', () => {
  test('counts the paths, and marks the fund and the tail', () => {
    const data = lossDataOf(first, { label: 'Fund', value: 21_000_000 })
    const sum = data.bins.reduce((all, { share }) => all + share, 0)
    expect(sum).toBeGreaterThan(0.99)
    expect(data.marks.map(({ kind }) => kind)).toEqual([
      'border',
      'valueAtRisk',
      'expectedShortfall',
    ])
  })

  test('comes in stages, the last with all paths', () => {
    expect(stagesOf(4096)).toEqual([256, 1024, 4096])
    expect(stagesOf(100)).toEqual([100])
  })
})
