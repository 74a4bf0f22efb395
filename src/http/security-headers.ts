import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './env.ts'

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]

/** For pages of ours: everything from this service, nothing inline, in nobody's frame. */
export const PAGE_CSP = PAGE_POLICY.join('; ')

/** For the till alone: its reader of QR codes is WebAssembly. `eval` of text stays forbidden. */
export const TILL_CSP = PAGE_POLICY.map((rule) =>
  rule.startsWith('script-src') ? `${rule} 'wasm-unsafe-eval'` : rule,
).join('; ')

/** For whatever is not a page. */
export const DATA_CSP = "default-src 'none'; frame-ancestors 'none'"

export const CAMERA_ALLOWED = 'camera=(self), microphone=(), geolocation=()'
const CAMERA_FORBIDDEN = 'camera=(), microphone=(), geolocation=()'

const HSTS = 'max-age=31536000; includeSubDomains'

/**
 * Sets what browsers are to hold themselves to. The strictest policy is the default; a page sets
 * its own afterwards: `c.header('content-security-policy', PAGE_CSP)`.
 *
 * @param publicUrl where people reach the service; with https, browsers are told never to use http again
 */
export function securityHeaders(publicUrl: string): MiddlewareHandler<AppEnv> {
  const isHttps = publicUrl.startsWith('https:')
  return async (c, next) => {
    c.header('content-security-policy', DATA_CSP)
    c.header('permissions-policy', CAMERA_FORBIDDEN)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    c.header('cross-origin-opener-policy', 'same-origin')
    c.header('cross-origin-resource-policy', 'same-origin')
    if (isHttps) c.header('strict-transport-security', HSTS)
    if (c.req.path.startsWith('/api/')) c.header('cache-control', 'no-store')
    await next()
  }
}
