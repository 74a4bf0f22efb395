import { describe, expect, test } from 'vitest'
import { PREPAID_ENTRY } from '../../../simulations/model/guarantee-fund/accounts.ts'
import {
  type ExponentialProcess,
  tiltFor,
  weighedRuin,
} from '../../../simulations/model/insurance/risk-process.ts'
import { PathRunner } from '../../../simulations/path-runner.ts'
import { setupOf } from '../../../simulations/plan.ts'
import { Stream } from '../../../simulations/random/stream.ts'
import { Streams } from '../../../simulations/random/streams.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { readGf500 } from '../gf500.ts'
import { expectPrecise, expectValue, figureOf, figuresOf, METHODS } from './figures.ts'
import { type Estimate, meanOf, readTargets, type Target } from './runs.ts'

const targets = readTargets('guarantee')
const told = ({ mean, error }: Estimate) => ({ value: mean, standardError: error })
/** What other tests of values are of. */
const ELSEWHERE = [
  ...['cap', 'counter', 'first_loss_fin', 'first_loss_inf', 'tranche_inf', 'gambler', 'dp_ruin'],
  ...['dp_ult', 'opt_reserve', 'rent_deposit', 'besley_coate', 'jlg'],
]

describe('ruin in continuous time', () => {
  const simulated = targets.filter(({ case: name }) => ['cl_inf', 'cl_fin'].includes(name))

  function estimate({ inputs }: Target, isTilted: boolean, paths: number): Estimate {
    const process: ExponentialProcess = {
      ...{ fund: Number(inputs.u), premium: Number(inputs.premium) },
      ...{ intensity: Number(inputs.lam), mean: Number(inputs.mean_claim) },
    }
    const within = inputs.T === undefined ? Number.POSITIVE_INFINITY : Number(inputs.T)
    const tilt = isTilted ? tiltFor(process, within) : 0
    const streams = new Streams(3)
    const stream = new Stream()
    return meanOf(
      Array.from({ length: paths }, (_, path) => {
        // By chance there must be an end: ruin after it is rarer than one in ten thousand.
        const end = tilt === 0 ? Math.min(within, 1_000) : within
        return weighedRuin(streams.open(stream, path, 1, 0), process, end, tilt)
      }),
    )
  }

  test.each(simulated)('$id $quantity', (target) => {
    const plain = told(estimate(target, false, 4_000))
    expectValue(plain, target.value, `${target.id} chance`)
    const tilted = told(estimate(target, true, 4_000))
    expectValue(tilted, target.value, `${target.id} tilted`)
    expectPrecise(tilted, target.value, `${target.id} tilted`)
  })

  test('is told better by a tilt the rarer it is', () => {
    const rare = simulated.find(({ id }) => id === 'C.cl_fin.7')
    if (rare === undefined) throw new Error('it is not there')
    const [plain, tilted] = [false, true].map((isTilted) => estimate(rare, isTilted, 2_000))
    expect(plain?.error ?? 0).toBeGreaterThan(4 * (tilted?.error ?? 0))
  })
})

describe('the benchmark fund whose months are independent', () => {
  const ofGrade = ({ inputs }: Target): JsonObject => ({
    persistence: 0,
    portfolio: [
      {
        ...{ copies: 1000, grade: Number(inputs.grade) + 1, principal: '1000 EUR' },
        ...{ term: '480 months', lossGivenDefault: '50 %' },
      },
    ],
  })
  const parameters = (changes: JsonObject) =>
    readGf500({ parameters: changes }).effective.parameters as JsonObject
  const isOf = (name: string, what: string) =>
    targets.filter(
      ({ case: one, quantity, kind }) => one === name && quantity.includes(what) && kind === 'mc',
    )

  test.each(isOf('gf500', 'gross claims'))('$id $quantity', (target) => {
    for (const method of ['chance', 'even'] as const) {
      const options = { paths: 2_048, method, of: ['grossClaims'] }
      const figures = figuresOf('guarantee-fund', parameters({ persistence: 0 }), options)
      const { value, standardError } = figureOf(figures, 'grossClaims', 'mean')
      const euros = { value: value / 100, standardError: standardError / 100 }
      expectValue(euros, target.value, `${target.id} ${method}`)
      expectPrecise(euros, target.value, `${target.id} ${method}`)
    }
  })

  test.each(isOf('gf500_chain', 'default'))('$id $quantity', (target) => {
    for (const method of ['chance', 'even'] as const) {
      const options = { paths: method === 'chance' ? 256 : 512, method, of: ['defaults'] }
      const figures = figuresOf('guarantee-fund', parameters(ofGrade(target)), options)
      const { value, standardError } = figureOf(figures, 'defaults', 'mean')
      const share = { value: value / 1000, standardError: standardError / 1000 }
      expectValue(share, target.value, `${target.id} ${method}`)
      if (method === 'even') expectPrecise(share, target.value, target.id)
    }
  })

  test.each(isOf('gf500_chain', 'prepaid'))('$id $quantity', (target) => {
    for (const sampling of [METHODS.chance, { ...METHODS.even, pilotPaths: 512 }]) {
      const { model, scenario } = readGf500({ paths: 128, sampling, parameters: ofGrade(target) })
      const setup = { ...setupOf(scenario, model), mode: 'full' as const, journal: true }
      const runner = new PathRunner(setup)
      // Who pays back early has an entry each in books in full.
      const shares = Array.from({ length: 128 }, (_, path) => {
        runner.run(path)
        let prepaid = 0
        for (const { code } of runner.books.entriesMade()) if (code === PREPAID_ENTRY) prepaid += 1
        return prepaid / 1000
      })
      expectValue(told(meanOf(shares)), target.value, target.id)
      expectPrecise(told(meanOf(shares)), target.value, target.id)
    }
  })
})

test('every value of guarantees that can be simulated comes out of paths here or beside', () => {
  const here = ['cl_inf', 'cl_fin', 'gf500', 'gf500_chain']
  const left = targets.filter(
    ({ case: name, kind }) => kind.startsWith('mc') && ![...here, ...ELSEWHERE].includes(name),
  )
  expect(left).toEqual([])
})
