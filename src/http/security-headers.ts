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

/**
 * For the till alone: its reader of QR codes is WebAssembly, and it can be installed. `eval` of text stays forbidden.
 */
export const TILL_CSP = [
  ...PAGE_POLICY.map((rule) =>
    rule.startsWith('script-src') ? `${rule} 'wasm-unsafe-eval'` : rule,
  ),
  "worker-src 'self'",
  "manifest-src 'self'",
].join('; ')

/** For the demonstration alone: a page with a phone and a till of ours beside each other. */
export const DEMO_CSP = [...PAGE_POLICY, "frame-src 'self'"].join('; ')

/** For what stands in these two frames. */
export const FRAMED_PAGE_CSP = framedByUs(PAGE_CSP)
export const FRAMED_TILL_CSP = framedByUs(TILL_CSP)

/** For the till's worker, which fetches the till's page and files and does nothing else. */
export const WORKER_CSP = "default-src 'none'; connect-src 'self'"

/** For whatever is not a page. */
export const DATA_CSP = "default-src 'none'; frame-ancestors 'none'"

export const CAMERA_ALLOWED = 'camera=(self), microphone=(), geolocation=()'
const CAMERA_FORBIDDEN = 'camera=(), microphone=(), geolocation=()'

const HSTS = 'max-age=31536000; includeSubDomains'

const STRICTEST = {
  'content-security-policy': DATA_CSP,
  'permissions-policy': CAMERA_FORBIDDEN,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

/**
 * What browsers are to hold themselves to, by path. The strictest policy is the default, and an answer that sets a header
 * itself keeps its own: `c.header('content-security-policy', PAGE_CSP)`.
 *
 * @param publicUrl where people reach the service; with https, browsers are told never to use http again
 */
export function securityHeaders(
  publicUrl: string,
): (path: string) => Readonly<Record<string, string>> {
  const isHttps = publicUrl.startsWith('https:')
  const ofPages = { ...STRICTEST, ...(isHttps ? { 'strict-transport-security': HSTS } : {}) }
  const ofApi = { ...ofPages, 'cache-control': 'no-store' }
  return (path) => (path.startsWith('/api/') ? ofApi : ofPages)
}

function framedByUs(policy: string): string {
  return policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
}
