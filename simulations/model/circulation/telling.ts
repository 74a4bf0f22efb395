import type { Path } from '../model.ts'
import { ACCOUNT } from './layout.ts'
import { giniOf, topShareOf } from './measures.ts'
import { OUTPUT, type OutputName } from './outputs.ts'
import type { Owner, Purses } from './purses.ts'

const YEAR_DAYS = 365.25

/** The figures of a path of the reference, from what its owners hold at the end. */
export function tellPath(
  { outputs, books }: Path,
  purses: Purses,
  owners: readonly Owner[],
  told: {
    readonly days: number
    readonly takesEuro: boolean
    /** Of receipts what people had paid in advance, added up over the days. */
    readonly advanced: number | undefined
  },
): void {
  const set = (name: OutputName, value: number) => {
    outputs[OUTPUT[name]] = value
  }
  const of = (name: OutputName) => outputs[OUTPUT[name]] ?? 0
  set('issued', -books.balance(ACCOUNT.issued))
  set('demurrage', books.balance(ACCOUNT.demurrage))
  set('stockAtEnd', purses.stock)
  set('stockYears', of('stockYears') / YEAR_DAYS)
  set('spent', purses.spent)
  set('met', purses.spent + of('discounts') + of('euro') + of('unpaid'))
  set('outlay', purses.spent + of('elsewhere'))
  const { days, advanced } = told
  if (!told.takesEuro) set('inNetwork', purses.spent)
  set('repaidYears', of('repaidYears') / YEAR_DAYS)
  const people = owners.filter(({ party }) => party === 'person')
  set('unspent', of('unspent') + sumOf(people.map((person) => purses.balance(person))))
  set('heldYears', purses.heldDays / YEAR_DAYS)
  set('moved', purses.moved)
  set('waitYears', purses.waitDays / YEAR_DAYS)
  set('lagYears', purses.lagDays / YEAR_DAYS)
  const partners = owners.filter(({ party }) => party === 'partner')
  const shops = partners.filter(({ trade }) => trade === 'shops')
  const burdens = shops.map(({ discounts, takings }) =>
    discounts > 0 ? discounts / (discounts + takings) : 0,
  )
  set('taken', sumOf(shops.map(({ takings }) => takings)))
  set('worstDiscount', Math.max(0, ...burdens))
  const sorted = Float64Array.from(partners, ({ takings }) => takings).sort()
  set('gini', giniOf(sorted))
  set('topTenth', topShareOf(sorted, 0.1))
  set('topHundredth', topShareOf(sorted, 0.01))
  const granted = owners.filter(({ isBeneficiary }) => isBeneficiary)
  if (granted.length === 0) return
  const toHave = granted.map(({ handover, firstRepaid }) => {
    if (advanced === undefined) return Math.min(handover, days)
    return firstRepaid === 0 ? days : firstRepaid
  })
  set('advancedEach', (advanced ?? 0) / days / granted.length)
  const toUse = granted.map(({ firstUse }) => (firstUse === 0 ? days : firstUse))
  set('daysToHave', sumOf(toHave) / granted.length)
  set('daysToUse', sumOf(toUse) / granted.length)
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0)
}
