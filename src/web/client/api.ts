/**
 * What became of a call. `answered`: the service did what was asked, or said no as a plain answer.
 * `refused`: the service would not (a problem with its `code`). `unknown`: no answer came back that
 * tells whether the service did it.
 */
export type Reply =
  | { readonly kind: 'answered'; readonly body: unknown }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly code: string
      readonly title: string
      /** What the problem says beyond its sentence. */
      readonly details?: unknown
    }
  | { readonly kind: 'unknown' }

export interface Call {
  /** Without one, the session of whoever signed in in this browser goes along. */
  readonly key?: string
  /** What stands in `Authorization`, where it is no key. */
  readonly authorization?: string
  /** Path under `/api/v1`, such as `/redemptions?limit=10`. */
  readonly path: string
  /** POST with a body and GET without one, if not said otherwise. */
  readonly method?: 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: unknown
  readonly timeoutMs?: number
  /** Told the time of whoever answered, in milliseconds since 1970. */
  readonly onTime?: (milliseconds: number) => void
}

const TIMEOUT_MS = 10_000
/** What our service refuses with (RFC 9457). */
const PROBLEM_TYPE = /^application\/problem\+json *(;|$)/i

/** Calls the service's API on the page's own origin. Never throws. */
export async function callApi(call: Call): Promise<Reply> {
  const { key, path, method, body, timeoutMs = TIMEOUT_MS } = call
  const authorization = key === undefined ? call.authorization : `Bearer ${key}`
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    const response = await fetch(`/api/v1${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
      cache: 'no-store',
      credentials: authorization === undefined ? 'same-origin' : 'omit',
    })
    const answeredAt = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(answeredAt)) call.onTime?.(answeredAt)
    if (response.ok) return { kind: 'answered', body: await readBody(response) }
    // A refusal by anything else than our service (a Wi-Fi portal, a gateway) says nothing about ours.
    const type = response.headers.get('content-type') ?? ''
    if (!PROBLEM_TYPE.test(type)) return { kind: 'unknown' }
    const problem: unknown = await response.json()
    const code = textOf(problem, 'code')
    if (code === undefined || code === '') return { kind: 'unknown' }
    if (!isFinal(response.status) && code !== 'sign_in_wait') return { kind: 'unknown' }
    return {
      kind: 'refused',
      status: response.status,
      code,
      title: textOf(problem, 'detail') ?? textOf(problem, 'title') ?? '',
      details: propertyOf(problem, 'details'),
    }
  } catch {
    return { kind: 'unknown' }
  }
}

/** The property of an object, where it is one and has it. */
export function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** The property of an object, where it is a text. */
export function textOf(value: unknown, name: string): string | undefined {
  const found = propertyOf(value, name)
  return typeof found === 'string' ? found : undefined
}

/** The items of a list answer `{"items": [...]}`. */
export function itemsOf(value: unknown): readonly unknown[] {
  const items = propertyOf(value, 'items')
  return Array.isArray(items) ? items : []
}

function readBody(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? ''
  if (type === 'application/pdf') return response.blob()
  return type.includes('json') ? response.json() : response.text()
}

/** A refusal that stays one. After the others, nobody knows whether the work was done, or asking later helps. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status)
}
