import { type Chart, type ChartOptions, chartOf, EDGE, WIDTH } from './chart.ts'
import { valueText } from './format.ts'
import { layOut, type Ribbon, type SankeyFlow, type SankeyLayout } from './sankey-layout.ts'
import { box, element, SMALL_SIZE, text } from './svg.ts'
import { textWidth, wrapped } from './text-box.ts'
import { word } from './words.ts'

/** Amounts from node to node; both ends of a flow may be the same. */
export interface SankeyData {
  readonly unit: string
  readonly flows: readonly SankeyFlow[]
}

const NODE = 12
const LINE = 15
/** A name in up to two lines, the amount under it. */
const LEAST = 3 * LINE
const GAP = 14
const FLOW_HEIGHT = 190
/** Between the ribbons that lead back. */
const LANE_GAP = 5

/** Where money goes: ribbons as wide as their amounts, from the left to the right; what leads back passes below. */
export function sankeyChart(data: SankeyData, options: ChartOptions): Chart {
  const { language } = options
  const { unit } = data
  const layout = layOut(data.flows, { flowHeight: FLOW_HEIGHT, least: LEAST, gap: GAP })
  const written = (amount: number): string => valueText(amount, unit, language, 100)
  const largest = [...layout.ribbons].sort((a, b) => b.flow.amount - a.flow.amount)[0]?.flow
  const says =
    largest === undefined
      ? word('flowsNone', language)
      : word('flowsSay', language, { ...largest, amount: written(largest.amount) })
  return chartOf(options, (top) => {
    const pitch = pitchOf(layout, written)
    const places = { top: top + 8, pitch }
    const roomOf = (column: number): number => {
      const edge = column + 1 < layout.columns ? (column + 1) * pitch + EDGE : WIDTH
      return edge - EDGE - column * pitch - NODE - 12
    }
    const lanes = lanesOf(layout)
    const below = layout.ribbons.reduce((sum, { isBack, width }) => {
      return isBack ? sum + width + LANE_GAP : sum
    }, 0)
    return {
      parts: [
        ...layout.ribbons.map((ribbon, index) =>
          ribbon.isBack
            ? backPath(ribbon, places, layout.height + (lanes[index] ?? 0))
            : forwardPath(ribbon, places),
        ),
        ...layout.nodes.flatMap((node) => {
          const x = EDGE + node.column * pitch
          const [y, bottom] = [places.top + node.top, places.top + node.bottom]
          const lines = wrapped(node.label, roomOf(node.column), SMALL_SIZE, 2)
          const told = [...lines, written(node.amount)]
          const first = middleOf(y, bottom) - ((told.length - 1) * LINE) / 2 + 4
          const start = Math.max(y + 11, first)
          return [
            box(x, y, x + NODE, Math.max(bottom, y + 1), { class: 'c-fill-main' }),
            ...told.map((one, index) =>
              text(x + NODE + 6, start + index * LINE, one, {
                ...{
                  size: SMALL_SIZE,
                  kind: index === lines.length ? 'muted c-halo' : 'ink c-halo',
                },
              }),
            ),
          ]
        }),
      ],
      height: places.top + layout.height + (below > 0 ? below + 14 : 0) + 10,
      table: {
        heads: (['from', 'to', 'amount'] as const).map((name) => word(name, language)),
        rows: data.flows.map(({ from, to, amount }) => [from, to, amount]),
      },
      alternative: says,
    }
  })
}

function middleOf(top: number, bottom: number): number {
  return (top + bottom) / 2
}

/** How far columns are apart, when the texts of the last one have their room. */
function pitchOf({ nodes, columns }: SankeyLayout, written: (amount: number) => string): number {
  const last = nodes.filter(({ column }) => column === columns - 1)
  const widest = Math.max(
    ...last.flatMap(({ label, amount }) => [
      textWidth(label, SMALL_SIZE) / 1.6,
      textWidth(written(amount), SMALL_SIZE),
    ]),
    0,
  )
  const even = (WIDTH - 2 * EDGE) / Math.max(1, columns)
  if (columns < 2) return even
  const room = Math.min(Math.max(widest, 60) + NODE + 16, even)
  return (WIDTH - 2 * EDGE - room) / (columns - 1)
}

/** How far below the nodes the upper edge of each ribbon that leads back lies. */
function lanesOf({ ribbons }: SankeyLayout): readonly number[] {
  let next = 14
  return ribbons.map(({ isBack, width }) => {
    const at = next
    if (isBack) next += width + LANE_GAP
    return at
  })
}

interface Places {
  readonly top: number
  readonly pitch: number
}

function forwardPath({ source, target, leaves, arrives, width }: Ribbon, places: Places): string {
  const x1 = EDGE + source.column * places.pitch + NODE
  const x2 = EDGE + target.column * places.pitch
  const [y1, y2] = [places.top + leaves, places.top + arrives]
  const middle = middleOf(x1, x2)
  const d = [
    `M${tenth(x1)} ${tenth(y1)}`,
    `C${tenth(middle)} ${tenth(y1)} ${tenth(middle)} ${tenth(y2)} ${tenth(x2)} ${tenth(y2)}`,
    `L${tenth(x2)} ${tenth(y2 + width)}`,
    `C${tenth(middle)} ${tenth(y2 + width)} ${tenth(middle)} ${tenth(y1 + width)} ${tenth(x1)} ${tenth(y1 + width)}Z`,
  ]
  return element('path', { d: d.join(''), class: 'c-ribbon' })
}

/** Around below: out at the right, down, back under the nodes, up, and in from the left. */
function backPath(
  { source, target, leaves, arrives, width }: Ribbon,
  places: Places,
  lane: number,
) {
  const x1 = EDGE + source.column * places.pitch + NODE
  const x2 = EDGE + target.column * places.pitch
  const y1 = places.top + leaves + width / 2
  const y2 = places.top + arrives + width / 2
  const y = places.top + lane + width / 2
  const bend = 8 + width / 2
  const right = Math.min(x1 + bend, WIDTH - width / 2 - 1)
  const left = Math.max(x2 - bend, width / 2 + 1)
  const d = [
    `M${tenth(x1)} ${tenth(y1)}`,
    `C${tenth(right + bend)} ${tenth(y1)} ${tenth(right + bend)} ${tenth(y)} ${tenth(x1)} ${tenth(y)}`,
    `L${tenth(x2)} ${tenth(y)}`,
    `C${tenth(left - bend)} ${tenth(y)} ${tenth(left - bend)} ${tenth(y2)} ${tenth(x2)} ${tenth(y2)}`,
  ]
  return element('path', { d: d.join(''), class: 'c-ribbon-back', 'stroke-width': width })
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
