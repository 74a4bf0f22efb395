import { Hono } from 'hono'
import { type Assets, createAssets } from '../assets.ts'
import { FRAME_TEXTS } from '../desk/layout.tsx'
import { answerPage } from '../desk/page.ts'
import { type DeskEnv, DeskRefusal, deskRoles, openDesk } from '../desk/session.ts'
import { addBoard } from './board.tsx'
import { CHART_STYLE_PATH, chartStyle } from './charts.tsx'
import { addCompare } from './compare.tsx'
import { addDataset } from './dataset.tsx'
import { addDatasetImport } from './dataset-import.tsx'
import { addDatasets } from './datasets.tsx'
import { addHome } from './home.tsx'
import { LAB_READERS, type LabDeps, LabPage, labFaultOf } from './kit.tsx'
import { addOracles } from './oracles.tsx'
import { addReplays } from './replays.tsx'
import { addRun } from './run.tsx'
import { addRuns } from './runs.tsx'
import { addScenario } from './scenario.tsx'
import { addStudyFixed } from './study-fixed.tsx'
import { addStudyForm } from './study-form.tsx'
import { addStudyList } from './study-list.tsx'
import { addStudyPage } from './study-page.tsx'
import { addStudyRun } from './study-run.tsx'

/**
 * The pages of the laboratory. Mount it at `/`. They call the same service as the API; what a browser works out by itself, it
 * works out with the engine that the service has.
 *
 * @param assets the built client files; by default those in `dist/web`
 */
export function labRoutes(deps: LabDeps, assets: Assets = createAssets()): Hono<DeskEnv> {
  const kit = { ...deps, assets }
  const routes = new Hono<DeskEnv>()
  routes.use('/lab/*', openDesk(deps), deskRoles(...LAB_READERS))
  routes.get(CHART_STYLE_PATH, (c) =>
    c.body(chartStyle(), 200, { 'content-type': 'text/css; charset=utf-8' }),
  )
  addHome(routes, kit)
  addBoard(routes, kit)
  addScenario(routes, kit)
  addRuns(routes, kit)
  addRun(routes, kit)
  addCompare(routes, kit)
  addOracles(routes, kit)
  addDatasets(routes, kit)
  addDatasetImport(routes, kit)
  addDataset(routes, kit)
  addReplays(routes, kit)
  addStudyList(routes, kit)
  addStudyFixed(routes, kit)
  addStudyForm(routes, kit)
  addStudyPage(routes, kit)
  addStudyRun(routes, kit)
  routes.get('/lab/*', () => {
    throw new DeskRefusal('not_found')
  })
  routes.onError((error, c) => {
    const session = c.get('desk')
    const fault = session === undefined ? undefined : labFaultOf(error, session.language)
    // What is no refusal, or came from somewhere else than a page of ours, is answered by the frame.
    if (fault === undefined) throw error
    const texts = FRAME_TEXTS[session.language]
    const notice = { kind: 'wrong', text: fault.text } as const
    const page = (
      <LabPage {...{ kit, session, notice }} title={texts.closed} place="home">
        <p>
          <a href="/desk">{texts.home}</a>
        </p>
      </LabPage>
    )
    return answerPage(c, page, fault.status)
  })
  return routes
}
