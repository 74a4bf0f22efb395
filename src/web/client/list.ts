import { callApi, itemsOf, type Reply, textOf } from './api.ts'

const PAGE_LIMIT = 200

/** A list as far as it was read. */
export interface Listed {
  readonly items: readonly unknown[]
  /** Where to go on; nothing at the end. */
  readonly cursor?: string
}

/**
 * Reads one page of a list, with the session of whoever signed in.
 *
 * @param path with its query, such as `/vouchers?status=issued`
 * @returns the page, or the reply that was none
 */
export async function readPage(
  path: string,
  cursor?: string,
): Promise<Listed | Exclude<Reply, { kind: 'answered' }>> {
  const query = new URLSearchParams({ limit: String(PAGE_LIMIT), ...(cursor ? { cursor } : {}) })
  const reply = await callApi({ path: `${path}${path.includes('?') ? '&' : '?'}${query}` })
  if (reply.kind !== 'answered') return reply
  const next = textOf(reply.body, 'nextCursor')
  return { items: itemsOf(reply.body), ...(next ? { cursor: next } : {}) }
}

/**
 * Reads a whole list, for lists that are never long.
 *
 * @param pagesMax where to stop
 */
export async function readList(path: string, pagesMax: number): Promise<readonly unknown[]> {
  const all: unknown[] = []
  let cursor: string | undefined
  for (let page = 0; page < pagesMax; page++) {
    const listed = await readPage(path, cursor)
    if ('kind' in listed) return all
    all.push(...listed.items)
    cursor = listed.cursor
    if (cursor === undefined) break
  }
  return all
}
