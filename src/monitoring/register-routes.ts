import { type Api, createApi } from '../http/openapi.ts'
import { pageRows } from '../http/paging.ts'
import { csvAnswer } from '../http/streaming.ts'
import { given } from './core/given.ts'
import type { EntryVersion, Register } from './register.ts'
import * as routes from './register-routes-shapes.ts'

/** The register of what the work programme did, under `/api/v1`. */
export function registerRoutes({ register }: { readonly register: Register }): Api {
  const api = createApi()
  api.openapi(routes.listEntries, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query')
    const after = cursor === undefined ? {} : { after: cursor }
    const found = await register.list({ ...filter, ...after, limit: limit + 1 })
    const { rows: items, nextCursor } = pageRows(found, limit, (last) => [last.day, last.id])
    return c.json({ items: items.map(show), nextCursor }, 200)
  })
  api.openapi(routes.getCsv, async (c) => {
    const { body, headers } = await csvAnswer('register', register.csv(c.req.valid('query')))
    return c.body(body, 200, headers)
  })
  api.openapi(routes.importEntries, async (c) => {
    const result = await register.importFile(c.req.valid('json'), c.get('principal'))
    return c.json({ ...result, faults: [...result.faults] }, 200)
  })
  api.openapi(routes.getEntry, async (c) => {
    const versions = await register.versions(c.req.valid('param').id)
    return c.json({ items: versions.map(show) }, 200)
  })
  api.openapi(routes.tellEntry, async (c) => {
    const { programmeId, reference, version, reason, details, tookPart, ...rest } =
      c.req.valid('json')
    const { id } = c.req.valid('param')
    const content = { ...rest, details: given(details), tookPart: given(tookPart) }
    const entry = { id, programmeId, reference, version, reason, content }
    return c.json(show(await register.tell(entry, c.get('principal'))), 200)
  })
  return api
}

function show({ changedAt, documents, details, tookPart, ...rest }: EntryVersion) {
  return {
    ...rest,
    details: { ...details },
    tookPart: { ...tookPart },
    documents: documents.map(({ sha256, name }) => ({ sha256, name })),
    changedAt: changedAt.toISOString(),
  }
}
