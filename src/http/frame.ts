import type { Context, Next } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import type { Logger } from 'pino'
import type { AddressBlock } from '../kernel/addresses.ts'
import type { Runtime } from '../runtime.ts'
import { completeHeaders } from './answer.ts'
import type { Authenticator } from './authenticator.ts'
import type { AppEnv } from './env.ts'
import { answerFailure } from './failures.ts'
import { readJsonBody } from './json-body.ts'
import { type Api, createApi } from './openapi.ts'
import { problem } from './problem.ts'
import { logRequest, nameRequest } from './request-log.ts'
import { securityHeaders } from './security-headers.ts'

export interface FrameOptions {
  readonly log: Logger
  readonly runtime: Runtime
  /** Where people reach the service, like `https://voucher.example`; no slash at the end. */
  readonly publicUrl: string
  readonly authenticator: Authenticator
  /** The proxies whose word on who asks is taken; none where nothing is said. */
  readonly trustedProxies?: readonly AddressBlock[]
}

/**
 * The router that everything is mounted on: it names, logs and limits each request, and answers what goes wrong
 * with a problem. Mount the routes, then call {@link answerUnknownRoutes}.
 */
export function createFrame(options: FrameOptions): Api {
  const frame = createApi()
  frame.onError(answerFailure)
  frame.use(openEnvelope(options))
  frame.use('/api/*', readJsonBody())
  return frame
}

/** What goes around every request: its name, the headers of every answer, and its line in the log. */
function openEnvelope(options: FrameOptions) {
  const { log, runtime, publicUrl, authenticator, trustedProxies = [] } = options
  const headersFor = securityHeaders(publicUrl)
  const problemsUrl = `${publicUrl}/problems`
  return async (c: Context<AppEnv>, next: Next): Promise<void> => {
    const startMs = runtime.now()
    const requestId = nameRequest(c, runtime)
    c.set('requestId', requestId)
    c.set('log', log)
    c.set('problemsUrl', problemsUrl)
    c.set('authenticator', authenticator)
    c.set('trustedProxies', trustedProxies)
    c.set('frameHeaders', { ...headersFor(c.req.path), 'x-request-id': requestId })
    await next()
    completeHeaders(c)
    logRequest(c, runtime.now() - startMs)
  }
}

/**
 * Answers 405 with `Allow` where the address exists for other methods, 404 where it does not exist. Call it last.
 *
 * @param pageFor the page for a person whose address leads nowhere; `undefined` where a program asks
 */
export function answerUnknownRoutes(
  frame: Api,
  pageFor: (c: Context<AppEnv>) => Promise<Response> | undefined = () => undefined,
): void {
  const known = new TrieRouter<string>()
  for (const route of frame.routes) {
    if (route.method !== 'ALL') known.add('ALL', route.path, route.method)
  }
  frame.notFound((c) => {
    const methods = new Set(known.match('ALL', c.req.path)[0].map(([method]) => method))
    if (methods.has('GET')) methods.add('HEAD')
    // A route whose handler found nothing, as for a file that is not there, takes the method all the same.
    if (methods.size === 0 || methods.has(c.req.method)) {
      const page = pageFor(c)
      if (page !== undefined) return page
      return problem(c, 'route_not_found', {
        detail: 'There is nothing at this address. /docs lists those that exist.',
      })
    }
    const allow = [...methods].sort().join(', ')
    return problem(c, 'method_not_allowed', {
      detail: `This address takes ${allow}, not ${methodName(c.req.method)}.`,
      headers: { allow },
    })
  })
}

/** A method is whatever the client wrote; only the shape of a real one is repeated. */
function methodName(method: string): string {
  return /^[A-Z]{1,20}$/.test(method) ? method : 'this method'
}
