import { describe, expect, test } from 'vitest'
import { answerQuestion, questionsIn } from '../../simulations/quantity.ts'

const pool = {
  id: 'p',
  model: 'microcredit',
  case: 'pool',
  inputs: { loans: 50, PD: 0.14, rho: 0.1 },
  quantity: 'VaR99',
}

function errorOf(asked: unknown): string {
  const answer = answerQuestion(asked)
  return 'error' in answer ? answer.error : JSON.stringify(answer)
}

describe('a question', () => {
  test('is answered with its id, an exact value and how it came about', () => {
    expect(answerQuestion(pool)).toEqual({
      id: 'p',
      value: 20,
      standardError: 0,
      method: 'exact: quadrature over the common factor of a binomial law',
    })
  })

  test('may have a number for its id', () => {
    expect(answerQuestion({ ...pool, id: 7 })).toMatchObject({ id: 7, value: 20 })
    expect(answerQuestion({ ...pool, id: undefined })).toEqual({
      id: null,
      error: 'The question is not complete: id is missing.',
    })
  })

  test('may name levels and numbers of its own', () => {
    const value = (quantity: string, inputs: object = pool.inputs): unknown =>
      answerQuestion({ ...pool, quantity, inputs })
    expect(value('VaR99.9')).toMatchObject({ value: 26 })
    expect(value('95% quantile of defaults')).toMatchObject({ value: 15 })
    expect(value('P(K<=15)')).toMatchObject({ value: expect.closeTo(0.955, 3) })
    expect(value('mean')).toMatchObject({ value: expect.closeTo(7, 9) })
    expect(value('P(K>=0)')).toMatchObject({ value: expect.closeTo(1, 12) })
  })

  test.each([
    [7, 'The question is not complete: invalid input: expected object, received number.'],
    [{ ...pool, inputs: undefined }, 'The question is not complete: inputs is missing.'],
    [{ ...pool, model: 'x' }, /^There is no model "x"\. There are: microcredit, guarantee, /],
    [{ ...pool, case: 'x' }, /^microcredit has no case "x"\. It has: french, french_cents, /],
    [{ ...pool, quantity: 'x' }, /^microcredit\/pool knows no quantity "x"\. It knows: VaR99; /],
    [{ ...pool, inputs: { loans: 50, rho: 0.1 } }, 'Inputs of microcredit/pool: PD is missing.'],
    [
      { ...pool, inputs: { loans: 1.5, PD: -0.1, rho: 'a' } },
      /loans \(.*int.*\); PD \(too small: .*>=0\); rho \(.*expected number, received string\)\.$/,
    ],
    [{ ...pool, inputs: { loans: 1e12, PD: 0.1, rho: 0.1 } }, /loans \(too big: .*<=20000\)/],
    [
      { ...pool, inputs: { loans: 10, PD: 0.1, rho: 1 } },
      /rho \(too big: expected number to be <1\)/,
    ],
    [{ ...pool, quantity: 'VaR100' }, /no finite "VaR100" for these inputs/],
  ])('that cannot be answered says why: %j', (asked, sentence) => {
    expect(errorOf(asked)).toMatch(sentence)
  })

  test('about a chain whose rows do not sum to one is refused with the row', () => {
    const inputs = {
      states: ['a', 'b'],
      P: [
        [0.5, 0.4],
        [0, 1],
      ],
      start: 'a',
    }
    const asked = { ...pool, case: 'roll_absorb', inputs, quantity: 'P(ultimate b)' }
    expect(errorOf(asked)).toBe(
      'Inputs of microcredit/roll_absorb: P (row 1 sums to 0.9, not to 1).',
    )
  })

  test('about a fund with persistence is left to simulation', () => {
    const inputs = { model: 'GF500', phi: 0.9 }
    const asked = {
      ...pool,
      model: 'guarantee',
      case: 'gf500',
      inputs,
      quantity: 'E[gross claims]',
    }
    expect(errorOf(asked)).toMatch(/no finite "E\[gross claims\]"/)
  })

  test('about something else than the law is not taken for one about the law', () => {
    for (const quantity of [
      'VaR99 of what the fund keeps',
      'expected shortfall',
      'std dev of PD',
    ]) {
      expect(errorOf({ ...pool, quantity })).toMatch(/knows no quantity/)
    }
  })

  test('about the end of a chain that has none is refused', () => {
    const inputs = {
      states: ['a', 'b', 'c'],
      P: [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 1],
      ],
      start: 'a',
    }
    const asked = { ...pool, case: 'roll_absorb', inputs, quantity: 'P(ultimate c)' }
    expect(errorOf(asked)).toMatch(/P \(leads from every state to one that nothing leaves\)/)
    const round = { ...asked, case: 'roll_quasi', quantity: 'quasi-stationary share a' }
    expect(answerQuestion(round)).toMatchObject({ value: 0.5 })
  })

  test.each([
    [
      'insurance',
      'panjer',
      { frequency: 'Poisson(90000)', severity_units: { 1: 0.5, 9999: 0.5 } },
      'VaR99',
    ],
    [
      'guarantee',
      'cl_fin',
      { u: 1e15, T: 1, lam: 1, mean_claim: 1e-6, premium: 1 },
      'P(ruin before T)',
    ],
    ['guarantee', 'dp_ruin', { u: 20_000, T: 1_200, income_per_month: 900 }, 'P(ruin within T)'],
    ['guarantee', 'opt_reserve', { T: 1_200, income_per_month: 900 }, 'smallest initial reserve'],
    [
      'sponsorship',
      'pledge_goal',
      { sponsors: 2_000, monthly_pledge: 5, lapse_hazard: 0.1, months: 240, goal_instalments: 9 },
      'P(collected instalments >= goal)',
    ],
    [
      'guarantee',
      'rent_deposit',
      { tenancies: 2_000, claim_prob: 0.1, severity_units: { 1: 0.5, 99: 0.5 } },
      'VaR99',
    ],
  ])('that would take minutes is refused: %s/%s', (model, name, inputs, quantity) => {
    expect(errorOf({ id: 'x', model, case: name, inputs, quantity })).toMatch(
      /worked out within seconds|at most 50,000/,
    )
  })

  test('with an unreadable law is told how one is written', () => {
    const inputs = { frequency: 'Weibull(1)', severity_units: { 1: 0.5, 2: 0.6 } }
    const asked = { ...pool, model: 'insurance', case: 'panjer', inputs, quantity: 'VaR99' }
    expect(errorOf(asked)).toMatch(/frequency \(is written like Poisson\(12\), /)
    expect(errorOf(asked)).toMatch(/severity_units \(has probabilities that sum to one\)/)
  })

  test('does not answer for what depends and has no correlation', () => {
    const inputs = { members: 5, p_default: 0.08, absorbs: 1, dependence: 'one factor' }
    const asked = { ...pool, model: 'guarantee', case: 'jlg', inputs, quantity: 'P(group fails)' }
    expect(errorOf(asked)).toBe('Inputs of guarantee/jlg: rho is missing.')
  })
})

test('a file holds a list of questions, or one under targets or items, or a question', () => {
  for (const content of [[pool], { targets: [pool] }, { items: [pool] }, pool]) {
    expect(questionsIn(content)).toEqual([pool])
  }
  for (const content of [3, null, { other: [pool] }, 'x'])
    expect(questionsIn(content)).toBeUndefined()
})
