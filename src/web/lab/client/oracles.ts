import { labOraclesEn, labOraclesIt } from '../../messages/lab-oracles.ts'
import type { OracleReply } from './oracle-worker.ts'
import { filled } from './words.ts'

const texts = document.documentElement.lang === 'en' ? labOraclesEn : labOraclesIt
const body = document.getElementById('oracles') as HTMLElement
const verdict = document.getElementById('verdict') as HTMLElement
const button = document.getElementById('recompute') as HTMLButtonElement

/** Does all sums of the page again, in a worker, and says of each whether it agrees. */
function recompute(): void {
  button.disabled = true
  const rows = [...body.querySelectorAll<HTMLTableRowElement>('tr[data-question]')]
  const worker = new Worker(new URL('./oracle-worker.ts', import.meta.url), { type: 'module' })
  let done = 0
  const wrong: HTMLTableRowElement[] = []
  worker.addEventListener('message', ({ data }: MessageEvent<OracleReply>) => {
    const row = rows[data.index]
    if (row === undefined) return
    if (!settle(row, data.answer)) wrong.push(row)
    done += 1
    verdict.textContent = filled(texts.working, { done, count: rows.length })
    if (done < rows.length) return
    worker.terminate()
    button.disabled = false
    conclude(wrong, rows.length)
  })
  worker.addEventListener('error', ({ message }) => {
    verdict.className = 'alert alert-danger'
    verdict.textContent = message
    button.disabled = false
  })
  worker.postMessage(rows.map(({ dataset }) => JSON.parse(dataset.question ?? 'null')))
}

/** Writes what came out into a row. Returns whether it agrees. */
function settle(row: HTMLTableRowElement, answer: OracleReply['answer']): boolean {
  const known = Number(row.dataset.value)
  const tolerance = Number(row.dataset.tolerance)
  const ours = 'value' in answer ? answer.value : Number.NaN
  const error = Math.abs(ours - known)
  const isGood = error <= tolerance
  const say = (cell: string, text: string): void => {
    const found = row.querySelector(`[data-cell=${cell}]`)
    if (found !== null) found.textContent = text
  }
  say('ours', 'value' in answer ? `${Number(ours.toPrecision(10))}` : answer.error)
  say('error', Number.isNaN(error) ? '' : error.toExponential(1))
  say('verdict', `${isGood ? '✓' : '✗'} ${isGood ? texts.isGood : texts.isBad}`)
  row.classList.toggle('lab-wrong', !isGood)
  return isGood
}

function conclude(wrong: readonly HTMLTableRowElement[], count: number): void {
  const isGood = wrong.length === 0
  verdict.className = isGood ? 'alert alert-success' : 'alert alert-danger'
  verdict.textContent = filled(isGood ? texts.good : texts.bad, { count, bad: wrong.length })
  body.prepend(...wrong)
}

button.addEventListener('click', recompute)
