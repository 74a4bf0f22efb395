import { isMap, isScalar, parseDocument } from 'yaml'
import { differencesOf, mergePatch } from '../../../simulations/scenario/effective.ts'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import { sourcesOf } from '../../../simulations/scenario/sources.ts'
import { pathOf, valueAt } from './shapes.ts'

/** The overlays that a scenario file offers. */
export function overlaysIn(text: string): readonly string[] {
  const overlays: unknown = parseDocument(text).getIn(['overlays'])
  return isMap(overlays) ? overlays.items.map(({ key }) => `${key}`) : []
}

/**
 * A scenario as a file to keep: the file it began with, its comments and sources in their places, and beside each value that
 * was changed what it was.
 *
 * @param was a text with `{value}` in it
 */
export function fileOf(
  text: string,
  overlays: readonly string[],
  original: JsonObject,
  scenario: JsonObject,
  was: string,
): string {
  const document = parseDocument(text)
  // Overlays first, so that what stands in the file is what the form began with.
  const offered: unknown = document.toJS()
  const base = isObject(offered as Json) ? (offered as JsonObject) : {}
  const laid = overlays.reduce<Json>(
    (merged, name) => mergePatch(merged, valueAt(base, ['overlays', name]) ?? {}),
    base,
  )
  const sources = sourcesOf(text, overlays)
  document.deleteIn(['overlays'])
  for (const { path, after } of differencesOf(base, withoutOverlays(laid))) {
    if (path.startsWith('overlays')) continue
    if (after === undefined) {
      document.deleteIn(keysOf(path))
      continue
    }
    const node = document.createNode(after)
    const source = sources[path]
    if (source !== undefined) node.comment = ` ${source}`
    document.setIn(keysOf(path), node)
  }
  for (const place of changedPlaces(original, scenario)) {
    const before = valueAt(original, pathOf(place))
    const after = valueAt(scenario, pathOf(place))
    if (after === undefined) {
      document.deleteIn(keysOf(place))
      continue
    }
    const node = document.createNode(after)
    if (isScalar(node) && before !== undefined && typeof before !== 'object') {
      node.comment = ` ${was.replace('{value}', `${before}`)}`
    }
    document.setIn(keysOf(place), node)
  }
  return document.toString({ lineWidth: 0 })
}

/** Where two scenarios differ; a list of another length is one difference. */
export function changedPlaces(before: JsonObject, after: JsonObject): readonly string[] {
  const places = differencesOf(before, after).map(({ path }) => {
    const keys = pathOf(path)
    const longer = keys.findIndex((_, at) => {
      const [left, right] = [before, after].map((one) => valueAt(one, keys.slice(0, at)))
      const bothLists = Array.isArray(left) && Array.isArray(right)
      return bothLists && left.length !== right.length
    })
    return keys.slice(0, longer < 0 ? keys.length : longer).join('.')
  })
  return [...new Set(places)]
}

function withoutOverlays(value: Json): Json {
  if (!isObject(value)) return value
  const { overlays: _gone, ...rest } = value
  return rest
}

/** Numbers of items as numbers, as the document wants them. */
function keysOf(path: string): readonly (string | number)[] {
  return pathOf(path).map((key) => (/^[0-9]+$/.test(key) ? Number(key) : key))
}
