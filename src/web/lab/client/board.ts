import { fanChart } from '../../../../simulations/chart/fan.ts'
import { numberText, valueText } from '../../../../simulations/chart/format.ts'
import { lossDistribution } from '../../../../simulations/chart/loss.ts'
import type { JsonObject } from '../../../../simulations/scenario/json.ts'
import { now } from '../../client/runtime.ts'
import { type LabBoardTexts, labBoardEn, labBoardIt } from '../../messages/lab-board.ts'
import { lossDataOf } from './board-data.ts'
import type { BoardAnswer, BoardQuestion, BoardReply } from './board-run.ts'
import { addServerCheck } from './board-server.ts'
import { changeSentence, drySentence, sentencesOf } from './board-words.ts'
import { type Levers, lentOf, leversOf, loansOf, withLevers } from './levers.ts'
import { filled } from './words.ts'

/** So many futures are enough to see, and few enough to be done at once. */
export const BOARD_PATHS = 4096

const NAMES = ['tutoring', 'coverage', 'fund'] as const
const language: 'it' | 'en' = document.documentElement.lang === 'en' ? 'en' : 'it'
const texts: LabBoardTexts = language === 'en' ? labBoardEn : labBoardIt

function part<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T
}

const base = JSON.parse(part('board').dataset.scenario ?? '{}') as JsonObject
const lent = lentOf(base)
const worker = new Worker(new URL('./board-worker.ts', import.meta.url), { type: 'module' })

let asked: BoardQuestion = { number: 0, scenario: base }
let askedAt = 0
/** What came out with the levers where they began. */
let first: BoardAnswer | undefined
let shown: BoardAnswer | undefined

function inputOf(name: (typeof NAMES)[number]): HTMLInputElement {
  return part<HTMLInputElement>(`lever-${name}`)
}

function readLevers(): Levers {
  const [tutoring = 0, coverage = 0, fund = 0] = NAMES.map((name) => inputOf(name).valueAsNumber)
  return { tutoring, coverage, fund }
}

function setLevers(levers: Levers): void {
  for (const name of NAMES) inputOf(name).value = `${levers[name]}`
}

/** Says where each lever stands, in words that a screen reader reads as well. */
function sayLevers(levers: Levers): void {
  for (const name of NAMES) {
    const share = valueText(levers[name] / 100, 'share', language)
    const amount = valueText(lent * levers[name], 'cents', language)
    const said = name === 'fund' ? filled(texts.fundAt, { share, amount }) : share
    part(`lever-${name}-said`).textContent = said
    inputOf(name).setAttribute('aria-valuetext', said)
  }
}

function ask(): void {
  const levers = readLevers()
  sayLevers(levers)
  asked = { number: asked.number + 1, scenario: withLevers(base, levers, BOARD_PATHS) }
  askedAt = now()
  part('board').dataset.done = 'no'
  worker.postMessage(asked)
}

worker.addEventListener('message', ({ data }: MessageEvent<BoardReply>) => {
  if (data.number !== asked.number) return
  if ('failure' in data) {
    part('board-state').textContent = filled(texts.failed, { reason: data.failure })
    return
  }
  show(data)
})

function show(answer: BoardAnswer): void {
  const levers = readLevers()
  const isDone = answer.paths === answer.pathsMax
  if (isDone && first === undefined) first = answer
  shown = answer
  const facts = { answer, language, texts, loans: loansOf(base), start: lent * levers.fund }
  part('board-dry').textContent = drySentence(facts)
  const items = sentencesOf(facts).map((sentence) => {
    const item = document.createElement('li')
    item.textContent = sentence
    return item
  })
  part('board-words').replaceChildren(...items)
  part('board-change').textContent =
    !isDone || first === undefined ? '' : changeSentence(facts, first)
  const seconds = numberText(Math.max(0.1, (now() - askedAt) / 1000), language, 1)
  const paths = numberText(answer.paths, language)
  const all = numberText(answer.pathsMax, language)
  part('board-state').textContent = filled(isDone ? texts.ready : texts.working, {
    ...{ paths, all, seconds },
  })
  drawCharts(answer, levers)
  if (isDone) part('board').dataset.done = 'yes'
}

function drawCharts(answer: BoardAnswer, levers: Levers): void {
  const loss = lossDataOf(answer, { label: texts.lossFund, value: lent * levers.fund })
  part('board-loss').innerHTML = lossDistribution(loss, {
    ...{ language, title: texts.lossTitle, id: 'loss' },
  }).svg
  const fund = answer.series.find(({ name }) => name === 'fund')
  if (fund === undefined) return
  part('board-fan').innerHTML = fanChart(fund, {
    ...{ language, title: texts.fanTitle, id: 'fan' },
  }).svg
}

function open(): void {
  part('board-lead').textContent = filled(texts.lead, {
    loans: loansOf(base),
    lent: valueText(lent * 100, 'cents', language),
    paths: numberText(BOARD_PATHS, language),
  })
  const start = leversOf(base)
  setLevers(start)
  for (const name of NAMES) inputOf(name).addEventListener('input', ask)
  part('board-back').addEventListener('click', () => {
    setLevers(start)
    ask()
  })
  addServerCheck(texts, () => {
    const isDone = shown !== undefined && shown.number === asked.number
    return isDone && shown?.paths === shown?.pathsMax && shown !== undefined
      ? { scenario: asked.scenario, figures: shown.figures }
      : undefined
  })
  ask()
}

open()
