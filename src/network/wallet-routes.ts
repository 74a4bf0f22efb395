import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, secured } from '../http/openapi.ts'
import { idText } from '../http/schemas.ts'
import { romeDay } from '../kernel/days.ts'
import type { Runtime } from '../runtime.ts'
import type { Network, Outlet, Partner } from './service.ts'

const placeShape = z
  .object({
    partnerId: idText,
    name: z.string().openapi({ example: 'Alimentari Rossi' }),
    /** The outlet, where the partner has several under names of their own. */
    outlet: z.string().nullable().openapi({ example: 'Via Italia 12' }),
    town: z.string().openapi({ example: 'Biella' }),
    openingHours: z.string().nullable().openapi({ example: 'lun-sab 8-19' }),
    kind: z.string().openapi({ example: 'shop' }),
    unit: z.string().openapi({ example: 'EUR' }),
    categories: z.array(z.string()).openapi({ example: ['food'] }),
  })
  .openapi('WalletPlace')

const listPlaces = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/places',
  operationId: 'listWalletPlaces',
  tags: ['wallets'],
  summary: 'Where vouchers are good today, by town: partners with an agreement, and their outlets',
  responses: { 200: jsonAnswer('All.', z.object({ items: z.array(placeShape) })) },
})

type Place = z.input<typeof placeShape>

const PAGE = 500

/** What the wallet asks of the network. It is the same for everybody, and says nothing about money. */
export function walletPlaceRoutes(deps: {
  readonly network: Network
  readonly runtime: Runtime
}): Api {
  const api = createApi()
  api.openapi(listPlaces, async (c) => c.json({ items: await placesOf(deps) }, 200))
  return api
}

async function placesOf({
  network,
  runtime,
}: {
  readonly network: Network
  readonly runtime: Runtime
}): Promise<Place[]> {
  const partners = await everyPage((after) =>
    network.listPartners({ limit: PAGE, status: 'active', ...after }),
  )
  const outlets = await everyPage((after) => network.listOutlets({ limit: PAGE, ...after }))
  const ids = partners.map(({ id }) => id)
  const agreements = await network.agreementsOn(ids, romeDay(runtime.now()))
  const territories = await network.findTerritories(partners.map((one) => one.territoryId))
  const open = groupOpen(outlets)
  const places = partners.flatMap((partner) => {
    const agreed = agreements.get(partner.id)
    if (agreed === undefined) return []
    const accepted = agreed.categories
    const categories = partner.categories.filter((one) => accepted?.includes(one) ?? true)
    const town = territories.get(partner.territoryId)?.name ?? partner.territoryId
    return placesAt({ ...partner, categories }, open.get(partner.id) ?? [], town)
  })
  const order = new Intl.Collator('it').compare
  return places.sort((a, b) => order(a.town, b.town) || order(a.name, b.name))
}

function placesAt(
  { id: partnerId, name, kind, unit, categories }: Partner,
  outlets: readonly Outlet[],
  town: string,
): Place[] {
  const partner = { partnerId, name, kind, unit, categories: [...categories] }
  if (outlets.length === 0) return [{ ...partner, outlet: null, town, openingHours: null }]
  return outlets.map((outlet) => ({
    ...partner,
    outlet: outlet.name,
    town: outlet.town,
    openingHours: outlet.openingHours,
  }))
}

function groupOpen(outlets: readonly Outlet[]): ReadonlyMap<string, readonly Outlet[]> {
  const found = new Map<string, Outlet[]>()
  for (const outlet of outlets) {
    if (outlet.closedAt !== null) continue
    found.set(outlet.partnerId, [...(found.get(outlet.partnerId) ?? []), outlet])
  }
  return found
}

async function everyPage<Item extends { readonly id: string }>(
  read: (after: { readonly after?: string }) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const all: Item[] = []
  let page: readonly Item[]
  do {
    const last = all.at(-1)
    page = await read(last === undefined ? {} : { after: last.id })
    all.push(...page)
  } while (page.length === PAGE)
  return all
}
