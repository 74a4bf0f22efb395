import type { Hono } from 'hono'
import type { Dataset } from '../../study/evidence.ts'
import type { StudyVersionHead } from '../../study/studies.ts'
import { Facts, namesOf, noticeOf } from '../desk/money-kit.tsx'
import { answerPage } from '../desk/page.ts'
import { type DeskContext, type DeskEnv, DeskRefusal } from '../desk/session.ts'
import { fill, showDay, showTime } from '../desk/show.ts'
import { ChartStyle } from './charts.tsx'
import { Curves, Estimates, Tables, Withheld } from './dataset-parts.tsx'
import { DATASETS_PATH, EVIDENCE_TEXTS, REPLAYS_PATH } from './evidence-words.ts'
import { type LabKit, type LabLanguage, LabPage, maySubmit } from './kit.tsx'
import { pathTo, STUDIES_PATH } from './study-kit.tsx'

const STUDIES_MAX = 10
const PARTNERS_MAX = 1000

/** A dataset by its hash: what was found, how sure that is, what is not told and why. */
export function addDataset(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(`${DATASETS_PATH}/:hash`, async (c) => {
    const hash = c.req.param('hash')
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new DeskRefusal('not_found')
    return draw(kit, c, await kit.evidence.get(hash))
  })
}

async function draw(kit: LabKit, c: DeskContext, dataset: Dataset): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = EVIDENCE_TEXTS[language]
  const { content, createdBy } = dataset
  const names = await namesOf(kit, [createdBy])
  const isWriter = maySubmit(session.role)
  const partners = await kit.network.listPartners({ limit: PARTNERS_MAX })
  const shops = new Map(partners.map(({ id, name }) => [id, name]))
  const { frozen, brought } = texts
  const page = (
    <LabPage
      {...{ kit, session, title: dataset.title }}
      place="datasets"
      notice={noticeOf(c, undefined, { frozen, brought })}
    >
      <ChartStyle />
      <p>
        <a href={DATASETS_PATH}>{texts.back}</a>
      </p>
      <Provenance
        {...{ dataset, language }}
        by={(createdBy === null ? undefined : names.get(createdBy)) ?? texts.somebody}
      />
      {isWriter ? (
        <Use {...{ dataset, language }} studies={await kit.studies.list({ limit: STUDIES_MAX })} />
      ) : null}
      <Estimates {...{ content, language }} />
      <Curves {...{ content, language }} />
      <Tables {...{ content, language, shops }} />
      <Withheld {...{ content, language }} />
      <Downloads {...{ dataset, language }} />
    </LabPage>
  )
  return answerPage(c, page)
}

interface PartProps {
  readonly dataset: Dataset
  readonly language: LabLanguage
}

function Provenance({ dataset, language, by }: PartProps & { readonly by: string }) {
  const texts = EVIDENCE_TEXTS[language]
  const { kind, programmeId, day, content, createdAt, sha256 } = dataset
  const { definition } = content
  const isOurs = programmeId !== null && day !== null
  const population = isOurs
    ? fill(texts.ofLedger, { programme: programmeId, day: showDay(day) })
    : content.population
  return (
    <section class="desk-card pt-3" id="what">
      <Facts
        pairs={[
          [texts.what, texts.kinds[kind]],
          [texts.about, population],
          [texts.from, isOurs ? texts.ourBooks : content.source],
          ...(definition === null
            ? []
            : ([[texts.rules, rulesText(definition, language)]] as const)),
          [texts.at, showTime(createdAt)],
          [texts.by, by],
          [texts.hash, <code class="lab-hash">{sha256}</code>],
        ]}
      />
    </section>
  )
}

function rulesText(
  { threshold, level }: NonNullable<Dataset['content']['definition']>,
  language: LabLanguage,
): string {
  const values = { threshold, level: percent(level) }
  return fill(EVIDENCE_TEXTS[language].rulesOf, values)
}

function percent(level: number): string {
  return `${Number((level * 100).toPrecision(4))}\u00a0%`
}

interface UseProps extends PartProps {
  readonly studies: readonly StudyVersionHead[]
}

function Use({ dataset, language, studies }: UseProps) {
  const texts = EVIDENCE_TEXTS[language]
  const { sha256, kind, programmeId, day } = dataset
  return (
    <section class="desk-card" id="use">
      <h2>{texts.use}</h2>
      <p>{kind === 'prior' ? texts.usePrior : texts.useLead}</p>
      {studies.length === 0 ? (
        <p>{texts.noStudies}</p>
      ) : (
        <ul class="study-files">
          {studies.map(({ studyId, title }) => (
            <li>
              <a class="study-file" href={`${pathTo(studyId, 'edit')}?dataset=${sha256}#evidence`}>
                {title[language]}
              </a>
            </li>
          ))}
        </ul>
      )}
      <div class="desk-actions">
        <a class="btn btn-outline-primary" href={STUDIES_PATH}>
          {texts.allStudies}
        </a>
        {programmeId === null || day === null ? null : (
          <a
            class="btn btn-outline-primary"
            href={`${REPLAYS_PATH}?programme=${encodeURIComponent(programmeId)}&day=${day}`}
          >
            {texts.replayIt}
          </a>
        )}
      </div>
    </section>
  )
}

const FILES = ['content.json', 'estimates.csv', 'tables.csv', 'survival.csv'] as const

function Downloads({ dataset: { sha256, content }, language }: PartProps) {
  const texts = EVIDENCE_TEXTS[language]
  const { tables, survival } = content
  const isEmpty = { 'tables.csv': tables.length === 0, 'survival.csv': survival.length === 0 }
  const files = FILES.filter((name) => !(isEmpty as Readonly<Record<string, boolean>>)[name])
  return (
    <section class="desk-card" id="files">
      <h2>{texts.downloads}</h2>
      <ul class="study-files">
        {files.map((name) => (
          <li>
            <a
              class="study-file"
              href={`/api/v1/laboratory/datasets/${sha256}/files/${name}`}
              download={`${sha256.slice(0, 12)}-${name}`}
            >
              {texts.files[name]}
            </a>
          </li>
        ))}
      </ul>
      <p class="form-text">{texts.proof}</p>
    </section>
  )
}
