import type { Child } from 'hono/jsx'

/** What a form holds: the text of each field as it was typed, and what is wrong with it as a sentence. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly faults: Readonly<Record<string, string>>
}

/** What goes around a table, so that one too wide for a phone can be scrolled with keys as well. */
export function scrolled(label: string) {
  return { class: 'desk-table', role: 'region', tabindex: 0, 'aria-label': label } as const
}

export const EMPTY_FORM: FormState = { values: {}, faults: {} }

interface FieldProps {
  readonly form: FormState
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly isRequired?: boolean
}

interface TextProps extends FieldProps {
  readonly type?: 'text' | 'date' | 'email' | 'tel' | 'number' | 'password'
  readonly inputmode?: 'decimal' | 'numeric'
  readonly maxlength?: number
  readonly min?: number
  readonly max?: number
  /** The first field of a page. */
  readonly isFirst?: boolean
  readonly autocomplete?: string
  readonly list?: string
}

/** One line. A browser remembers nothing that is typed here: what is entered is about somebody else. */
export function TextField(props: TextProps) {
  const { form, name, type = 'text', autocomplete = 'off', isFirst = false } = props
  const { maxlength, min, max, inputmode, list } = props
  const limits = { maxlength, min, max, inputmode, list }
  const given = Object.fromEntries(
    Object.entries(limits).filter(([, value]) => value !== undefined),
  )
  return (
    <Labelled {...props}>
      <input
        {...fieldAttributes(props)}
        {...given}
        class={classOf(form, name, 'form-control')}
        type={type}
        value={form.values[name] ?? ''}
        autocomplete={autocomplete}
        autofocus={form.faults[name] !== undefined || isFirst}
      />
    </Labelled>
  )
}

export function LongTextField(props: FieldProps & { readonly maxlength: number }) {
  const { form, name, maxlength } = props
  return (
    <Labelled {...props}>
      <textarea
        {...fieldAttributes(props)}
        class={classOf(form, name, 'form-control')}
        rows={3}
        maxlength={maxlength}
      >
        {form.values[name] ?? ''}
      </textarea>
    </Labelled>
  )
}

interface ChoiceProps extends FieldProps {
  /** Value and text of each, in order. */
  readonly options: readonly (readonly [value: string, text: string])[]
  /** What stands for nothing chosen. */
  readonly empty?: string
}

export function ChoiceField(props: ChoiceProps) {
  const { form, name, options, empty } = props
  const chosen = form.values[name] ?? ''
  return (
    <Labelled {...props}>
      <select {...fieldAttributes(props)} class={classOf(form, name, 'form-select')}>
        {empty === undefined ? null : <option value="">{empty}</option>}
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

export function TickField({
  form,
  name,
  label,
}: Pick<FieldProps, 'name' | 'label'> & { readonly form: Pick<FormState, 'values'> }) {
  return (
    <div class="form-check">
      <input
        id={name}
        class="form-check-input"
        type="checkbox"
        name={name}
        value="yes"
        checked={form.values[name] === 'yes'}
      />
      <label class="form-check-label" for={name}>
        {label}
      </label>
    </div>
  )
}

function Labelled(props: FieldProps & { readonly children?: Child }) {
  const { form, name, label, hint, children } = props
  const fault = form.faults[name]
  return (
    <div>
      <label class="form-label" for={name}>
        {label}
        {props.isRequired === true ? <span aria-hidden="true"> *</span> : null}
      </label>
      {children}
      {hint === undefined ? null : (
        <div class="form-text" id={`${name}-hint`}>
          {hint}
        </div>
      )}
      {fault === undefined ? null : (
        <div class="invalid-feedback" id={`${name}-fault`}>
          {fault}
        </div>
      )}
    </div>
  )
}

/** What ties a field to its label, its hint and its fault. */
function fieldAttributes({ form, name, hint, isRequired = false }: FieldProps) {
  const hasFault = form.faults[name] !== undefined
  const described = [
    ...(hasFault ? [`${name}-fault`] : []),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ]
  return {
    ...{ id: name, name, required: isRequired },
    ...(hasFault ? { 'aria-invalid': 'true' as const } : {}),
    ...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') }),
  }
}

function classOf({ faults }: FormState, name: string, base: string): string {
  return faults[name] === undefined ? base : `${base} is-invalid`
}
