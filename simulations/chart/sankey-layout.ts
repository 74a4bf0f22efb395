/** Money from node to node. */
export interface SankeyFlow {
  readonly from: string
  readonly to: string
  readonly amount: number
}

export interface SankeyNode {
  readonly label: string
  /** Counted from the left. */
  readonly column: number
  /** The larger of what comes in and what goes out. */
  readonly amount: number
  readonly top: number
  readonly bottom: number
}

/** A flow with where it leaves and where it arrives: the upper edges of its ribbon, and how wide it is. */
export interface Ribbon {
  readonly flow: SankeyFlow
  readonly source: SankeyNode
  readonly target: SankeyNode
  readonly leaves: number
  readonly arrives: number
  readonly width: number
  /** It leads to its own column or back, and is drawn around below. */
  readonly isBack: boolean
}

export interface SankeyLayout {
  readonly nodes: readonly SankeyNode[]
  readonly ribbons: readonly Ribbon[]
  readonly columns: number
  /** Height without what is drawn around below. */
  readonly height: number
}

interface LayoutOptions {
  /** How high all flows of the fullest column are together. */
  readonly flowHeight: number
  /** Room that a node takes at least, for its text. */
  readonly least: number
  readonly gap: number
}

/**
 * Puts nodes into columns, each right of those that it gets from, and stacks the flows at their sides. A flow that
 * would close a circle does not push its target to the right. All widths are on one scale.
 */
export function layOut(given: readonly SankeyFlow[], options: LayoutOptions): SankeyLayout {
  const flows = given.filter(({ amount }) => amount > 0)
  const labels = [...new Set(flows.flatMap(({ from, to }) => [from, to]))]
  const column = columnsOf(labels, flows)
  const amounts = new Map(labels.map((label) => [label, amountOf(label, flows)]))
  const columns = Math.max(0, ...column.values()) + (labels.length > 0 ? 1 : 0)
  const inColumn = (index: number) => labels.filter((label) => column.get(label) === index)
  const sums = Array.from({ length: columns }, (_, index) =>
    inColumn(index).reduce((sum, label) => sum + (amounts.get(label) ?? 0), 0),
  )
  const scale = options.flowHeight / Math.max(...sums, Number.MIN_VALUE)
  const nodes = new Map<string, SankeyNode>()
  let height = 0
  for (let index = 0; index < columns; index++) {
    let top = 0
    for (const label of ordered(inColumn(index), flows, nodes)) {
      const amount = amounts.get(label) ?? 0
      const bottom = top + amount * scale
      nodes.set(label, { label, column: index, amount, top, bottom })
      height = Math.max(height, top + Math.max(amount * scale, options.least))
      top += Math.max(amount * scale, options.least) + options.gap
    }
  }
  return { nodes: [...nodes.values()], ribbons: ribbonsOf(flows, nodes, scale), columns, height }
}

function amountOf(label: string, flows: readonly SankeyFlow[]): number {
  const sum = (end: 'from' | 'to'): number =>
    flows.reduce((total, flow) => total + (flow[end] === label ? flow.amount : 0), 0)
  return Math.max(sum('from'), sum('to'))
}

/** The column of each node: one more than the last of those that it gets from. */
function columnsOf(
  labels: readonly string[],
  flows: readonly SankeyFlow[],
): ReadonlyMap<string, number> {
  const onward = new Map(labels.map((label) => [label, [] as string[]]))
  const entered = new Set<string>()
  const done: string[] = []
  const open = new Set<string>()
  const visit = (label: string): void => {
    entered.add(label)
    open.add(label)
    for (const { from, to } of flows) {
      if (from !== label || open.has(to)) continue
      onward.get(label)?.push(to)
      if (!entered.has(to)) visit(to)
    }
    open.delete(label)
    done.push(label)
  }
  // From where money only goes out, as far as there is such a place.
  const sources = labels.filter((label) => !flows.some(({ to }) => to === label))
  for (const label of [...sources, ...labels]) if (!entered.has(label)) visit(label)
  const column = new Map(labels.map((label) => [label, 0]))
  for (const label of done.reverse()) {
    const next = (column.get(label) ?? 0) + 1
    for (const to of onward.get(label) ?? []) column.set(to, Math.max(column.get(to) ?? 0, next))
  }
  return column
}

/** Nodes of a column in the order of the middles of those that they get from; so fewer ribbons cross. */
function ordered(
  labels: readonly string[],
  flows: readonly SankeyFlow[],
  placed: ReadonlyMap<string, SankeyNode>,
): readonly string[] {
  const places = new Map(
    labels.map((label, index) => {
      let [weight, sum] = [0, 0]
      for (const { from, to, amount } of flows) {
        const source = placed.get(from)
        if (to !== label || source === undefined) continue
        weight += amount
        sum += amount * (source.top + source.bottom)
      }
      return [label, weight > 0 ? sum / weight : index] as const
    }),
  )
  return [...labels].sort(
    (a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0) || labels.indexOf(a) - labels.indexOf(b),
  )
}

function ribbonsOf(
  flows: readonly SankeyFlow[],
  nodes: ReadonlyMap<string, SankeyNode>,
  scale: number,
): readonly Ribbon[] {
  const ends = flows.flatMap((flow) => {
    const source = nodes.get(flow.from)
    const target = nodes.get(flow.to)
    if (source === undefined || target === undefined) return []
    return [{ flow, source, target, isBack: target.column <= source.column }]
  })
  const stacked = (side: 'source' | 'target', other: 'source' | 'target') => {
    const next = new Map<string, number>()
    const tops = new Map<SankeyFlow, number>()
    // Those that lead back lie lowest, and leave at the bottom.
    const order = [...ends].sort(
      (a, b) => Number(a.isBack) - Number(b.isBack) || a[other].top - b[other].top,
    )
    for (const end of order) {
      const { label, top } = end[side]
      const at = next.get(label) ?? top
      tops.set(end.flow, at)
      next.set(label, at + end.flow.amount * scale)
    }
    return tops
  }
  const leaves = stacked('source', 'target')
  const arrives = stacked('target', 'source')
  return ends.map((end) => ({
    ...end,
    leaves: leaves.get(end.flow) ?? 0,
    arrives: arrives.get(end.flow) ?? 0,
    width: end.flow.amount * scale,
  }))
}
