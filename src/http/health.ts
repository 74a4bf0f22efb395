import { createRoute, z } from '@hono/zod-openapi'
import { DomainError } from '../kernel/errors.ts'
import { type Api, createApi, jsonAnswer, problems } from './openapi.ts'

/** Why the service cannot work now, as a sentence; `undefined` where it can. */
export type ReadinessCheck = () => Promise<string | undefined>

const CHECK_MS_MAX = 2_000

const aliveRoute = createRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'isAlive',
  tags: ['service'],
  summary: 'Whether the process answers',
  responses: {
    200: jsonAnswer('It does.', z.object({ status: z.literal('alive') })),
  },
})

const readyRoute = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'isReady',
  tags: ['service'],
  summary: 'Whether the service can work: its database answers and has the form it expects',
  responses: {
    200: jsonAnswer('It can.', z.object({ status: z.literal('ready') })),
    ...problems({ 503: 'It cannot; the detail says why.' }),
  },
})

/** For whoever watches over the process: is it alive, is it ready. */
export function healthRoutes(check: ReadinessCheck): Api {
  const api = createApi()
  api.openapi(aliveRoute, (c) => c.json({ status: 'alive' as const }, 200))
  api.openapi(readyRoute, async (c) => {
    const reason = await withinTime(check)
    if (reason === undefined) return c.json({ status: 'ready' as const }, 200)
    throw new DomainError('service_unavailable', reason)
  })
  return api
}

/** A database that hangs is as good as none. */
async function withinTime(check: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('The database does not answer in time.'), CHECK_MS_MAX)
  })
  try {
    return await Promise.race([check(), late])
  } catch {
    return 'The database does not answer.'
  } finally {
    clearTimeout(timer)
  }
}
