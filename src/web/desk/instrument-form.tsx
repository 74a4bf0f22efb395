import type { Child } from 'hono/jsx'
import { type Field, RULE_FIELDS, TICKED } from '../../currency/core/rules-form.ts'
import type { DeskInstrumentsTexts } from '../messages/desk-instruments.ts'
import { deskInstrumentsIt } from '../messages/desk-instruments.ts'
import { deskInstrumentsEn } from '../messages/desk-instruments-en.ts'
import { ChoiceField, type FormState, TextField } from './fields.tsx'
import type { DeskLanguage } from './layout.tsx'

export const INSTRUMENT_TEXTS: Readonly<Record<DeskLanguage, DeskInstrumentsTexts>> = {
  it: deskInstrumentsIt,
  en: deskInstrumentsEn,
}

interface RulesProps {
  readonly form: FormState
  readonly texts: DeskInstrumentsTexts
}

/**
 * The rules as fields, made from their schema. What belongs to an alternative stands below it: without a script all of them
 * do, with one only those of the chosen.
 */
export function RuleFields(props: RulesProps) {
  const isPlain = ({ kind }: Field) => ['text', 'amount', 'part', 'number', 'words'].includes(kind)
  return (
    <>
      <Part title={props.texts.general}>
        <Leaves {...props} fields={RULE_FIELDS.filter(isPlain)} />
      </Part>
      {RULE_FIELDS.filter((field) => !isPlain(field)).map((field) => (
        <Whole {...props} field={field} />
      ))}
    </>
  )
}

export function labelOf({ labels }: DeskInstrumentsTexts, name: string): string {
  const known: Readonly<Record<string, string>> = labels
  return known[name] ?? name
}

export function wordOf({ words }: DeskInstrumentsTexts, word: string): string {
  const known: Readonly<Record<string, string>> = words
  return known[word] ?? word
}

/** Fields that stand together; where the first of them names them all, there is no title. */
function Part({ title, children }: { readonly title?: string; readonly children?: Child }) {
  if (title === undefined) return <div class="desk-card pt-3">{children}</div>
  return (
    <fieldset class="desk-card pt-3">
      <legend class="h6">{title}</legend>
      {children}
    </fieldset>
  )
}

function Whole({ form, texts, field }: RulesProps & { readonly field: Field }) {
  const { name } = field
  const title = labelOf(texts, name)
  const all = { form, texts }
  switch (field.kind) {
    case 'choice':
      return (
        <Part>
          <ChoiceField
            {...{ form, name, label: title }}
            options={field.options.map(({ word }) => [word, wordOf(texts, word)] as const)}
          />
          {field.options.map(({ word, fields }) =>
            fields.length === 0 ? null : (
              <div class="mt-2" data-when={name} data-is={word}>
                <p class="form-text" data-unscripted>
                  {wordOf(texts, word)}
                </p>
                <Leaves {...all} fields={fields} />
              </div>
            ),
          )}
        </Part>
      )
    case 'optional':
      return (
        <Part>
          <ChoiceField
            {...{ form, name, label: title }}
            options={[
              ['', texts.absent],
              [TICKED, texts.present],
            ]}
          />
          <div class="mt-2" data-when={name} data-is={TICKED}>
            <Leaves {...all} fields={field.fields} />
          </div>
        </Part>
      )
    case 'group':
      return (
        <Part title={title}>
          <Leaves {...all} fields={field.fields} />
        </Part>
      )
    default:
      return (
        <Part>
          <Leaf {...all} field={field} />
        </Part>
      )
  }
}

function Leaves({ fields, ...all }: RulesProps & { readonly fields: readonly Field[] }) {
  return (
    <div class="desk-fields">
      {fields.map((field) => (
        <Leaf {...all} field={field} />
      ))}
    </div>
  )
}

function Leaf({ form, texts, field }: RulesProps & { readonly field: Field }) {
  const { name } = field
  const label = labelOf(texts, name)
  switch (field.kind) {
    case 'words':
      return (
        <ChoiceField
          {...{ form, name, label }}
          options={field.words.map((word) => [word, wordOf(texts, word)] as const)}
        />
      )
    case 'ticks':
      return (
        <Ticks
          {...{ form, name, label }}
          options={field.words.map((word) => [word, wordOf(texts, word)] as const)}
        />
      )
    case 'pairs': {
      const [from = [], to = []] = field.words
      const options = from.flatMap((one) =>
        to.map((other) => {
          const text = `${wordOf(texts, one)} → ${wordOf(texts, other)}`
          return [`${one}.${other}`, text] as const
        }),
      )
      return <Ticks {...{ form, name, label, options }} />
    }
    case 'text':
    case 'amount':
    case 'part':
    case 'number': {
      const own = field.kind === 'text' ? '' : texts.hints[field.kind]
      const hints = [own, field.isOptional ? texts.hints.empty : '']
      const hint = hints.filter((one) => one !== '').join(' ')
      return (
        <TextField
          {...{ form, name, label, ...(hint === '' ? {} : { hint }) }}
          {...(field.kind === 'text' ? { maxlength: field.max ?? 12 } : { inputmode: 'decimal' })}
        />
      )
    }
    default:
      return null
  }
}

interface TicksProps {
  readonly form: FormState
  readonly name: string
  readonly label: string
  readonly options: readonly (readonly [string, string])[]
}

function Ticks({ form, name, label, options }: TicksProps) {
  const fault = form.faults[name]
  return (
    <fieldset id={name} tabindex={-1}>
      <legend class="form-label fs-6">{label}</legend>
      <div class="desk-ticks">
        {options.map(([value, text]) => (
          <div class="form-check">
            <input
              id={`${name}.${value}`}
              class="form-check-input"
              type="checkbox"
              name={`${name}.${value}`}
              value={TICKED}
              checked={form.values[`${name}.${value}`] === TICKED}
            />
            <label class="form-check-label" for={`${name}.${value}`}>
              {text}
            </label>
          </div>
        ))}
      </div>
      {fault === undefined ? null : <p class="invalid-feedback d-block">{fault}</p>}
    </fieldset>
  )
}
