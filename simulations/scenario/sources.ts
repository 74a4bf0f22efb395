import { isCollection, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from 'yaml'

/**
 * What a scenario file says beside its numbers: for each path, as `parameters.grades.0.correlation`, the comment behind the
 * value, or that in front of the field where it stands alone; what stands over the whole file has the path ''. Comments are
 * kept as they are written.
 *
 * @param overlays what is laid over it; their comments take the place of those of the base
 * @returns nothing where the text is no YAML: reading the scenario says why
 */
export function sourcesOf(
  text: string,
  overlays: readonly string[] = [],
): Readonly<Record<string, string>> {
  const document = parseDocument(text, { uniqueKeys: true, logLevel: 'error' })
  if (document.errors.length > 0 || !isMap(document.contents)) return {}
  const found: Record<string, string> = {}
  collect(document.contents, [], found)
  const own = Object.entries(found).filter(([path]) => !path.startsWith('overlays.'))
  const laid = overlays.flatMap((name) => {
    const start = `overlays.${name}.`
    return Object.entries(found)
      .filter(([path]) => path.startsWith(start))
      .map(([path, comment]) => [path.slice(start.length), comment] as const)
  })
  return Object.fromEntries([...own, ...laid])
}

function collect(node: unknown, path: readonly string[], found: Record<string, string>): void {
  if (isMap(node)) {
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue
      const inner = [...path, String(pair.key.value)]
      // A comment over the first field of a map is that of the map.
      const above = pair === node.items[0] && isCommented(node) ? node.commentBefore : undefined
      // What stands over the whole file is told of all of it.
      const isHead = path.length === 0 && pair === node.items[0]
      keep(isHead ? [] : inner, pair.key.commentBefore ?? above, found)
      if (isNode(pair.value)) keep(inner, pair.value.comment, found)
      collect(pair.value, inner, found)
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const inner = [...path, String(index)]
      if (isNode(item) && !isCollection(item)) keep(inner, item.comment, found)
      collect(item, inner, found)
    }
  }
}

function isCommented(node: { commentBefore?: string | null | undefined }): boolean {
  return typeof node.commentBefore === 'string'
}

function keep(
  path: readonly string[],
  comment: string | null | undefined,
  found: Record<string, string>,
): void {
  const written = comment
    ?.split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim()
  if (written) found[path.join('.')] = written
}
