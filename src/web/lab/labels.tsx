import { findModel } from '../../../simulations/model/models.ts'
import { labelOf as sentenceOf } from '../../../simulations/report/labels/labels.ts'
import type { JsonObject } from '../../../simulations/scenario/json.ts'
import { fill } from '../desk/show.ts'
import { type LabScenarioTexts, labScenarioEn, labScenarioIt } from '../messages/lab-scenario.ts'
import type { FormContext } from './form-context.ts'
import type { LabLanguage } from './kit.tsx'

export const SCENARIO_TEXTS: Readonly<Record<LabLanguage, LabScenarioTexts>> = {
  it: labScenarioIt,
  en: labScenarioEn,
}

/** What a field is called; `lang` where it is not in the language of the page. */
export interface Label {
  readonly text: string
  readonly lang?: 'en'
}

/** As much of a field as its name depends on. */
export interface NamedField {
  readonly name: string
  readonly schema: JsonObject
}

interface Labelled extends NamedField {
  readonly form: FormContext
  readonly path: string
}

/** What a place of the form is called. */
export function labelOf({ form, ...field }: Labelled): Label {
  return fieldName(field, `${form.scenario.model}`, form.language)
}

/** What a field of a scenario is called. */
export function fieldName(
  { name, schema }: NamedField,
  model: string,
  language: LabLanguage,
): Label {
  const names: Readonly<Record<string, string>> = SCENARIO_TEXTS[language].names
  const known = names[name]
  if (known !== undefined) return { text: known }
  const described = typeof schema.description === 'string' ? schema.description : wordsOf(name)
  return inLanguage(described, model, language)
}

/** A sentence of a model, which stays English where nobody has said it in Italian. */
function inLanguage(sentence: string, model: string, language: LabLanguage): Label {
  const text = sentenceOf(sentence, model, language)
  return language === 'it' && text === sentence ? { text, lang: 'en' } : { text }
}

/** What a constant of a file is called. */
export function nameOf(name: string, { texts }: FormContext): string {
  const names: Readonly<Record<string, string>> = texts.names
  return names[name] ?? name
}

export function numbered(label: string, index: number, { texts }: FormContext): string {
  return fill(texts.number, { label, number: index + 1 })
}

/** `lossGivenDefault` as words. */
function wordsOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What an output, a series or a ratio of a model is called. */
export function outputName(modelName: string, of: string, language: LabLanguage): Label {
  const model = findModel(modelName)
  const all = [...(model?.outputs ?? []), ...(model?.series ?? []), ...(model?.ratios ?? [])]
  const sentence = all.find(({ name }) => name === of)?.description ?? of
  return inLanguage(sentence, modelName, language)
}

export function LabelText({ label }: { readonly label: Label }) {
  return label.lang === undefined ? label.text : <span lang={label.lang}>{label.text}</span>
}
