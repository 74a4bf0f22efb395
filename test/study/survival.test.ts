import { describe, expect, it } from 'vitest'
import { exponential } from '../../simulations/random/distributions.ts'
import { pow } from '../../simulations/random/elementary.ts'
import { Stream } from '../../simulations/random/stream.ts'
import { ratioOf, shareOf } from '../../src/study/core/evidence/estimate.ts'
import {
  betaGeometricFit,
  exponentialRate,
  weibullFit,
} from '../../src/study/core/evidence/laws.ts'
import {
  kaplanMeier,
  type Spell,
  shownCurve,
  survivalQuantile,
} from '../../src/study/core/evidence/survival.ts'

/** Weeks of remission of 21 patients, those with a + still in it: Freireich et al., Blood 21 (1963). */
const REMISSION = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'
const spells = REMISSION.split(' ').map(
  (text, person): Spell => ({
    days: Number.parseInt(text, 10),
    isSeen: !text.endsWith('+'),
    person,
  }),
)

function streamOf(seed: number): Stream {
  const stream = new Stream()
  stream.state.set([seed, 362436069, 521288629, 88675123])
  return stream
}

/** Lags of a Weibull law, watched for no longer than so many days. */
function drawn(
  seed: number,
  count: number,
  { shape, scale, days }: Record<'shape' | 'scale' | 'days', number>,
) {
  const stream = streamOf(seed)
  return Array.from({ length: count }, (_, person): Spell => {
    const lag = scale * pow(exponential(stream, 1), 1 / shape)
    const watched = days * (0.5 + stream.nextWord() / 2 ** 32 + 0.5)
    return { days: Math.floor(Math.min(lag, watched)), isSeen: lag < watched, person }
  })
}

describe('lags that were not watched to the end', () => {
  it('gives the published curve, its error and its interval', () => {
    const steps = kaplanMeier(spells)
    const at = (days: number) => steps.find((step) => step.days === days)
    // Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, table 1.1 and following.
    for (const [days, share] of [
      [6, 0.8571],
      [7, 0.8067],
      [10, 0.7529],
      [13, 0.6902],
      [16, 0.6275],
      [22, 0.5378],
      [23, 0.4482],
    ] as const) {
      expect(at(days)?.survival).toBeCloseTo(share, 4)
    }
    expect(at(6)?.low).toBeCloseTo(0.6197, 3)
    expect(at(6)?.high).toBeCloseTo(0.9516, 3)
    expect(survivalQuantile(steps, 0.5)).toBe(23)
    // Who takes those for seen that were not, finds half the time.
    const naive = kaplanMeier(spells.map((spell) => ({ ...spell, isSeen: true })))
    expect(survivalQuantile(naive, 0.5)).toBe(16)
  })

  it('without censoring is the share that is left', () => {
    const all = [1, 2, 2, 5].map((days, person): Spell => ({ days, isSeen: true, person }))
    expect(kaplanMeier(all).map(({ survival }) => survival)).toEqual([0.75, 0.25, 0])
  })

  it('joins steps of few people, and changes no estimate', () => {
    const single = kaplanMeier(spells)
    const shown = shownCurve(spells, { threshold: 5, level: 0.95 })
    expect(shown?.steps.every(({ seen, censored }) => seen + censored >= 5)).toBe(true)
    expect(shown?.steps.reduce((sum, { seen, censored }) => sum + seen + censored, 0)).toBe(21)
    for (const { days, survival } of shown?.steps ?? [])
      expect(single.find((step) => step.days === days)?.survival).toBe(survival)
    expect(shownCurve(spells.slice(0, 4), { threshold: 5, level: 0.95 })).toBeUndefined()
  })
})

describe('laws of lags', () => {
  it('is seen by days watched where the rate is constant', () => {
    // Nine seen in 359 weeks; each counts to the middle of its own.
    const rate = exponentialRate(spells)
    expect(rate?.value).toBeCloseTo(9 / (359 + 21 / 2), 12)
    expect((rate?.interval.upper ?? 0) / (rate?.value ?? 1)).toBeCloseTo(Math.exp(1.959964 / 3), 6)
    expect(exponentialRate(spells.filter(({ isSeen }) => !isSeen))).toBeUndefined()
  })

  it('finds the Weibull law that was planted, in about 95 of 100 intervals', () => {
    const planted = { shape: 0.7, scale: 20, days: 40 }
    let inside = 0
    for (let seed = 1; seed <= 40; seed++) {
      const fit = weibullFit(drawn(seed, 120, planted))
      const { lower, upper } = fit?.shape.interval ?? { lower: 9, upper: 9 }
      if (lower < planted.shape && planted.shape < upper) inside += 1
    }
    expect(inside).toBeGreaterThan(32)
    const many = weibullFit(drawn(7, 20_000, { ...planted, shape: 1.5 }))
    expect(many?.shape.value).toBeCloseTo(1.5, 1)
    expect(many?.scale.value).toBeCloseTo(20, 0)
  })

  it('is the exponential law where the shape is one', () => {
    const own = drawn(3, 4000, { shape: 1, scale: 30, days: 60 })
    const fit = weibullFit(own)
    expect(fit?.shape.value).toBeCloseTo(1, 1)
    expect(1 / (fit?.scale.value ?? 0)).toBeCloseTo(exponentialRate(own)?.value ?? 0, 2)
  })

  it('finds people who differ by a beta-geometric law of weeks', () => {
    // A quarter in the first week, and of who is left ever fewer.
    const weeks = [25, 15, 10, 7, 5, 4].flatMap((count, week) =>
      Array.from(
        { length: count },
        (_, at): Spell => ({ days: 7 * week, isSeen: true, person: 100 * week + at }),
      ),
    )
    const left = Array.from(
      { length: 34 },
      (_, at): Spell => ({ days: 42, isSeen: false, person: 900 + at }),
    )
    const fit = betaGeometricFit([...weeks, ...left])
    const { alpha, beta } = fit ?? {}
    expect((alpha?.value ?? 0) / ((alpha?.value ?? 0) + (beta?.value ?? 0))).toBeCloseTo(0.25, 2)
    expect(alpha?.interval.lower).toBeLessThan(alpha?.value ?? 0)
  })
})

describe('quotients between people', () => {
  it('counts people, not purchases', () => {
    const parts = [1, 2, 3, 4].map((person) => ({ person, above: person % 2, below: 1 }))
    const twice = [...parts, ...parts]
    expect(ratioOf(twice, 0.95)).toEqual(ratioOf(parts, 0.95))
    expect(ratioOf(parts, 0.95)?.value).toBe(0.5)
    // Tries that hang together are worth no more than one of each person.
    const share = shareOf(twice, 0.95)
    const alone = shareOf(parts, 0.95)
    expect(share?.n).toBe(8)
    expect(share?.high).toBeCloseTo(alone?.high ?? 0, 6)
  })
})
