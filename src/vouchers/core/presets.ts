import { EUR, type Minor, type Unit } from '../../kernel/money.ts'
import type { FaceValueRule, VatNature } from './face-value.ts'

/** A product as a scheme that exists or existed has it. */
export interface ProductPreset extends FaceValueRule {
  readonly key: string
  readonly name: string
  readonly unit: Unit
  readonly categories: readonly string[]
  readonly minAmount: Minor
  readonly maxAmount: Minor
  readonly validityDays: number
  readonly vatNature: VatNature
  /** Where the figures are from. */
  readonly source: string
  /** Which figures are not from there; empty where all are. */
  readonly note: string
}

const FREE = { faceValue: 'free', faceAmounts: [], faceFurther: 0n } as const
const FOOD = { unit: EUR, categories: ['food'], vatNature: 'multi_purpose' } as const

/** Schemes whose rules our products can express, each with its source. Nothing is made of them by itself. */
export const PRODUCT_PRESETS: readonly ProductPreset[] = [
  {
    ...{ ...FOOD, key: 'buoni-spesa-novara', name: 'Buoni spesa, Novara 2020' },
    ...{ faceValue: 'scale', faceAmounts: [15_000n], faceFurther: 10_000n },
    ...{ minAmount: 15_000n, maxAmount: 205_000n, validityDays: 90 },
    source: 'agenzianova.com: 150 euro for the first member, 100 for each further one',
    note: 'The vouchers of 2020 were good until 31 July; 90 days are ours.',
  },
  {
    ...{ ...FOOD, key: 'buoni-spesa-citta-di-castello', name: 'Buoni spesa, Città di Castello' },
    faceValue: 'scale',
    faceAmounts: [13_000n, 18_400n, 23_800n, 29_200n, 34_600n, 40_000n],
    faceFurther: 0n,
    ...{ minAmount: 13_000n, maxAmount: 40_000n, validityDays: 90 },
    source: 'perugiatoday.it: 130 euro for one person, 400 from six on, 322 beneficiaries',
    note: 'What two to five people got was not found: equal steps here. The 90 days are ours.',
  },
  {
    ...{ ...FOOD, key: 'buoni-spesa-napoli', name: 'Buoni spesa, Napoli 2021' },
    faceValue: 'scale',
    faceAmounts: [15_000n, 15_000n, 18_750n, 22_500n, 26_250n, 30_000n],
    faceFurther: 0n,
    ...{ minAmount: 15_000n, maxAmount: 30_000n, validityDays: 90 },
    source:
      'napolitoday.it: codes of 100 and 50 euro for one or two people, three of 100 from six on',
    note: 'What three to five people got was not found: equal steps here. The 90 days are ours.',
  },
  {
    ...{ ...FOOD, key: 'pocket-money', name: 'Pocket money, 30 days' },
    ...{ faceValue: 'scale', faceAmounts: [7500n, 15_000n, 22_500n], faceFurther: 0n },
    ...{ minAmount: 7500n, maxAmount: 22_500n, validityDays: 30 },
    source:
      'ladysilvia.org/article/19043: 2.50 euro a day for a person, 7.50 at most for a household',
    note: 'Thirty days at once are ours.',
  },
  {
    ...{ ...FREE, ...FOOD, key: 'buoni-pasto', name: 'Buono pasto' },
    ...{ minAmount: 100n, maxAmount: 1000n, validityDays: 365 },
    source: 'D.M. 122/2017: personal, for food, of full face value, eight in one purchase at most',
    note: 'The decree leaves the worth to the employer: the limits and the year are ours.',
  },
  {
    ...{ ...FREE, ...FOOD, key: 'merits-cash', name: 'MERITS-cash' },
    categories: ['food', 'household', 'clothing', 'pharmacy'],
    ...{ minAmount: 100n, maxAmount: 100_000n, validityDays: 180 },
    source:
      'merits.it/settimo-citta-solidale: multi-purpose, one merit is one euro, paid back in euro',
    note: 'When merits lapse was not found: the days, the limits and the categories are ours.',
  },
]
