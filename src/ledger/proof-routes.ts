import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, problems, secured } from '../http/openapi.ts'
import { encodeCursor, pageOf, pageQuery } from '../http/paging.ts'
import { minorAmount, uuid } from '../http/schemas.ts'
import { DomainError } from '../kernel/errors.ts'
import { toHex } from './core/proof/text-codes.ts'
import type { Proofs, TreeHead } from './proof/service.ts'

const TAGS = ['proof']
const READERS = secured('administrator', 'treasurer', 'auditor')

const hashText = z.string().openapi({
  pattern: '^[0-9a-f]{64}$',
  description: 'SHA-256, hexadecimal.',
  example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
})
const countText = z.string().openapi({ pattern: '^(0|[1-9][0-9]{0,18})$', example: '4711' })
const microsText = z
  .string()
  .openapi({ format: 'date-time', example: '2026-05-04T09:30:00.000000Z' })

const treeHeadSchema = z
  .object({
    number: countText.openapi({ description: 'Heads are numbered 1, 2, 3, …' }),
    size: countText.openapi({ description: 'It covers the first so many transfers of the log.' }),
    root: hashText,
    time: microsText,
    jws: z.string().openapi({
      description:
        'The statement {log, size, root, time} as a compact JWS (EdDSA), for the keys of `/.well-known/jwks.json`.',
    }),
  })
  .openapi('TreeHead')

const inclusionSchema = z
  .object({
    leaf: z.string().openapi({
      description:
        'The transfer as one line of canonical JSON. Its bytes are the leaf: its hash is SHA-256 of the byte 0 and these.',
    }),
    leafIndex: countText.openapi({ description: 'Counted from 0: the position less one.' }),
    leafHash: hashText,
    path: z.array(hashText).openapi({ description: 'The audit path of RFC 9162, 2.1.3.' }),
    head: treeHeadSchema,
  })
  .openapi('InclusionProof')

const sizeAndRoot = z.object({ size: countText, root: hashText })
const consistencySchema = z
  .object({
    first: sizeAndRoot,
    second: sizeAndRoot,
    path: z.array(hashText).openapi({ description: 'The proof of RFC 9162, 2.1.4.' }),
  })
  .openapi('ConsistencyProof')

const getProof = createRoute({
  ...READERS,
  method: 'get',
  path: '/ledger/transfers/{id}/proof',
  operationId: 'getTransferProof',
  tags: TAGS,
  summary: 'The proof that a transfer is in the log, against a signed head',
  request: { params: z.object({ id: uuid }) },
  responses: {
    200: jsonAnswer('The proof.', inclusionSchema),
    ...problems({ 404: 'There is no such transfer.' }),
  },
})

const listHeads = createRoute({
  ...READERS,
  method: 'get',
  path: '/ledger/tree-heads',
  operationId: 'listTreeHeads',
  tags: TAGS,
  summary: 'What was signed about the log, oldest first',
  request: { query: pageQuery(z.tuple([minorAmount])) },
  responses: { 200: jsonAnswer('A page.', pageOf(treeHeadSchema)) },
})

const getLatestHead = createRoute({
  ...READERS,
  method: 'get',
  path: '/ledger/tree-heads/latest',
  operationId: 'getLatestTreeHead',
  tags: TAGS,
  summary: 'A signed head that covers every transfer committed so far',
  description: 'Signed now, if the log has grown since the last one.',
  responses: { 200: jsonAnswer('The head.', treeHeadSchema) },
})

const getConsistency = createRoute({
  ...READERS,
  method: 'get',
  path: '/ledger/consistency',
  operationId: 'getConsistencyProof',
  tags: TAGS,
  summary: 'The proof that the log of one size is the beginning of that of another',
  request: { query: z.strictObject({ first: minorAmount, second: minorAmount }) },
  responses: {
    200: jsonAnswer('The proof.', consistencySchema),
    ...problems({ 422: 'The log has no such sizes.' }),
  },
})

/** The addresses of the proofs, under `/api/v1`. */
export function proofRoutes({ proofs }: { readonly proofs: Proofs }): Api {
  const api = createApi()
  api.openapi(getProof, async (c) => {
    const proof = await proofs.prove(c.req.valid('param').id)
    if (proof === undefined) {
      throw new DomainError('transfer_not_found', 'There is no transfer with this id.')
    }
    const { leaf, leafIndex, leafHash, path, head } = proof
    const body = {
      leaf,
      leafIndex: leafIndex.toString(),
      leafHash: toHex(leafHash),
      path: path.map(toHex),
      head: showHead(head),
    }
    return c.json(body, 200)
  })
  api.openapi(listHeads, async (c) => {
    const { limit, cursor } = c.req.valid('query')
    const afterNumber = cursor?.[0] ?? 0n
    const found = await proofs.listHeads({ limit: limit + 1, afterNumber })
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    const nextCursor =
      last !== undefined && found.length > limit ? encodeCursor([last.number.toString()]) : null
    return c.json({ items: shown.map(showHead), nextCursor }, 200)
  })
  api.openapi(getLatestHead, async (c) => c.json(showHead(await proofs.head()), 200))
  api.openapi(getConsistency, async (c) => {
    const { first, second } = c.req.valid('query')
    const proof = await proofs.proveConsistency(first, second)
    const show = ({ size, root }: { readonly size: bigint; readonly root: Uint8Array }) => ({
      size: size.toString(),
      root: toHex(root),
    })
    const path = proof.path.map(toHex)
    return c.json({ first: show(proof.first), second: show(proof.second), path }, 200)
  })
  return api
}

/** A signed head as JSON carries it. */
export function showHead(head: TreeHead): z.infer<typeof treeHeadSchema> {
  const { number, size, root, time, jws } = head
  return { number: number.toString(), size: size.toString(), root: toHex(root), time, jws }
}
