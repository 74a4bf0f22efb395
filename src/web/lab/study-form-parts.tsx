import type { Child } from 'hono/jsx'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import { scrolled } from '../desk/fields.tsx'
import { Hidden } from '../desk/money-kit.tsx'
import { fill } from '../desk/show.ts'
import { DESIGN, FIELD, lawKeys, listAt, studyIn } from './study-edit.ts'
import { StudyFaults, StudyFaultText } from './study-faults.tsx'
import type { StudyForm } from './study-form-state.ts'
import { Legend, pathTo, STANDINGS, STUDY_TEXTS } from './study-kit.tsx'

interface FormProps {
  readonly form: StudyForm
}

interface ContentProps extends FormProps {
  readonly content: JsonObject
}

/** The form of a study: designs, assumptions, weights, size. */
export function EditFields({ form }: FormProps) {
  const { texts, base } = form
  const content = studyIn(base.text) ?? {}
  return (
    <>
      <Above form={form} other="file" />
      <form method="post" action={pathTo(form.study.id, 'edit')} class="lab-form">
        <Kept form={form} />
        <DesignTicks {...{ form, content }} />
        <section class="desk-card" id="inputs">
          <h2>{texts.inputs}</h2>
          <Legend texts={STUDY_TEXTS[form.language]} />
          {listAt(content, 'inputs').map((input, index) => (
            <InputFields {...{ form, input, index }} />
          ))}
        </section>
        <WeightFields {...{ form, content }} />
        <section class="desk-card" id="size">
          <h2>{texts.size}</h2>
          <div class="study-fields">
            <Field form={form} path="worlds" label={texts.worlds} hint={texts.worldsHint} />
            <Field form={form} path="paths" label={texts.paths} />
          </div>
        </section>
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
      <StudyFaults {...{ faults, texts }} anchorOf={(path) => anchorOf(path, form.way)} />
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
  if (section === 'indicators' || section === 'viewpoints') return 'weights'
  if (section === 'worlds' || section === 'paths') return 'size'
  return section === 'designs' ? 'designs' : undefined
}

function Kept({ form: { base, number } }: FormProps) {
  return <Hidden values={{ from: `${base.number}`, number: `${number}` }} />
}

function DesignTicks({ form, content }: ContentProps) {
  const { texts, values, language } = form
  return (
    <section class="desk-card" id="designs">
      <h2>{texts.designs}</h2>
      <p class="form-text">{texts.designsLead}</p>
      <ul class="study-ticks">
        {listAt(content, 'designs').map(({ name, title, baseline }) => {
          const id = `${DESIGN}${name}`
          const label = titleIn(title, language) || `${name}`
          if (baseline !== undefined) {
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
      <FaultsOf form={form} isOf={(path) => path === 'designs' || path.startsWith('designs.')} />
    </section>
  )
}

function InputFields({
  form,
  input,
  index,
}: FormProps & { readonly input: JsonObject; readonly index: number }) {
  const { texts, language } = form
  const path = `inputs.${index}`
  const { law, evidence, title, name, unit } = input
  const kind = isObject(law ?? null) ? `${(law as JsonObject).kind}` : ''
  const laws: Readonly<Record<string, string>> = texts.law
  const keys: Readonly<Record<string, string>> = texts.keys
  const words = STUDY_TEXTS[language]
  const standing = `${path}.standing`
  const own = new Set([...lawKeys(law).map((key) => `${path}.law.${key}`), `${path}.source`])
  return (
    <fieldset class="lab-part study-input" id={path}>
      <legend class="study-input-name">
        {titleIn(title, language) || `${name}`}
        {unit === undefined || unit === '' ? null : <small> ({`${unit}`})</small>}
      </legend>
      <p class="form-text">
        {evidence === undefined
          ? (laws[kind] ?? '')
          : fill(texts.fromEvidence, { name: `${evidence}` })}
      </p>
      <div class="study-fields">
        {lawKeys(law).map((key) => (
          <Field form={form} path={`${path}.law.${key}`} label={keys[key] ?? key} />
        ))}
        <div>
          <label class="form-label" for={`${FIELD}${standing}`}>
            {words.standing}
          </label>
          <select id={`${FIELD}${standing}`} name={`${FIELD}${standing}`} class="form-select">
            {STANDINGS.map((one) => (
              <option value={one} selected={form.values[`${FIELD}${standing}`] === one}>
                {words.standings[one]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <Field form={form} path={`${path}.source`} label={words.source} isLong />
      <FaultsOf
        form={form}
        isOf={(one) => (one === path || one.startsWith(`${path}.`)) && !own.has(one)}
      />
    </fieldset>
  )
}

function WeightFields({ form, content }: ContentProps) {
  const { texts, language } = form
  const words = STUDY_TEXTS[language]
  const viewpoints = listAt(content, 'viewpoints')
  const columns = [
    { who: words.ofStudy, path: (index: number, _name: string) => `indicators.${index}.weight` },
    ...viewpoints.map(({ title }, at) => ({
      who: titleIn(title, language),
      path: (_index: number, name: string) => `viewpoints.${at}.weights.${name}`,
    })),
  ]
  return (
    <section class="desk-card" id="weights">
      <h2>{texts.weights}</h2>
      <p class="form-text">{texts.weightsHint}</p>
      <div {...scrolled(texts.weights)}>
        <table class="table table-sm lab-table">
          <thead>
            <tr>
              <th scope="col">{words.indicator}</th>
              {columns.map(({ who }) => (
                <th scope="col">{who}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {listAt(content, 'indicators').map(({ name, title }, index) => {
              const indicator = titleIn(title, language) || `${name}`
              return (
                <tr>
                  <th scope="row">{indicator}</th>
                  {columns.map(({ who, path }) => (
                    <td>
                      <Input
                        {...{ form }}
                        path={path(index, `${name}`)}
                        label={fill(texts.weightOf, { indicator, who })}
                      />
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <FaultsOf form={form} isOf={(path) => /^(?:indicators|viewpoints)/.test(path)} />
    </section>
  )
}

interface FieldProps extends FormProps {
  readonly path: string
  readonly label: string
  readonly hint?: string
  readonly isLong?: boolean
}

function Field({ form, path, label, hint, isLong = false }: FieldProps) {
  const name = `${FIELD}${path}`
  const isWrong = form.faults.some((one) => one.path === path)
  const described = [
    ...(isWrong ? [`${name}-fault`] : []),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ]
  return (
    <div class={isLong ? 'study-long' : ''}>
      <label class="form-label" for={name}>
        {label}
      </label>
      <Input {...{ form, path, isLong }} describedBy={described.join(' ')} />
      {hint === undefined ? null : (
        <div class="form-text" id={`${name}-hint`}>
          {hint}
        </div>
      )}
      <FaultsOf form={form} isOf={(one) => one === path} id={`${name}-fault`} />
    </div>
  )
}

interface InputProps extends FormProps {
  readonly path: string
  readonly label?: string
  readonly isLong?: boolean
  readonly describedBy?: string
}

function Input({ form, path, label, isLong = false, describedBy = '' }: InputProps) {
  const name = `${FIELD}${path}`
  const isWrong = form.faults.some((one) => one.path === path)
  const attributes = {
    ...{ id: name, name, class: isWrong ? 'form-control is-invalid' : 'form-control' },
    ...(label === undefined ? {} : { 'aria-label': label }),
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(isWrong ? { 'aria-invalid': 'true' as const } : {}),
  }
  const value = form.values[name] ?? ''
  return isLong ? (
    <textarea {...attributes} rows={2} lang="en">
      {value}
    </textarea>
  ) : (
    <input {...attributes} type="text" value={value} autocomplete="off" />
  )
}

interface FaultsProps extends FormProps {
  readonly isOf: (path: string) => boolean
  readonly id?: string
}

function FaultsOf({ form: { faults, texts }, isOf, id }: FaultsProps): Child {
  const found = faults.filter(({ path }) => isOf(path))
  if (found.length === 0) return null
  return (
    <div class="lab-fault" {...(id === undefined ? {} : { id })}>
      {found.map((fault) => (
        <p>
          <StudyFaultText {...{ fault, texts }} />
        </p>
      ))}
    </div>
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

function titleIn(title: Json | undefined, language: 'it' | 'en'): string {
  return isObject(title ?? null) ? `${(title as JsonObject)[language] ?? ''}` : ''
}
