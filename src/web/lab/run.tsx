import type { Hono } from 'hono'
import { chartCsv, standaloneSvg } from '../../../simulations/chart/chart.ts'
import { chartsOf } from '../../../simulations/report/result-charts.ts'
import type { Result } from '../../../simulations/result.ts'
import { parseUuid } from '../../kernel/ids.ts'
import type { StudyRun, StudyRunInFull } from '../../study/service.ts'
import { answerPage } from '../desk/page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal, deskRoles } from '../desk/session.ts'
import { fill } from '../desk/show.ts'
import { type LabRunTexts, labRunEn, labRunIt } from '../messages/lab-run.ts'
import { ChartStyle } from './charts.tsx'
import { type LabKit, type LabLanguage, LabPage, maySubmit } from './kit.tsx'
import { Again, Charts, Downloads, Figures, Provenance } from './run-parts.tsx'
import { RunProgress } from './run-progress.tsx'
import { Sensitivity } from './sensitivity.tsx'

const PATH = '/lab/runs/:id'
const LIVE_MODULE = 'src/web/desk/client/progress.ts'
const RESULT_MODULE = 'src/web/lab/client/sensitivity.ts'

export const RUN_TEXTS: Readonly<Record<LabLanguage, LabRunTexts>> = { it: labRunIt, en: labRunEn }

/** A run by its address: how far it is, then its figures, charts, files, and where they come from. */
export function addRun(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(PATH, async (c) => draw(kit, c, await runOf(kit, c)))
  routes.use(`${PATH}/cancel`, deskRoles('analyst', 'administrator'))
  routes.post(`${PATH}/cancel`, async (c) => {
    const { id } = await runOf(kit, c)
    await kit.study.cancel(id, c.get('desk').who)
    return c.redirect(`/lab/runs/${id}`, 303)
  })
  routes.get(`${PATH}/charts/:file{[\\w-]+\\.(?:svg|csv)}`, async (c) => {
    const { language } = c.get('desk')
    const run = await runOf(kit, c)
    const result = await kit.study.result(run.id)
    const [name = '', kind = ''] = c.req.param('file').split('.')
    const charts = chartsOf(result, language)
    const found = charts.find((one) => one.name === name)
    if (found === undefined) throw new DeskRefusal('not_found')
    c.header('content-disposition', `attachment; filename="${name}.${kind}"`)
    return kind === 'svg'
      ? c.body(standaloneSvg(found.chart), 200, { 'content-type': 'image/svg+xml' })
      : c.body(chartCsv(found.chart), 200, { 'content-type': 'text/csv; charset=utf-8' })
  })
}

async function runOf(kit: LabKit, c: DeskContext): Promise<StudyRunInFull> {
  const id = parseUuid(c.req.param('id') ?? '')
  if (id === undefined) throw new DeskRefusal('not_found')
  return kit.study.get(id)
}

async function draw(kit: LabKit, c: DeskContext, run: StudyRunInFull): Promise<Response> {
  // The run of a study is told beside its study.
  if (run.kind === 'study') return c.redirect(`/lab/studies/${run.studyId}/runs/${run.id}`, 303)
  const session = c.get('desk')
  const texts = RUN_TEXTS[session.language]
  const isLive = run.state === 'queued' || run.state === 'running'
  const result = run.state === 'complete' ? await kit.study.result(run.id) : undefined
  const isSubmitter = maySubmit(session.role)
  const module = isLive ? LIVE_MODULE : result === undefined ? undefined : RESULT_MODULE
  const page = (
    <LabPage
      {...{ kit, session }}
      title={fill(texts.title, { title: run.title })}
      place="runs"
      {...(module === undefined ? {} : { module })}
    >
      <ChartStyle />
      <RunProgress {...{ run, texts, isLive }} session={session} />
      {isLive && isSubmitter ? (
        <form method="post" action={`/lab/runs/${run.id}/cancel`}>
          <button class="btn btn-outline-primary" type="submit">
            {texts.cancel}
          </button>
        </form>
      ) : null}
      {result === undefined ? null : (
        <Outcome {...{ run, result, texts, isSubmitter }} language={session.language} />
      )}
    </LabPage>
  )
  return answerPage(c, page)
}

interface OutcomeProps {
  readonly run: StudyRun
  readonly result: Result
  readonly texts: LabRunTexts
  readonly language: LabLanguage
  readonly isSubmitter: boolean
}

function Outcome({ run, result, texts, language, isSubmitter }: OutcomeProps) {
  const charts = chartsOf(result, language)
  return (
    <>
      <Figures {...{ result, texts, language }} />
      <Charts {...{ charts, texts, language }} id={run.id} />
      <Sensitivity {...{ result, texts, language }} />
      <Downloads id={run.id} texts={texts} />
      <Provenance {...{ run, result, texts, language }} />
      <Again {...{ run, result, texts, isSubmitter }} />
    </>
  )
}
