import type { Hono } from 'hono'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { FeasibilityStudy, StudyVersion } from '../../study/studies.ts'
import type { Notice } from '../desk/layout.tsx'
import { answerPage, tried } from '../desk/page.ts'
import { type DeskContext, type DeskEnv, deskRoles, readForm } from '../desk/session.ts'
import { fill } from '../desk/show.ts'
import { type LabKit, type LabLanguage, LabPage, labFaultOf } from './kit.tsx'
import { DESIGN, formOf, studyIn, typedFields, typedStudy, unseenLaws } from './study-edit.ts'
import { studyFaultsOf } from './study-faults.tsx'
import { EditFields, FileFields } from './study-form-parts.tsx'
import type { StudyForm, Way } from './study-form-state.ts'
import {
  pathTo,
  STUDIES_PATH,
  STUDY_FORM_TEXTS,
  sentText,
  studyOf,
  versionOf,
} from './study-kit.tsx'
import { askedIn, newestDatasets, offeredTo } from './study-offers.ts'

const NOTE_MAX = 300

/** Changing a study: what is saved is its next version, with a note of what was changed. */
export function addStudyForm(routes: Hono<DeskEnv>, kit: LabKit): void {
  for (const way of ['edit', 'file'] as const) {
    const path = `${STUDIES_PATH}/:id/${way}`
    routes.use(path, deskRoles('analyst', 'administrator'))
    routes.get(path, async (c) => {
      const study = await studyOf(kit, c)
      const base = await versionOf(kit, study, c.req.query('from'))
      const content = studyIn(base.text)
      // What is no list of fields cannot be a form.
      if (way === 'edit' && content === undefined) return c.redirect(pathTo(study.id, 'file'), 303)
      const { language } = c.get('desk')
      const dataset = c.req.query('dataset') ?? ''
      const values =
        way === 'file' ? { text: base.text } : { ...formOf(content ?? {}, language), dataset }
      return draw(kit, c, await begun(kit, c, { way, study, base, content: content ?? {}, values }))
    })
    routes.post(path, (c) => answer(kit, c, way))
  }
}

interface Beginning {
  readonly way: Way
  readonly study: FeasibilityStudy
  readonly base: StudyVersion
  readonly content: JsonObject
  readonly values: StudyForm['values']
}

async function begun(kit: LabKit, c: DeskContext, beginning: Beginning): Promise<StudyForm> {
  const { way, study, content, values } = beginning
  const { language } = c.get('desk')
  const number = Number(values.number ?? study.newest.number + 1)
  const isForm = way === 'edit'
  return {
    ...{ ...beginning, number, faults: [], texts: STUDY_FORM_TEXTS[language], language },
    offered: isForm ? await offeredTo(kit, content, askedIn(values)) : [],
    newest: isForm ? await newestDatasets(kit) : [],
  }
}

/** What was sent, as a text to be saved and as a form to be drawn again. */
interface Sent {
  readonly text: string
  readonly form: StudyForm
  /** Assumptions under a law whose numbers nobody has seen yet. */
  readonly unseen: number
}

async function readSent(kit: LabKit, c: DeskContext, way: Way): Promise<Sent> {
  const { language } = c.get('desk')
  const study = await studyOf(kit, c)
  const values = await readForm(c)
  const base = await versionOf(kit, study, values.from)
  if (way === 'file') {
    const form = await begun(kit, c, { way, study, base, content: {}, values })
    return { text: sentText(values.text), form, unseen: 0 }
  }
  const offered = await offeredTo(kit, studyIn(base.text) ?? {}, askedIn(values))
  const text = sentText(typedStudy(base.text, values, language, offered))
  const content = studyIn(typedFields(base.text, values, language, offered)) ?? {}
  // What was typed stands in the content, right or wrong; with it what came of another law or dataset.
  const drawn = { ...values, ...formOf(content, language), ...ticksIn(values, content) }
  const form = await begun(kit, c, { way, study, base, content, values: drawn })
  return { text, form, unseen: unseenLaws(base.text, values).length }
}

function ticksIn(values: StudyForm['values'], content: JsonObject): StudyForm['values'] {
  const names = Object.keys(formOf(content, 'en')).filter((name) => name.startsWith(DESIGN))
  return Object.fromEntries(names.map((name) => [name, values[name] ?? '']))
}

async function answer(kit: LabKit, c: DeskContext, way: Way): Promise<Response> {
  const { language, who } = c.get('desk')
  const { text, form, unseen } = await readSent(kit, c, way)
  const { texts, number, study, values } = form
  if (values.step === 'show') return draw(kit, c, form)
  if (unseen > 0)
    return draw(kit, c, form, { kind: 'wrong', text: fill(texts.unseen, { count: unseen }) })
  const checked = await attempt(() => kit.studies.check(text), form, language)
  if ('form' in checked) return draw(kit, c, checked.form, checked.notice)
  const isSame = text === study.newest.text
  if (values.step !== 'save') {
    const sentence = isSame ? texts.goodSame : texts.good
    return draw(kit, c, form, { kind: 'done', text: fill(sentence, { ...checked.done }) })
  }
  const note = (values.note ?? '').trim()
  if (isSame) return draw(kit, c, form, { kind: 'wrong', text: texts.same })
  const isLong = note.length > NOTE_MAX || /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(note)
  if (note === '' || isLong) {
    const noteFault = isLong ? texts.noteLong : texts.noteNeeded
    return draw(kit, c, { ...form, noteFault }, { kind: 'wrong', text: noteFault })
  }
  const saved = await attempt(
    () => kit.studies.revise({ id: study.id, number, text, note }, who),
    form,
    language,
  )
  if ('form' in saved) return draw(kit, c, saved.form, saved.notice)
  return c.redirect(pathTo(study.id), 303)
}

interface Refused {
  readonly form: StudyForm
  readonly notice: Notice
}

/** Does what was asked for; or says what is to be drawn, with all that was typed. */
async function attempt<T>(
  act: () => Promise<T>,
  form: StudyForm,
  language: LabLanguage,
): Promise<Refused | { readonly done: T }> {
  const { texts, study } = form
  let done: T | undefined
  let thrown: unknown
  const fault = await tried(
    language,
    async () => {
      done = await act()
    },
    (error) => {
      thrown = error
      return labFaultOf(error, language)
    },
  )
  if (fault === undefined) return { done: done as T }
  const faults = studyFaultsOf(thrown)
  if (faults !== undefined) {
    const text = fill(texts.wrong, { count: faults.length })
    return { form: { ...form, faults }, notice: { kind: 'wrong', text } }
  }
  if (!(thrown instanceof DomainError) || thrown.code !== 'study_was_revised')
    return { form, notice: { kind: 'wrong', text: fault.text } }
  const revised = Number(thrown.details.newest)
  const text = fill(texts.revised, { newest: revised, next: revised + 1 })
  // Saved again, knowing of it, it comes after what the other one saved.
  const next = { ...form, study, number: revised + 1, revised }
  return { form: next, notice: { kind: 'wrong', text } }
}

function draw(kit: LabKit, c: DeskContext, form: StudyForm, notice?: Notice): Promise<Response> {
  const session = c.get('desk')
  const { texts, base, way, language } = form
  const title = fill(way === 'edit' ? texts.title : texts.fileTitle, {
    title: base.title[language],
  })
  const Fields = way === 'edit' ? EditFields : FileFields
  const page = (
    <LabPage {...{ kit, session, title, notice }} place="studies">
      <Fields form={form} />
    </LabPage>
  )
  return answerPage(c, page, notice?.kind === 'wrong' ? 422 : 200)
}
