import { blockedShare, meanDaysToHave, type Wait } from '../../analytic/advances.ts'
import type { ClosedForm } from '../model.ts'
import { calendarOf } from './calendar.ts'
import type { CirculationParameters } from './parameters.ts'
import { formatRate, halfUp, partOf } from './part.ts'
import { priceTable, SLOTS } from './tables.ts'

/** How long beneficiaries wait for the first grant: of cash those without an account longer. */
export function waitsOf({ people, cash }: CirculationParameters): readonly Wait[] {
  if (cash === null) return [{ mean: people.delivery, share: 1 }]
  return [
    { mean: people.delivery, share: cash.accounts },
    { mean: people.delivery + cash.waiting, share: 1 - cash.accounts },
  ]
}

/** What is known of cash and of receipts, and how long any instrument is waited for. */
export function baselineForms(
  parameters: CirculationParameters,
  paydays: number,
): readonly ClosedForm[] {
  return [...waitForm(parameters), ...cashForms(parameters, paydays), ...receiptsForms(parameters)]
}

const exact = (of: string, value: number, formula: string): ClosedForm => ({
  ...{ of, statistic: 'mean', value, formula, nature: 'exact' },
})

function waitForm(parameters: CirculationParameters): readonly ClosedForm[] {
  const { people, receipts, months } = parameters
  if (receipts !== null || people.beneficiaries === 0) return []
  const { days } = calendarOf(months, { kind: 'none' })
  const value = meanDaysToHave(waitsOf(parameters), days)
  return [exact('daysToHave', value, 'Σ exp(−k / m)')]
}

/** Purchases of everybody in all days, where everybody always has enough. */
interface Plenty {
  readonly days: number
  readonly chance: number
  readonly purchases: number
  /** What each of them costs, where all cost the same. */
  readonly price: number | undefined
}

/** @param each payments that may be made in a day */
function plentyOf(parameters: CirculationParameters, each: number): Plenty | undefined {
  const { people, needs, months, shocks } = parameters
  const { habit, spends, leaving, knowing, delivery } = people
  const { days } = calendarOf(months, { kind: 'none' })
  const isPlain = spends === 'needs' && leaving === 0 && knowing === 1 && delivery === 0
  if (habit.kind !== 'alike' || !isPlain || shocks.length > 0) return undefined
  const tables = needs.map(({ basket, spread }) => priceTable(basket, spread))
  const most = Math.max(...tables.map((table) => table[SLOTS - 1] ?? 0))
  const least = Math.min(...tables.map((table) => table[0] ?? 0))
  const grant = people.residents === 0 ? people.grant : 0
  if (people.start + grant < days * each * most) return undefined
  const chance = (habit.trips * 12) / 365.25
  const purchases = (people.beneficiaries + people.residents) * days * chance
  return { days, chance, purchases, price: most === least ? most : undefined }
}

function cashForms(parameters: CirculationParameters, paydays: number): readonly ClosedForm[] {
  const { cash, costs, people } = parameters
  if (cash === null) return []
  const forms = [exact('refused', 0, 'every shop takes it')]
  const isAtOnce = cash.accounts === 1 || cash.waiting === 0
  const plenty = isAtOnce ? plentyOf(parameters, 2) : undefined
  if (plenty === undefined) return forms
  forms.push(exact('elsewhereShare', cash.elsewhere, 'e'))
  const { price, purchases } = plenty
  if (price === undefined || purchases === 0) return forms
  const payments = purchases / (1 - cash.elsewhere)
  const fees = costs.payment + halfUp(price, partOf(formatRate(cash.card)))
  const transfers = people.grant > 0 ? people.beneficiaries * paydays * cash.transfer : 0
  const spent = fixedOf(parameters) + transfers + payments * fees
  forms.push(exact('costPerEuro', spent / (purchases * price), 'fees and costs / purchases'))
  return forms
}

function receiptsForms(parameters: CirculationParameters): readonly ClosedForm[] {
  const { receipts, costs, shocks } = parameters
  if (receipts === null) return []
  const forms = [exact('unpaidShare', receipts.refused, 'r')]
  if (shocks.length === 0) forms.push(exact('repaidAfter', receipts.delay / 365.25, 'D'))
  const plenty = plentyOf(parameters, 1)
  const isAlike = receipts.spread === 0 && receipts.refused === 0
  if (plenty?.price === undefined || plenty.purchases === 0 || !isAlike) return forms
  const { days, chance, price } = plenty
  const { delay, none, liquidity, work } = receipts
  const own = { chance, delay, purchases: Math.floor(liquidity / price) }
  const blocked = blockedShare(own, days)
  if (blocked === undefined) return forms
  const unfinanced = none + (1 - none) * blocked
  const made = plenty.purchases * (1 - unfinanced)
  forms.push(exact('unfinancedShare', unfinanced, 'discrete loss system'))
  if (made === 0) return forms
  const cost = fixedOf(parameters) + made * (work + costs.payment)
  forms.push(exact('costPerEuro', cost / (made * price), 'work and costs / receipts'))
  return forms
}

/** What running it costs whatever is bought. */
function fixedOf({ costs, months, people }: CirculationParameters): number {
  return costs.month * months + costs.person * people.beneficiaries
}
