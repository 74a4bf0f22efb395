import { Hidden } from '../desk/money-kit.tsx'
import { fill } from '../desk/show.ts'
import { isWithin } from './shapes.ts'
import { DESIGN, listAt, SIZE_KEYS } from './study-edit.ts'
import { StudyFaults } from './study-faults.tsx'
import { FaultsOf, Field, type FormProps, titleOf } from './study-fields.tsx'
import { EvidenceFields, InputsFields } from './study-form-inputs.tsx'
import type { StudyForm } from './study-form-state.ts'
import { FeasibilityFields, IndicatorFields } from './study-form-weights.tsx'
import { pathTo, STUDY_TEXTS } from './study-kit.tsx'

/** The form of a study: what it asks, designs, evidence, assumptions, what counts, what can be done, size. */
export function EditFields({ form }: FormProps) {
  return (
    <>
      <Above form={form} other="file" />
      <form method="post" action={pathTo(form.study.id, 'edit')} class="lab-form">
        <Kept form={form} />
        <DesignTicks form={form} />
        <EvidenceFields form={form} />
        <InputsFields form={form} />
        <IndicatorFields form={form} />
        <FeasibilityFields form={form} />
        <QuestionFields form={form} />
        <SizeFields form={form} />
        <NoteAndButtons form={form} />
      </form>
    </>
  )
}

/** The file of a study, to be changed as a text. */
export function FileFields({ form }: FormProps) {
  const { texts, values } = form
  return (
    <>
      <p>{texts.fileLead}</p>
      <Above form={form} other="edit" />
      <form method="post" action={pathTo(form.study.id, 'file')} class="lab-form">
        <Kept form={form} />
        <label class="form-label" for="text">
          {texts.fileText}
        </label>
        <textarea
          id="text"
          class="form-control lab-text study-text"
          name="text"
          rows={24}
          spellcheck={false}
          {...(form.faults.length > 0 ? { 'aria-invalid': 'true' as const } : {})}
        >
          {`\n${values.text ?? ''}`}
        </textarea>
        <NoteAndButtons form={form} />
      </form>
    </>
  )
}

/** What the form makes, what happened meanwhile, and what is wrong. */
function Above({ form, other }: FormProps & { readonly other: 'edit' | 'file' }) {
  const { texts, study, base, number, faults, revised } = form
  const isOld = base.number !== number - 1
  return (
    <>
      <p>
        {fill(texts.lead, { number })} {isOld ? fill(texts.from, { from: base.number }) : ''}
      </p>
      {revised === undefined ? null : (
        <p>
          <a href={`${pathTo(study.id, 'changes')}?from=${base.number}&to=${revised}`}>
            {texts.revisedLook}
          </a>
        </p>
      )}
      <p>
        <a href={pathTo(study.id)}>{STUDY_TEXTS[form.language].back}</a>{' '}
        <a href={pathTo(study.id, other)}>{other === 'edit' ? texts.toForm : fileWord(form)}</a>
      </p>
      <StudyFaults
        {...{ faults, texts }}
        anchorOf={(path) => anchorOf(path, form.way)}
        {...(form.way === 'edit' ? { nameOf: (path: string) => nameOf(path, form) } : {})}
      />
    </>
  )
}

function fileWord({ language }: StudyForm): string {
  return STUDY_TEXTS[language].file
}

/** Where in the form a place of the study is. */
function anchorOf(path: string, way: StudyForm['way']): string | undefined {
  if (way === 'file') return 'text'
  const [section = '', index = ''] = path.split('.')
  if (section === 'inputs') return index === '' ? 'inputs' : `inputs.${index}`
  if (section === 'indicators') return index === '' ? 'weights' : `indicators.${index}`
  if (section === 'viewpoints') return 'weights'
  if ((SIZE_KEYS as readonly string[]).includes(section)) return 'size'
  if (ASKED.some((one) => one === section)) return 'question'
  return ['designs', 'evidence', 'feasibility'].includes(section) ? section : undefined
}

/** A place of the study in words: what it is part of, and what that is called. */
function nameOf(path: string, { content, language }: StudyForm): string {
  const [section = '', index = ''] = path.split('.')
  const sections: Readonly<Record<string, string>> = STUDY_TEXTS[language].sections
  const one = listAt(content, section)[Number(index === '' ? Number.NaN : index)]
  const words = sections[section] ?? path
  return one === undefined ? words : `${words} «${titleOf(one, language)}»`
}

function Kept({ form: { base, number } }: FormProps) {
  return <Hidden values={{ from: `${base.number}`, number: `${number}` }} />
}

function DesignTicks({ form }: FormProps) {
  const { texts, values, language, content } = form
  return (
    <section class="desk-card" id="designs">
      <h2>{texts.designs}</h2>
      <p class="form-text">{texts.designsLead}</p>
      <ul class="study-ticks">
        {listAt(content, 'designs').map((design) => {
          const id = `${DESIGN}${design.name}`
          const label = titleOf(design, language)
          if (design.baseline !== undefined) {
            return (
              <li>
                {label} <em>({texts.stays})</em>
              </li>
            )
          }
          return (
            <li class="form-check">
              <input
                id={id}
                class="form-check-input"
                type="checkbox"
                name={id}
                value="yes"
                checked={values[id] === 'yes'}
              />
              <label class="form-check-label" for={id}>
                {label}
              </label>
            </li>
          )
        })}
      </ul>
      <FaultsOf form={form} isOf={(path) => isWithin(path, 'designs')} />
    </section>
  )
}

const ASKED = ['title', 'question', 'population', 'budget'] as const

/** What the study asks, of whom and with what money, in both languages. */
function QuestionFields({ form }: FormProps) {
  const { texts } = form
  return (
    <section class="desk-card" id="question">
      <h2>{texts.asked}</h2>
      <details open={form.faults.some(({ path }) => ASKED.some((one) => path.startsWith(one)))}>
        <summary>{texts.askedLead}</summary>
        {ASKED.map((key) => (
          <div class="study-fields">
            {(['it', 'en'] as const).map((lang) => (
              <Field
                {...{ form, lang, path: `${key}.${lang}` }}
                label={fill(texts.askedIn[lang], { what: texts.askedOf[key] })}
                isLong
              />
            ))}
          </div>
        ))}
      </details>
    </section>
  )
}

function SizeFields({ form }: FormProps) {
  const { texts } = form
  return (
    <section class="desk-card" id="size">
      <h2>{texts.size}</h2>
      <div class="study-fields">
        <Field form={form} path="worlds" label={texts.worlds} hint={texts.worldsHint} />
        <Field form={form} path="paths" label={texts.paths} hint={texts.pathsHint} />
        <Field form={form} path="level" label={texts.level} hint={texts.levelHint} />
        <Field form={form} path="indifference" label={texts.little} hint={texts.littleHint} />
        <Field form={form} path="stressWorlds" label={texts.stressWorlds} />
        <Field form={form} path="seed" label={texts.seed} hint={texts.seedHint} />
      </div>
    </section>
  )
}

function NoteAndButtons({ form: { texts, values, noteFault } }: FormProps) {
  return (
    <section class="desk-card pt-3" id="save">
      <label class="form-label" for="note">
        {texts.note}
      </label>
      <input
        id="note"
        name="note"
        class={noteFault === undefined ? 'form-control' : 'form-control is-invalid'}
        type="text"
        maxlength={300}
        value={values.note ?? ''}
        autocomplete="off"
        aria-describedby={noteFault === undefined ? 'note-hint' : 'note-fault note-hint'}
        {...(noteFault === undefined ? {} : { 'aria-invalid': 'true' as const })}
      />
      <div class="form-text" id="note-hint">
        {texts.noteHint}
      </div>
      {noteFault === undefined ? null : (
        <div class="lab-fault" id="note-fault">
          <p>{noteFault}</p>
        </div>
      )}
      <div class="desk-actions">
        <button class="btn btn-outline-primary" type="submit" name="step" value="show">
          {texts.show}
        </button>
        <button class="btn btn-outline-primary" type="submit" name="step" value="check">
          {texts.check}
        </button>
        <button class="btn btn-primary" type="submit" name="step" value="save">
          {texts.save}
        </button>
      </div>
    </section>
  )
}
