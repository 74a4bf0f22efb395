/** The parts of an OpenAPI 3.1 document that the tests look at. */
export interface OpenApiDocument {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface OpenApiOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: JsonSchema
    readonly example?: unknown
  }[]
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>
  }
  readonly responses: Readonly<
    Record<
      string,
      { readonly $ref?: string; readonly description?: string; readonly content?: object }
    >
  >
}

export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: unknown
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly example?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
}

export interface NamedOperation extends OpenApiOperation {
  readonly method: string
  readonly path: string
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Every operation, with its method and path. */
export function operationsOf(document: OpenApiDocument): NamedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
}

/** What a `$ref` within the document points to; `undefined` where it points to nothing. */
export function resolveRef(document: OpenApiDocument, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined
  let value: unknown = document
  for (const step of ref.slice(2).split('/')) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  }
  return value
}

/** Every `$ref` of the document. */
export function refsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : refsOf(inner),
  )
}

/** The schema itself, or the one it refers to; of one that may be null, what else it may be. */
export function schemaAt(document: OpenApiDocument, schema: JsonSchema): JsonSchema {
  const here =
    schema.$ref === undefined ? schema : (resolveRef(document, schema.$ref) as JsonSchema)
  if (typeof here.type === 'string' || here.type === undefined) return here
  const types = here.type.filter((type) => type !== 'null')
  return types.length === 1 ? { ...here, type: types[0] ?? 'null' } : here
}

/** A schema and all schemas inside it, each with its path. */
export function schemasWithin(
  document: OpenApiDocument,
  schema: JsonSchema,
  path = '',
): { readonly path: string; readonly schema: JsonSchema }[] {
  const here = schemaAt(document, schema)
  const inner: [string, JsonSchema][] = [
    ...Object.entries(here.properties ?? {}).map(([name, s]): [string, JsonSchema] => [
      `.${name}`,
      s,
    ]),
    ...(here.items === undefined ? [] : ([['[]', here.items]] as [string, JsonSchema][])),
    ...[...(here.anyOf ?? []), ...(here.oneOf ?? []), ...(here.allOf ?? [])].map(
      (s, i): [string, JsonSchema] => [`|${i}`, s],
    ),
  ]
  return [
    { path, schema: here },
    ...inner.flatMap(([step, s]) => schemasWithin(document, s, `${path}${step}`)),
  ]
}
