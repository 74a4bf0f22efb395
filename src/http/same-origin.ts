import type { HonoRequest, MiddlewareHandler } from 'hono'
import type { AppEnv } from './env.ts'
import { problem } from './problem.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may have come from a page of this service. What changes nothing always may. Browsers tell with
 * `Sec-Fetch-Site`, over plain http with `Origin`; what tells neither did not come from a page.
 * Source: Fetch Metadata Request Headers, W3C.
 */
export function isFromOurPages(request: HonoRequest, publicUrl: string): boolean {
  if (SAFE.has(request.method)) return true
  const site = request.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  return request.header('origin') === new URL(publicUrl).origin
}

/** Refuses what changes something and comes from elsewhere. For addresses that set or end a session. */
export function onlyFromOurPages(publicUrl: string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (isFromOurPages(c.req, publicUrl)) return next()
    return problem(c, 'cross_site_request', {
      detail: 'This request did not come from a page of this service.',
    })
  }
}
