import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { lawQuantile } from '../../simulations/analysis/laws.ts'
import { hashOf } from '../../simulations/checkpoint.ts'
import { openBundle } from '../../simulations/study/bundle.ts'
import { assert } from '../../src/kernel/assert.ts'
import { addDays, type Day } from '../../src/kernel/days.ts'
import { packageRoot } from '../../src/package-root.ts'
import { type RepaymentsOrder, readRepayments } from '../../src/study/core/evidence/repayments.ts'
import { SUPPRESSION_RULES } from '../../src/study/core/evidence/suppression.ts'
import { dice } from '../currency/dice.ts'
import { plantedText, SMALL_TEXT } from '../simulations/study/planted.ts'

const ORDER: RepaymentsOrder = {
  ...{ kind: 'outside', title: 'Loans', population: 'Sixty loans', source: 'A lender' },
  ...{ day: '2026-06-30' as Day, ...SUPPRESSION_RULES, level: 0.95 },
}
/** Everybody may be told of. */
const OPEN: RepaymentsOrder = { ...ORDER, threshold: 1, dominance: 0 }

function contentOf(text: string, order = OPEN) {
  const read = readRepayments(order, text)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  return read.content
}

const figure = (text: string, name: string, order = OPEN) =>
  contentOf(text, order).estimates.find((one) => one.name === name)

/** Four loans of one instalment a month from January on: one is paid when it is due, one catches up, one stops, one ends early. */
const FOUR = `contract;due;paid
A-1;2026-01-31;2026-01-31
A-1;2026-02-28;2026-02-28
A-1;2026-03-31;2026-04-15
A-1;2026-07-31;
B-2;2026-01-31;2026-03-02
B-2;2026-02-28;2026-03-02
B-2;2026-03-31;2026-03-31
B-2;2026-07-31;
C-3;2026-01-31;2026-01-31
C-3;2026-02-28;
C-3;2026-03-31;
C-3;2026-06-29;
D-4;2026-01-31;2026-01-31
D-4;2026-02-28;2026-02-10
D-4;2026-03-31;2026-02-10
D-4;2026-04-30;2026-02-10
`

describe('arrears from repayments', () => {
  it('counts the instalments that could have been the first to be late, and those that were', () => {
    // A 3 of which none, B 1 of 1, C 1 of 2, D 2 of which none: what was paid long before it was due counts for nothing.
    expect(figure(FOUR, 'first_arrears_monthly')).toMatchObject({ value: 2 / 8, n: 8 })
    // Until 120 days late: only what fell due before 2 March; the second of C.
    expect(figure(FOUR, 'default_monthly')).toMatchObject({ value: 1 / 8, n: 8 })
    // A, B and C run; C is behind.
    expect(figure(FOUR, 'arrears')?.value).toBeCloseTo(1 / 3, 8)
  })

  it('watches each loan from its first instalment on, until it is late or over', () => {
    const [curve] = contentOf(FOUR).survival
    expect(curve).toMatchObject({ name: 'first_arrears', from: 'first instalment due', n: 4 })
    expect(curve?.steps.map(({ days, seen, survival }) => [days, seen, survival])).toEqual([
      [10, 0, 1],
      [30, 1, expect.closeTo(2 / 3, 8)],
      [58, 1, expect.closeTo(1 / 3, 8)],
      [150, 0, expect.closeTo(1 / 3, 8)],
    ])
  })

  it('finds the chance that was planted, in about 95 of 100 intervals', () => {
    let inside = 0
    for (let seed = 1; seed <= 24; seed++) {
      const { low = 1, high = 0 } =
        figure(portfolio(seed, 25), 'first_arrears_monthly', ORDER) ?? {}
      if (low < 0.025 && 0.025 < (high ?? 1)) inside += 1
    }
    expect(inside).toBeGreaterThan(20)
  })

  it('says in a study what the chances of a loan to fall behind are multiplied by', async () => {
    const preset = await readFile(
      join(packageRoot(), 'simulations/scenario/presets/social-microcredit.yaml'),
      'utf8',
    )
    const content = contentOf(portfolio(3, 25), ORDER)
    const monthly = content.estimates.find(({ name }) => name === 'first_arrears_monthly')
    const study = parse(plantedText({ seed: 1, worlds: 4, paths: 2 }))
    const { current } = parse(preset).parameters.grades[0]
    expect(current.days30).toBe('1.1 % / month')
    study.designs.at(-1).parts.push({ name: 'loans', scenario: 'loans' })
    study.inputs = [
      {
        ...{ name: 'arrears', title: { it: 'Ritardi', en: 'Arrears' }, source: 'the lender' },
        ...{ evidence: 'lender/first_arrears_monthly', times: 1 / 0.011, standing: 'evidence' },
        at: { loans: 'parameters.tutoring.hazards' },
      },
    ]
    study.evidence = [{ name: 'lender', file: 'lender.json' }]
    const scenarios = { small: SMALL_TEXT, loans: preset }
    const evidence = { lender: JSON.stringify(content) }
    const bundle = { text: stringify(study), scenarios, evidence, changes: {} }
    const [law] = openBundle(bundle, hashOf).prepared.laws
    assert(law, 'there is an input')
    const expected = (monthly?.value ?? 0) / 0.011
    expect(expected).toBeGreaterThan(1)
    expect(Math.abs(lawQuantile(law, 0.5) / expected - 1)).toBeLessThan(0.03)
    expect(lawQuantile(law, 0.975)).toBeCloseTo((monthly?.high ?? 0) / 0.011, 0)
  })

  it('tells nothing of a few loans, and keeps none of them', () => {
    const { estimates, survival, withheld } = contentOf(FOUR, ORDER)
    expect([estimates, survival]).toEqual([[], []])
    expect(withheld.map(({ name, reason }) => [name, reason])).toEqual(
      ['first_arrears_monthly', 'default_monthly', 'arrears', 'first_arrears', 'default'].map(
        (name) => [name, 'few_people'],
      ),
    )
    expect(JSON.stringify(contentOf(portfolio(1, 25), ORDER))).not.toMatch(/L-\d/)
  })

  it('names every line that does not fit', () => {
    const text = `due,contract,paid
2026-01-31,Maria Rossi,
2026-01-31,A-1,soon
31.1.2026,A-2,
2026-01-31,A-3,2026-07-01
2026-01-31,A-1,
`
    expect(readRepayments(ORDER, text)).toEqual({
      faults: [
        { line: 2, message: expect.stringContaining('contract must be a code') },
        { line: 3, message: expect.stringContaining('paid must be a day') },
        { line: 4, message: expect.stringContaining('due must be a day') },
        { line: 5, message: 'paid must not be after 2026-06-30' },
        { line: 6, message: 'A-1 has an instalment of 2026-01-31 already' },
      ],
    })
    expect(readRepayments(ORDER, 'contract,due\nA-1,2026-01-31\n')).toEqual({
      faults: [{ line: 1, message: 'the headings must be contract, due, paid, each once' }],
    })
  })
})

/** Sixty loans of up to eighteen instalments, each of which is the last to be paid with so many of a thousand. */
function portfolio(seed: number, perThousand: number): string {
  const below = dice(seed)
  const lines = Array.from({ length: 60 }, (_, loan) => {
    const first = addDays('2024-12-01' as Day, below(360))
    let stopped = false
    return Array.from({ length: 18 }, (_, month) => {
      const due = addDays(first, 30 * month)
      stopped ||= below(1000) < perThousand
      return `L-${loan},${due},${stopped || due > ORDER.day ? '' : due}\n`
    }).join('')
  })
  return `contract,due,paid\n${lines.join('')}`
}
