import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type AbcOptions,
  approximatePosterior,
  particleMean,
  particleQuantile,
  type Simulate,
} from '../../../simulations/analysis/abc.ts'
import type { Law } from '../../../simulations/analysis/laws.ts'
import { binomial } from '../../../simulations/random/distributions.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'
import { betaQuantile } from '../../../simulations/stats/incomplete-beta.ts'

const { targets } = JSON.parse(
  readFileSync(new URL('../../fixtures/oracles/analytics.json', import.meta.url), 'utf8'),
) as {
  targets: readonly {
    readonly case: string
    readonly inputs: { readonly observed_defaults: number; readonly loans: number }
    readonly value: number
  }[]
}

const ANY: Law = { kind: 'uniform', low: 0, high: 1 }
const OPTIONS: AbcOptions = {
  seed: 7,
  particles: 1000,
  quantile: 0.5,
  epsilon: 0,
  epsilonChange: 0.01,
  acceptance: 0.005,
  simulations: 200_000,
}

/** Defaults of so many loans, each simulation with randomness of its own. */
function defaultsOf(loans: number): Simulate {
  const streams = new Streams(99)
  const stream = new Stream()
  return async (points, first) =>
    points.map(([probability = 0], at) => {
      streams.open(stream, first + at, 0, 0)
      return [binomial(stream, loans, probability)]
    })
}

describe('approximate Bayesian computation', () => {
  test('comes to the exact posterior where only exact matches are taken', async () => {
    const target = targets.find((one) => one.case === 'abc')
    if (target === undefined) throw new Error('the reference value is missing')
    const { observed_defaults: seen, loans } = target.inputs
    const outcome = await approximatePosterior([ANY], [seen], defaultsOf(loans), OPTIONS)
    expect(outcome.ending).toBe('epsilon reached')
    const { particles, generations } = outcome
    expect(particles.every(({ distance }) => distance === 0)).toBe(true)
    const [alpha, beta] = [seen + 1, loans - seen + 1]
    const deviation = Math.sqrt((alpha * beta) / (alpha + beta) ** 2 / (alpha + beta + 1))
    const effective = generations.at(-1)?.effective ?? 0
    expect(effective).toBeGreaterThan(500)
    const error = deviation / Math.sqrt(effective)
    expect(Math.abs(particleMean(particles, 0) - target.value)).toBeLessThan(4 * error)
    for (const level of [0.025, 0.5, 0.975]) {
      const exact = betaQuantile(level, alpha, beta)
      const below = particles.filter(({ values: [value = 1] }) => value <= exact)
      const share = below.reduce((sum, { weight }) => sum + weight, 0)
      expect(Math.abs(share - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / effective))
    }
    // The least value with a share of the weight at or below it.
    const middle = particleQuantile(particles, 0, 0.5)
    expect(Math.abs(middle - betaQuantile(0.5, alpha, beta))).toBeLessThan(0.2 * deviation)
  })

  test('weighs particles by the prior that was said, not by where they were looked for', async () => {
    const prior: Law = { kind: 'beta', low: 0, high: 1, alpha: 2, beta: 8 }
    const { particles, generations } = await approximatePosterior(
      [prior],
      [7],
      defaultsOf(20),
      OPTIONS,
    )
    // Beta(2, 8) and 7 of 20 is Beta(9, 21).
    const deviation = Math.sqrt((9 * 21) / 30 ** 2 / 31)
    const error = deviation / Math.sqrt(generations.at(-1)?.effective ?? 1)
    expect(Math.abs(particleMean(particles, 0) - 0.3)).toBeLessThan(4 * error)
  })

  test('ends where the distance hardly falls, proposals are refused, or simulations are used up', async () => {
    const endingOf = async (simulate: Simulate, change: Partial<AbcOptions>) => {
      const options = { ...OPTIONS, particles: 100, ...change }
      const { ending, simulations } = await approximatePosterior([ANY], [7], simulate, options)
      return { ending, simulations }
    }
    // Nothing depends on the field: noise that no value brings down.
    const noise: Simulate = async (points, first) =>
      points.map((_, at) => [100 + (((first + at) * 7919) % 1009) / 1009])
    expect(await endingOf(noise, { epsilonChange: 0.2 })).toMatchObject({
      ending: 'epsilon hardly falls any more',
    })
    const few = await endingOf(noise, { epsilonChange: 0, acceptance: 0.1 })
    expect(few.ending).toBe('too few proposals are taken')
    const spent = await endingOf(noise, { epsilonChange: 0, acceptance: 0.0001, simulations: 1000 })
    expect(spent).toEqual({ ending: 'simulations used up', simulations: 1000 })
  })

  test('gives the same whatever is simulated together', async () => {
    const whole = await approximatePosterior([ANY], [7], defaultsOf(60), {
      ...OPTIONS,
      particles: 100,
    })
    const again = await approximatePosterior(
      [ANY],
      [7],
      async (points, first) => {
        const one = defaultsOf(60)
        const answers = []
        for (const [at, point] of points.entries())
          answers.push(...(await one([point], first + at)))
        return answers
      },
      { ...OPTIONS, particles: 100 },
    )
    expect(again).toEqual(whole)
  })

  test('passes over values that could not be run', async () => {
    const simulate: Simulate = async (points, first) => {
      const seen = await defaultsOf(60)(points, first)
      return points.map(([probability = 0], at) => (probability > 0.5 ? undefined : seen[at]))
    }
    const { particles } = await approximatePosterior([ANY], [28], simulate, {
      ...OPTIONS,
      particles: 200,
    })
    expect(particles.every(({ values: [value = 1] }) => value <= 0.5)).toBe(true)
  })
})
