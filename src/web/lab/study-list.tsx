import type { Hono } from 'hono'
import { parseUuid, type Uuid } from '../../kernel/ids.ts'
import type { StudyVersionHead } from '../../study/studies.ts'
import type { Notice } from '../desk/layout.tsx'
import { Hidden, namesOf, Table } from '../desk/money-kit.tsx'
import { answerPage, tried } from '../desk/page.ts'
import { readFields } from '../desk/reading.ts'
import {
  type DeskContext,
  type DeskEnv,
  DeskRefusal,
  deskRoles,
  readForm,
} from '../desk/session.ts'
import { fill, showTime } from '../desk/show.ts'
import type { LabStudyTexts } from '../messages/lab-study.ts'
import { type LabKit, LabPage, labFaultOf, maySubmit } from './kit.tsx'
import { type StudyFault, StudyFaults, studyFaultsOf } from './study-faults.tsx'
import { pathTo, STUDIES_PATH, STUDY_FORM_TEXTS, STUDY_TEXTS, sentText } from './study-kit.tsx'

const PAGE = 30

interface Drawn {
  readonly text?: string
  readonly notice?: Notice
  readonly faults?: readonly StudyFault[]
}

/** The studies, and where one is begun: from one that is ready, or from a file. */
export function addStudyList(routes: Hono<DeskEnv>, kit: LabKit): void {
  routes.get(STUDIES_PATH, (c) => draw(kit, c, {}))
  routes.post(STUDIES_PATH, deskRoles('analyst', 'administrator'), (c) => begin(kit, c))
}

async function begin(kit: LabKit, c: DeskContext): Promise<Response> {
  const { language, who } = c.get('desk')
  const texts = STUDY_TEXTS[language]
  const form = await readForm(c)
  const id = readFields(form, language).id('id')
  const { file = '' } = form
  const ready = kit.studies.listFiles().find(({ name }) => name === file)
  if (file !== '' && ready === undefined) throw new DeskRefusal('not_found')
  const text = ready?.text ?? sentText(form.text)
  const note = ready === undefined ? texts.ownNote : fill(texts.beginNote, { name: file })
  let faults: readonly StudyFault[] = []
  const refused = await tried(
    language,
    () => kit.studies.create({ id, text, note }, who),
    (error) => {
      faults = studyFaultsOf(error) ?? []
      return labFaultOf(error, language)
    },
  )
  if (refused === undefined) return c.redirect(pathTo(id), 303)
  const sentence = faults.length === 0 ? refused.text : fill(texts.unfit, { count: faults.length })
  return draw(kit, c, { text, faults, notice: { kind: 'wrong', text: sentence } })
}

async function draw(kit: LabKit, c: DeskContext, drawn: Drawn): Promise<Response> {
  const session = c.get('desk')
  const texts = STUDY_TEXTS[session.language]
  const after = parseUuid(c.req.query('after') ?? '')
  const cursor = after === undefined ? {} : { after }
  const found = await kit.studies.list({ limit: PAGE + 1, ...cursor })
  const studies = found.slice(0, PAGE)
  const names = await namesOf(
    kit,
    studies.map(({ madeBy }) => madeBy),
  )
  const { notice } = drawn
  const last = studies.at(-1)
  const page = (
    <LabPage {...{ kit, session, notice }} title={texts.title} place="studies">
      <p>{texts.lead}</p>
      <section class="desk-card">
        <h2>{texts.listed}</h2>
        <StudyTable {...{ studies, names, texts }} language={session.language} />
        {found.length > PAGE && last !== undefined ? (
          <p>
            <a href={`${STUDIES_PATH}?after=${last.studyId}`}>{texts.more}</a>
          </p>
        ) : null}
      </section>
      {maySubmit(session.role) ? (
        <Beginnings {...{ kit, texts, drawn }} language={session.language} />
      ) : (
        <p class="form-text">{texts.readOnly}</p>
      )}
    </LabPage>
  )
  return answerPage(c, page, notice?.kind === 'wrong' ? 422 : 200)
}

interface StudyTableProps {
  readonly studies: readonly StudyVersionHead[]
  readonly names: ReadonlyMap<Uuid, string>
  readonly texts: LabStudyTexts
  readonly language: 'it' | 'en'
}

function StudyTable({ studies, names, texts, language }: StudyTableProps) {
  if (studies.length === 0) return <p>{texts.none}</p>
  const heads = [texts.name, { figure: texts.version }, texts.note, texts.by, texts.at]
  return (
    <Table caption={texts.listCaption} heads={heads}>
      {studies.map(({ studyId, number, title, note, madeAt, madeBy }) => (
        <tr>
          <th scope="row">
            <a href={pathTo(studyId)}>{title[language]}</a>
          </th>
          <td class="desk-figure">{number}</td>
          <td>{note}</td>
          <td>{names.get(madeBy) ?? texts.somebody}</td>
          <td>{showTime(madeAt)}</td>
        </tr>
      ))}
    </Table>
  )
}

interface BeginningsProps {
  readonly kit: LabKit
  readonly texts: LabStudyTexts
  readonly drawn: Drawn
  readonly language: 'it' | 'en'
}

function Beginnings({ kit, texts, drawn, language }: BeginningsProps) {
  const { text = '', faults = [] } = drawn
  return (
    <>
      <h2>{texts.ready}</h2>
      <div class="lab-cards">
        {kit.studies.listFiles().map(({ name, title, question }) => (
          <section class="desk-card">
            <h3>{title[language]}</h3>
            <p>{question[language]}</p>
            <form method="post" action={STUDIES_PATH}>
              <Hidden values={{ id: kit.runtime.newId(), file: name }} />
              <div class="desk-actions">
                <button class="btn btn-primary" type="submit">
                  {texts.begin}
                </button>
              </div>
            </form>
          </section>
        ))}
      </div>
      <details class="desk-card pt-3" open={text !== ''}>
        <summary>{texts.ownFile}</summary>
        <p>{texts.ownLead}</p>
        <StudyFaults faults={faults} texts={STUDY_FORM_TEXTS[language]} />
        <form method="post" action={STUDIES_PATH}>
          <Hidden values={{ id: kit.runtime.newId() }} />
          <label class="form-label" for="text">
            {texts.paste}
          </label>
          <textarea
            id="text"
            class="form-control lab-text"
            name="text"
            rows={10}
            spellcheck={false}
          >
            {`\n${text}`}
          </textarea>
          <div class="desk-actions">
            <button class="btn btn-outline-primary" type="submit">
              {texts.beginOwn}
            </button>
          </div>
        </form>
      </details>
    </>
  )
}
