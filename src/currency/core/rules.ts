import { z } from 'zod'
import { parseRate } from '../../kernel/decimal.ts'
import { parseMinor } from '../../kernel/money.ts'
import { type Demurrage, dailyOfYearly } from './demurrage.ts'

/** Who can hold an instrument. */
export const PARTIES = ['person', 'partner', 'association', 'programme'] as const

export type Party = (typeof PARTIES)[number]

const party = z.enum(PARTIES)

const AMOUNT_FAULT = 'must be minor units as digits, like "2400"'

const amount = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,18})$/, { error: AMOUNT_FAULT, abort: true })
  .refine((text) => parseMinor(text) !== undefined, AMOUNT_FAULT)
  .meta({ description: 'Minor units (hundredths), as digits', unit: 'minor', example: '2400' })

/** A part of a whole between two bounds, written as a decimal. */
function part(least: number, most: number, description: string) {
  const fault = `must be a decimal from ${least} to ${most}, like "0.05"`
  return z
    .string()
    .regex(/^[0-9](\.[0-9]{1,20})?$/, { error: fault, abort: true })
    .refine((text) => Number(text) >= least && Number(text) <= most, fault)
    .meta({ description, unit: 'part', example: '0.05' })
}

const days = (least: number, description: string) =>
  z.int().min(least).max(3_660).meta({ description, unit: 'days' })

const issuance = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('grant') }),
    z.strictObject({
      by: z.literal('purchase'),
      donated: part(0, 1, 'Given to an association on top of each purchase, from other money'),
    }),
    z.strictObject({
      by: z.literal('gift'),
      amount,
      every: z.enum(['once', 'month']).meta({ description: 'When a member gets it' }),
    }),
    z.strictObject({ by: z.literal('credit') }),
    z.strictObject({
      by: z.literal('universal'),
      perDay: amount,
      daysBack: days(1, 'How long the amount of a day can be fetched'),
    }),
  ])
  .meta({ description: 'How it comes into being' })

const demurrage = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({
      kind: z.literal('yearly'),
      lost: part(0, 0.99, 'Lost in a year of 365.25 days, a bit each day'),
      freeDays: days(0, 'Nothing is lost before'),
    }),
    z.strictObject({
      kind: z.literal('daily'),
      lost: part(0, 0.99, 'Lost each day, 365 of which are a year: this part of the year'),
      freeDays: days(0, 'Nothing is lost before'),
    }),
    z.strictObject({
      kind: z.literal('stamp'),
      lost: part(0, 0.99, 'Lost at each stamp'),
      every: z.enum(['month', 'quarter', 'half_year', 'year']),
    }),
  ])
  .meta({ description: 'What holding it costs' })

const redemption = z
  .strictObject({
    by: z.array(party).min(1).max(PARTIES.length),
    fee: part(0, 0.5, 'Kept of what is changed'),
    association: z.int().min(0).max(100).meta({ description: 'Weight of the association' }),
    system: z.int().min(0).max(100).meta({ description: 'Weight of the system' }),
  })
  .nullable()
  .meta({ description: 'Who may change it back to euro; nobody where it is empty' })

const discount = z
  .strictObject({
    most: part(0.01, 0.9, 'Of a price at most'),
    least: part(0, 0.9, 'Of a price at least, where any is taken'),
  })
  .nullable()
  .meta({ description: 'Makes a price smaller, beside euro; empty where it pays all of a price' })

const rewards = z
  .strictObject({
    perHour: amount.nullable().meta({
      description: 'For an hour of a freely chosen activity that an association confirms',
    }),
    ofDonations: part(0, 1, 'Of what somebody gave an association, in euro'),
  })
  .nullable()
  .meta({ description: 'What is earned; empty where nothing is' })

const limits = z
  .strictObject({
    payment: amount.nullable(),
    day: amount.nullable(),
    month: amount.nullable(),
    balance: amount.nullable(),
  })
  .meta({ description: 'Of what a person pays and holds; empty where there is none' })

const credit = z
  .strictObject({
    below: amount.meta({ description: 'How far below zero an account may go' }),
    above: amount.nullable().meta({ description: 'How far above; any where it is empty' }),
  })
  .nullable()
  .meta({ description: 'Of members by default; empty where nobody goes below zero' })

const fields = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string().trim().min(1).max(80).meta({ example: 'Merits-cash' }),
  unit: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{1,11}$/, 'must be 2 to 12 capitals, like MERIT')
    .meta({ description: 'What it is counted in', example: 'MERIT' }),
  issuance,
  backing: part(0, 1, 'Of what is outstanding, in euro in the reserve'),
  redemption,
  discount,
  demurrage,
  lossesTo: z.enum(['fund', 'issuer']).meta({
    description:
      'Where demurrage and what expires go: to the fund of the programme, or out of circulation',
  }),
  expiry: z
    .strictObject({ days: days(1, 'From when it was received') })
    .nullable()
    .meta({ description: 'Whether it expires' }),
  limits,
  credit,
  payments: z
    .array(z.strictObject({ from: party, to: party }))
    .max(PARTIES.length ** 2)
    .meta({ description: 'Who may pay whom' }),
  payeeFee: part(0, 0.2, 'Kept of what a partner is paid'),
  rewards,
})

/**
 * What an instrument can do, as data. Two instruments differ in nothing but this.
 *
 * Amounts are digits of minor units, parts are decimals, as in JSON everywhere.
 */
export const instrumentRules = fields.superRefine((rules, context) => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: path.split('.'), message })
  const isBacked = Number(rules.backing) > 0
  if (rules.unit === 'EUR' && Number(rules.backing) < 1) {
    refuse('backing', 'what is counted in euro is backed in full')
  }
  if (rules.redemption !== null && !isBacked) {
    refuse('redemption', 'without a reserve nothing can be changed to euro')
  }
  if (rules.discount !== null) {
    if (rules.redemption !== null) refuse('redemption', 'a discount never becomes euro')
    if (isBacked) refuse('backing', 'a discount needs no reserve')
    const { most, least } = rules.discount
    if (Number(least) > Number(most)) refuse('discount.least', 'must not be above the most')
  }
  if ((rules.issuance.by === 'credit') !== (rules.credit !== null)) {
    refuse('credit', 'credit limits belong to issuance by credit, and it to them')
  }
  if (rules.credit !== null) {
    if (isBacked) refuse('backing', 'accounts that add up to zero have no reserve')
    if (rules.demurrage.kind !== 'none') refuse('demurrage', 'balances must add up to zero')
    if (rules.expiry !== null) refuse('expiry', 'balances must add up to zero')
  }
  if (rules.issuance.by === 'purchase' && !isBacked) {
    refuse('backing', 'the euro that it is bought with must lie in the reserve')
  }
})

export type InstrumentRules = z.output<typeof instrumentRules>

/** What holding an instrument costs, as the functions of demurrage have it. */
export function demurrageOf({ demurrage: rule }: InstrumentRules): Demurrage {
  const one = parseRate('1')
  switch (rule.kind) {
    case 'none':
      return rule
    case 'yearly':
      return dailyOfYearly(parseRate(rule.lost), rule.freeDays)
    case 'daily': {
      const keep = one.minus(parseRate(rule.lost).div(365))
      return { kind: 'daily', keep, freeDays: rule.freeDays }
    }
    case 'stamp':
      return { kind: 'stamp', keep: one.minus(parseRate(rule.lost)), every: rule.every }
  }
}
