import type { Hono } from 'hono'
import { levelText } from '../../../simulations/chart/format.ts'
import { intervalsChart } from '../../../simulations/chart/intervals.ts'
import { SCORE_POINTS, StudyReader } from '../../../simulations/study/report/study-reader.ts'
import { verdictText } from '../../../simulations/study/report/verdict-text.ts'
import type { StudyResult } from '../../../simulations/study/study-result.ts'
import { parseUuid } from '../../kernel/ids.ts'
import { fileTypeOf } from '../../study/files.ts'
import type { StudyRunInFull } from '../../study/service.ts'
import { Facts, namesOf, Table } from '../desk/money-kit.tsx'
import { answerPage } from '../desk/page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal } from '../desk/session.ts'
import { fill, showTime } from '../desk/show.ts'
import type { LabStudyTexts } from '../messages/lab-study.ts'
import { ChartStyle } from './charts.tsx'
import { type LabKit, type LabLanguage, LabPage, maySubmit } from './kit.tsx'
import { RUN_TEXTS } from './run.tsx'
import { Drawing } from './run-parts.tsx'
import { RunProgress } from './run-progress.tsx'
import {
  baselineText,
  Legend,
  pathTo,
  STUDIES_PATH,
  STUDY_TEXTS,
  StandingMark,
  studyOf,
} from './study-kit.tsx'
import { fileOfStudy, resultOfStudy, STUDY_FILE_NAMES } from './study-outcome.ts'

const PATH = `${STUDIES_PATH}/:id/runs/:run`
const LIVE_MODULE = 'src/web/desk/client/progress.ts'
/** A report needs nothing from elsewhere, and has its style in itself. */
const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
const KNOWING_MAX = 6

/** A run of a study by its address: how far it is, then the verdict, the report, the files, and of which version it is. */
export function addStudyRun(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(PATH, async (c) => draw(kit, c, await runOf(kit, c)))
  routes.get(`${PATH}/files/:file{[\\w.-]+}`, async (c) => {
    const run = await runOf(kit, c)
    const name = STUDY_FILE_NAMES.find((one) => one === c.req.param('file'))
    if (name === undefined) throw new DeskRefusal('not_found')
    const body = new Uint8Array(await fileOfStudy(kit, run.id, name))
    const type = fileTypeOf(name)
    if (type.startsWith('text/html')) c.header('content-security-policy', REPORT_POLICY)
    else c.header('content-disposition', `attachment; filename="${run.id}-${name}"`)
    return c.body(body, 200, { 'content-type': type })
  })
}

async function runOf(kit: LabKit, c: DeskContext): Promise<StudyRunInFull> {
  const id = parseUuid(c.req.param('run') ?? '')
  if (id === undefined) throw new DeskRefusal('not_found')
  const run = await kit.study.get(id)
  if (run.studyId !== c.req.param('id')) throw new DeskRefusal('not_found')
  return run
}

async function draw(kit: LabKit, c: DeskContext, run: StudyRunInFull): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = STUDY_TEXTS[language]
  const study = await studyOf(kit, c)
  const isLive = run.state === 'queued' || run.state === 'running'
  const result = run.state === 'complete' ? await resultOfStudy(kit, run.id) : undefined
  const names = await namesOf(kit, [run.createdBy])
  const version = study.versions.find(({ number }) => number === run.studyVersion)
  const title = fill(texts.runTitle, { title: (version ?? study.newest).title[language] })
  const page = (
    <LabPage
      {...{ kit, session, title }}
      place="studies"
      {...(isLive ? { module: LIVE_MODULE } : {})}
    >
      <ChartStyle />
      <p>
        {fill(texts.runOf, { number: run.studyVersion ?? '' })}.{' '}
        <a href={`${pathTo(study.id)}?version=${run.studyVersion}`}>{texts.back}</a>
      </p>
      <RunProgress
        {...{ run, session, isLive }}
        texts={{ ...RUN_TEXTS[language], progress: texts.progress }}
      />
      {isLive && maySubmit(session.role) ? (
        <form method="post" action={`/lab/runs/${run.id}/cancel`}>
          <button class="btn btn-outline-primary" type="submit">
            {RUN_TEXTS[language].cancel}
          </button>
        </form>
      ) : null}
      {result === undefined ? null : (
        <>
          <Verdict {...{ result, texts, language }} />
          <Report {...{ run, texts, language }} />
          <Compared {...{ result, texts, language }} />
          <Knowing {...{ result, texts, language }} />
          <Files {...{ run, texts }} />
        </>
      )}
      <Provenance {...{ run, result, texts }} by={names.get(run.createdBy) ?? texts.somebody} />
    </LabPage>
  )
  return answerPage(c, page)
}

interface OutcomeProps {
  readonly result: StudyResult
  readonly texts: LabStudyTexts
  readonly language: LabLanguage
}

function Verdict({ result, texts, language }: OutcomeProps) {
  const { head, lead, reasons, wants } = verdictText(new StudyReader(result, language))
  const { kind } = result.findings.verdict
  return (
    <section class="desk-card" id="verdict">
      <h2>{texts.verdict}</h2>
      <div class={kind === 'decided' ? 'study-verdict' : 'study-verdict study-undecided'}>
        <p class="lab-big">{head}</p>
        <p>{lead}</p>
        <ul>
          {reasons.map((reason) => (
            <li>{reason}</li>
          ))}
        </ul>
        {wants === null ? null : (
          <p>
            <strong>{wants}</strong>
          </p>
        )}
      </div>
    </section>
  )
}

interface RunProps {
  readonly run: StudyRunInFull
  readonly texts: LabStudyTexts
}

function fileAt({ id, studyId }: StudyRunInFull, name: string): string {
  return `${STUDIES_PATH}/${studyId}/runs/${id}/files/${name}`
}

function Report({ run, texts, language }: RunProps & { readonly language: LabLanguage }) {
  return (
    <section class="desk-card" id="report">
      <h2>{texts.report}</h2>
      <p>{texts.reportLead}</p>
      <div class="desk-actions">
        <a class="btn btn-primary" href={fileAt(run, `report.${language}.html`)}>
          {texts.openReport}
        </a>
      </div>
      <p class="form-text">{texts.address}</p>
    </section>
  )
}

/** The designs by score, and on the indicators that decide. */
function Compared({ result, texts, language }: OutcomeProps) {
  const reader = new StudyReader(result, language)
  const { verdict } = result.findings
  const { ordered, deciding } = reader
  const rows = ordered.flatMap(({ name, baseline }) => {
    const found = reader.weighing(name)
    if (found === undefined) return []
    const [value, lower, upper] = [
      found.score,
      found.scoreInterval.lower,
      found.scoreInterval.upper,
    ].map((score) => score * SCORE_POINTS)
    if (value === undefined || lower === undefined || upper === undefined) return []
    const label = reader.design(name)
    return [{ label, value, lower, upper, isHollow: baseline !== undefined }]
  })
  const title = fill(texts.scoreTitle, { level: levelText(result.level, language) })
  const chart = intervalsChart(
    { unit: 'points', rows, level: result.level, hollow: texts.baseline },
    { language, title, id: 'study-score' },
  )
  const heads = [
    texts.design,
    ...[texts.score, ...deciding.map((one) => reader.indicator(one.name))],
  ]
  return (
    <section class="desk-card" id="compared">
      <h2>{texts.compared}</h2>
      <Drawing svg={chart.svg} label={title} />
      <p class="form-text">{texts.hollow}</p>
      <Table caption={texts.compared} heads={heads}>
        {ordered.map(({ name, baseline }) => {
          const found = reader.weighing(name)
          return (
            <tr>
              <th scope="row">
                {reader.design(name)}
                {name === verdict.design ? (
                  <strong class="study-note study-strong">
                    {reader.say(verdict.kind === 'decided' ? 'recommended' : 'bestSoFar')}
                  </strong>
                ) : null}
                {baseline === undefined ? null : (
                  <span class="study-note">{baselineText(baseline, language)}</span>
                )}
              </th>
              <td>
                {found === undefined ? '–' : reader.points(found.score)}
                <span class="study-note">
                  {found === undefined ? '' : reader.scoreRange(found.scoreInterval)}
                </span>
              </td>
              {deciding.map((indicator) => (
                <Measured {...{ reader }} design={name} indicator={indicator.name} />
              ))}
            </tr>
          )
        })}
      </Table>
    </section>
  )
}

/** A value, where it lies, and in a word how it stands against the best. */
function Measured({
  reader,
  design,
  indicator,
}: {
  readonly reader: StudyReader
  readonly design: string
  readonly indicator: string
}) {
  const found = reader.estimate(design, indicator)
  if (found === undefined) return <td>–</td>
  const unit = reader.unitOf(indicator)
  const pair = reader.pair(design, reader.result.findings.verdict.design, indicator)
  return (
    <td>
      {reader.value(found.mean, unit, found.interval)}{' '}
      {pair === undefined ? null : <em>{reader.say(`state ${pair.state}`)}</em>}
      <span class="study-note">{reader.range(found.interval, unit)}</span>
    </td>
  )
}

/** What it would be worth to know, the most first, and what stands behind it today. */
function Knowing({ result, texts, language }: OutcomeProps) {
  const reader = new StudyReader(result, language)
  const most = [...result.findings.information]
    .sort((a, b) => b.value - a.value)
    .slice(0, KNOWING_MAX)
  if (most.length === 0) return null
  const heads = [texts.input, { figure: texts.wantedTitle }, texts.standing, texts.source]
  return (
    <section class="desk-card" id="knowing">
      <h2>{texts.wanted}</h2>
      <Legend texts={texts} />
      <Table caption={texts.wanted} heads={heads}>
        {most.map(({ input, value }) => {
          const found = result.inputs.find(({ name }) => name === input)
          return (
            <tr>
              <th scope="row">{reader.input(input)}</th>
              <td class="desk-figure">{reader.points(value)}</td>
              <td>
                {found === undefined ? null : (
                  <StandingMark standing={found.standing} texts={texts} />
                )}
              </td>
              <td class="study-source" lang="en">
                {found?.source}
              </td>
            </tr>
          )
        })}
      </Table>
    </section>
  )
}

function Files({ run, texts }: RunProps) {
  return (
    <section class="desk-card" id="files">
      <h2>{texts.files}</h2>
      <ul class="study-files">
        {STUDY_FILE_NAMES.map((name) => (
          <li>
            <a
              class="study-file"
              href={fileAt(run, name)}
              {...(name.endsWith('.html') ? {} : { download: name })}
            >
              {texts.fileNames[name]}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ProvenanceProps extends RunProps {
  readonly result: StudyResult | undefined
  readonly by: string
}

function Provenance({ run, result, texts, by }: ProvenanceProps) {
  const sizes =
    result === undefined
      ? []
      : ([
          [texts.worlds, `${result.provenance.worlds} × ${result.provenance.paths}`],
          [texts.engine, `${result.provenance.engine}, Node ${result.provenance.nodeMajor}`],
        ] as const)
  return (
    <section class="desk-card" id="provenance">
      <h2>{texts.provenance}</h2>
      <p>{texts.frozen}</p>
      <Facts
        pairs={[
          [texts.version, `${run.studyVersion}`],
          [texts.hash, <code class="lab-hash">{run.scenarioHash}</code>],
          [texts.seed, `${run.seed}`],
          ...sizes,
          [texts.submittedBy, by],
          [texts.submittedAt, showTime(run.createdAt)],
        ]}
      />
    </section>
  )
}
