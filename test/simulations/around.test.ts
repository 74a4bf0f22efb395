import { describe, expect, test } from 'vitest'
import { type Host, SimulateRefusal } from '../../simulations/cli.ts'
import { compareScenarios } from '../../simulations/compare-cli.ts'
import { optimise } from '../../simulations/optimise-cli.ts'
import { GF500_TEXT } from './gf500.ts'

const SCENARIOS = [
  { text: GF500_TEXT, overlays: [] },
  { text: GF500_TEXT, overlays: ['recession'] },
]

describe('the command', () => {
  test('compare tells what differs for certain, and every figure, whatever the threads', async () => {
    const told = collector()
    const [comparison] = await compareScenarios(
      { scenarios: SCENARIOS, paths: 200, threads: 2, language: 'it', json: false },
      told.host,
    )
    const text = told.lines.join('\n')
    expect(text).toMatch(
      /^"GF500 in a recession from the second year" rispetto a "GF500, the bench/,
    )
    expect(text).toMatch(/Di certo:\n- la media di grossClaims cresce di [0-9.,]+ EUR/)
    expect(text).toMatch(/grossClaims mean: [0-9.]+ -> [0-9.]+ EUR; differs by .+ correlation 0\.9/)
    const again = collector()
    await compareScenarios(
      { scenarios: SCENARIOS, paths: 200, threads: 1, language: 'en', json: true },
      again.host,
    )
    expect(JSON.parse(again.lines.join('\n'))).toEqual(JSON.parse(JSON.stringify([comparison])))
  })

  test('compare wants two', async () => {
    const alone = compareScenarios(
      { scenarios: SCENARIOS.slice(0, 1), paths: 16, threads: 1, language: 'en', json: false },
      collector().host,
    )
    await expect(alone).rejects.toThrow('Two scenarios at least are compared.')
  })

  test('optimise shows every step and ends with the answer', async () => {
    const told = collector()
    const options = {
      scenario: GF500_TEXT.replace('fund: 19 %', 'fund: 0.01 %'),
      overlays: [],
      field: 'fund',
      sense: 'smallest',
      paths: 64,
      threads: 1,
      json: false,
    } as const
    await optimise({ ...options, until: 'ratio(paidOfClaimed) > -1' }, told.host)
    expect(told.lines).toEqual([
      expect.stringMatching(/^ {2}0\.01 %: [0-9.]+ % ± [0-9.]+ %, bound [0-9.]+ %: meets it$/),
      expect.stringMatching(/^ {2}0 %: .+ meets it$/),
      'ratio of paidOfClaimed > -100 % at the lower bound of 95 %; 2 values, 64 paths each of the same randomness, sampling even.',
      'It is met as far as parameters.fund may go: 0 %.',
    ])
    await expect(optimise({ ...options, until: 'joy' }, told.host)).rejects.toThrow(SimulateRefusal)
  })
})

function collector(): { readonly host: Host; readonly lines: string[] } {
  const lines: string[] = []
  const host: Host = {
    now: () => 0,
    isStopAsked: () => false,
    print: (line) => lines.push(line),
    show: () => {},
    nodeMajor: 20,
  }
  return { host, lines }
}
