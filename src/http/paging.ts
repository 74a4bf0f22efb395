import { z } from '@hono/zod-openapi'
import { parsedText } from './schemas.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50
const CURSOR_LENGTH_MAX = 400

/**
 * The query of a list: `limit` (1 to 200, 50 if not given) and `cursor` (what `nextCursor` said).
 * Add a list's own filters with `.extend({ status: … })`.
 *
 * @param position what a cursor holds: the sort key of the last item of the page before
 * @example request: { query: pageQuery(z.tuple([uuid])) }
 */
export function pageQuery<Position>(position: z.ZodType<Position>) {
  return z.strictObject({ limit: pageLimit, cursor: cursorOf(position).optional() })
}

/**
 * Writes where a page ended, so that `pageQuery` with the same shape can read it. Opaque to clients.
 *
 * @example encodeCursor(['018f3a5e-0000-7000-8000-000000000001'])
 */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/**
 * A page of what was found, of which one more than `limit` was asked for.
 *
 * @param position where it ends, of its last item: what {@link pageQuery} reads
 * @example pageRows(await list({ limit: limit + 1 }), limit, ({ day, id }) => [day, id])
 */
export function pageRows<Row>(
  found: readonly Row[],
  limit: number,
  position: (last: Row) => readonly string[],
): { rows: Row[]; nextCursor: string | null } {
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows, nextCursor: last === undefined ? null : encodeCursor(position(last)) }
}

/** Shows such a page of items that are told apart by their ids. */
export function showPage<Item extends { readonly id: string }, Shown>(
  found: readonly Item[],
  limit: number,
  show: (item: Item) => Shown,
): { items: Shown[]; nextCursor: string | null } {
  const { rows, nextCursor } = pageRows(found, limit, ({ id }) => [id])
  return { items: rows.map(show), nextCursor }
}

/** The shape of one page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: 'Where the next page begins; null on the last one.' }),
  })
}

const pageLimit = parsedText(
  (text) =>
    /^[1-9][0-9]{0,2}$/.test(text) && Number(text) <= LIMIT_MAX ? Number(text) : undefined,
  `a whole number from 1 to ${LIMIT_MAX}`,
)
  .default(LIMIT_DEFAULT)
  .openapi({ type: 'integer', minimum: 1, maximum: LIMIT_MAX, default: LIMIT_DEFAULT })

function cursorOf<Position>(position: z.ZodType<Position>) {
  return parsedText(
    (text) => decode(text, position),
    'the nextCursor of the page before, unchanged',
  ).openapi({ type: 'string', pattern: `^[A-Za-z0-9_-]{1,${CURSOR_LENGTH_MAX}}$` })
}

function decode<Position>(text: string, position: z.ZodType<Position>): Position | undefined {
  if (text.length > CURSOR_LENGTH_MAX || !/^[A-Za-z0-9_-]+$/.test(text)) return undefined
  try {
    return position.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data
  } catch {
    return undefined
  }
}
