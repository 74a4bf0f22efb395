import { readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { Hono } from 'hono'
import { packageRoot } from '../package-root.ts'

/** What a page must name to load one client module or one style sheet: addresses on this origin. */
export interface AssetLinks {
  readonly scripts: readonly string[]
  readonly preloads: readonly string[]
  readonly styles: readonly string[]
}

/** The client files that Vite built, found by the source file they came from. */
export interface Assets {
  /**
   * The addresses of one entry.
   *
   * @param entry path from the project's root, such as `src/web/till/client/main.tsx`
   * @throws Error where the client files were never built
   */
  readonly linksOf: (entry: string) => AssetLinks
  /** Serves the files under `/assets/` and the icon. Mount it at `/`. */
  readonly routes: Hono
}

interface ManifestChunk {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}
type Manifest = Readonly<Record<string, ManifestChunk>>

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
}
const A_YEAR = 'public, max-age=31536000, immutable'
const A_DAY = 'public, max-age=86400'
const compress = promisify(brotliCompress)

/**
 * Opens the built client files.
 *
 * @param folder where Vite put them; by default `dist/web` of this project
 */
export function createAssets(folder: string = join(packageRoot(), 'dist', 'web')): Assets {
  const manifest = manifestReader(join(folder, 'manifest.json'))
  return {
    linksOf: (entry) => linksIn(manifest(), entry),
    routes: assetRoutes(folder),
  }
}

function linksIn(manifest: Manifest, entry: string): AssetLinks {
  const chunk = manifest[entry]
  if (!chunk) throw new Error(`${entry} is not among the built client files: run npm run build`)
  const imported = importsOf(manifest, chunk)
  const isStyle = chunk.file.endsWith('.css')
  return {
    scripts: isStyle ? [] : [`/${chunk.file}`],
    preloads: imported.map((other) => `/${other.file}`),
    styles: [
      ...(isStyle ? [chunk.file] : []),
      ...[chunk, ...imported].flatMap((part) => part.css ?? []),
    ].map((file) => `/${file}`),
  }
}

/** What a file imports, and what that imports, each once. */
function importsOf(manifest: Manifest, chunk: ManifestChunk): readonly ManifestChunk[] {
  const found = new Set<ManifestChunk>()
  const add = ({ imports = [] }: ManifestChunk) => {
    for (const other of imports.flatMap((name) => manifest[name] ?? [])) {
      if (found.has(other)) continue
      found.add(other)
      add(other)
    }
  }
  add(chunk)
  return [...found]
}

/** Reads the manifest again when a later build has replaced it, so that `npm run dev` follows. */
function manifestReader(path: string): () => Manifest {
  let seenMs = -1
  let manifest: Manifest = {}
  return () => {
    const changedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    if (changedMs === undefined) throw new Error(`${path} is missing: run npm run build`)
    if (changedMs !== seenMs) {
      manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
      seenMs = changedMs
    }
    return manifest
  }
}

function assetRoutes(folder: string): Hono {
  const compressed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  const serve = async (name: string, cacheControl: string, acceptEncoding: string) => {
    const type = TYPES[extname(name)]
    const file = type && (await readFile(join(folder, name)).catch(() => undefined))
    if (!type || !file) return undefined
    const headers = { 'content-type': type, 'cache-control': cacheControl, vary: 'accept-encoding' }
    if (!/\bbr\b/.test(acceptEncoding)) return new Response(new Uint8Array(file), { headers })
    let small = compressed.get(name)
    if (!small) {
      small = compress(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).then(
        (bytes) => new Uint8Array(bytes),
      )
      if (cacheControl === A_YEAR) compressed.set(name, small)
    }
    return new Response(await small, { headers: { ...headers, 'content-encoding': 'br' } })
  }
  const routes = new Hono()
  routes.get('/assets/:name{[A-Za-z0-9_][A-Za-z0-9._-]*}', async (c) => {
    const accepted = c.req.header('accept-encoding') ?? ''
    return (await serve(`assets/${c.req.param('name')}`, A_YEAR, accepted)) ?? c.notFound()
  })
  routes.get('/icon.svg', async (c) => {
    return (await serve('icon.svg', A_DAY, c.req.header('accept-encoding') ?? '')) ?? c.notFound()
  })
  return routes
}
