import { type InstrumentRules, instrumentRules } from '../../currency/core/rules.ts'
import {
  type Field,
  type FormValues,
  fieldNameOf,
  RULE_FIELDS,
  rulesOfForm,
} from '../../currency/core/rules-form.ts'
import type { DeskInstrumentsTexts } from '../messages/desk-instruments.ts'

/** Reads rules out of a form; what is wrong stands at its field as a sentence, and then there are none. */
export function readRules(
  values: FormValues,
  texts: DeskInstrumentsTexts,
  blame: (name: string, sentence: string) => void,
): InstrumentRules | undefined {
  const { data, error } = instrumentRules.safeParse(rulesOfForm(values))
  for (const { path, message } of error?.issues ?? []) {
    blameField(path, message, values, texts, blame)
  }
  return data
}

/** Says at its field what is wrong at a path of the rules. */
export function blameField(
  path: readonly PropertyKey[],
  message: string,
  values: FormValues,
  texts: DeskInstrumentsTexts,
  blame: (name: string, sentence: string) => void,
): void {
  const name = fieldNameOf(path, values)
  const known: Readonly<Record<string, string>> = texts.contradictions
  const wrong: Readonly<Record<string, string>> = texts.wrong
  blame(name, known[message] ?? wrong[kindOf(name, RULE_FIELDS) ?? ''] ?? texts.wrong.other)
}

function kindOf(name: string, fields: readonly Field[]): Field['kind'] | undefined {
  for (const field of fields) {
    if (field.name === name) return field.kind
    const inner =
      field.kind === 'choice'
        ? field.options.flatMap((one) => one.fields)
        : 'fields' in field
          ? field.fields
          : []
    const found = kindOf(name, inner)
    if (found !== undefined) return found
  }
  return undefined
}
