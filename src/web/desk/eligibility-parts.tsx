import type { Assessment, Finding } from '../../plans/core/eligibility.ts'
import { PROTECTION_FORMS, RECEPTION_KINDS } from '../../plans/core/eligibility.ts'
import type { GivenFacts } from '../../plans/eligibility.ts'
import {
  type DeskEligibilityTexts,
  deskEligibilityEn,
  deskEligibilityIt,
} from '../messages/desk-eligibility.ts'
import { ChoiceField, type FormState, scrolled, TextField } from './fields.tsx'
import type { DeskLanguage } from './layout.tsx'
import type { Place } from './places.ts'
import type { FormReader } from './reading.ts'
import { fill, showDay } from './show.ts'

export const ELIGIBILITY_TEXTS: Readonly<Record<DeskLanguage, DeskEligibilityTexts>> = {
  it: deskEligibilityIt,
  en: deskEligibilityEn,
}

interface FindingsProps {
  readonly assessment: Assessment
  readonly language: DeskLanguage
  /** The names of territories, by id. */
  readonly places: readonly Place[]
}

/** Whether somebody meets the rules: what every rule says and why, and what to do next. */
export function Findings({ assessment, language, places }: FindingsProps) {
  const texts = ELIGIBILITY_TEXTS[language]
  const { verdict, findings } = assessment
  return (
    <>
      <p>
        <strong class="desk-verdict">{texts.verdicts[verdict]}.</strong> {texts.nextSteps[verdict]}
      </p>
      <div {...scrolled(texts.caption)}>
        <table class="table">
          <caption>{texts.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.rule}</th>
              <th scope="col">{texts.outcome}</th>
              <th scope="col">{texts.why}</th>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => (
              <tr class={ROWS[finding.outcome]}>
                <th scope="row">{texts.rules[finding.rule].name}</th>
                <td>{texts.outcomes[finding.outcome]}</td>
                <td>{sentenceOf(finding, language, places)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

const ROWS = { met: 'desk-met', not_met: 'desk-not-met', missing: 'desk-missing' } as const

/** What a rule says, with what it looked at. */
export function sentenceOf(
  { rule, outcome, evidence }: Finding,
  language: DeskLanguage,
  places: readonly Place[],
): string {
  const texts = ELIGIBILITY_TEXTS[language]
  const words: Readonly<Record<string, string>> = texts.words
  const names = new Map(places.map(({ id, name }) => [id, name]))
  const tell = (text: string) => {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return showDay(text)
    return words[text] ?? names.get(text) ?? text
  }
  const told = Object.entries(evidence).map(([name, text]) => {
    const said = name === 'covered' && text === 'everywhere' ? texts.everywhere : undefined
    // A place with those around it is written `a in b`, a list `a, b`.
    const parts = text.split(/(, | in )/)
    return [
      name,
      said ?? parts.map((part, index) => (index % 2 === 1 ? part : tell(part))).join(''),
    ]
  })
  const values = Object.fromEntries(told) as Record<string, string>
  const found = values.found ?? values.covered ?? ''
  return fill(texts.rules[rule][outcome], { ...values, found })
}

interface FactsProps {
  readonly form: FormState
  readonly language: DeskLanguage
  readonly territories: readonly Place[]
}

/** What the rules ask about somebody. Everything may be left open. */
export function FactsFields({ form, language, territories }: FactsProps) {
  const texts = ELIGIBILITY_TEXTS[language]
  const { facts } = texts
  const worded = <T extends keyof DeskEligibilityTexts['words']>(list: readonly T[]) =>
    list.map((one) => [one, texts.words[one]] as const)
  const shared = { form, empty: facts.unknown }
  return (
    <div class="desk-fields">
      <ChoiceField
        {...shared}
        name="protection"
        label={facts.protection}
        options={worded(PROTECTION_FORMS)}
      />
      <ChoiceField
        {...shared}
        name="reception"
        label={facts.reception}
        options={worded(RECEPTION_KINDS)}
      />
      <TextField form={form} name="exitedOn" label={facts.exitedOn} type="date" />
      <TextField form={form} name="enrolledOn" label={facts.enrolledOn} type="date" />
      <ChoiceField
        {...shared}
        name="territoryId"
        label={facts.territoryId}
        options={territories.map(({ id, name }) => [id, name] as const)}
      />
    </div>
  )
}

export function readFacts(fields: FormReader, territories: readonly Place[]): GivenFacts {
  const ids = territories.map(({ id }) => id)
  return {
    protection: fields.choice('protection', PROTECTION_FORMS),
    reception: fields.choice('reception', RECEPTION_KINDS),
    exitedOn: fields.day('exitedOn'),
    enrolledOn: fields.day('enrolledOn'),
    territoryId: fields.choice('territoryId', ids),
  }
}

/** Facts as the fields hold them. */
export function factValues(facts: {
  readonly protection: string | null
  readonly reception: string | null
  readonly exitedOn: string | null
  readonly enrolledOn: string | null
  readonly territories: readonly string[]
}): Readonly<Record<string, string>> {
  const { protection, reception, exitedOn, enrolledOn, territories } = facts
  const given = { protection, reception, exitedOn, enrolledOn, territoryId: territories[0] ?? null }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? '']))
}
