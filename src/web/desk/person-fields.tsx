import { type Minor, typedMoney } from '../../kernel/money.ts'
import { AREAS_OF_NEED, type AreaOfNeed } from '../../network/core/areas.ts'
import {
  COUNTRY_PATTERN,
  DOCUMENT_KINDS,
  EMAIL_PATTERN,
  type PersonalData,
  PHONE_PATTERN,
} from '../../plans/core/personal.ts'
import { type DeskPeopleTexts, deskPeopleEn, deskPeopleIt } from '../messages/desk-people.ts'
import { ChoiceField, type FormState, LongTextField, TextField } from './fields.tsx'
import type { DeskLanguage } from './layout.tsx'
import type { FormReader } from './reading.ts'

export const PEOPLE_TEXTS: Readonly<Record<DeskLanguage, DeskPeopleTexts>> = {
  it: deskPeopleIt,
  en: deskPeopleEn,
}

interface PartProps {
  readonly form: FormState
  readonly texts: DeskPeopleTexts
}

/** Who somebody is. */
export function IdentityFields({
  form,
  texts,
  isFirst = false,
}: PartProps & { readonly isFirst?: boolean }) {
  const kinds = DOCUMENT_KINDS.map((kind) => [kind, texts.documentKinds[kind]] as const)
  const line = { form, maxlength: 80 }
  return (
    <>
      <div class="desk-fields">
        <TextField {...line} name="givenName" label={texts.givenName} isFirst={isFirst} />
        <TextField {...line} name="familyName" label={texts.familyName} />
        <TextField form={form} name="birthDate" label={texts.birthDate} type="date" />
        <TextField form={form} name="phone" label={texts.phone} type="tel" maxlength={24} />
        <TextField form={form} name="email" label={texts.email} type="email" maxlength={185} />
        <TextField form={form} name="nationality" label={texts.nationality} maxlength={2} />
        <ChoiceField
          form={form}
          name="documentKind"
          label={texts.documentKind}
          options={kinds}
          empty={texts.none}
        />
        <TextField form={form} name="documentNumber" label={texts.documentNumber} maxlength={40} />
        <TextField form={form} name="documentExpires" label={texts.documentExpires} type="date" />
      </div>
      <LongTextField form={form} name="notes" label={texts.notes} maxlength={2000} />
    </>
  )
}

/** @returns `null` where nothing personal was written */
export function readIdentity(fields: FormReader, texts: DeskPeopleTexts): PersonalData | null {
  const givenName = fields.line('givenName', 80)
  const familyName = fields.line('familyName', 80)
  const kind = fields.choice('documentKind', DOCUMENT_KINDS)
  const number = fields.line('documentNumber', 40)
  const expiresOn = fields.day('documentExpires')
  if ((kind === null) !== (number === null)) {
    fields.blame(kind === null ? 'documentKind' : 'documentNumber', texts.documentNeeded)
  }
  const rest = {
    birthDate: fields.day('birthDate'),
    phone: fields.matching('phone', PHONE_PATTERN, 'phone'),
    email: fields.matching('email', EMAIL_PATTERN, 'email'),
    nationality: fields.matching('nationality', COUNTRY_PATTERN, 'country'),
    document: kind === null || number === null ? null : { kind, number, expiresOn },
    notes: fields.paragraphs('notes', 2000),
  }
  if (givenName !== null && familyName !== null) return { givenName, familyName, ...rest }
  const isOther = givenName !== null || Object.values(rest).some((value) => value !== null)
  if (familyName !== null || isOther) {
    fields.blame(givenName === null ? 'givenName' : 'familyName', texts.nameNeeded)
  }
  return null
}

export function identityValues(data: PersonalData): Readonly<Record<string, string>> {
  const { document, ...rest } = data
  const given = {
    ...rest,
    documentKind: document?.kind,
    documentNumber: document?.number,
    documentExpires: document?.expiresOn,
  }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? '']))
}

/** What a plan may come to, area by area. */
export function PlanFields({ form, texts }: PartProps) {
  const amount = { form, inputmode: 'decimal', maxlength: 18 } as const
  return (
    <>
      <div class="desk-fields">
        {AREAS_OF_NEED.map((area) => (
          <TextField {...amount} name={`area-${area}`} label={texts.areas[area]} />
        ))}
        <TextField {...amount} name="ceiling" label={texts.ceiling} hint={texts.ceilingHint} />
      </div>
      <LongTextField form={form} name="objectives" label={texts.objectives} maxlength={4000} />
    </>
  )
}

export interface PlanForm {
  readonly ceiling: Minor
  readonly lines: ReadonlyMap<AreaOfNeed, Minor>
  readonly objectives: string | null
}

/** @returns `null` where nothing was written of a plan */
export function readPlan(fields: FormReader): PlanForm | null {
  const lines = new Map(
    AREAS_OF_NEED.flatMap((area) => {
      const amount = fields.amount(`area-${area}`)
      return amount === null ? [] : [[area, amount] as const]
    }),
  )
  const whole = fields.amount('ceiling')
  const objectives = fields.paragraphs('objectives', 4000)
  if (whole === null && lines.size === 0 && objectives === null) return null
  const sum = [...lines.values()].reduce((all, one) => all + one, 0n)
  return { ceiling: whole ?? sum, lines, objectives }
}

export function planValues(
  plan: {
    readonly ceiling: Minor
    readonly lines: readonly { readonly area: AreaOfNeed; readonly ceiling: Minor }[]
  },
  objectives: string | null,
): Readonly<Record<string, string>> {
  const typed = (amount: Minor) => typedMoney(amount, 'it')
  return {
    ...Object.fromEntries(plan.lines.map((line) => [`area-${line.area}`, typed(line.ceiling)])),
    ceiling: typed(plan.ceiling),
    objectives: objectives ?? '',
  }
}
