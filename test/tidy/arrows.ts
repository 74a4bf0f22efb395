import type { Finding, TextFile } from './project.ts'
import { importsOf } from './syntax.ts'

/** The capabilities in their order: each knows only those before it. */
export const CAPABILITIES = [
  'ledger',
  'access',
  'network',
  'plans',
  'vouchers',
  'webhooks',
  'currency',
  'monitoring',
  'credit',
  'settlement',
  'study',
  'pilot',
  'web',
] as const

/** What a file is within its capability; each may use what stands after it. */
type Layer = 'routes' | 'service' | 'store' | 'schema' | 'core'

type Place =
  | { readonly area: 'capability'; readonly rank: number; readonly layer: Layer }
  | {
      readonly area:
        | 'kernel'
        | 'frame'
        | 'db'
        | 'http'
        | 'client'
        | 'composition'
        | 'simulations'
        | 'engine'
        | 'outside'
    }

const ACCESS = CAPABILITIES.indexOf('access')
const STUDY = CAPABILITIES.indexOf('study')
const WEB = CAPABILITIES.indexOf('web')

/** What of the laboratory touches threads, files and the terminal; all else, the engine, runs in a browser as well. */
const SIMULATION_SHELL =
  /^simulations\/(([\w-]+-)?cli|pool|worker|run|checkpoint|files|parquet)\.ts$/

/** Where a file stands in the house; `undefined` where the house has no such room. */
export function placeOf(path: string): Place | undefined {
  if (path.startsWith('simulations/')) {
    return { area: SIMULATION_SHELL.test(path) ? 'simulations' : 'engine' }
  }
  if (!path.startsWith('src/')) return { area: 'outside' }
  if (/^src\/(main|cli|app)\.ts$|^src\/cli\//.test(path)) return { area: 'composition' }
  if (/^src\/(config|log|package-root|runtime)\.ts$/.test(path)) return { area: 'frame' }
  if (/^src\/web\/(.*\/)?client\//.test(path)) return { area: 'client' }
  const [, folder = '', ...rest] = path.split('/')
  if (rest.length === 0) return undefined
  if (folder === 'kernel' || folder === 'db' || folder === 'http') return { area: folder }
  const rank = (CAPABILITIES as readonly string[]).indexOf(folder)
  return rank < 0 ? undefined : { area: 'capability', rank, layer: layerOf(rest, rank) }
}

function layerOf(rest: readonly string[], rank: number): Layer {
  const [first = ''] = rest
  // Message catalogues are plain texts: pages on the server and modules in the browser read them.
  if (first === 'core' || (rank === WEB && first === 'messages')) return 'core'
  if (rank === WEB) return 'routes'
  const words = first.replace(/\.tsx?$/, '').split('-')
  if (words.includes('rows')) return 'store'
  const names = ['routes', 'store', 'schema'] as const
  return names.find((name) => words.includes(name)) ?? 'service'
}

/** Which packages a `core` or the kernel may use: arithmetic, shapes and text, nothing that touches the world. */
const PURE_PACKAGES: ReadonlySet<string> = new Set(['csv-parse/sync', 'decimal.js', 'yaml', 'zod'])

/** Imports that go against the arrows: `web, routes -> service -> store -> db`, all to `core`, `core` to the kernel. */
export function checkArrows(files: readonly TextFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    const from = placeOf(file.path)
    if (from === undefined) {
      return [{ path: file.path, line: 1, message: 'stands outside the rooms of the house' }]
    }
    return importsOf(file).flatMap(({ specifier, line, target }) => {
      const refused =
        target === undefined
          ? isPure(from) && !PURE_PACKAGES.has(specifier)
          : !mayImport(from, placeOf(target), file.path)
      const message = `may not import ${target ?? specifier}`
      return refused ? [{ path: file.path, line, message }] : []
    })
  })
}

function isPure(place: Place): boolean {
  if (place.area === 'kernel' || place.area === 'engine') return true
  return place.area === 'capability' && place.layer === 'core'
}

function mayImport(from: Place, to: Place | undefined, path: string): boolean {
  if (from.area === 'outside') return true
  if (to === undefined || to.area === 'outside') return false
  if (to.area === 'kernel') return true
  if (to.area === 'simulations' || to.area === 'engine') {
    if (from.area === 'engine') return to.area === 'engine'
    // The laboratory's pages draw the engine's charts, and run it in a browser's worker.
    if (path.startsWith('src/web/lab/')) return to.area === 'engine'
    const isStudy = from.area === 'capability' && from.rank === STUDY
    return from.area === 'simulations' || isStudy || /^src\/cli(\.ts|\/)/.test(path)
  }
  if (to.area === 'composition') return from.area === 'composition'
  switch (from.area) {
    case 'composition':
      return to.area !== 'client'
    case 'kernel':
      return false
    case 'frame':
      return to.area === 'frame'
    case 'db':
      return to.area === 'frame' || to.area === 'db'
    case 'http':
      return to.area === 'frame' || to.area === 'http' || isService(to, ACCESS) || isPure(to)
    case 'client':
      return to.area === 'client' || isPure(to)
    case 'simulations':
    case 'engine':
      return isPure(to)
    case 'capability':
      return capabilityMayImport(from, to)
  }
}

function isService(place: Place, rank: number): boolean {
  return place.area === 'capability' && place.rank === rank && place.layer === 'service'
}

type InCapability = Extract<Place, { area: 'capability' }>

function capabilityMayImport(from: InCapability, to: Place): boolean {
  if (to.area === 'capability') {
    if (to.rank > from.rank) return false
    return from.rank === to.rank ? isBelow(from.layer, to.layer) : isOffered(from.layer, to.layer)
  }
  if (from.layer === 'core') return false
  if (to.area === 'frame') return true
  if (to.area === 'db') return from.layer === 'service' || from.layer === 'store'
  return to.area === 'http' && from.layer === 'routes'
}

/** What each layer may use of its own capability. */
const BELOW: Readonly<Record<Layer, readonly Layer[]>> = {
  routes: ['routes', 'service', 'core'],
  service: ['service', 'store', 'schema', 'core'],
  store: ['store', 'schema', 'core'],
  schema: ['schema', 'core'],
  core: ['core'],
}

/** What each layer may use of an earlier capability: a service never reaches past another's service. */
const OFFERED: Readonly<Record<Layer, readonly Layer[]>> = {
  routes: ['service', 'core'],
  service: ['service', 'core'],
  store: ['schema', 'core'],
  schema: ['schema', 'core'],
  core: ['core'],
}

function isBelow(from: Layer, to: Layer): boolean {
  return BELOW[from].includes(to)
}

function isOffered(from: Layer, to: Layer): boolean {
  return OFFERED[from].includes(to)
}
