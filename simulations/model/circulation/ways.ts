import type { InstrumentRules, Party } from '../../../src/currency/core/rules.ts'
import { presetRules } from './instrument.ts'

/** What somebody does with what is held, by chances. */
interface Row {
  readonly people: number
  readonly shops: number
  readonly suppliers: number
  readonly associations: number
  readonly change: number
}

/** Of a scenario what says who pays whom. */
interface Payers {
  readonly instrument: { readonly rules: string }
  readonly people: {
    readonly beneficiaries: number
    readonly residents: number
    readonly grant: number
    readonly bought: number
    readonly start: number
    readonly spends: 'needs' | 'all'
  }
  readonly tokens: unknown
  readonly network: { readonly suppliers: number; readonly associations: number }
  readonly partners: {
    readonly shops: Row
    readonly suppliers: Row
    readonly associations: Row
  }
  readonly invoices: { readonly each: number }
}

interface Fault {
  readonly path: string
  readonly message: string
}

const PAYEES: Readonly<Record<Exclude<keyof Row, 'change'>, Party>> = {
  people: 'person',
  shops: 'partner',
  suppliers: 'partner',
  associations: 'association',
}

/** Payments and issues of a scenario that the rules of its instrument do not allow. */
export function wayFaults(payers: Payers): readonly Fault[] {
  const { people, network, partners, invoices, tokens } = payers
  const rules = presetRules(payers.instrument.rules)
  const faults: Fault[] = []
  const refuse = (path: string, message: string) => faults.push({ path, message })
  const mayPay = (from: Party, to: Party) =>
    rules.payments.some((way) => way.from === from && way.to === to)
  const pays = mayPay('person', 'partner') || mayPay('person', 'programme')
  if (people.beneficiaries + people.residents > 0 && !pays) {
    refuse('people', 'by these rules people do not pay with it: there are none')
  }
  if (invoices.each > 0 && !mayPay('partner', 'partner')) {
    refuse('invoices.each', 'by these rules a partner may not pay a partner')
  }
  if (tokens !== null && people.spends === 'all') {
    refuse('people.spends', 'where there are tokens, people buy what they need')
  }
  if (rules.issuance.by === 'gift') refuse('instrument.rules', 'it is discount tokens: tokens')
  const given = people.grant + people.bought
  if (['universal', 'credit'].includes(rules.issuance.by) && given > 0) {
    refuse('people.grant', 'by these rules it is neither granted nor bought: 0 EUR')
  }
  const rows: readonly (readonly [string, Row, Party, number])[] = [
    ['shops', partners.shops, 'partner', 1],
    ['suppliers', partners.suppliers, 'partner', network.suppliers],
    ['associations', partners.associations, 'association', network.associations],
  ]
  for (const [name, row, from, count] of rows) {
    if (count > 0) faults.push(...rowFaults(`partners.${name}`, row, from, rules))
  }
  return faults
}

function rowFaults(path: string, row: Row, from: Party, rules: InstrumentRules): readonly Fault[] {
  const faults = Object.entries(PAYEES).flatMap(([way, to]): readonly Fault[] => {
    const isAllowed = rules.payments.some((one) => one.from === from && one.to === to)
    if (row[way as keyof typeof PAYEES] === 0 || isAllowed) return []
    const message = `by these rules a ${from} may not pay a ${to}: 0 %`
    return [{ path: `${path}.${way}`, message }]
  })
  if (row.change === 0 || rules.redemption?.by.includes(from) === true) return faults
  return [...faults, { path: `${path}.change`, message: `a ${from} may not change it: 0 %` }]
}
