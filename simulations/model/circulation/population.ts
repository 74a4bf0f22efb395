import type { CirculationParameters } from './parameters.ts'

/** How many there are of each kind. Holders are numbered: people, shops, suppliers, associations. */
export interface Population {
  readonly people: number
  readonly shops: number
  /** Shops and suppliers. */
  readonly partners: number
  readonly associations: number
  readonly holders: number
}

export function populationOf({ people, needs, network }: CirculationParameters): Population {
  const count = people.beneficiaries + people.residents
  const shops = needs.reduce((sum, one) => sum + one.shops, 0)
  const partners = shops + network.suppliers
  const { associations } = network
  return { people: count, shops, partners, associations, holders: count + partners + associations }
}
