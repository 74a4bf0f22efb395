import { addExamples } from './examples.ts'
import type { Api } from './openapi.ts'
import { problemSchema } from './problem.ts'
import { SECURITY_SCHEMES } from './security-schemes.ts'

/** What the document says about the whole service. */
export interface DocumentOptions {
  readonly version: string
}

/** The answers that the frame gives by itself; each is listed with the operations that can get it. */
const FRAME_ANSWERS = {
  400: ['InvalidRequest', 'The request has the wrong shape; `errors` names every wrong field.'],
  401: ['Unauthenticated', 'There is no key and no session, or it is not known any more.'],
  403: ['Forbidden', 'The caller has another role; the detail names those that may.'],
  413: ['BodyTooLarge', 'The body has more than 1 MB.'],
  415: ['UnsupportedMediaType', 'The body is not sent as application/json.'],
  429: ['TooManyFailures', 'Too many wrong tries came from this address; see Retry-After.'],
  500: ['InternalError', 'A fault of ours. The same request can be sent again safely.'],
  503: ['ServiceUnavailable', 'The database is away. The same request can be sent again safely.'],
} as const

type FrameStatus = keyof typeof FRAME_ANSWERS

const DESCRIPTION = `Solidarity vouchers on a double-entry ledger.

Amounts are strings of minor units (cents), times are RFC 3339, ids are UUIDs that the caller makes (version 7 is best).
Whatever is posted can be posted again with the same id and content: it is done once and answered the same.
Errors are RFC 9457 problems; programs decide by \`code\`, whose meanings are at [/problems](/problems).`

/** An operation of the document, as far as it is completed here. */
interface Operation {
  readonly security?: readonly unknown[]
  readonly requestBody?: unknown
  readonly parameters?: readonly unknown[]
  readonly responses: Record<string, unknown>
}

/**
 * Writes the OpenAPI 3.1 document of all routes that are mounted, from the schemas that validate them.
 * Source: OpenAPI Specification 3.1.1. A security requirement lists the roles that may call the operation
 * (section 4.8.30 lets a list name roles).
 */
export function openApiDocument(api: Api, { version }: DocumentOptions) {
  api.openAPIRegistry.register('Problem', problemSchema)
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'fra-noi',
      version,
      description: DESCRIPTION,
      license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
    },
    servers: [{ url: '/' }],
  })
  const schemas = document.components?.schemas ?? {}
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const operation of operationsOf(item)) {
      addFrameAnswers(operation)
      addExamples(path, operation, schemas)
    }
  }
  return {
    ...document,
    components: {
      ...document.components,
      securitySchemes: securitySchemes(),
      responses: frameAnswers(),
    },
  }
}

function securitySchemes() {
  return Object.fromEntries(
    Object.entries(SECURITY_SCHEMES).map(([name, { described }]) => [name, described]),
  )
}

function operationsOf(item: object): Operation[] {
  return Object.entries(item).flatMap(([method, operation]) =>
    ['get', 'post', 'put', 'patch', 'delete'].includes(method) ? [operation as Operation] : [],
  )
}

function addFrameAnswers(operation: Operation): void {
  const statuses: FrameStatus[] = [500, 503]
  if (operation.security !== undefined) statuses.push(401, 403, 429)
  if (operation.requestBody !== undefined) statuses.push(400, 413, 415)
  if (operation.parameters !== undefined) statuses.push(400)
  for (const status of statuses) {
    operation.responses[status] ??= { $ref: `#/components/responses/${FRAME_ANSWERS[status][0]}` }
  }
}

function frameAnswers() {
  const schema = { $ref: '#/components/schemas/Problem' }
  return Object.fromEntries(
    Object.values(FRAME_ANSWERS).map(([name, description]) => [
      name,
      { description, content: { 'application/problem+json': { schema } } },
    ]),
  )
}
