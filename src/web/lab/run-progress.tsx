import { unitTitle } from '../../../simulations/chart/format.ts'
import { intervalsChart } from '../../../simulations/chart/intervals.ts'
import { findModel } from '../../../simulations/model/models.ts'
import type { StudyRunInFull } from '../../study/service.ts'
import type { DeskSession } from '../desk/layout.tsx'
import { fill } from '../desk/show.ts'
import type { LabRunTexts } from '../messages/lab-run.ts'
import { LAB_TEXTS } from './kit.tsx'
import { outputName } from './labels.tsx'
import { count } from './numbers.ts'
import { Drawing } from './run-parts.tsx'

interface RunProgressProps {
  readonly run: StudyRunInFull
  readonly session: DeskSession
  readonly texts: LabRunTexts
  readonly isLive: boolean
}

/** How far a run is, and what is known so far; drawn anew while it goes on. */
export function RunProgress({ run, session, texts, isLive }: RunProgressProps) {
  const { language } = session
  const { state, pathsDone, paths, failure } = run
  return (
    <section
      id="progress"
      class="desk-card pt-3"
      data-live={isLive ? 'yes' : 'no'}
      data-events={`/api/v1/laboratory/runs/${run.id}/events`}
    >
      <p role="status">
        {texts.state}: <strong>{LAB_TEXTS[language].states[state]}</strong>
        {state === 'queued' ? `. ${texts.waiting}` : ''}
        {state === 'cancelled' ? `. ${texts.cancelled}` : ''}
      </p>
      {state === 'failed' ? (
        <p class="alert alert-danger">{fill(texts.failed, { reason: failure ?? '' })}</p>
      ) : null}
      {isLive ? (
        <>
          <label for="run-progress">
            {fill(texts.progress, {
              done: count(pathsDone, language),
              all: count(paths, language),
            })}
          </label>
          <progress id="run-progress" class="w-100" max={paths} value={pathsDone} />
          <Estimates {...{ run, texts }} session={session} />
        </>
      ) : null}
    </section>
  )
}

/** The means so far, each with its error; outputs of one unit beside each other. */
function Estimates({ run, texts, session }: Omit<RunProgressProps, 'isLive'>) {
  const { language } = session
  const outputs = findModel(run.model)?.outputs ?? []
  const units = [...new Set(outputs.map(({ unit }) => unit))]
  if (run.estimates.length === 0) return null
  return (
    <>
      <p>{texts.narrowing}</p>
      {units.map((unit) => {
        const rows = outputs.flatMap((output) => {
          const found = run.estimates.find(({ of }) => of === output.name)
          if (output.unit !== unit || found === undefined) return []
          const reach = 1.96 * found.standardError
          const { mean: value } = found
          const label = outputName(run.model, output.name, language).text
          return [{ label, value, lower: value - reach, upper: value + reach }]
        })
        if (rows.length === 0) return null
        const title = `${texts.estimates} (${unitTitle(unit, language)})`
        const chart = intervalsChart({ unit, rows }, { language, title, id: `so-far-${unit}` })
        return <Drawing svg={chart.svg} label={title} />
      })}
    </>
  )
}
