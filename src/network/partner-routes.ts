import type { z } from '@hono/zod-openapi'
import { type Api, createApi } from '../http/openapi.ts'
import { showPage } from '../http/paging.ts'
import { csvAnswer } from '../http/streaming.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Runtime } from '../runtime.ts'
import { acceptanceOf } from './core/agreement.ts'
import type { NetworkDesk } from './desk.ts'
import * as routes from './partner-routes-shapes.ts'
import { listCsv } from './routes-csv.ts'
import { type agreementShape, asked, type partnerShape } from './routes-shapes.ts'
import type { Agreement, Network, Outlet, Partner } from './service.ts'

interface PartnerRouteDeps {
  readonly network: Network
  readonly networkDesk: NetworkDesk
  readonly runtime: Runtime
}

type ShownPartner = z.infer<typeof partnerShape>

/** Partners, their agreements and their outlets, under `/api/v1`. */
export function partnerRoutes(deps: PartnerRouteDeps): Api {
  const { network, networkDesk: desk } = deps
  const api = createApi()
  api.openapi(routes.getOwnPartner, async (c) => {
    const partner = await network.findPartner(c.get('principal').partnerId ?? '')
    if (partner === undefined) {
      throw new DomainError('partner_not_found', 'There is no partner with the id of this key.')
    }
    const owed = await network.owedTo(partner)
    return c.json({ ...(await showOne(deps, partner)), owed: owed.toString() }, 200)
  })
  api.openapi(routes.listPartners, async (c) => {
    const query = c.req.valid('query')
    const found = await show(deps, await network.listPartners(asked(query)))
    return c.json(
      showPage(found, query.limit, (one) => one),
      200,
    )
  })
  api.openapi(routes.partnersCsv, async (c) => {
    const { limit: _, ...filters } = asked({ ...c.req.valid('query'), limit: 0 })
    const lines = listCsv(
      PARTNER_HEADS,
      async (page) => show(deps, await network.listPartners({ ...filters, ...page })),
      partnerCells,
    )
    const { body, headers } = await csvAnswer('partners', lines)
    return c.body(body, 200, headers)
  })
  api.openapi(routes.getPartner, async (c) => {
    const { id } = c.req.valid('param')
    const partner = await desk.findPartner(id, c.get('principal'))
    return c.json(await showOne(deps, partner), 200)
  })
  api.openapi(routes.admitPartner, async (c) => {
    const { area = null, ...given } = c.req.valid('json')
    const asks = { ...given, area }
    const { partner, created } = await desk.admitPartner(asks, c.get('principal'))
    const shown = await showOne(deps, partner)
    return created ? c.json(shown, 201) : c.json(shown, 200)
  })
  api.openapi(routes.changePartner, async (c) => {
    const { id } = c.req.valid('param')
    const partner = await desk.changePartner(id, c.req.valid('json'), c.get('principal'))
    return c.json(await showOne(deps, partner), 200)
  })
  agreementRoutes(api, deps)
  outletRoutes(api, deps)
  return api
}

function agreementRoutes(api: Api, deps: PartnerRouteDeps): void {
  const { networkDesk: desk } = deps
  api.openapi(routes.suspend, async (c) => {
    const { id } = c.req.valid('param')
    const step = await desk.stepPartner(id, 'suspend', c.req.valid('json'), c.get('principal'))
    return c.json(await showOne(deps, step), 200)
  })
  api.openapi(routes.resume, async (c) => {
    const { id } = c.req.valid('param')
    const step = await desk.stepPartner(id, 'resume', c.req.valid('json'), c.get('principal'))
    return c.json(await showOne(deps, step), 200)
  })
  api.openapi(routes.end, async (c) => {
    const { id } = c.req.valid('param')
    const step = await desk.stepPartner(id, 'end', c.req.valid('json'), c.get('principal'))
    return c.json(await showOne(deps, step), 200)
  })
  api.openapi(routes.getHistory, async (c) => {
    const { id } = c.req.valid('param')
    const { agreements, events } = await desk.historyOf(id, c.get('principal'))
    const shown = events.map(({ partnerId: _, recordedAt, ...event }) => ({
      ...event,
      recordedAt: recordedAt.toISOString(),
    }))
    return c.json({ agreements: agreements.map(showAgreement), events: shown }, 200)
  })
  api.openapi(routes.agree, async (c) => {
    const { id: partnerId } = c.req.valid('param')
    const { validUntil = null, products = null, categories = null, ...rest } = c.req.valid('json')
    const given = { ...rest, partnerId, validUntil, products, categories }
    const { agreement, created } = await desk.agree(given, c.get('principal'))
    const shown = showAgreement(agreement)
    return created ? c.json(shown, 201) : c.json(shown, 200)
  })
}

function outletRoutes(api: Api, { network, networkDesk: desk }: PartnerRouteDeps): void {
  api.openapi(routes.listOutlets, async (c) => {
    const query = c.req.valid('query')
    const { partnerId } = c.get('principal')
    const own = partnerId === undefined ? {} : { partnerId }
    const found = await network.listOutlets({ ...asked(query), ...own })
    return c.json(showPage(found, query.limit, showOutlet), 200)
  })
  api.openapi(routes.outletsCsv, async (c) => {
    const { limit: _, ...filters } = asked({ ...c.req.valid('query'), limit: 0 })
    const lines = listCsv(
      OUTLET_HEADS,
      (page) => network.listOutlets({ ...filters, ...page }),
      outletCells,
    )
    const { body, headers } = await csvAnswer('outlets', lines)
    return c.body(body, 200, headers)
  })
  api.openapi(routes.putOutlet, async (c) => {
    const { id: partnerId, outletId: id } = c.req.valid('param')
    const { openingHours = null, status, ...rest } = c.req.valid('json')
    const given = { ...rest, id, partnerId, openingHours, isOpen: status === 'open' }
    return c.json(showOutlet(await desk.putOutlet(given, c.get('principal'))), 200)
  })
}

/** Partners with whether they accept vouchers today. */
async function show(
  { network, runtime }: PartnerRouteDeps,
  partners: readonly Partner[],
): Promise<ShownPartner[]> {
  const today = romeDay(runtime.now())
  const ids = partners.map(({ id }) => id)
  const agreements = await network.agreementsOn(ids, today)
  return partners.map(({ payableAccountId: _, ...partner }) => {
    const agreement = agreements.get(partner.id)
    return {
      ...partner,
      categories: [...partner.categories],
      createdAt: partner.createdAt.toISOString(),
      acceptance: acceptanceOf(partner, agreement, today).status,
      validUntil: agreement?.validUntil ?? null,
    }
  })
}

async function showOne(deps: PartnerRouteDeps, partner: Partner): Promise<ShownPartner> {
  const [shown] = await show(deps, [partner])
  if (shown === undefined) throw new RangeError('one partner is shown as one')
  return shown
}

function showAgreement(agreement: Agreement): z.infer<typeof agreementShape> {
  const { products, categories, documents, recordedAt } = agreement
  return {
    ...agreement,
    products: products === null ? null : [...products],
    categories: categories === null ? null : [...categories],
    documents: [...documents],
    recordedAt: recordedAt.toISOString(),
  }
}

function showOutlet(outlet: Outlet) {
  return { ...outlet, closedAt: outlet.closedAt?.toISOString() ?? null }
}

/** The headings are those that an import takes; what it does not take stands behind. */
const PARTNER_HEADS = [
  ...['id', 'name', 'territory', 'kind', 'categories', 'status', 'unit', 'area'],
  ...['acceptance', 'valid_until', 'created_at'],
]

function partnerCells(partner: ShownPartner): readonly (string | null)[] {
  const { id, name, territoryId, kind, categories, status, unit, area } = partner
  return [
    ...[id, name, territoryId, kind, categories.join('|'), status, unit, area],
    ...[partner.acceptance, partner.validUntil, partner.createdAt],
  ]
}

const OUTLET_HEADS = ['id', 'partner_id', 'name', 'town', 'opening_hours', 'closed_at']

function outletCells(outlet: Outlet): readonly (string | null)[] {
  const { id, partnerId, name, town, openingHours, closedAt } = outlet
  return [id, partnerId, name, town, openingHours, closedAt?.toISOString() ?? null]
}
