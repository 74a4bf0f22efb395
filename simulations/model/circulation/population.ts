import type { CirculationParameters } from './parameters.ts'

/** How many there are of each kind. Holders are numbered: people, shops, suppliers, associations, receipts. */
export interface Population {
  readonly people: number
  readonly shops: number
  /** Shops and suppliers. */
  readonly partners: number
  readonly associations: number
  /** The holder of what is claimed by receipts and not repaid yet; -1 where there are no receipts. */
  readonly claims: number
  readonly holders: number
}

export function populationOf(parameters: CirculationParameters): Population {
  const { people, needs, network, receipts } = parameters
  const count = people.beneficiaries + people.residents
  const shops = needs.reduce((sum, one) => sum + one.shops, 0)
  const partners = shops + network.suppliers
  const { associations } = network
  const owners = count + partners + associations
  const claims = receipts === null ? -1 : owners
  const holders = receipts === null ? owners : owners + 1
  return { people: count, shops, partners, associations, claims, holders }
}
