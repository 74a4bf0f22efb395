import type { Hono } from 'hono'
import { valueText } from '../../../simulations/chart/format.ts'
import { intervalsChart } from '../../../simulations/chart/intervals.ts'
import type { Result } from '../../../simulations/result.ts'
import { differencesOf } from '../../../simulations/scenario/effective.ts'
import { meanInterval } from '../../../simulations/stats/intervals.ts'
import type { Figure } from '../../../simulations/summary.ts'
import { parseUuid } from '../../kernel/ids.ts'
import type { StudyRun } from '../../study/service.ts'
import type { Notice } from '../desk/layout.tsx'
import { Facts, Table } from '../desk/money-kit.tsx'
import { answerPage } from '../desk/page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal } from '../desk/session.ts'
import type { LabRunTexts } from '../messages/lab-run.ts'
import { ChartStyle } from './charts.tsx'
import { type LabKit, type LabLanguage, LabPage } from './kit.tsx'
import { LabelText, outputName } from './labels.tsx'
import { figureText, statisticText } from './numbers.ts'
import { RUN_TEXTS } from './run.tsx'
import { Drawing } from './run-parts.tsx'
import { RunList } from './runs.tsx'

const PATH = '/lab/compare'
const CHOICES = 50

interface Side {
  readonly run: StudyRun
  readonly result: Result
}

/** Two runs beside each other: what differs for certain, and what does not. */
export function addCompare(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(PATH, (c) => draw(kit, c))
}

async function draw(kit: LabKit, c: DeskContext): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = RUN_TEXTS[language]
  const ids = [...new Set(c.req.queries('run') ?? [])]
  const found = await Promise.all(ids.slice(0, 2).map((id) => sideOf(kit, c, id)))
  const [a, b] = found
  const page = (
    <LabPage
      {...{ kit, session }}
      title={texts.compareTitle}
      place="runs"
      notice={noticeOf(ids, found, texts)}
    >
      <ChartStyle />
      {a === undefined || b === undefined ? (
        await choiceOf(kit, c)
      ) : (
        <Beside {...{ a, b, texts, language }} />
      )}
    </LabPage>
  )
  return answerPage(c, page)
}

async function sideOf(kit: LabKit, _c: DeskContext, id: string): Promise<Side | undefined> {
  const known = parseUuid(id)
  if (known === undefined) throw new DeskRefusal('not_found')
  const run = await kit.study.get(known)
  const result = run.state === 'complete' ? await kit.study.result(run.id) : undefined
  return result === undefined ? undefined : { run, result }
}

function noticeOf(
  ids: readonly string[],
  found: readonly (Side | undefined)[],
  texts: LabRunTexts,
): Notice | undefined {
  if (found.includes(undefined)) return { kind: 'wrong', text: texts.notReady }
  return ids.length === 2 ? undefined : { kind: 'wrong', text: texts.choose }
}

async function choiceOf(kit: LabKit, c: DeskContext) {
  const { language } = c.get('desk')
  const runs = await kit.study.list({ limit: CHOICES })
  return (
    <form method="get" action={PATH}>
      <RunList runs={runs} language={language} isChoosing chosen={c.req.queries('run') ?? []} />
      <button class="btn btn-outline-primary" type="submit">
        {RUN_TEXTS[language].compareTitle}
      </button>
    </form>
  )
}

interface BesideProps {
  readonly a: Side
  readonly b: Side
  readonly texts: LabRunTexts
  readonly language: LabLanguage
}

function Beside({ a, b, texts, language }: BesideProps) {
  const pairs = pairsOf(a.result, b.result)
  const isShared = a.result.provenance.seed === b.result.provenance.seed
  const link = ({ run }: Side) => <a href={`/lab/runs/${run.id}`}>{run.title}</a>
  return (
    <>
      <Facts
        pairs={[
          [texts.a, link(a)],
          [texts.b, link(b)],
        ]}
      />
      {pairs.length === 0 ? <p>{texts.onlyOne}</p> : <p>{texts.compareLead}</p>}
      {isShared && pairs.length > 0 ? <p class="form-text">{texts.shared}</p> : null}
      <Differences {...{ a, b, texts, language, pairs }} />
      <div class="lab-charts">
        {pairs
          .filter(([figure]) => isCentre(figure))
          .map((pair) => (
            <PairChart {...{ a, b, texts, language, pair }} />
          ))}
      </div>
      <Settings {...{ a, b, texts, language }} />
    </>
  )
}

type Pair = readonly [Figure, Figure]

/** The figures that both have, and that both tell. */
function pairsOf(a: Result, b: Result): readonly Pair[] {
  if (a.provenance.model.name !== b.provenance.model.name) return []
  return a.figures.flatMap((left): Pair[] => {
    const right = b.figures.find(
      (one) => one.of === left.of && one.statistic === left.statistic && one.level === left.level,
    )
    const isTold = left.value !== null && right !== undefined && right.value !== null
    return isTold ? [[left, right]] : []
  })
}

function isCentre({ statistic }: Figure): boolean {
  return statistic === 'mean' || statistic === 'probability' || statistic === 'ratio'
}

function Differences({
  a,
  texts,
  language,
  pairs,
}: BesideProps & { readonly pairs: readonly Pair[] }) {
  if (pairs.length === 0) return null
  const model = a.result.provenance.model.name
  const heads = [
    texts.output,
    { figure: texts.a },
    { figure: texts.b },
    { figure: texts.difference },
    { figure: texts.interval },
    texts.verdict,
  ]
  return (
    <Table caption={texts.figures} heads={heads}>
      {pairs
        .filter(([{ statistic }]) => statistic !== 'quantile')
        .map(([left, right]) => {
          const { value, standardError, lower, upper } = differenceOf(left, right)
          const written = (one: number) => valueText(one, left.unit, language, standardError)
          const verdict = lower > 0 ? texts.more : upper < 0 ? texts.less : texts.unclear
          return (
            <tr>
              <th scope="row">
                <LabelText label={outputName(model, left.of, language)} />,{' '}
                {statisticText(left, texts, language)}
              </th>
              <td class="desk-figure">{figureText(left, language)}</td>
              <td class="desk-figure">{figureText(right, language)}</td>
              <td class="desk-figure">{written(value)}</td>
              <td class="desk-figure">
                {written(lower)} – {written(upper)}
              </td>
              <td>{verdict}</td>
            </tr>
          )
        })}
    </Table>
  )
}

/** The difference of two figures, as if their paths had nothing in common. */
function differenceOf(left: Figure, right: Figure) {
  const value = (right.value ?? 0) - (left.value ?? 0)
  const standardError = Math.sqrt((left.standardError ?? 0) ** 2 + (right.standardError ?? 0) ** 2)
  return { value, standardError, ...meanInterval(value, standardError) }
}

function PairChart({ a, b, language, texts, pair }: BesideProps & { readonly pair: Pair }) {
  const model = a.result.provenance.model.name
  const [{ of, statistic, unit }] = pair
  const name = outputName(model, of, language).text
  const title = `${name}, ${statisticText(pair[0], texts, language)}`
  const rows = pair.map((figure, index) => ({
    label: `${index === 0 ? texts.a : texts.b}: ${(index === 0 ? a : b).run.title}`,
    value: figure.value ?? 0,
    lower: figure.interval?.lower ?? figure.value ?? 0,
    upper: figure.interval?.upper ?? figure.value ?? 0,
  }))
  const { svg } = intervalsChart({ unit, rows }, { language, title, id: `${of}-${statistic}` })
  return <Drawing svg={svg} label={title} />
}

/** In what the scenarios differ, the name apart. */
function Settings({ a, b, texts }: BesideProps) {
  const all = differencesOf(a.result.scenario, b.result.scenario)
  const differences = all.filter(({ path }) => path !== 'name')
  return (
    <section class="desk-card">
      <h2>{texts.settings}</h2>
      {differences.length === 0 ? (
        <p>{texts.sameSettings}</p>
      ) : (
        <Table caption={texts.settings} heads={[texts.field, texts.a, texts.b]}>
          {differences.map(({ path, before, after }) => (
            <tr>
              <th scope="row">{path}</th>
              <td>{before === undefined ? '' : `${JSON.stringify(before)}`}</td>
              <td>{after === undefined ? '' : `${JSON.stringify(after)}`}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}
