import type { JsonObject } from '../../../../simulations/scenario/json.ts'
import type { Figure } from '../../../../simulations/summary.ts'
import { callApi, propertyOf, textOf } from '../../client/api.ts'
import { newId, pause } from '../../client/runtime.ts'
import type { LabBoardTexts } from '../../messages/lab-board.ts'
import { filled } from './words.ts'

/** What the browser worked out, and of what. */
interface Worked {
  readonly scenario: JsonObject
  readonly figures: readonly Figure[]
}

const EVERY_MS = 400
/** A run that waits in a queue for longer is looked at on its own page. */
const TRIES = 300

/** Has the service do the same sum, and compares every figure to the last digit. */
export function addServerCheck(texts: LabBoardTexts, worked: () => Worked | undefined): void {
  const button = document.getElementById('board-server') as HTMLButtonElement | null
  const state = document.getElementById('board-server-state')
  if (button === null || state === null) return
  button.addEventListener('click', async () => {
    const ours = worked()
    if (ours === undefined) return
    button.disabled = true
    state.textContent = texts.serverWaits
    const id = newId()
    state.textContent = await compare(texts, ours, id).catch((error: unknown) =>
      filled(texts.serverFailed, { reason: String(error) }),
    )
    const link = document.createElement('a')
    link.href = `/lab/runs/${id}`
    link.textContent = texts.serverRun
    state.append(' ', link)
    button.disabled = false
  })
}

async function compare(texts: LabBoardTexts, ours: Worked, id: string): Promise<string> {
  const { scenario, figures } = ours
  const body = { id, title: `${scenario.name}`, scenario: JSON.stringify(scenario) }
  const sent = await callApi({ path: '/laboratory/runs', body })
  if (sent.kind !== 'answered') return filled(texts.serverFailed, { reason: reasonOf(sent) })
  for (let tries = 0; tries < TRIES; tries++) {
    const run = await callApi({ path: `/laboratory/runs/${id}` })
    const state = run.kind === 'answered' ? textOf(run.body, 'state') : undefined
    if (state === 'complete') return sameFigures(texts, figures, id)
    if (state === 'failed' || state === 'cancelled') {
      return filled(texts.serverFailed, { reason: state })
    }
    await pause(EVERY_MS)
  }
  return filled(texts.serverFailed, { reason: '…' })
}

async function sameFigures(
  texts: LabBoardTexts,
  ours: readonly Figure[],
  id: string,
): Promise<string> {
  const result = await callApi({ path: `/laboratory/runs/${id}/result` })
  if (result.kind !== 'answered') return filled(texts.serverFailed, { reason: reasonOf(result) })
  const theirs = propertyOf(result.body, 'figures')
  const listed: readonly unknown[] = Array.isArray(theirs) ? theirs : []
  const at = ours.findIndex((figure, index) => {
    return JSON.stringify(figure) !== JSON.stringify(listed[index])
  })
  if (at < 0 && listed.length === ours.length) {
    return filled(texts.serverSame, { count: ours.length })
  }
  const { of, statistic } = ours[at] ?? { of: '?', statistic: '?' }
  return filled(texts.serverOther, { figure: `${of}, ${statistic}` })
}

function reasonOf(reply: { readonly kind: string; readonly title?: string }): string {
  return reply.title ?? reply.kind
}
