import { haveBy } from '../../analytic/advances.ts'
import { breakage, mixedBreakage, refusedShare } from '../../analytic/circulation.ts'
import { defaultsWeights } from '../../analytic/factor.ts'
import { addedUp } from '../added-up.ts'
import type { ClosedForm } from '../model.ts'
import { baselineForms, waitsOf } from './baseline-forms.ts'
import { calendarOf, isDue } from './calendar.ts'
import { rulesOf } from './instrument.ts'
import type { CirculationParameters } from './parameters.ts'
import { halfUp, partOf } from './part.ts'
import { populationOf } from './population.ts'
import { priceTable, SLOTS } from './tables.ts'

/** What is known of a scenario without simulation. */
export function circulationClosedForms(parameters: CirculationParameters): readonly ClosedForm[] {
  return [
    ...neededForm(parameters),
    ...issuedForm(parameters),
    ...breakageForm(parameters),
    ...refusedForm(parameters),
    ...runForm(parameters),
    ...baselineForms(parameters, paydaysOf(parameters).length + 1),
  ]
}

/** Each day everybody buys with the same chance: what is needed is days times chances times prices. */
function neededForm(parameters: CirculationParameters): readonly ClosedForm[] {
  const { people, needs, months } = parameters
  const { habit, spends, leaving } = people
  if (habit.kind !== 'alike' || spends === 'all' || leaving > 0) return []
  const count = people.beneficiaries + people.residents
  // The table gives each kind of need a whole number of its 4096 places.
  const borders = addedUp(needs.map((one) => one.share))
  const placesUpTo = (share: number) => Math.floor(share * SLOTS + 0.5)
  const price = needs.reduce((sum, { basket, spread }, kind) => {
    const table = priceTable(basket, spread)
    const mean = table.reduce((all, one) => all + one, 0) / SLOTS
    const places = placesUpTo(borders[kind] ?? 1) - placesUpTo(borders[kind - 1] ?? 0)
    return sum + (mean * places) / SLOTS
  }, 0)
  const { days } = calendarOf(months, { kind: 'none' })
  const value = (count * days * habit.trips * 12 * price) / 365.25
  return [{ of: 'needed', statistic: 'mean', value, formula: 'N days p E[price]', nature: 'exact' }]
}

/** Grants and purchases, where nobody leaves or makes money: the first when they are there, the others on paydays after it. */
function issuedForm(parameters: CirculationParameters): readonly ClosedForm[] {
  const { people, partners, months, shocks } = parameters
  const rules = rulesOf(parameters.instrument)
  const isOther = ['universal', 'credit'].includes(rules.issuance.by)
  if (isOther || people.leaving > 0 || shocks.length > 0) return []
  const { days } = calendarOf(months, { kind: 'none' })
  const waits = waitsOf(parameters)
  const paydays = paydaysOf(parameters)
  const granted = paydays.reduce((sum, day) => sum + haveBy(waits, day - 1), haveBy(waits, days))
  const { people: count, partners: all } = populationOf(parameters)
  const value =
    people.beneficiaries * people.grant * granted +
    people.residents * people.bought * (paydays.length + 1) +
    count * people.start +
    all * partners.start
  return [{ of: 'issued', statistic: 'mean', value, formula: 'paydays Σ N a', nature: 'exact' }]
}

/** The days on which all get what they get, but for the first time. */
function paydaysOf({ people, months }: CirculationParameters): readonly number[] {
  const { lastOf, days } = calendarOf(months, { kind: 'none' })
  const isLast = new Set(lastOf)
  return Array.from({ length: days - 1 }, (_, before) => before + 1).filter((day) =>
    isDue(people.payday, day, isLast.has(day)),
  )
}

/** What people have once, spend at a blow and lose after so many days. */
function breakageForm(parameters: CirculationParameters): readonly ClosedForm[] {
  const { people, partners } = parameters
  const { expiry } = rulesOf(parameters.instrument)
  const { days } = calendarOf(parameters.months, { kind: 'none' })
  const isOnce = people.grant + people.bought + partners.start === 0 && people.start > 0
  const isPlain = people.spends === 'all' && people.knowing === 1 && people.leaving === 0
  const isTaken = parameters.needs.every(({ joined }) => joined === 1)
  if (expiry === null || expiry.days > days || !isOnce || !isPlain || !isTaken) return []
  if (partners.shops.people + partners.suppliers.people + partners.associations.people > 0)
    return []
  // Shops get it later, and may lose it as well.
  if (expiry.days * 2 <= days && partners.shops.change < 1) return []
  const { habit } = people
  const value =
    habit.kind === 'alike'
      ? breakage((habit.trips * 12) / 365.25, expiry.days)
      : mixedBreakage(habit, expiry.days)
  const formula = habit.kind === 'alike' ? '(1 − p)^k' : 'B(α, β + k) / B(α, β)'
  return [{ of: 'breakage', statistic: 'mean', value, formula, nature: 'exact' }]
}

/** Invoices of one amount between two who are drawn anew each time, in the long run. */
function refusedForm(parameters: CirculationParameters): readonly ClosedForm[] {
  const { invoices, network, partners } = parameters
  const { credit, payeeFee } = rulesOf(parameters.instrument)
  const { people, partners: count } = populationOf(parameters)
  const stays = partners.shops.keep + partners.suppliers.keep === 2
  if (invoices.each === 0 || invoices.spread > 0 || network.popularity > 0) return []
  if (people > 0 || Number(payeeFee) > 0 || !stays || count < 2 || credit?.above != null) return []
  const free = partners.start + (credit === null ? 0 : Number(credit.below))
  // What is less than an invoice cannot be moved.
  const value = refusedShare(count, count * Math.floor(free / invoices.amount))
  const form = { of: 'invoicesRefusedShare', statistic: 'mean', value } as const
  return [{ ...form, formula: '(N − 1) / (M + N − 1)', nature: 'limit' }]
}

/** Partners who have the same once, and ask for it or not in one month. */
function runForm(parameters: CirculationParameters): readonly ClosedForm[] {
  const { partners, economy, months, network, invoices, shocks } = parameters
  const rules = rulesOf(parameters.instrument)
  const { people, partners: count } = populationOf(parameters)
  const { shops, suppliers } = partners
  const isOne = months === 1 && partners.decides === 'month' && partners.part === 1
  const isAlike = network.suppliers === 0 || suppliers.change === shops.change
  const onlyAsks = shops.change + shops.keep === 1
  if (!isOne || !isAlike || !onlyAsks || people > 0 || partners.start === 0) return []
  if (invoices.each > 0 || shocks.length > 0 || network.joining + network.leaving > 0) return []
  const reserve = count * halfUp(partners.start, partOf(rules.backing))
  const paid = Math.floor(reserve / partners.start)
  const weights = defaultsWeights(count, shops.change, economy.correlation)
  const value = weights.slice(paid + 1).reduce((sum, one) => sum + one, 0)
  const formula = economy.correlation > 0 ? 'mixed binomial tail' : 'binomial tail'
  return [{ of: 'run', statistic: 'probability', value, formula, nature: 'exact' }]
}
