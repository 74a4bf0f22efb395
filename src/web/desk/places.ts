import type { Principal } from '../../access/core/principal.ts'
import type { ContactPoint, Network } from '../../network/service.ts'

/** A territory by its name. */
export interface Place {
  readonly id: string
  readonly name: string
}

const PAGE = 200

/** Every territory, by name. */
export async function allPlaces({ listTerritories }: Network): Promise<readonly Place[]> {
  const found: Place[] = []
  for (let after: string | undefined; ; after = found.at(-1)?.id) {
    const page = await listTerritories({ limit: PAGE, ...(after === undefined ? {} : { after }) })
    found.push(...page)
    if (page.length < PAGE) return found.sort((a, b) => a.name.localeCompare(b.name))
  }
}

/** The contact points that somebody works for, by id. */
export function contactPointsOf(
  { listContactPoints }: Network,
  { contactPointIds }: Principal,
): Promise<readonly ContactPoint[]> {
  const ids = contactPointIds === undefined ? {} : { ids: contactPointIds }
  return listContactPoints({ limit: PAGE, ...ids })
}
