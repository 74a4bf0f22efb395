import type { Json, JsonObject } from '../../../simulations/scenario/json.ts'
import { fill } from '../desk/show.ts'
import type { LabScenarioTexts } from '../messages/lab-scenario.ts'
import { isChanged, shownLeaf, VALUE } from './draft.ts'
import type { FormContext, PlaceProps } from './form-context.ts'
import type { LabLanguage } from './kit.tsx'
import { type Label, LabelText, labelOf, nameOf } from './labels.tsx'
import { pathOf, valueAt } from './shapes.ts'

/** One value, with its unit, its range, its source, and the way back. */
export function LeafField(props: PlaceProps) {
  const { form, schema, path } = props
  const { texts } = form
  const label = labelOf(props)
  const source = form.sources[path]
  const changed = isChanged(form.scenario, form.original, pathOf(path))
  return (
    <div class={changed ? 'lab-field lab-changed' : 'lab-field'} id={`f-${path}`}>
      <label class="form-label" for={`${VALUE}${path}`}>
        <LabelText label={label} />
      </label>
      <div class="input-group">
        <LeafInput {...props} />
        <UnitOf schema={schema} texts={texts} />
      </div>
      <div class="form-text" id={`${VALUE}${path}-hint`}>
        {rangeOf(schema, form)}
        {/* A changed value is no longer that of the source. */}
        {source === undefined || changed ? null : (
          <span class="lab-source">{fill(texts.source, { source })}</span>
        )}
      </div>
      <FaultsOf form={form} path={path} />
      {/* What came with another alternative goes back with it. */}
      {changed && valueAt(form.original, pathOf(path)) !== undefined ? (
        <WayBack form={form} schema={schema} path={path} label={label} />
      ) : null}
    </div>
  )
}

function UnitOf({
  schema,
  texts,
}: {
  readonly schema: JsonObject
  readonly texts: LabScenarioTexts
}) {
  const unit = unitText(schema, texts)
  return unit === '' ? null : <span class="input-group-text">{unit}</span>
}

export function unitText({ unit }: JsonObject, { units }: LabScenarioTexts): string {
  const known: Readonly<Record<string, string>> = units
  return typeof unit === 'string' ? (known[unit] ?? '') : ''
}

/** The input of a value alone, for a field or a cell of a table. */
export function LeafInput(props: PlaceProps & { readonly label?: string }) {
  const { form, schema, path, label } = props
  const value = valueAt(form.scenario, pathOf(path))
  const isWrong = form.faults.has(path)
  const name = `${VALUE}${path}`
  const common = {
    ...{ id: name, name },
    ...(label === undefined
      ? { 'aria-describedby': isWrong ? `${name}-fault ${name}-hint` : `${name}-hint` }
      : { 'aria-label': label }),
    ...(isWrong ? { 'aria-invalid': 'true' as const } : {}),
  }
  const wrong = isWrong ? ' is-invalid' : ''
  const options = optionsOf(schema, form)
  if (options !== undefined) {
    return (
      <select {...common} class={`form-select${wrong}`}>
        {options.map(([one, text]) => (
          <option value={one} selected={one === `${value}`}>
            {text}
          </option>
        ))}
      </select>
    )
  }
  const isNumeric = schema.type !== 'string' || schema.unit !== undefined
  return (
    <input
      {...common}
      class={`form-control${wrong}`}
      type="text"
      {...(isNumeric ? { inputmode: 'decimal' as const } : {})}
      value={shownLeaf(schema, value, form.language)}
      autocomplete="off"
    />
  )
}

function optionsOf(
  schema: JsonObject,
  form: FormContext,
): readonly (readonly [string, string])[] | undefined {
  if (schema.type === 'boolean')
    return [
      ['true', form.texts.yes],
      ['false', form.texts.no],
    ]
  if (!Array.isArray(schema.enum)) return undefined
  return schema.enum.map((one: Json) => [`${one}`, nameOf(`${one}`, form)] as const)
}

/** From where to where it may be. */
export function rangeOf(
  schema: JsonObject,
  { texts, language }: Pick<FormContext, 'texts' | 'language'>,
): string {
  const least = schema.least ?? schema.minimum
  const most = schema.most ?? schema.maximum
  if (typeof least !== 'number') return ''
  const unit = unitText(schema, texts)
  const words = {
    min: plain(least, language),
    max: typeof most === 'number' ? plain(most, language) : '',
    unit: unit === '' ? '' : `\u00a0${unit}`,
  }
  const isBounded = typeof most === 'number' && most < Number.MAX_SAFE_INTEGER
  return fill(isBounded ? texts.range : texts.atLeast, words)
}

function plain(value: number, language: LabLanguage): string {
  return language === 'it' ? `${value}`.replace('.', ',') : `${value}`
}

export function FaultsOf({ form, path }: Pick<PlaceProps, 'form' | 'path'>) {
  const sentences = form.faults.get(path)
  if (sentences === undefined) return null
  return (
    <div class="lab-fault" id={`${VALUE}${path}-fault`}>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </div>
  )
}

interface StepProps {
  readonly form: FormContext
  readonly verb: 'add' | 'remove' | 'choose' | 'reset'
  readonly path: string
  readonly label: Label
}

/** A button that changes the form itself, and comes back to where it stood. */
export function Step({ form, verb, path, label }: StepProps) {
  const { texts } = form
  return (
    <button
      class="btn btn-sm btn-outline-primary"
      type="submit"
      name="step"
      value={`${verb}:${path}`}
      formaction={`/lab/scenario#f-${path}`}
      aria-label={fill(texts[`${verb}Of`], { label: label.text })}
      {...(verb === 'choose' ? { 'data-choosing': '' } : {})}
    >
      {texts[verb]}
    </button>
  )
}

interface WayBackProps extends Pick<PlaceProps, 'form' | 'schema' | 'path'> {
  readonly label: Label
}

/** That it was changed, from what, and back. */
export function WayBack({ form, schema, path, label }: WayBackProps) {
  const { texts, language } = form
  const before = valueAt(form.original, pathOf(path))
  const isPart = typeof before === 'object' && before !== null
  const unit = unitText(schema, texts)
  const shown = before === undefined ? texts.absent : shownLeaf(schema, before, language)
  const value = before === undefined || unit === '' ? shown : `${shown}\u00a0${unit}`
  return (
    <div class="lab-back">
      <strong>{isPart ? texts.changedList : fill(texts.changed, { value })}</strong>{' '}
      <Step form={form} verb="reset" path={path} label={label} />
    </div>
  )
}
