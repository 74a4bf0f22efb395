import { z } from 'zod'
import { blockedShare, haveBy, meanDaysToHave } from '../advances.ts'
import { turnedAway } from '../sponsors.ts'
import { count, countOfSome, positive, quantityCase, share, size } from './quantity-case.ts'

const advances = z.object({
  ...{ daily_chance: share, delay_days: countOfSome.max(365), purchases: count.max(12) },
  days: countOfSome.max(3_660).default(365),
})

const waits = z.object({ mean_days: size, others_mean_days: size, with_account: share })

const waitsOf = (inputs: z.output<typeof waits>) => [
  { mean: inputs.mean_days, share: inputs.with_account },
  { mean: inputs.others_mean_days, share: 1 - inputs.with_account },
]

/** What every instrument is compared with: euro that are given, and receipts that are repaid. */
export const BASELINE_CASES = [
  quantityCase({
    model: 'voucher',
    name: 'receipts_blocked',
    method: 'law of a discrete chain, day by day; Erlang B in continuous time',
    formula: 'Σ P(all is paid in advance) / days; Erlang B of load p D',
    source: 'a purchase on day t is repaid in the evening of day t + D; Erlang (1917)',
    inputs: advances,
    quantities: [
      {
        pattern: /^share of purchases not paid in advance \(erlang b\)/,
        example: 'share of purchases not paid in advance (Erlang B)',
        unit: 'share',
        answer: (inputs) => turnedAway(inputs.purchases, inputs.daily_chance * inputs.delay_days),
      },
      {
        pattern: /^share of purchases not paid in advance/,
        example: 'share of purchases not paid in advance',
        unit: 'share',
        answer: ({ daily_chance: chance, delay_days: delay, purchases, days }) =>
          blockedShare({ chance, delay, purchases }, days) ?? Number.NaN,
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'delivery_days',
    method: 'closed form: geometric laws, mixed',
    formula: 'Σ a exp(-k / m)',
    source: 'whole days of an exponential law',
    inputs: waits,
    quantities: [
      {
        pattern: /^mean days until it is there(?: within ([0-9]+) days)?$/,
        example: 'mean days until it is there within 365 days',
        unit: 'number',
        answer: (inputs, [days = '']) => meanDaysToHave(waitsOf(inputs), Number(days) || 365),
      },
      {
        pattern: /^share of people who have it by day ([0-9]+)/,
        example: 'share of people who have it by day 30',
        unit: 'share',
        answer: (inputs, [day = '']) => haveBy(waitsOf(inputs), Number(day)),
      },
    ],
  }),
  quantityCase({
    model: 'voucher',
    name: 'cost_per_euro',
    method: 'identity',
    formula: '(fixed + n w) / (n a)',
    source: 'costs for each euro that reaches a shop',
    inputs: z.object({
      ...{ fixed_costs: size, payments: positive, cost_of_payment: size, amount: positive },
    }),
    quantities: [
      {
        pattern: /^cost for each euro/,
        example: 'cost for each euro',
        unit: 'number',
        answer: ({ fixed_costs: fixed, payments, cost_of_payment: cost, amount }) =>
          (fixed + payments * cost) / (payments * amount),
      },
    ],
  }),
]
