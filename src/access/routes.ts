import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer } from '../http/openapi.ts'
import type { SigningKeys } from './keys.ts'

/** So long others may keep the set, seconds. Whoever meets a key that is not in it asks again. */
const KEPT_SECONDS = 300

const jwksShape = z
  .object({
    keys: z.array(
      z.object({
        kty: z.enum(['EC', 'OKP']),
        crv: z.enum(['P-256', 'Ed25519']),
        x: z.string(),
        y: z.string().optional().openapi({ description: 'Of P-256 only.' }),
        kid: z.string().optional().openapi({ description: 'The RFC 7638 thumbprint.' }),
        use: z.string().optional().openapi({ example: 'sig' }),
        alg: z.enum(['ES256', 'EdDSA']).optional(),
      }),
    ),
  })
  .openapi('KeySet')

const getKeys = createRoute({
  method: 'get',
  path: '/.well-known/jwks.json',
  operationId: 'getKeySet',
  tags: ['keys'],
  summary:
    'The public keys of cards, phone tokens, receipts and tree heads, retired ones too (RFC 7517)',
  responses: { 200: jsonAnswer('The key set.', jwksShape) },
})

/** The public halves of the signing keys, for everybody. Mounted at the root, where RFC 8615 puts it. */
export function keyRoutes({ keys }: { readonly keys: SigningKeys }): Api {
  const api = createApi()
  api.openapi(getKeys, async (c) => {
    const published = await keys.jwks()
    const body = { keys: published.keys.map((key) => ({ ...key })) }
    return c.json(body, 200, { 'cache-control': `public, max-age=${KEPT_SECONDS}` })
  })
  return api
}
