import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Context } from 'hono'
import type { AppEnv } from './env.ts'

/** A file as it is sent: its bytes, what it is, and a tag that changes when it does. */
interface Loaded {
  readonly body: Uint8Array<ArrayBuffer>
  readonly etag: string
}

export interface StaticFile {
  readonly type: string
  /** Reads the content; asked once. */
  readonly load: () => Promise<Uint8Array>
}

/** Serves one file: browsers keep it for a day and then ask whether it has changed. */
export function serveFile(file: StaticFile): (c: Context<AppEnv>) => Promise<Response> {
  let loaded: Promise<Loaded> | undefined
  return async (c) => {
    loaded ??= load(file)
    const { body, etag } = await loaded
    c.header('etag', etag)
    c.header('cache-control', 'public, max-age=86400')
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    return c.body(body, 200, { 'content-type': file.type })
  }
}

/** A file on the disk. */
export function fileAt(path: string, type: string): StaticFile {
  return { type, load: () => readFile(path) }
}

/** A file that stands in the program. */
export function fileOf(text: string, type: string): StaticFile {
  return { type, load: async () => new TextEncoder().encode(text) }
}

async function load(file: StaticFile): Promise<Loaded> {
  const body = new Uint8Array(await file.load())
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  return { body, etag: `"${digest}"` }
}
