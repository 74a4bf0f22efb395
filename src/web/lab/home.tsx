import type { Hono } from 'hono'
import { answerPage } from '../desk/page.ts'
import type { DeskContext, DeskEnv } from '../desk/session.ts'
import { LAB_TEXTS, type LabKit, LabPage, maySubmit, WORK } from './kit.tsx'
import { RunList } from './runs.tsx'

const RECENT = 5

/** Where the laboratory begins: what one can do here, and what was run lately. */
export function addHome(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get('/lab', (c) => draw(kit, c))
}

async function draw(kit: LabKit, c: DeskContext): Promise<Response> {
  const session = c.get('desk')
  const texts = LAB_TEXTS[session.language]
  const runs = await kit.study.list({ limit: RECENT })
  const things = [
    ['studies', texts.studies, texts.studiesLead],
    ['datasets', texts.datasets, texts.datasetsLead],
    ['replays', texts.replays, texts.replaysLead],
    ['board', texts.board, texts.boardLead],
    ['scenario', texts.scenario, texts.scenarioLead],
    ['oracles', texts.oracles, texts.oraclesLead],
  ] as const
  const isSubmitter = maySubmit(session.role)
  const page = (
    <LabPage {...{ kit, session }} title={texts.title} place="home">
      <p>{texts.lead}</p>
      <div class="lab-cards">
        {things
          .filter(([place]) => isSubmitter || !WORK.includes(place))
          .map(([place, title, lead]) => (
            <section class="desk-card">
              <h2>
                <a href={`/lab/${place}`}>{title}</a>
              </h2>
              <p>{lead}</p>
            </section>
          ))}
      </div>
      {isSubmitter ? null : <p class="form-text">{texts.readOnly}</p>}
      <section class="desk-card">
        <h2>{texts.recent}</h2>
        <RunList runs={runs} language={session.language} />
        <p>
          <a href="/lab/runs">{texts.all}</a>
        </p>
      </section>
    </LabPage>
  )
  return answerPage(c, page)
}
