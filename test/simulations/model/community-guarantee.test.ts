import { describe, expect, test } from 'vitest'
import { communityGuarantee } from '../../../simulations/model/community-guarantee/community-guarantee.ts'
import {
  type CommunityGuarantee,
  communityGuaranteeParameters,
} from '../../../simulations/model/community-guarantee/parameters.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import {
  individualRepayment,
  sanctionedRepayment,
} from '../../../src/credit/core/joint-liability.ts'
import { expectClosedForms, expectPrecise, expectValue, figureOf, figuresOf } from './figures.ts'
import { expectSameLaw, meanOf, readTargets, runPaths, type Target, valuesOf } from './runs.ts'

const ABILITY = {
  unable: '12 %',
  spare: [
    { share: '30 %', of: '0 %' },
    { share: '38 %', of: '30 %' },
    { share: '20 %', of: '100 %' },
  ],
}
const JOINT = { kind: 'joint', whenShort: 'what-they-can', sanction: '30 %' }
const NETWORK = { kind: 'network', neighbours: 2, pledge: '250 EUR', strained: '40 %' }
/** Two answer for all others, and for each other. */
const LINKED = {
  ...NETWORK,
  links: [1, 2, 3, 4, 5].flatMap((member) =>
    [1, 2].filter((one) => one !== member).map((guarantor) => ({ member, guarantor })),
  ),
}
const MATCHING = {
  ...{ kind: 'matching', safe: '90 %', risky: '60 %', riskyShare: '40 %', cost: 1.05 },
}
const COMMUNITY = {
  ...{ months: '10 months', groups: 6, size: 5, instalment: '123.45 EUR' },
  ...{ correlation: 0.15, persistence: 0.6, reserve: '400 EUR', saving: '2 EUR' },
  ability: ABILITY,
  arrangement: JOINT,
  supporters: [
    { count: 8, pledge: '50 EUR' },
    { count: 2, pledge: '300 EUR' },
  ],
  honour: '80 %',
}
const PAIRS = { size: 2, groups: 15, ability: null, arrangement: MATCHING }

function parametersOf(changes: JsonObject = {}): CommunityGuarantee {
  return communityGuaranteeParameters.parse({ ...COMMUNITY, ...changes })
}

describe('the fast kernel of community guarantees', () => {
  test.each([
    ['that pay what they can', {}],
    [
      'of whom nobody pays where all are punished',
      { arrangement: { ...JOINT, whenShort: 'nobody' } },
    ],
    ['of neighbours with pledges', { arrangement: NETWORK }],
    ['in which few answer for many', { arrangement: LINKED }],
    ['of partners who chose each other', PAIRS],
  ])('has the law of the reference for groups %s', (_name, changes) => {
    const parameters = parametersOf(changes)
    expectSameLaw(
      runPaths(communityGuarantee, parameters, 1_000),
      runPaths(communityGuarantee, parameters, 1_000, { reference: true, seed: 8 }),
    )
  })

  test.each([
    ['joint liability', {}, 5],
    [
      'joint liability in which all are punished',
      { arrangement: { ...JOINT, whenShort: 'nobody' } },
      5,
    ],
    ['each for one alone', { arrangement: { kind: 'individual' } }, 2],
    [
      'neighbours whose pledges suffice',
      {
        arrangement: { ...NETWORK, pledge: '5000 EUR', strained: '0 %' },
      },
      2,
    ],
    [
      'few who answer for many',
      { arrangement: { ...LINKED, pledge: '5000 EUR', strained: '0 %' } },
      2,
    ],
    ['partners', PAIRS, 2],
  ] as const)('agrees with the closed forms of %s', (_name, changes, count) => {
    const written = { ...COMMUNITY, ...(changes as JsonObject) }
    for (const method of ['chance', 'even'] as const) {
      const figures = figuresOf('community-guarantee', written, { paths: 2_048, method })
      expect(expectClosedForms(figures)).toBe(count)
    }
    expect(communityGuarantee.closedForms(parametersOf(changes as JsonObject))).toHaveLength(count)
  })

  test.each([0, 0.35, 1])('repays as Besley and Coate say, with a sanction of %s', (sanction) => {
    const shares = { belowOne: 0.25, belowBoth: 0.6 }
    const parameters = parametersOf({
      ...{ months: '1 month', groups: 4_000, size: 2, correlation: 0 },
      ability: {
        unable: '25 %',
        spare: [
          { share: '35 %', of: '0 %' },
          { share: '40 %', of: '100 %' },
        ],
      },
      arrangement: { kind: 'joint', whenShort: 'nobody', sanction: `${sanction * 100} %` },
    })
    const ran = runPaths(communityGuarantee, parameters, 40)
    const rate = (output: string) => {
      const { mean, error } = meanOf(valuesOf(ran, output))
      const due = valuesOf(ran, 'due')[0] ?? 1
      return { value: mean / due, standardError: error / due }
    }
    expectValue(rate('repaid'), sanctionedRepayment(shares, sanction), 'together')
    expectValue(rate('repaidAlone'), individualRepayment(shares), 'alone')
  })

  test('shares what is left open between reserve, pledges and the lender', () => {
    for (const arrangement of [JOINT, NETWORK, { kind: 'individual' }]) {
      const ran = runPaths(communityGuarantee, parametersOf({ arrangement }), 200)
      const full = runPaths(communityGuarantee, parametersOf({ arrangement }), 200, {
        mode: 'full',
      })
      expect(full).toEqual(ran)
      const of = (name: string) => valuesOf(ran, name)
      of('missing').forEach((missing, path) => {
        const at = (name: string) => of(name)[path] ?? Number.NaN
        expect(at('fromReserve') + at('fromSupporters') + at('lost')).toBe(missing)
        expect(at('repaid') + missing).toBe(at('due'))
        expect(at('exhausted')).toBe(at('lost') > 0 ? 1 : 0)
        expect(at('largestBurden')).toBeLessThanOrEqual(at('paidForOthers'))
        // Nobody is called beyond a pledge.
        expect(at('largestCall')).toBeLessThanOrEqual(30_000)
        if (arrangement === NETWORK) expect(at('largestBurden')).toBeLessThanOrEqual(25_000)
        if (arrangement !== NETWORK) expect(at('worseThanAlone')).toBe(0)
      })
    }
  })

  test('spreads strain: who is called cannot pay the next month, and others are called', () => {
    const missing = (strained: string) =>
      meanOf(
        valuesOf(
          runPaths(
            communityGuarantee,
            parametersOf({ arrangement: { ...NETWORK, strained } }),
            300,
          ),
          'missing',
        ),
      ).mean
    expect(missing('100 %')).toBeGreaterThan(1.1 * missing('0 %'))
  })

  test('has groups that are worse than nobody where all are punished for one', () => {
    const arrangement = { kind: 'joint', whenShort: 'nobody' }
    const ability = { unable: '45 %', spare: [{ share: '55 %', of: '0 %' }] }
    const ran = runPaths(communityGuarantee, parametersOf({ arrangement, ability }), 50)
    expect(meanOf(valuesOf(ran, 'worseThanAlone')).mean).toBe(1)
  })

  test('loses on neither kind at the crossing, which is refused unless it is asked for', () => {
    const crossing = { ...MATCHING, contract: 'crossing' }
    const written = { ...COMMUNITY, ...PAIRS, arrangement: crossing }
    const [fault] = communityGuaranteeParameters.safeParse(written).error?.issues ?? []
    expect(fault?.path).toEqual(['arrangement', 'contract'])
    expect(fault?.message).toMatch(/partner, 1.944, is above the repayment, 0.972/)
    for (const riskyShare of ['0 %', '100 %']) {
      const arrangement = { ...crossing, acceptAboveLimit: true, riskyShare }
      const parameters = parametersOf({ ...PAIRS, groups: 500, correlation: 0, arrangement })
      const ran = runPaths(communityGuarantee, parameters, 200)
      const due = valuesOf(ran, 'due')[0] ?? 1
      const { mean, error } = meanOf(valuesOf(ran, 'repaid'))
      expectValue({ value: mean / due, standardError: error / due + 5e-5 }, 1, riskyShare)
      expect(new Set(valuesOf(ran, 'aboveLimit'))).toEqual(new Set([1]))
    }
    expect(
      new Set(valuesOf(runPaths(communityGuarantee, parametersOf(PAIRS), 3), 'aboveLimit')),
    ).toEqual(new Set([0]))
  })

  test('refuses who cannot be', () => {
    const faults = (changes: JsonObject) =>
      communityGuaranteeParameters
        .safeParse({ ...COMMUNITY, ...changes })
        .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    expect(faults({ ability: null })).toEqual(['ability: is missing: who can pay in a month'])
    expect(faults({ arrangement: { ...NETWORK, neighbours: 5 } })).toEqual([
      'arrangement.neighbours: a group of 5 has 4 others at most',
    ])
    for (const guarantor of [1, 6]) {
      const links = [{ member: 1, guarantor }]
      expect(faults({ arrangement: { ...NETWORK, links } })).toEqual([
        'arrangement.links: must each name two different members from 1 to 5, and no two twice',
      ])
    }
    expect(faults({ ability: { unable: '20 %', spare: [{ share: '70 %', of: '0 %' }] } })).toEqual([
      'ability: those who cannot pay and those who can must be 100 % together',
    ])
    expect(faults({ ...PAIRS, size: 3 })).toEqual([
      'size: must be 2: partners find each other in pairs',
    ])
  })
})

/** A game of two, or a group that takes on so many debts. */
function groupOf({ case: name, inputs }: Target): JsonObject {
  const percent = (share: number) => `${Number((100 * share).toFixed(12))} %`
  const bare = { months: '1 month', instalment: '100 EUR', groups: 400 }
  if (name === 'besley_coate') {
    const [one, both] = [Number(inputs.F_phi_r), Number(inputs.F_phi_2r)]
    const spare = [
      { share: percent(both - one), of: '0 %' },
      { share: percent(1 - both), of: '100 %' },
    ]
    const arrangement = { kind: 'joint', whenShort: 'nobody' }
    return { ...bare, size: 2, ability: { unable: percent(one), spare }, arrangement }
  }
  const [size, absorbs, unable] = [inputs.members, inputs.absorbs, inputs.p_default].map(Number)
  if (size === undefined || absorbs === undefined || unable === undefined) throw new Error(name)
  // What the others have is enough for so many debts, and not for one more.
  const spare = [{ share: percent(1 - unable), of: percent(absorbs / (size - absorbs)) }]
  return {
    ...bare,
    size,
    ability: { unable: percent(unable), spare },
    arrangement: { kind: 'joint' },
  }
}

describe('every value of groups comes out of the model', () => {
  const simulated = readTargets('guarantee').filter(
    ({ case: name, kind }) => ['besley_coate', 'jlg'].includes(name) && kind === 'mc',
  )

  test.each(simulated)('$id $quantity', (target) => {
    for (const method of ['chance', 'even'] as const) {
      const paths = 1_024
      const figures = figuresOf('community-guarantee', groupOf(target), { paths, method })
      const rate = figureOf(figures, 'failureRate', 'ratio')
      const value = target.case === 'jlg' ? rate.value : 1 - rate.value
      expectValue({ ...rate, value }, target.value, `${target.id} ${method}`)
      expectPrecise(rate, target.value, `${target.id} ${method}`)
    }
  })

  test('and none is left out', () => {
    expect(simulated).toHaveLength(5)
  })
})
