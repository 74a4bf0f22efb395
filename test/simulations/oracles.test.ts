import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { answerQuestion } from '../../simulations/quantity.ts'

interface Target {
  readonly id: string
  readonly quantity: string
  readonly value: number
  /** Absolute. */
  readonly tolerance: number
}

/** Reference values from elsewhere, each with its formula and source beside it. */
function targetsOf(model: string): readonly Target[] {
  const path = new URL(`../fixtures/oracles/${model}.json`, import.meta.url)
  const { targets } = JSON.parse(readFileSync(path, 'utf8')) as { targets: readonly Target[] }
  return targets
}

describe.each([
  ['microcredit', 72],
  ['guarantee', 62],
  ['sponsorship', 21],
  ['insurance', 40],
  ['voucher', 25],
  ['analytics', 28],
])('the reference values of %s', (model, count) => {
  const targets = targetsOf(model)

  test('are all there', () => {
    expect(targets).toHaveLength(count)
  })

  test.each(targets.map((target) => [target.id, target.quantity, target] as const))(
    'are met within their tolerance: %s, %s',
    (_id, _quantity, target) => {
      const answer = answerQuestion(target)
      expect(answer).toMatchObject({ id: target.id, standardError: 0 })
      const value = 'value' in answer ? answer.value : Number.NaN
      expect(Math.abs(value - target.value)).toBeLessThanOrEqual(target.tolerance)
    },
  )
})
