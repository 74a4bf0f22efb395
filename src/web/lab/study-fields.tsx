import type { Child } from 'hono/jsx'
import { isObject, type Json, type JsonObject } from '../../../simulations/scenario/json.ts'
import { TickField } from '../desk/fields.tsx'
import { FIELD } from './study-edit.ts'
import { StudyFaultText } from './study-faults.tsx'
import type { StudyForm } from './study-form-state.ts'

export interface FormProps {
  readonly form: StudyForm
}

export interface FieldProps extends FormProps {
  readonly path: string
  readonly label: string
  readonly hint?: string
  readonly isLong?: boolean
  /** Of what is typed, where that is not the language of the page. */
  readonly lang?: 'it' | 'en'
}

/** A field of a study, with what is wrong with it. */
export function Field(props: FieldProps) {
  const { path, label, isLong = false } = props
  return (
    <div class={isLong ? 'study-long' : ''}>
      <label class="form-label" for={`${FIELD}${path}`}>
        {label}
      </label>
      <Input {...props} describedBy={describedBy(props)} />
      <Below {...props} />
    </div>
  )
}

/** A place of a study that has a few words only. */
export function Choice(props: FieldProps & { readonly children?: Child }) {
  const { form, path, label, children } = props
  const isWrong = isWrongAt(form, path)
  const described = describedBy(props)
  return (
    <div>
      <label class="form-label" for={`${FIELD}${path}`}>
        {label}
      </label>
      <select
        id={`${FIELD}${path}`}
        name={`${FIELD}${path}`}
        class={isWrong ? 'form-select is-invalid' : 'form-select'}
        {...(isWrong ? { 'aria-invalid': 'true' as const } : {})}
        {...(described === '' ? {} : { 'aria-describedby': described })}
      >
        {children}
      </select>
      <Below {...props} />
    </div>
  )
}

/** A place of a study that is so or not. */
export function Tick({ form, path, label }: FieldProps) {
  return <TickField form={form} name={`${FIELD}${path}`} label={label} />
}

function isWrongAt({ faults }: FieldProps['form'], path: string): boolean {
  return faults.some((one) => one.path === path)
}

function describedBy({ form, path, hint }: FieldProps): string {
  const name = `${FIELD}${path}`
  return [
    ...(isWrongAt(form, path) ? [`${name}-fault`] : []),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ].join(' ')
}

function Below({ form, path, hint }: FieldProps) {
  const name = `${FIELD}${path}`
  return (
    <>
      {hint === undefined ? null : (
        <div class="form-text" id={`${name}-hint`}>
          {hint}
        </div>
      )}
      <FaultsOf form={form} isOf={(one) => one === path} id={`${name}-fault`} />
    </>
  )
}

interface InputProps extends FieldProps {
  readonly describedBy: string
}

function Input({ form, path, isLong = false, lang, describedBy: described }: InputProps) {
  const name = `${FIELD}${path}`
  const isWrong = isWrongAt(form, path)
  const attributes = {
    ...{ id: name, name, class: isWrong ? 'form-control is-invalid' : 'form-control' },
    ...(described === '' ? {} : { 'aria-describedby': described }),
    ...(isWrong ? { 'aria-invalid': 'true' as const } : {}),
    ...(lang === undefined ? {} : { lang }),
  }
  const value = form.values[name] ?? ''
  return isLong ? (
    <textarea {...attributes} rows={2}>
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

/** What is wrong at places of a study. */
export function FaultsOf({ form: { faults, texts }, isOf, id }: FaultsProps): Child {
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

/** What something of a study is called; its name where it has no title. */
export function titleOf({ title, name }: JsonObject, language: 'it' | 'en'): string {
  return textIn(title, language) || `${name ?? ''}`
}

export function textIn(text: Json | undefined, language: 'it' | 'en'): string {
  return isObject(text ?? null) ? `${(text as JsonObject)[language] ?? ''}` : ''
}
