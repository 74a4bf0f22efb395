import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { morrisTrajectories, saltelliBlocks } from '../../../simulations/analysis/designs.ts'
import { morrisEffects } from '../../../simulations/analysis/effects.ts'
import { pawnIndices } from '../../../simulations/analysis/pawn.ts'
import { type GroupIndices, sobolIndices } from '../../../simulations/analysis/saltelli.ts'

interface Target {
  readonly id: string
  readonly case: string
  readonly inputs: { readonly a: number | readonly number[]; readonly b?: number }
  readonly quantity: string
  readonly value: number
}

const { targets } = JSON.parse(
  readFileSync(new URL('../../fixtures/oracles/analytics.json', import.meta.url), 'utf8'),
) as { targets: readonly Target[] }

type Of = (unit: readonly number[]) => number

/** Sobol's function: a product in which the small numbers count much. */
function productOf(a: readonly number[]): Of {
  return (unit) =>
    a.reduce(
      (all, value, at) => (all * (Math.abs(4 * (unit[at] ?? 0) - 2) + value)) / (1 + value),
      1,
    )
}

function ishigamiOf(a: number, b: number): Of {
  return (unit) => {
    const [x = 0, y = 0, z = 0] = unit.map((u) => Math.PI * (2 * u - 1))
    return Math.sin(x) + a * Math.sin(y) ** 2 + b * z ** 4 * Math.sin(x)
  }
}

interface Settings {
  readonly seed?: number
  readonly blocks?: number
  readonly scrambles?: number
  readonly groups?: readonly (readonly number[])[]
  readonly confidence?: number
}

function indicesFor(of: Of, dimensions: number, settings: Settings = {}): readonly GroupIndices[] {
  const { seed = 1, blocks = 512, scrambles = 16, confidence = 0.95 } = settings
  const groups = settings.groups ?? Array.from({ length: dimensions }, (_, at) => [at])
  const design = saltelliBlocks(seed, { dimensions, groups, blocks, scrambles })
  const values = design.map((block) => block.map(of))
  const kept = Array.from({ length: scrambles }, (_, scramble) =>
    values.slice(scramble * blocks, (scramble + 1) * blocks),
  )
  return sobolIndices(kept, confidence)
}

describe("Sobol's indices", () => {
  const cases = targets.filter((target) => target.case === 'ishigami' || target.case === 'gfun')
  const known = new Map<string, readonly GroupIndices[]>()
  const indicesOfCase = ({ case: name, inputs: { a, b = 0 } }: Target) => {
    const found =
      known.get(name) ??
      (typeof a === 'number' ? indicesFor(ishigamiOf(a, b), 3) : indicesFor(productOf(a), a.length))
    known.set(name, found)
    return found
  }

  test('have reference values', () => expect(cases).toHaveLength(8))

  test.each(cases.map((target) => [target.id, target.quantity, target] as const))(
    'meet the reference value within four of their own errors: %s, %s',
    (_id, quantity, target) => {
      const [, kind, number] = /^(ST?)([0-9]+)$/.exec(quantity) ?? []
      const group = indicesOfCase(target)[Number(number) - 1]
      const index = kind === 'ST' ? group?.total : group?.first
      expect(index?.standardError).toBeLessThan(0.02)
      expect(index?.value).toBeGreaterThan(target.value - 4 * (index?.standardError ?? 0))
      expect(index?.value).toBeLessThan(target.value + 4 * (index?.standardError ?? 0))
    },
  )

  test('of a group are those of its fields and of all they do together', () => {
    const [both, alone] = indicesFor(ishigamiOf(7, 0.1), 3, { groups: [[0, 2], [1]] })
    expect(both?.first.value).toBeCloseTo(0.5575888552, 1)
    expect(both?.total.value).toBeCloseTo(0.5575888552, 1)
    // What one group does not answer for, the other does.
    expect((both?.first.value ?? 0) + (alone?.first.value ?? 0)).toBeCloseTo(1, 1)
    const [whole] = indicesFor(ishigamiOf(7, 0.1), 3, { groups: [[0, 1, 2]] })
    expect(whole?.total.value).toBeCloseTo(1, 1)
  })

  test('may be a little below zero where there is nothing, with an interval around zero', () => {
    const nothing = Array.from({ length: 12 }, (_, seed) =>
      indicesFor((unit) => Math.exp(unit[0] ?? 0), 2, { seed, blocks: 16, scrambles: 8 }),
    ).map(([, second]) => second?.first)
    // It is told as it is, not lifted to zero.
    expect(nothing.every((index) => index?.value === 0)).toBe(true)
    const noisy = Array.from({ length: 12 }, (_, seed) =>
      indicesFor(ishigamiOf(7, 0.1), 3, { seed, blocks: 16, scrambles: 8 }),
    ).map(([, , third]) => third?.first)
    expect(noisy.some((index) => (index?.value ?? 0) < 0)).toBe(true)
    expect(noisy.filter((index) => (index?.interval.upper ?? -1) < 0).length).toBeLessThan(3)
  })

  test.each([
    [0.95, 0.92, 0.98],
    [0.8, 0.74, 0.86],
  ])('lie in their intervals as often as is said: %f', (confidence, least, most) => {
    const runs = 200
    const truth = [0.31390519114781146, 0.4424111447900409, 0]
    let inside = 0
    for (let seed = 0; seed < runs; seed++) {
      const found = indicesFor(ishigamiOf(7, 0.1), 3, { seed, blocks: 16, confidence })
      for (const [at, value] of truth.entries()) {
        const { lower = 1, upper = 0 } = found[at]?.first.interval ?? {}
        if (lower <= value && value <= upper) inside += 1
      }
    }
    const share = inside / (truth.length * runs)
    expect(share).toBeGreaterThan(least)
    expect(share).toBeLessThan(most)
  })

  test('are not made of points whose number is no power of two', () => {
    expect(() =>
      saltelliBlocks(1, { dimensions: 2, groups: [[0], [1]], blocks: 100, scrambles: 8 }),
    ).toThrow('100 is no power of two')
  })
})

describe("Morris' effects", () => {
  test('of a plane are its slopes, whose spread is nothing', () => {
    const slopes = [3, -2, 0]
    const design = morrisTrajectories(1, { trajectories: 8, levels: 4, dimensions: 3 })
    const plane: Of = (unit) => slopes.reduce((sum, slope, at) => sum + slope * (unit[at] ?? 0), 0)
    const effects = morrisEffects(
      design,
      design.map(({ points }) => points.map(plane)),
      0.95,
    )
    expect(effects.map(({ mean }) => mean)).toEqual(
      slopes.map((slope) => expect.closeTo(slope, 12)),
    )
    expect(effects.map(({ size }) => size)).toEqual(
      slopes.map((slope) => expect.closeTo(Math.abs(slope), 12)),
    )
    for (const { spread } of effects) expect(spread).toBeCloseTo(0, 12)
  })

  test('tell a field that only counts together with another by their spread', () => {
    const design = morrisTrajectories(2, { trajectories: 40, levels: 4, dimensions: 3 })
    const of: Of = ([x = 0, y = 0]) => (2 * x - 1) * (2 * y - 1)
    const [first, , idle] = morrisEffects(
      design,
      design.map(({ points }) => points.map(of)),
      0.95,
    )
    expect(first?.size).toBeCloseTo(1, 1)
    expect(Math.abs(first?.mean ?? 1)).toBeLessThan(0.5)
    expect(first?.spread).toBeGreaterThan(0.8)
    expect([idle?.size, idle?.spread]).toEqual([0, 0])
  })

  test('change one coordinate at a time, each once', () => {
    for (const { points, steps } of morrisTrajectories(3, {
      trajectories: 20,
      levels: 6,
      dimensions: 5,
    })) {
      expect(steps.map(({ coordinate }) => coordinate).toSorted()).toEqual([0, 1, 2, 3, 4])
      for (const [at, { coordinate, up }] of steps.entries()) {
        const change =
          points[at + 1]?.map((value, place) => value - (points[at]?.[place] ?? 0)) ?? []
        const wanted = change.map((_, place) => (place === coordinate ? (up ? 0.5 : -0.5) : 0))
        expect(change).toEqual(wanted.map((one) => expect.closeTo(one, 12)))
      }
      for (const unit of points.flat()) expect(unit > 0 && unit < 1).toBe(true)
    }
  })
})

describe('PAWN', () => {
  test('tells fields that move the output from such that do not, also where they go together', () => {
    const points = 512
    const units = Array.from({ length: points }, (_, at) => [
      (at + 0.5) / points,
      ((at * 197) % points) / points,
      ((at * 331 + 17) % points) / points,
    ])
    const columns = [0, 1, 2].map((field) => units.map((unit) => unit[field] ?? 0))
    const outputs = units.map(([x = 0, y = 0]) => x * x + 0.4 * y)
    const { fields, nothing } = pawnIndices(columns, outputs, {
      slices: 8,
      confidence: 0.95,
      seed: 1,
    })
    const [first, second, idle] = fields.map(({ median }) => median)
    expect(first).toBeGreaterThan(second ?? 1)
    expect(second).toBeGreaterThan(nothing)
    expect(idle).toBeLessThan(nothing * 1.3)
  })
})
