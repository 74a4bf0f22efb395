import type { Hono } from 'hono'
import { parseUuid } from '../../kernel/ids.ts'
import type { StudyRun } from '../../study/service.ts'
import { Table } from '../desk/money-kit.tsx'
import { answerPage } from '../desk/page.ts'
import type { DeskContext, DeskEnv } from '../desk/session.ts'
import { showTime } from '../desk/show.ts'
import { LAB_TEXTS, type LabKit, type LabLanguage, LabPage } from './kit.tsx'
import { count } from './numbers.ts'

const PATH = '/lab/runs'
const PAGE = 50

/** The runs, the latest first; two of them can be compared. */
export function addRuns(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(PATH, (c) => draw(kit, c))
}

async function draw(kit: LabKit, c: DeskContext): Promise<Response> {
  const session = c.get('desk')
  const texts = LAB_TEXTS[session.language]
  const after = parseUuid(c.req.query('after') ?? '')
  const found = await kit.study.list({
    limit: PAGE + 1,
    ...(after === undefined ? {} : { after }),
  })
  const runs = found.slice(0, PAGE)
  const last = runs.at(-1)
  const page = (
    <LabPage {...{ kit, session }} title={texts.runs} place="runs">
      <form method="get" action="/lab/compare">
        <RunList runs={runs} language={session.language} isChoosing />
        {runs.filter(({ state }) => state === 'complete').length < 2 ? null : (
          <div class="desk-actions">
            <button class="btn btn-outline-primary" type="submit">
              {texts.compare}
            </button>
          </div>
        )}
      </form>
      {found.length > PAGE && last !== undefined ? (
        <p>
          <a href={`${PATH}?after=${last.id}`}>{texts.more}</a>
        </p>
      ) : null}
    </LabPage>
  )
  return answerPage(c, page)
}

interface RunListProps {
  readonly runs: readonly StudyRun[]
  readonly language: LabLanguage
  readonly isChoosing?: boolean
  /** Those that are ticked already. */
  readonly chosen?: readonly string[]
}

export function RunList({ runs, language, isChoosing = false, chosen = [] }: RunListProps) {
  const texts = LAB_TEXTS[language]
  if (runs.length === 0) return <p>{texts.none}</p>
  const heads = [texts.name, texts.state, { figure: texts.paths }, texts.createdAt]
  return (
    <Table caption={texts.caption} heads={isChoosing ? [texts.choose, ...heads] : heads}>
      {runs.map(({ id, title, state, pathsDone, paths, createdAt }) => (
        <tr>
          {isChoosing ? (
            <td>
              {state === 'complete' ? (
                <input
                  class="form-check-input"
                  type="checkbox"
                  name="run"
                  value={id}
                  checked={chosen.includes(id)}
                  aria-label={`${texts.choose}: ${title}`}
                />
              ) : null}
            </td>
          ) : null}
          <td>
            <a href={`${PATH}/${id}`}>{title}</a>
          </td>
          <td>{texts.states[state]}</td>
          <td class="desk-figure">
            {state === 'running' ? `${count(pathsDone, language)} / ` : ''}
            {count(paths, language)}
          </td>
          <td>{showTime(createdAt)}</td>
        </tr>
      ))}
    </Table>
  )
}
