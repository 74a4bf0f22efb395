import type { Hono } from 'hono'
import type { StudyFile } from '../../../simulations/study/study-file.ts'
import type { FeasibilityStudy, StudyVersion } from '../../study/studies.ts'
import type { Notice } from '../desk/layout.tsx'
import { Facts, Hidden, namesOf } from '../desk/money-kit.tsx'
import { answerPage, tried } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from '../desk/session.ts'
import { fill } from '../desk/show.ts'
import type { LabStudyTexts } from '../messages/lab-study.ts'
import { type LabKit, type LabLanguage, LabPage, labFaultOf, maySubmit } from './kit.tsx'
import { Changes, Runs, runsOf, Versions } from './study-history.tsx'
import { pathTo, readVersion, STUDIES_PATH, STUDY_TEXTS, studyOf, versionOf } from './study-kit.tsx'
import { Assumptions, Designs, Weights } from './study-parts.tsx'

const PATH = `${STUDIES_PATH}/:id`

/** A study by its address: what it asks, compares and takes for granted, its runs and its versions. */
export function addStudyPage(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(PATH, async (c) => draw(kit, c, await studyOf(kit, c)))
  routes.post(`${PATH}/run`, deskRoles('analyst', 'administrator'), (c) => run(kit, c))
  routes.get(`${PATH}/changes`, async (c) => {
    const study = await studyOf(kit, c)
    const to = await versionOf(kit, study, c.req.query('to'))
    const before = `${Math.max(1, to.number - 1)}`
    const from = await versionOf(kit, study, c.req.query('from') ?? before)
    const session = c.get('desk')
    const texts = STUDY_TEXTS[session.language]
    const title = fill(texts.changesTitle, { from: from.number, to: to.number })
    return answerPage(
      c,
      <LabPage {...{ kit, session, title }} place="studies">
        <Changes {...{ study, from, to, texts }} language={session.language} />
      </LabPage>,
    )
  })
  routes.get(`${PATH}/versions/:number`, async (c) => {
    const study = await studyOf(kit, c)
    const { number, text } = await versionOf(kit, study, c.req.param('number'))
    c.header('content-disposition', `attachment; filename="study-${number}.yaml"`)
    return c.body(text, 200, { 'content-type': 'application/yaml; charset=utf-8' })
  })
}

async function run(kit: LabKit, c: DeskContext): Promise<Response> {
  const { language, who } = c.get('desk')
  const study = await studyOf(kit, c)
  const form = await readForm(c)
  const runId = readFields(form, language).id('run')
  const { number } = await versionOf(kit, study, form.number)
  const refused = await tried(
    language,
    () => kit.studies.run({ runId, studyId: study.id, number }, who),
    labFaultOf,
  )
  if (refused === undefined) return c.redirect(pathTo(study.id, 'runs', runId), 303)
  return draw(kit, c, study, { kind: 'wrong', text: refused.text })
}

async function draw(
  kit: LabKit,
  c: DeskContext,
  study: FeasibilityStudy,
  notice?: Notice,
): Promise<Response> {
  const session = c.get('desk')
  const { language } = session
  const texts = STUDY_TEXTS[language]
  const version = await versionOf(kit, study, c.req.query('version'))
  const file = readVersion(version.text)
  const runs = await runsOf(kit, study)
  const names = await namesOf(
    kit,
    study.versions.map(({ madeBy }) => madeBy),
  )
  const page = (
    <LabPage {...{ kit, session, notice }} title={version.title[language]} place="studies">
      <Beginning
        {...{ kit, study, version, file, texts, language }}
        mayWrite={maySubmit(session.role)}
      />
      {file === undefined ? null : (
        <>
          <Designs {...{ kit, texts, language }} study={file} />
          <Assumptions {...{ texts, language }} study={file} />
          <p>
            <a href={`${pathTo(study.id, 'numbers')}?version=${version.number}`}>{texts.fixed}</a>
          </p>
          <Weights {...{ texts, language }} study={file} />
        </>
      )}
      <Runs {...{ study, runs, texts, language }} />
      <Versions {...{ study, names, texts }} />
    </LabPage>
  )
  return answerPage(c, page, notice?.kind === 'wrong' ? 422 : 200)
}

interface BeginningProps {
  readonly kit: LabKit
  readonly study: FeasibilityStudy
  readonly version: StudyVersion
  readonly file: StudyFile | undefined
  readonly texts: LabStudyTexts
  readonly language: LabLanguage
  readonly mayWrite: boolean
}

function Beginning({ kit, study, version, file, texts, language, mayWrite }: BeginningProps) {
  const { id, newest } = study
  const { number } = version
  const isOld = number !== newest.number
  const query = isOld ? `?from=${number}` : ''
  return (
    <section class="desk-card pt-3" id="question">
      {isOld ? (
        <p class="alert alert-warning">
          {fill(texts.isOld, { number, newest: newest.number })}{' '}
          <a href={pathTo(id)}>{texts.toNewest}</a>
        </p>
      ) : null}
      {file === undefined ? (
        <p class="alert alert-danger">{texts.unreadable}</p>
      ) : (
        <Asked {...{ file, texts, language }} />
      )}
      {mayWrite ? (
        <div class="desk-actions">
          <a class="btn btn-outline-primary" href={`${pathTo(id, 'edit')}${query}`}>
            {isOld ? texts.editFrom : texts.edit}
          </a>
          <a class="btn btn-outline-primary" href={`${pathTo(id, 'file')}${query}`}>
            {texts.file}
          </a>
          <form method="post" action={pathTo(id, 'run')}>
            <Hidden values={{ run: kit.runtime.newId(), number: `${number}` }} />
            <button class="btn btn-primary" type="submit">
              {texts.run}
            </button>
          </form>
        </div>
      ) : (
        <p class="form-text">{texts.readOnly}</p>
      )}
      <p>
        <a href={pathTo(id, 'versions', number)}>{texts.download}</a>
      </p>
    </section>
  )
}

function Asked({
  file,
  texts,
  language,
}: {
  readonly file: StudyFile
  readonly texts: LabStudyTexts
  readonly language: LabLanguage
}) {
  const { question, population, budget, places, worlds, paths, seed, level } = file
  return (
    <>
      <p class="lab-big">{question[language]}</p>
      <Facts
        pairs={[
          [texts.population, population[language]],
          [texts.budget, budget[language]],
          [texts.places, places.map(({ title }) => title[language]).join(', ')],
        ]}
      />
      <p class="form-text">
        {fill(texts.size, { worlds, paths, seed, level: `${Math.round(level * 100)}\u00a0%` })}
      </p>
    </>
  )
}
