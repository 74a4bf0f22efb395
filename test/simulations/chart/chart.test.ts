import { describe, expect, test } from 'vitest'
import { chartCsv, standaloneSvg, WIDTH } from '../../../simulations/chart/chart.ts'
import { numberText, tickText, valueText } from '../../../simulations/chart/format.ts'
import { LANGUAGES } from '../../../simulations/chart/language.ts'
import { sankeyChart } from '../../../simulations/chart/sankey.ts'
import { layOut } from '../../../simulations/chart/sankey-layout.ts'
import { linearScale, logScale } from '../../../simulations/chart/scale.ts'
import { COLOURS, chartStyles } from '../../../simulations/chart/style.ts'
import { spread, textWidth, wrapped } from '../../../simulations/chart/text-box.ts'
import { FLOWS, sampleCharts } from './samples.ts'

interface TextBox {
  readonly content: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where each text of a drawing stands. */
function textBoxes(svg: string): readonly TextBox[] {
  const found = svg.matchAll(
    /<text x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)" font-size="([\d.]+)"[^>]*>([^<]*)<\/text>/g,
  )
  return [...found].map(([, x, y, anchor, size, escaped = '']) => {
    const content = escaped.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>')
    const wide = textWidth(content, Number(size))
    const part = { start: 0, middle: 0.5, end: 1 }[anchor as 'start']
    const left = Number(x) - part * wide
    const top = Number(y) - 0.75 * Number(size)
    return { content, left, right: left + wide, top, bottom: Number(y) + 0.2 * Number(size) }
  })
}

function overlaps(a: TextBox, b: TextBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

describe.each(LANGUAGES)('a chart in %s', (language) => {
  const charts = sampleCharts(language)

  test.each(Object.entries(charts))('%s: no text is on another, or outside', (_, { svg }) => {
    const boxes = textBoxes(svg)
    const [width = 0, height = 0] =
      /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.slice(1).map(Number) ?? []
    expect(width).toBeLessThanOrEqual(WIDTH)
    expect(boxes.length).toBeGreaterThan(4)
    expect(boxes).toHaveLength(svg.split('<text ').length - 1)
    const touching = boxes.flatMap((one, index) =>
      boxes.slice(index + 1).flatMap((other) => (overlaps(one, other) ? [[one, other]] : [])),
    )
    expect(touching).toEqual([])
    const outside = boxes.filter(
      ({ left, right, top, bottom }) => left < 0 || right > width || top < 0 || bottom > height,
    )
    expect(outside).toEqual([])
  })

  test.each(Object.entries(charts))('%s: has a title, words and a table', (name, chart) => {
    expect(chart.svg).toMatch(/^<svg [^>]*role="img"/)
    expect(chart.svg).toContain(`<title id="${name}-title">`)
    expect(chart.svg).toContain('&amp; &lt;more&gt;')
    expect(chart.alternative.length).toBeGreaterThan(40)
    expect(chart.alternative).not.toMatch(/[{}]|NaN|undefined/)
    expect(chart.svg).not.toMatch(/NaN|undefined|Infinity/)
    const lines = chartCsv(chart).trimEnd().split('\r\n')
    expect(lines).toHaveLength(chart.table.rows.length + 1)
    for (const row of chart.table.rows) expect(row).toHaveLength(chart.table.heads.length)
  })
})

test('a chart needs nothing from elsewhere, and carries its colours where it is a file', () => {
  for (const chart of Object.values(sampleCharts('en'))) {
    expect(chart.svg).not.toMatch(/style=|<style|href|<script/)
    expect(chart.svg.match(/#[0-9a-f]{6}/g)).toBeNull()
    const file = standaloneSvg(chart)
    expect(file).toMatch(/<style>[^<]*#0b5394/)
    expect(file).not.toContain('var(')
  }
})

/** Relative luminance. Source: WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

test('texts have a contrast of 4.5, in the light and in the dark', () => {
  for (const colours of COLOURS) {
    for (const name of ['ink', 'muted', 'main', 'bad'] as const) {
      expect(contrast(colours[name], colours.ground), name).toBeGreaterThan(4.5)
    }
    for (const shade of [0, 1, 2, 3, 4, 5] as const) {
      const ink = shade < 3 ? colours['heat-low-ink'] : colours['heat-high-ink']
      expect(contrast(ink, colours[`heat-${shade}`]), `heat ${shade}`).toBeGreaterThan(4.5)
    }
    // What is beside each other differs in lightness.
    expect(contrast(colours.main, colours.middle)).toBeGreaterThan(2)
    expect(contrast(colours.middle, colours.soft)).toBeGreaterThan(1.4)
  }
  expect(chartStyles()).toContain('@media screen and (prefers-color-scheme:dark)')
})

describe('numbers', () => {
  test.each([
    [1234567.891, 2, '1.234.567,89', '1,234,567.89'],
    [-0.004, 2, '0,00', '0.00'],
    [-1234, 0, '−1.234', '−1,234'],
    [0.5, 0, '1', '1'],
  ])('%d with %d decimals', (value, decimals, italian, english) => {
    expect(numberText(value, 'it', decimals)).toBe(italian)
    expect(numberText(value, 'en', decimals)).toBe(english)
  })

  test('values carry their unit, and no digit that is not known', () => {
    expect(valueText(123_456_789, 'cents', 'it', 1_000)).toBe('1.234.568\u00a0€')
    expect(valueText(-123_45, 'cents', 'en')).toBe('−€123.45')
    expect(valueText(0.012_345, 'probability', 'it', 0.000_4)).toBe('1,234\u00a0%')
    expect(valueText(0.012_345, 'share', 'en')).toBe('1.23\u00a0%')
    expect(valueText(1, 'families', 'it')).toBe('1\u00a0famiglia')
    expect(valueText(2.5, 'families', 'en', 0.2)).toBe('2.50\u00a0families')
    expect(valueText(3, 'boats', 'it')).toBe('3\u00a0boats')
    expect(tickText(0.025, 0.025, 'share', 'it')).toBe('2,5\u00a0%')
  })
})

describe('scales', () => {
  test('have round ticks that hold all values', () => {
    expect(linearScale([3, 97], [0, 1]).ticks).toEqual([0, 20, 40, 60, 80, 100])
    expect(linearScale([-0.1, 0.3], [0, 1]).ticks).toEqual([-0.1, 0, 0.1, 0.2, 0.3])
    expect(linearScale([7], [0, 1]).ticks.length).toBeGreaterThan(1)
    expect(linearScale([], [0, 1]).least).toBe(0)
    expect(logScale(0.0007, 1, 10, [0, 4]).ticks).toEqual([0.0001, 0.001, 0.01, 0.1, 1])
    expect(logScale(0.0007, 1, 10, [0, 4]).at(0.01)).toBeCloseTo(2)
    expect(logScale(64, 20_000, 4, [0, 1]).ticks).toEqual([64, 256, 1024, 4096, 16384])
  })

  test('texts are broken and moved apart', () => {
    expect(wrapped('one two three', textWidth('one two', 12), 12)).toEqual(['one two', 'three'])
    expect(wrapped('abcdefghijklmnop', 50, 12)[0]).toMatch(/…$/)
    const places = spread([10, 10, 11, 90], 5, 0, 100)
    expect(places).toEqual([10, 15, 20, 90])
    expect(spread([99, 99], 5, 0, 100)).toEqual([95, 100])
  })
})

describe('ribbons', () => {
  const options = { flowHeight: 200, least: 40, gap: 10 }
  const { nodes, ribbons, columns } = layOut(FLOWS, options)
  const nodeOf = (label: string) => nodes.find((one) => one.label === label)

  test('are as wide as their amounts, all on one scale', () => {
    expect(ribbons).toHaveLength(FLOWS.length)
    const scales = ribbons.map(({ width, flow }) => width / flow.amount)
    for (const scale of scales) expect(scale).toBeCloseTo(scales[0] ?? 0, 12)
  })

  test('fill the sides of their nodes: nothing is lost, and none lies on another', () => {
    for (const node of nodes) {
      const sides = [
        ribbons.filter(({ source }) => source === node).map(({ leaves, width }) => [leaves, width]),
        ribbons
          .filter(({ target }) => target === node)
          .map(({ arrives, width }) => [arrives, width]),
      ] as const
      const sums = sides.map((side) => side.reduce((sum, [, width = 0]) => sum + width, 0))
      expect(Math.max(...sums)).toBeCloseTo(node.bottom - node.top, 9)
      for (const side of sides) {
        let next = node.top
        for (const [top = 0, width = 0] of [...side].sort(([a = 0], [b = 0]) => a - b)) {
          expect(top).toBeCloseTo(next, 9)
          next += width
        }
      }
    }
  })

  test('lead to the right, but where they close a circle', () => {
    expect(columns).toBe(5)
    expect(nodeOf('Suppliers')?.column).toBe(3)
    expect(nodeOf('Elsewhere')?.column).toBe(4)
    const back = ribbons.filter(({ isBack }) => isBack).map(({ flow }) => flow)
    expect(back).toEqual([FLOWS[4], FLOWS[7]])
    for (const { source, target, isBack } of ribbons) {
      expect(target.column > source.column).toBe(!isBack)
    }
  })

  test('are none where no money moves', () => {
    const nothing = layOut([{ from: 'a', to: 'b', amount: 0 }], options)
    expect(nothing).toMatchObject({ nodes: [], ribbons: [], columns: 0 })
    const chart = sankeyChart({ unit: 'cents', flows: [] }, { language: 'en', id: 'x', title: 'x' })
    expect(chart.alternative).toBe('No money moved.')
    expect(chart.svg).not.toMatch(/NaN|Infinity/)
  })
})
