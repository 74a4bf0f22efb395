/** A number that flows from one node to another; at each node as much leaves as comes. */
export interface Arc {
  readonly from: number
  readonly to: number
  /** Not below zero. */
  readonly value: number
}

/** A way along an arc, with more in it, or against it, with less. */
interface Way {
  readonly to: number
  readonly arc: number
  room: number
  /** Where the way back stands in the list of `to`. */
  readonly back: number
}

/**
 * How much an arc could have besides what it has, while all arcs but the open ones keep theirs and none falls below zero:
 * the greatest flow around it through the open arcs. Source: Edmonds and Karp, JACM 19 (1972).
 *
 * @param enough no more is looked for
 */
export function playOf(
  arcs: readonly Arc[],
  of: number,
  open: (arc: number) => boolean,
  { sign, enough }: { readonly sign: 1 | -1; readonly enough: number },
): number {
  const { from, to, value } = arcs[of] as Arc
  const [start, end] = sign === 1 ? [to, from] : [from, to]
  const most = sign === 1 ? enough : Math.min(enough, value)
  const graph = residual(arcs, (arc) => arc !== of && open(arc))
  let found = 0
  while (found < most) {
    const path = shortest(graph, start, end)
    if (path === undefined) break
    const room = Math.min(most - found, ...path.map(({ room }) => room))
    for (const way of path) {
      way.room -= room
      const back = graph[way.to]?.[way.back]
      if (back !== undefined) back.room += room
    }
    found += room
  }
  return found
}

function residual(arcs: readonly Arc[], open: (arc: number) => boolean): Way[][] {
  const nodes = 1 + Math.max(...arcs.map(({ from, to }) => Math.max(from, to)))
  const graph: Way[][] = Array.from({ length: nodes }, () => [])
  for (const [arc, { from, to, value }] of arcs.entries()) {
    const [out, back] = [graph[from], graph[to]]
    if (out === undefined || back === undefined || !open(arc)) continue
    out.push({ to, arc, room: Number.POSITIVE_INFINITY, back: back.length })
    back.push({ to: from, arc, room: value, back: out.length - 1 })
  }
  return graph
}

function shortest(
  graph: readonly (readonly Way[])[],
  start: number,
  end: number,
): readonly Way[] | undefined {
  const came = new Map<number, { readonly way: Way; readonly from: number }>()
  const queue = [start]
  for (const node of queue) {
    for (const way of graph[node] ?? []) {
      if (way.room <= 0 || way.to === start || came.has(way.to)) continue
      came.set(way.to, { way, from: node })
      if (way.to !== end) queue.push(way.to)
      else return pathTo(came, start, end)
    }
  }
  return undefined
}

function pathTo(
  came: ReadonlyMap<number, { readonly way: Way; readonly from: number }>,
  start: number,
  end: number,
): readonly Way[] {
  const path: Way[] = []
  for (let node = end; node !== start; ) {
    const step = came.get(node)
    if (step === undefined) break
    path.push(step.way)
    node = step.from
  }
  return path
}

/**
 * The cheapest circle through an arc: which other arcs have to give way so that it can have `need` more, or less.
 * Source: Dijkstra (1959).
 *
 * @param cost of giving way; `undefined` for an arc that never does
 * @returns the other arcs, with what they cost together; nothing where there is none
 */
export function cheapestCircle(
  arcs: readonly Arc[],
  of: number,
  cost: (arc: number) => number | undefined,
  { sign, need }: { readonly sign: 1 | -1; readonly need: number },
): { readonly arcs: readonly number[]; readonly cost: number } | undefined {
  const { from, to } = arcs[of] as Arc
  const [start, end] = sign === 1 ? [to, from] : [from, to]
  const graph = residual(arcs, (arc) => arc !== of && cost(arc) !== undefined)
  const least = new Map<
    number,
    { readonly cost: number; readonly by?: Way; readonly from: number }
  >()
  least.set(start, { cost: 0, from: start })
  const done = new Set<number>()
  for (;;) {
    let node = -1
    for (const [one, { cost: its }] of least) {
      if (!done.has(one) && (node < 0 || its < (least.get(node)?.cost ?? 0))) node = one
    }
    if (node < 0) return undefined
    if (node === end) break
    done.add(node)
    for (const way of graph[node] ?? []) {
      if (way.room < need) continue
      const whole = (least.get(node)?.cost ?? 0) + (cost(way.arc) ?? 0)
      const known = least.get(way.to)
      if (known === undefined || whole < known.cost)
        least.set(way.to, { cost: whole, by: way, from: node })
    }
  }
  const path: number[] = []
  for (let node = end; node !== start; ) {
    const step = least.get(node)
    if (step?.by === undefined) break
    path.push(step.by.arc)
    node = step.from
  }
  return { arcs: path, cost: least.get(end)?.cost ?? 0 }
}
