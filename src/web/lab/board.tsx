import type { Hono } from 'hono'
import { findModel } from '../../../simulations/model/models.ts'
import { readScenario } from '../../../simulations/scenario/scenario.ts'
import { answerPage } from '../desk/page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal } from '../desk/session.ts'
import { type LabBoardTexts, labBoardEn, labBoardIt } from '../messages/lab-board.ts'
import { ChartStyle } from './charts.tsx'
import { type LabKit, type LabLanguage, LabPage, maySubmit } from './kit.tsx'

const TEXTS: Readonly<Record<LabLanguage, LabBoardTexts>> = { it: labBoardIt, en: labBoardEn }

/** The preset that the levers move. */
export const BOARD_PRESET = 'microcredit-guarantee-fund'

/** The page for a meeting: three levers, and what they do to a fund. The browser's worker does the sum. */
export function addBoard(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get('/lab/board', (c) => draw(kit, c))
}

function draw(kit: LabKit, c: DeskContext): Promise<Response> {
  const session = c.get('desk')
  const texts = TEXTS[session.language]
  const preset = kit.study.findPreset(BOARD_PRESET)
  if (preset === undefined || findModel('guarantee-fund') === undefined) {
    throw new DeskRefusal('not_found')
  }
  const { effective } = readScenario(preset.text)
  const isSubmitter = maySubmit(session.role)
  const page = (
    <LabPage
      {...{ kit, session }}
      title={texts.title}
      place="board"
      module="src/web/lab/client/board.ts"
    >
      <ChartStyle />
      <noscript>
        <p class="alert alert-danger">{texts.noScript}</p>
      </noscript>
      <p id="board-lead" />
      <div class="lab-board" id="board" data-scenario={JSON.stringify(effective)}>
        <section class="desk-card" aria-labelledby="levers-title">
          <h2 id="levers-title">{texts.levers}</h2>
          <Lever name="tutoring" max={100} step={10} texts={texts} />
          <Lever name="coverage" max={100} step={5} texts={texts} />
          <Lever name="fund" max={40} step={1} texts={texts} />
          <button class="btn btn-outline-primary" type="button" id="board-back">
            {texts.back}
          </button>
        </section>
        <section class="desk-card" aria-labelledby="result-title">
          <h2 id="result-title">{texts.result}</h2>
          <p class="lab-big" id="board-dry" />
          <ul id="board-words" />
          <p id="board-change" />
          <p class="form-text" id="board-state" role="status" />
        </section>
      </div>
      <div class="lab-charts">
        <section class="lab-chart" id="board-loss" aria-label={texts.lossTitle} tabindex={0} />
        <section class="lab-chart" id="board-fan" aria-label={texts.fanTitle} tabindex={0} />
      </div>
      <p class="form-text">{texts.notCounted}</p>
      {isSubmitter ? (
        <section class="desk-card pt-3">
          <p>{texts.serverLead}</p>
          <button class="btn btn-outline-primary" type="button" id="board-server">
            {texts.server}
          </button>
          <p id="board-server-state" role="status" />
          <a href={`/lab/scenario?preset=${BOARD_PRESET}`}>{texts.open}</a>
        </section>
      ) : null}
    </LabPage>
  )
  return answerPage(c, page)
}

interface LeverProps {
  readonly name: 'tutoring' | 'coverage' | 'fund'
  readonly max: number
  readonly step: number
  readonly texts: LabBoardTexts
}

function Lever({ name, max, step, texts }: LeverProps) {
  return (
    <div class="lab-lever">
      <label class="form-label" for={`lever-${name}`}>
        {texts[name]}
      </label>
      <output id={`lever-${name}-said`} for={`lever-${name}`} />
      <input
        id={`lever-${name}`}
        class="form-range"
        type="range"
        min={0}
        max={max}
        step={step}
        aria-describedby={`lever-${name}-hint`}
        autocomplete="off"
      />
      <p class="form-text" id={`lever-${name}-hint`}>
        {texts[`${name}Hint`]}
      </p>
    </div>
  )
}
