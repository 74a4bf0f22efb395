import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideOutcomes } from '../../../simulations/model/sponsorship/hosting.ts'
import { OUTPUTS, SERIES_PLACE } from '../../../simulations/model/sponsorship/layout.ts'
import {
  type SponsorshipParameters,
  sponsorshipParameters,
} from '../../../simulations/model/sponsorship/parameters.ts'
import { sponsorship } from '../../../simulations/model/sponsorship/sponsorship.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'
import {
  type Estimate,
  expectNear,
  expectSameLaw,
  meanOf,
  type Ran,
  ratioOf,
  readTargets,
  runPaths,
  type Target,
  valuesOf,
} from './runs.ts'

/** A group of sponsors like many: half of those who are asked join, some stop, families come and wait for a host. */
const GROUP = {
  months: '24 months',
  sponsors: {
    ...{ invited: 60, join: '50 %', correlation: 0.1, needed: 20, pledge: '40 EUR' },
    lapse: { kind: 'beta-geometric', alpha: 0.7, beta: 20 },
  },
  matching: { ratio: 0.5, cap: '9000 EUR' },
  costs: { table: 'corridors-2018', inKind: '30 %', fixed: '350 EUR' },
  families: {
    ...{ arrivals: 0.6, hosts: 5, hostedAtStart: 2, stay: 9 },
    households: ['50 %', '20 %', '15 %', '15 %'],
  },
  outcomes: {
    housing: { kind: 'logistic-normal', mean: 0.4, spread: 0.8 },
    work: { kind: 'monthly', probability: '6 % / month' },
  },
}

function parametersOf(changes: object = {}): SponsorshipParameters {
  return sponsorshipParameters.parse({ ...GROUP, ...changes })
}

const run = (
  parameters: SponsorshipParameters,
  count: number,
  options: Parameters<typeof runPaths>[3] = {},
) => runPaths(sponsorship, parameters, count, options)

describe('the fast kernel of sponsorship', () => {
  test('has the law of the reference in every output and month', () => {
    const parameters = parametersOf()
    expectSameLaw(run(parameters, 6_000), run(parameters, 6_000, { reference: true }))
  })

  test('has it under shocks too, and leaves the months before them as they were', () => {
    const shocks = [
      { start: 7, duration: 4, arrivals: 3, stopping: '8 % / month' },
      { start: 9, duration: 24, arrivals: 0.5 },
    ]
    const parameters = parametersOf({ shocks })
    const ran = run(parameters, 4_000)
    expectSameLaw(ran, run(parameters, 4_000, { reference: true }))
    for (const { of, value, nature } of sponsorship.closedForms(parameters)) {
      if (nature === 'exact' && ['collected', 'arrived'].includes(of)) {
        expectNear(meanOf(valuesOf(ran, of)), value, of)
      }
    }
    const calm = run(parametersOf(), 20)
    const places = 25
    for (const [path, series] of calm.series.entries()) {
      for (let start = 0; start < series.length; start += places) {
        const before = [start, start + 7] as const
        expect(ran.series[path]?.slice(...before)).toEqual(series.slice(...before))
      }
    }
  })

  test('turns away as the reference does, where there is no list', () => {
    const families = { ...GROUP.families, arrivals: 2, waiting: false }
    const parameters = parametersOf({ families })
    const ran = run(parameters, 2_000)
    expectSameLaw(ran, run(parameters, 2_000, { reference: true }))
    expect(meanOf(valuesOf(ran, 'turnedAway')).mean).toBeGreaterThan(1)
  })

  test('agrees with every closed form that is exact', () => {
    const parameters = parametersOf({ sponsors: { ...GROUP.sponsors, needed: 28 } })
    const ran = run(parameters, 8_000)
    for (const { of, value, nature } of sponsorship.closedForms(parameters)) {
      if (nature !== 'exact') continue
      const ratio = sponsorship.ratios.find(({ name }) => name === of)
      const found = ratio
        ? ratioOf(ran, ratio.numerator, ratio.denominator)
        : meanOf(valuesOf(ran, of))
      expectNear(found, value, of)
    }
  })

  test('keeps the same books to the cent, one entry a month or each by itself', () => {
    const share = fc.integer({ min: 0, max: 100 }).map((percent) => `${percent} %`)
    fc.assert(
      fc.property(
        ...[
          fc.nat(30),
          share,
          share,
          fc.nat(12),
          fc.nat(4),
          fc.double({ min: 0, max: 3, noNaN: true }),
        ],
        (invited, join, inKind, pledge, hosts, arrivals) => {
          const parameters = parametersOf({
            months: '9 months',
            sponsors: { ...GROUP.sponsors, invited, join, needed: 0, pledge: `${pledge}.37 EUR` },
            costs: { table: 'canada-2018', euroPerUnit: 0.6671, inKind, fixed: '12.34 EUR' },
            families: { ...GROUP.families, hosts, arrivals },
          })
          expect(run(parameters, 3, { mode: 'full' })).toEqual(run(parameters, 3))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('running it costs the same in each month of a group that began, and nothing else', () => {
    const ran = run(parametersOf(), 40)
    const started = valuesOf(ran, 'started')
    expect(valuesOf(ran, 'running')).toEqual(started.map((one) => one * 24 * 350_00))
    expect(new Set(started)).toEqual(new Set([0, 1]))
  })

  test('gives a path by its number alone', () => {
    const parameters = parametersOf()
    const sampling = {}
    const setup = { model: sponsorship, parameters, seed: 7, sampling, mode: 'aggregate' } as const
    const { paths } = run(parameters, 5)
    const alone = new PathRunner(setup)
    alone.run(4)
    expect(alone.outputs).toEqual(paths[4])
  })

  test('leaves all as it was where every rate is zero', () => {
    const still = parametersOf({
      sponsors: { ...GROUP.sponsors, join: '0 %', needed: 0 },
      costs: { table: 'uk-2021' },
      families: { ...GROUP.families, arrivals: 0, hostedAtStart: 0 },
    })
    const { paths } = run(still, 3)
    const nothing = OUTPUTS.map(({ name }) => (name === 'started' || name === 'gapFree' ? 1 : 0))
    expect(paths.map((outputs) => [...outputs])).toEqual([nothing, nothing, nothing])
  })

  test('costs no more the more is pledged, path by path', () => {
    const gaps = (pledge: string) =>
      valuesOf(run(parametersOf({ sponsors: { ...GROUP.sponsors, pledge } }), 500), 'gap')
    const [little, much] = [gaps('40 EUR'), gaps('45 EUR')]
    expect(much.every((gap, path) => gap <= (little[path] ?? -1))).toBe(true)
    expect(much).not.toEqual(little)
  })
})

/** A scenario with nothing but sponsors who all join. */
function sponsorsOnly(sponsors: object, changes: object = {}): SponsorshipParameters {
  const plain = { join: '100 %', correlation: 0, needed: 0, pledge: '50 EUR' }
  const families = { ...GROUP.families, arrivals: 0, hostedAtStart: 0 }
  const lapse = { kind: 'constant', hazard: '0 % / month' }
  return parametersOf({
    ...{ families, months: '1 months', costs: { table: 'uk-2021' }, ...changes },
    sponsors: { ...plain, lapse, ...sponsors },
  })
}

/** Every input of this file is a number. */
type NumberTarget = Omit<Target, 'inputs'> & { readonly inputs: Readonly<Record<string, number>> }

const SIMULATED: Readonly<Record<string, (target: NumberTarget) => Estimate>> = {
  pledge: ({ inputs, quantity }) => {
    const collected = valuesOf(run(pledging(inputs), 10_000), 'collected').map((c) => c / 100)
    const { mean, error } = meanOf(collected)
    if (quantity.startsWith('expected')) return { mean, error }
    const squares = meanOf(collected.map((value) => (value - mean) ** 2))
    const deviation = Math.sqrt(squares.mean)
    return { mean: deviation, error: squares.error / (2 * deviation) }
  },
  pledge_goal: ({ inputs }) => {
    const goal = (inputs.goal_instalments ?? 0) * (inputs.monthly_pledge ?? 0) * 100
    const collected = valuesOf(run(pledging(inputs), 10_000), 'collected')
    return meanOf(collected.map((cents) => (cents >= goal ? 1 : 0)))
  },
  sbg: ({ inputs }) => {
    const { alpha, beta, t = 0 } = inputs
    const lapse = { kind: 'beta-geometric', alpha, beta }
    const parameters = sponsorsOnly({ invited: 100, lapse }, { months: `${t} months` })
    const { series } = run(parameters, 2_000)
    const place = SERIES_PLACE.sponsors * (t + 1) + t
    return meanOf(series.map((row) => (row[place] ?? 0) / 100))
  },
  match: ({ inputs }) => {
    const { pledgers, p_honour = 0, amount, cap } = inputs
    const giving = { invited: pledgers, join: `${p_honour * 100} %`, pledge: `${amount} EUR` }
    const matching = { ratio: 1, cap: `${cap} EUR` }
    const matched = valuesOf(run(sponsorsOnly(giving, { matching }), 10_000), 'matched')
    return meanOf(matched.map((cents) => cents / 100))
  },
  threshold: ({ inputs }) => {
    const { invited, p_join = 0, rho = 0, needed } = inputs
    const group = { invited, join: `${p_join * 100} %`, correlation: rho, needed }
    return meanOf(valuesOf(run(sponsorsOnly(group), 10_000), 'started'))
  },
  queue: ({ inputs, quantity }) => {
    const ran = queueOf(inputs, !quantity.includes('turned away'))
    if (quantity.includes('Erlang B')) return ratioOf(ran, 'turnedAway', 'arrived')
    if (quantity.includes('Erlang C')) return ratioOf(ran, 'waited', 'arrived')
    if (quantity.includes('wait (months)')) return ratioOf(ran, 'queueMonths', 'arrived')
    return meanOf(valuesOf(ran, 'hostMonths').map((months) => months / QUEUE_MONTHS))
  },
  housing: ({ inputs }) => {
    const { monthly_prob, months = 6, logit_mean, logit_sd } = inputs
    const housing =
      monthly_prob === undefined
        ? { kind: 'logistic-normal' as const, mean: logit_mean ?? 0, spread: logit_sd ?? 0 }
        : { kind: 'monthly' as const, probability: monthly_prob }
    const stream = new Streams(11).open(new Stream(), 0, 4, 0)
    const outcomes = { housing, work: housing }
    return meanOf(
      Array.from({ length: 40_000 }, () => decideOutcomes(stream, outcomes, months) & 1),
    )
  },
}

const QUEUE_MONTHS = 120_000
const queues = new Map<string, Ran>()

/** A queue for so long that its beginning does not matter; run once for all that is asked of it. */
function queueOf(inputs: NumberTarget['inputs'], waiting: boolean): Ran {
  const { hosts, arrivals_per_month: arrivals, mean_stay_months: stay } = inputs
  const families = { ...GROUP.families, hosts, arrivals, stay, waiting, hostedAtStart: 18 }
  const name = JSON.stringify(families)
  const long = { ...sponsorsOnly({ invited: 0 }, { families }), months: QUEUE_MONTHS }
  const ran = queues.get(name) ?? run(long, waiting ? 16 : 4)
  queues.set(name, ran)
  return ran
}

function pledging(inputs: Readonly<Record<string, number>>): SponsorshipParameters {
  const lapse = { kind: 'constant', hazard: `${(inputs.lapse_hazard ?? 0) * 100} % / month` }
  const giving = { invited: inputs.sponsors, pledge: `${inputs.monthly_pledge} EUR`, lapse }
  return sponsorsOnly(giving, { months: `${inputs.months} months` })
}

describe('every value of sponsorship that can be simulated comes out of the model', () => {
  const simulated = readTargets('sponsorship').filter(({ kind }) => kind === 'mc')

  test.each(simulated)('$id $quantity', (target) => {
    const found = SIMULATED[target.case]?.(target as NumberTarget)
    expect(found).toBeDefined()
    if (found === undefined) return
    expect(found.error / target.value).toBeLessThan(0.02)
    expectNear(found, target.value, target.id)
  })

  test('and none is left out', () => {
    expect(simulated.length).toBeGreaterThan(12)
    expect(new Set(simulated.map((target) => target.case))).toEqual(new Set(Object.keys(SIMULATED)))
  })
})
