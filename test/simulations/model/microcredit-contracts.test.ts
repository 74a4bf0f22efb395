import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Books } from '../../../simulations/books.ts'
import { DEFAULTED, PREPAID, RESTRUCTURED } from '../../../simulations/model/microcredit/chances.ts'
import { termsOf } from '../../../simulations/model/microcredit/contracts.ts'
import { ACCOUNT, ACCOUNTS, OUTPUT } from '../../../simulations/model/microcredit/layout.ts'
import { GONE, LoanBook } from '../../../simulations/model/microcredit/loan-book.ts'
import { microcredit } from '../../../simulations/model/microcredit/microcredit.ts'
import {
  type Microcredit,
  parametersSchema,
} from '../../../simulations/model/microcredit/parameters.ts'
import { guaranteedOf, ownRecovery } from '../../../simulations/model/microcredit/workout.ts'
import { readScenario, ScenarioError } from '../../../simulations/scenario/scenario.ts'
import { payoffOf, postponed } from '../../../src/credit/core/changes.ts'
import { individualCall, shareRecovery } from '../../../src/credit/core/guarantee.ts'
import { interestOf, scheduleOf } from '../../../src/credit/core/schedule.ts'
import { parseRate } from '../../../src/kernel/decimal.ts'
import { packageRoot } from '../../../src/package-root.ts'
import { meanOf, runPaths, valuesOf } from './runs.ts'

const STAY = { current: '100 % / month' }
const SAFE = { correlation: 0, current: STAY, days30: STAY, days60: STAY, days90: STAY }
const LOAN = {
  principal: '5000 EUR',
  rate: '8 % / year',
  instalments: '36 months',
  lossGivenDefault: '65 %',
}

const parametersOf = (loan: object = {}, changes: object = {}): Microcredit =>
  parametersSchema.parse({
    ...{ horizon: '60 months', portfolio: [{ ...LOAN, ...loan }], grades: [SAFE] },
    ...changes,
  })

const rowsOf = ({ portfolio: [group] }: Microcredit) =>
  scheduleOf(termsOf(group as Microcredit['portfolio'][number]))

/** Leads a loan through the outcomes of its months, as long as it runs; the months after them are left out. */
function lead(parameters: Microcredit, states: readonly number[]) {
  const books = new Books(ACCOUNTS, { mode: 'full' })
  const outputs = new Float64Array(microcredit.outputs.length)
  const series = new Float64Array(microcredit.series.length * (parameters.horizon + 1))
  const book = new LoanBook(parameters)
  const stream = () => {
    throw new Error('nothing is left to chance here')
  }
  const chance = { stream, openMonths: stream }
  book.open({ number: 0, factors: new Float64Array(0), books, outputs, series, ...chance })
  for (const [index, state] of states.entries()) {
    book.begin(index + 1)
    if ((book.state[0] ?? GONE) < GONE) book.move(0, index + 1, state)
    book.close(index + 1)
  }
  books.prove()
  const { interest, fees, loans, defaulted } = ACCOUNT
  return {
    outputs,
    interest: books.balance(interest),
    fees: books.balance(fees),
    owed: 0 - books.balance(loans),
    defaulted: 0 - books.balance(defaulted),
  }
}

describe('a loan of the model', () => {
  test.each([
    ['French', {}],
    ['Italian', { repayment: { method: 'italian' } }],
    ['with a balloon', { repayment: { method: 'balloon', balloon: '1500 EUR' } }],
    ['with a grace', { grace: { months: '6 months', interest: 'added' } }],
    ['in tranches', { grace: { months: '10 months' }, tranches: { count: 6, every: '2 months' } }],
  ])('that is never late pays what its plan says, to the cent: %s', (_, loan) => {
    const parameters = parametersOf(loan)
    const { paths } = runPaths(microcredit, parameters, 1)
    const rows = rowsOf(parameters)
    expect(paths[0]?.[OUTPUT.income]).toBe(Number(interestOf(rows)))
    expect(paths[0]?.[OUTPUT.repaid]).toBe(paths[0]?.[OUTPUT.lent])
    expect(paths[0]?.[OUTPUT.owedAtEnd]).toBe(0)
    expect(paths[0]?.[OUTPUT.loanMonths]).toBe(rows.length)
  })

  test('of the Prestito della Speranza is paid out in six tranches of 1,250 euro', () => {
    const loan = {
      principal: '7500 EUR',
      grace: { months: '10 months' },
      tranches: { count: 6, every: '2 months' },
    }
    const { series } = runPaths(microcredit, parametersOf(loan), 1)
    const owed = series[0]?.subarray(5 * 61, 5 * 61 + 11)
    expect([...(owed ?? [])].map((cents) => cents / 1250e2)).toEqual([
      1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6,
    ])
  })

  test('that stood in the books from before costs nothing to lend, and pays no fee', () => {
    const costs = { costs: { perLoan: '100 EUR' } }
    const figures = (loan: object) => {
      const { paths } = runPaths(microcredit, parametersOf({ fee: '50 EUR', ...loan }, costs), 1)
      return [paths[0]?.[OUTPUT.operatingCosts], paths[0]?.[OUTPUT.loans]]
    }
    expect(figures({})).toEqual([10_000, 1])
    expect(figures({ paid: '3 months' })).toEqual([0, 1])
    expect(figures({ late: 'days30' })).toEqual([0, 1])
    expect(lead(parametersOf({ fee: '50 EUR', late: 'days30' }), [1]).fees).toBe(0)
    expect(lead(parametersOf({ fee: '50 EUR' }), [1]).fees).toBe(5_000)
  })

  test('that missed two instalments owes what was owed then, and pays three to be in time again', () => {
    const parameters = parametersOf()
    const rows = rowsOf(parameters)
    const late = lead(parameters, [0, 1, 2])
    expect(late.owed).toBe(Number(rows[0]?.balance))
    const caught = lead(parameters, [0, 1, 2, 0])
    expect(caught.owed).toBe(Number(rows[3]?.balance))
    expect(caught.interest).toBe(Number(interestOf(rows.slice(0, 4))))
  })

  test('that is repaid early pays what closes it', () => {
    const parameters = parametersOf()
    const rows = rowsOf(parameters)
    const closed = lead(parameters, [0, 0, 1, PREPAID])
    const { interest, principal } = payoffOf(rows, rows[1]?.balance ?? 0n, 2, 4)
    expect(closed.interest).toBe(Number(interestOf(rows.slice(0, 2)) + interest))
    expect(closed.outputs[OUTPUT.repaid]).toBe(500_000)
    expect(principal).toBe(rows[1]?.balance)
    expect(closed.owed).toBe(0)
  })

  test('that is restructured has its missed instalments at the end', () => {
    const parameters = parametersOf({ instalments: '6 months' })
    const rows = rowsOf(parameters)
    const moved = postponed(rows, 1, 4)
    const states = [0, 1, 2, 3, RESTRUCTURED]
    for (let month = 5; month <= 10; month++) {
      const { owed } = lead(parameters, [...states, ...new Array<number>(month - 5).fill(0)])
      const planned = moved.findLast((row) => row.month <= month)?.balance
      expect(owed).toBe(Number(planned))
    }
    expect(moved.at(-1)?.month).toBe(10)
    // Only once: the second time it defaults.
    const again = lead(parameters, [...states, 1, 2, RESTRUCTURED])
    expect(again.outputs[OUTPUT.defaults]).toBe(1)
  })

  test('in default is paid for by the guarantor, recovered and written off, each in its month', () => {
    const parameters = parametersOf(
      {},
      {
        ...{ recoveryLag: '4 months', writeOffLag: '6 months', horizon: '8 months' },
        guarantee: { coverage: '80 %', delay: '2 months' },
      },
    )
    const exposure = rowsOf(parameters)[0]?.balance ?? 0n
    const guarantee = { coverage: parseRate('0.8'), cap: exposure, waitingMonths: 0 }
    const call = individualCall(guarantee, exposure, 0)
    const recovery = BigInt(Math.floor(0.35 * Number(exposure) + 0.5))
    const shared = shareRecovery(call, recovery)
    const booked = (months: number) =>
      lead(parameters, [0, DEFAULTED, ...new Array<number>(months).fill(0)]).defaulted
    expect(booked(1)).toBe(Number(exposure))
    expect(booked(2)).toBe(Number(call.lender))
    expect(booked(4)).toBe(Number(call.lender - shared.lender))
    expect(booked(6)).toBe(0)
  })

  test.each([1n, 99n, 100_001n, 206_500_33n])(
    'of %d cents is shared as contracts share it',
    (cents) => {
      for (const share of ['0', '0.29', '0.8', '1']) {
        const guarantee = { coverage: parseRate(share), cap: cents, waitingMonths: 0 }
        const call = individualCall(guarantee, cents, 0)
        expect(guaranteedOf(Number(cents), Number(share))).toBe(Number(call.guarantor))
        const recovered = cents / 3n
        const { lender } = shareRecovery(call, recovered)
        const own = ownRecovery(Number(cents), Number(call.guarantor), Number(recovered))
        expect(own).toBe(Number(lender))
      }
    },
  )
})

const FOLDER = join(packageRoot(), 'simulations', 'scenario', 'presets')
const PRESETS = readdirSync(FOLDER)
  .map((file) => ({ file, text: readFileSync(join(FOLDER, file), 'utf8') }))
  .filter(({ text }) => text.includes('\nmodel: microcredit\n'))
const presetOf = (name: string) => PRESETS.find(({ file }) => file === `${name}.yaml`)?.text ?? ''

function faultsOf(text: string): string {
  try {
    readScenario(text)
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
  return 'nothing is wrong'
}

describe('the presets of microcredit', () => {
  test('are these five, with overlays that can be read', () => {
    expect(PRESETS.map(({ file }) => file)).toEqual([
      'business-microcredit.yaml',
      'kiva-refugees.yaml',
      'prestito-della-speranza.yaml',
      'social-microcredit.yaml',
      'tutoring.yaml',
    ])
    for (const { text } of PRESETS) {
      const names = [...text.slice(text.indexOf('\noverlays:')).matchAll(/^ {2}([a-z-]+):$/gm)]
      expect(names.length).toBeGreaterThan(0)
      for (const [, name = ''] of names) expect(readScenario(text, [name])).toBeDefined()
    }
  })

  test('have a source beside every number, or say that it is assumed', () => {
    for (const { text } of PRESETS) {
      const lines = text
        .slice(text.indexOf('\nparameters:'), text.indexOf('\noverlays:'))
        .split('\n')
      const bare = lines.filter((line, index) => {
        const isRow = /^ {6}(current|days\d\d): \{/.test(line)
        // The rows of a grade stand below a line that says where they are from.
        const source = isRow ? lines.slice(index - 4, index).join() : line
        return /: .*\d/.test(line) && !source.includes(' # ')
      })
      expect(bare).toEqual([])
    }
  })

  test.each([
    ['untutored', 0.2],
    ['tutored', 0.14],
  ])('default as their source says: %s', (overlay, rate) => {
    const { scenario } = readScenario(presetOf('tutoring'), [overlay])
    const ran = runPaths(microcredit, scenario.parameters as Microcredit, 600, { seed: 3 })
    const { mean, error } = meanOf(valuesOf(ran, 'defaults').map((defaults) => defaults / 200))
    expect(error).toBeLessThan(0.006)
    expect(Math.abs(mean - rate)).toBeLessThan(3 * error)
  })

  test('share their randomness: a tutor changes a path less than another seed does', () => {
    const defaultsWith = (overlay: string) => {
      const { scenario } = readScenario(presetOf('tutoring'), [overlay])
      return valuesOf(runPaths(microcredit, scenario.parameters as Microcredit, 300), 'defaults')
    }
    const [without, tutored] = [defaultsWith('untutored'), defaultsWith('tutored')]
    const difference = without.map((defaults, path) => defaults - (tutored[path] ?? 0))
    expect(meanOf(difference).error * 2).toBeLessThan(meanOf(without).error)
  })
})

describe('a scenario of microcredit', () => {
  test.each([
    [
      'copies: 200',
      'copies: 0',
      'parameters.portfolio.0.copies: must be a whole number from 1 to 100000',
    ],
    [
      'days30: 1.61 % / month',
      'days30: -1 % / month',
      'parameters.grades.0.current.days30: -1 % / month is out of range: must be from 0 to 100 % / month, written like "1.2 % / month"',
    ],
    [
      'days30: 1.61 % / month',
      'days30: 2.61 % / month',
      'parameters.grades.0.current: the parts of a row must be 100 % together, not 101 %',
    ],
    [
      'days30: 1.61 %',
      'days90: 1.61 %',
      'parameters.grades.0.current.days90: there is no such field',
    ],
    [
      'persistence: 0.9',
      'persistence: .nan',
      'parameters.persistence: must be a number from 0 to 0.999',
    ],
    [
      'horizon: 72 months',
      'horizon: 10000 months',
      'parameters.horizon: 10000 months is out of range: must be from 1 to 480 months, written like "36 months"',
    ],
    [
      'correlation: 0.06',
      'correlation: 1',
      'parameters.grades.0.correlation: must be a number from 0 to 0.99',
    ],
    ['copies: 200', 'grade: 2', 'parameters.portfolio.0.grade: there are only 1 grades'],
    [
      'copies: 200',
      'tranches: { count: 6, every: 2 months }',
      'parameters.portfolio.0.tranches: the last is paid out after the grace of 0 months',
    ],
    [
      'copies: 200',
      'repayment: { method: balloon, balloon: 90000 EUR }',
      'parameters.portfolio.0.repayment.balloon: must not be more than the principal',
    ],
    [
      'copies: 200',
      'paid: 60 months',
      'parameters.portfolio.0.paid: must be less than grace and instalments together, 60 months',
    ],
    [
      'writeOffLag: 12 months',
      'writeOffLag: 3 months',
      'parameters.writeOffLag: must be at least recoveryLag, 12 months',
    ],
    [
      'restructured: 0 %',
      'guarantee: { coverage: 80 %, delay: 13 months }',
      'parameters.guarantee.delay: must be at most recoveryLag, 12 months: the guarantor pays first',
    ],
    [
      'restructured: 0 %',
      'shocks: [{ start: 70 months, duration: 6 months, hazards: 2 }]',
      'parameters.shocks.0.duration: it must end by the horizon, in month 72',
    ],
    [
      'restructured: 0 %',
      'copula: { kind: t, freedom: 1 }',
      'parameters.copula.freedom: must be a number from 2 to 200',
    ],
  ])('with %s as %s is refused', (before, after, fault) => {
    const text = presetOf('tutoring')
    expect(text).toContain(before)
    expect(faultsOf(text.replace(before, after))).toContain(fault)
  })
})
