import { LEVEL_AXIS_ROOM, levelAxis } from './axes.ts'
import { type Chart, type ChartOptions, chartOf, EDGE, hatchFill, WIDTH } from './chart.ts'
import { unitTitle, valueText } from './format.ts'
import { labelColumn, rowLabel } from './rows.ts'
import { linearScale } from './scale.ts'
import { box, line, SMALL_SIZE, text } from './svg.ts'
import { plate, textWidth } from './text-box.ts'
import { word } from './words.ts'

/** What a result is when one parameter at a time is low or high. */
export interface TornadoData {
  readonly unit: string
  readonly base: number
  readonly bars: readonly {
    readonly label: string
    readonly low: { readonly setting: string; readonly value: number }
    readonly high: { readonly setting: string; readonly value: number }
  }[]
}

const ROW = 46

/** The parameters by how much they move a result, the strongest at the top. Low settings are hatched, high ones solid. */
export function tornadoChart(data: TornadoData, options: ChartOptions): Chart {
  const { language, id } = options
  const { unit, base } = data
  const reach = (bar: TornadoData['bars'][number]): number =>
    Math.max(bar.low.value, bar.high.value, base) - Math.min(bar.low.value, bar.high.value, base)
  const bars = [...data.bars].sort((a, b) => reach(b) - reach(a))
  const baseText = word('base', language, { value: valueText(base, unit, language) })
  return chartOf(options, (top) => {
    const left = labelColumn(bars.map(({ label }) => label))
    const area = { left, right: WIDTH - EDGE, top: top + 22, bottom: top + 22 + bars.length * ROW }
    const values = [base, ...bars.flatMap(({ low, high }) => [low.value, high.value])]
    const x = linearScale(values, [left, area.right], { ticks: 4 })
    const at = x.at(base)
    const middle = textWidth(baseText, SMALL_SIZE) / 2
    return {
      parts: [
        line(at, area.top, at, area.bottom, 'dashed'),
        ...bars.flatMap(({ label, low, high }, row) => {
          const y = area.top + row * ROW
          return [
            ...rowLabel(label, left, y + ROW / 2),
            box(at, y + 4, x.at(low.value), y + 22, {
              ...{ fill: hatchFill(id), class: 'c-hatched' },
            }),
            box(at, y + 4, x.at(high.value), y + 22, { class: 'c-bar' }),
            ...settings([low, high], y + 37, area, x.at),
          ]
        }),
        text(Math.min(Math.max(at, middle + EDGE), WIDTH - EDGE - middle), area.top - 8, baseText, {
          anchor: 'middle',
          size: SMALL_SIZE,
        }),
        ...levelAxis(x, area, { unit, language, title: unitTitle(unit, language) }),
      ],
      height: area.bottom + LEVEL_AXIS_ROOM,
      table: {
        heads: (['parameter', 'lowSetting', 'lowResult', 'highSetting', 'highResult'] as const).map(
          (name) => word(name, language),
        ),
        rows: bars.map(({ label, low, high }) => [
          ...[label, low.setting, low.value, high.setting, high.value],
        ]),
      },
      alternative: word('tornadoSays', language, {
        first: bars[0]?.label ?? '',
        value: valueText(base, unit, language),
      }),
    }
  })
}

type Setting = TornadoData['bars'][number]['low']

/** What the two ends of a bar are, under it: what is further left stands at the left. */
function settings(
  ends: readonly [Setting, Setting],
  y: number,
  area: { readonly left: number; readonly right: number },
  at: (value: number) => number,
): readonly string[] {
  const [left, right] = ends[0].value <= ends[1].value ? ends : [ends[1], ends[0]]
  const wide = (one: Setting): number => textWidth(one.setting, SMALL_SIZE)
  const gap = 16
  const room = area.right - area.left - gap - wide(left) - wide(right)
  const start = Math.min(
    Math.max(area.left, at(left.value) - wide(left) / 2),
    area.left + Math.max(0, room),
  )
  const second = Math.min(
    Math.max(start + wide(left) + gap, at(right.value) - wide(right) / 2),
    area.right - wide(right),
  )
  const options = { size: SMALL_SIZE, kind: 'muted' }
  return [plate(start, y, left.setting, options), plate(second, y, right.setting, options)]
}
