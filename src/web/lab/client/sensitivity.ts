import { type Chart, chartCsv, standaloneSvg } from '../../../../simulations/chart/chart.ts'
import { numberText } from '../../../../simulations/chart/format.ts'
import { heatMap } from '../../../../simulations/chart/heat-map.ts'
import { tornadoChart } from '../../../../simulations/chart/tornado.ts'
import { mergePatch } from '../../../../simulations/scenario/effective.ts'
import type { JsonObject } from '../../../../simulations/scenario/json.ts'
import { labRunEn, labRunIt } from '../../messages/lab-run.ts'
import {
  SENSITIVITY_PATHS,
  type SensitivityQuestion,
  type SensitivityReply,
  type Setting,
  type Variation,
} from './sensitivity-run.ts'
import { filled } from './words.ts'

/** Settings of a variation: a tenth lower, and a tenth higher. */
const LOW = 1
const HIGH = 3

const language: 'it' | 'en' = document.documentElement.lang === 'en' ? 'en' : 'it'
const texts = language === 'en' ? labRunEn : labRunIt
const place = document.getElementById('sensitivity') as HTMLElement
const output = document.getElementById('sensitivity-of') as HTMLSelectElement
const button = document.getElementById('sensitivity-run') as HTMLButtonElement
const state = document.getElementById('sensitivity-state') as HTMLElement
const drawn = document.getElementById('sensitivity-charts') as HTMLElement
const scenario = JSON.parse(place.dataset.scenario ?? '{}') as JsonObject
const variations = JSON.parse(place.dataset.variations ?? '[]') as readonly Variation[]

/** The scenario with some settings, small enough for a browser. */
function withSettings(...settings: readonly (Setting | undefined)[]): JsonObject {
  const small = { paths: SENSITIVITY_PATHS, sampling: { method: 'chance' }, stop: null }
  const patches = [small, ...settings.flatMap((one) => (one === undefined ? [] : [one.patch]))]
  return patches.reduce<JsonObject>(
    (merged, patch) => mergePatch(merged, patch) as JsonObject,
    scenario,
  )
}

/** Has a worker run them all; says how far it is. */
function meansOf(question: SensitivityQuestion): Promise<readonly (number | null)[]> {
  const worker = new Worker(new URL('./sensitivity-worker.ts', import.meta.url), { type: 'module' })
  const means: (number | null)[] = []
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<SensitivityReply>) => {
      means[data.index] = data.mean
      const count = question.scenarios.length
      state.textContent = filled(texts.sensitivityWorking, { done: data.index + 1, count })
      if (data.index + 1 < count) return
      worker.terminate()
      resolve(means)
    })
    worker.addEventListener('error', ({ message }) => reject(new Error(message)))
    worker.postMessage(question)
  })
}

async function run(): Promise<void> {
  const of = output.value
  const chosen = output.selectedOptions[0]
  const unit = chosen?.dataset.unit ?? ''
  const name = chosen?.textContent?.trim() ?? of
  const ends = variations.flatMap(({ settings }) => [settings[LOW], settings[HIGH]])
  const scenarios = [withSettings(), ...ends.map((setting) => withSettings(setting))]
  const [base = null, ...means] = await meansOf({ of, scenarios })
  if (base === null) throw new Error(of)
  const bars = variations.flatMap(({ label, settings }, index) => {
    const [low, high] = [means[2 * index], means[2 * index + 1]]
    if (low == null || high == null) return []
    const text = (at: number) => settings[at]?.text ?? ''
    return [
      {
        label,
        low: { setting: text(LOW), value: low },
        high: { setting: text(HIGH), value: high },
      },
    ]
  })
  const title = filled(texts.tornado, { name })
  const charts = [tornadoChart({ unit, base, bars }, { language, title, id: 'tornado' })]
  const reach = (label: string) => {
    const bar = bars.find((one) => one.label === label)
    return bar === undefined ? 0 : Math.abs(bar.high.value - bar.low.value)
  }
  const strongest = [...variations].sort((a, b) => reach(b.label) - reach(a.label))
  const [first, second] = strongest
  if (first !== undefined && second !== undefined) {
    charts.push(await heatOf(first, second, of, unit, name))
  }
  drawn.replaceChildren(...charts.map((chart, index) => figureOf(chart, index)))
  state.textContent = filled(texts.sensitivityDone, {
    paths: numberText(SENSITIVITY_PATHS, language),
  })
}

/** The two that matter most against each other. */
async function heatOf(
  across: Variation,
  down: Variation,
  of: string,
  unit: string,
  name: string,
): Promise<Chart> {
  const scenarios = down.settings.flatMap((row) =>
    across.settings.map((column) => withSettings(row, column)),
  )
  const means = await meansOf({ of, scenarios })
  const width = across.settings.length
  const values = down.settings.map((_, row) => means.slice(row * width, (row + 1) * width))
  const named = (setting: Setting) => setting.text
  return heatMap(
    {
      ...{ unit, columnsAre: across.label, rowsAre: down.label },
      ...{ columns: across.settings.map(named), rows: down.settings.map(named), values },
    },
    { language, title: filled(texts.heat, { name }), id: 'heat' },
  )
}

/** A chart with its files. */
function figureOf(chart: Chart, index: number): HTMLElement {
  const figure = document.createElement('figure')
  figure.className = 'lab-figure'
  const drawing = document.createElement('div')
  drawing.className = 'lab-chart'
  drawing.tabIndex = 0
  drawing.innerHTML = chart.svg
  const caption = document.createElement('figcaption')
  const name = index === 0 ? 'tornado' : 'heat-map'
  caption.append(
    fileLink(texts.svg, `${name}.svg`, 'image/svg+xml', standaloneSvg(chart)),
    fileLink(texts.csv, `${name}.csv`, 'text/csv', chartCsv(chart)),
  )
  figure.append(drawing, caption)
  return figure
}

function fileLink(text: string, file: string, type: string, content: string): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = file
  link.textContent = text
  link.setAttribute('aria-label', `${text}: ${file}`)
  return link
}

button.addEventListener('click', () => {
  button.disabled = true
  run()
    .catch((error: unknown) => {
      state.textContent = filled(texts.sensitivityFailed, { reason: String(error) })
    })
    .finally(() => {
      button.disabled = false
    })
})
