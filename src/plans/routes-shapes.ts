import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnv } from '../http/env.ts'
import {
  callerUuid,
  day,
  dayText,
  idText,
  line,
  minorAmount,
  minorText,
  parsedText,
  textId,
  timeText,
  unit,
  unitText,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import { AREAS_OF_NEED, type AreaOfNeed } from '../network/core/areas.ts'
import { PROTECTION_FORMS, RECEPTION_KINDS, RULE_NAMES, RULE_OUTCOMES } from './core/eligibility.ts'
import { parseLanguage } from './core/language.ts'
import { COUNTRY_PATTERN, DOCUMENT_KINDS, EMAIL_PATTERN, PHONE_PATTERN } from './core/personal.ts'
import { ENROLMENT_STATES, LEAVING_REASONS, PLAN_STATUSES, VERDICTS } from './core/words.ts'
import type { Asker } from './deps.ts'
import type { AssessmentRow } from './eligibility.ts'
import type { IndividualPlan } from './individual-plans.ts'

/** Who sends a request, for the services. */
export function askerOf(c: Context<AppEnv>): Asker {
  return { who: c.get('principal'), requestId: c.get('requestId') }
}

/** Several lines of text by a person, trimmed. No control characters but the ends of lines. */
export function paragraphs(maxLength: number) {
  return parsedText((text) => {
    const trimmed = text.replace(/\r\n?/g, '\n').trim()
    const fits = trimmed.length > 0 && trimmed.length <= maxLength
    return fits && !/[\p{Cc}\p{Cs}]/u.test(trimmed.replaceAll('\n', '')) ? trimmed : undefined
  }, `1 to ${maxLength} characters`).openapi({
    ...{ type: 'string', minLength: 1, maxLength, example: 'A room of her own by spring.' },
  })
}

function matching(pattern: RegExp, wants: string, example: string) {
  const read = (text: string) => (pattern.test(text) ? text : undefined)
  return parsedText(read, wants).openapi({ type: 'string', pattern: pattern.source, example })
}

export const languageTag = parsedText(parseLanguage, 'a language tag (BCP 47) like "fr"').openapi({
  ...{ type: 'string', pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$', example: 'fr' },
})

export const phoneText = matching(
  PHONE_PATTERN,
  'a telephone number like "+39 333 123 4567"',
  '+39 333 123 4567',
)

const emailText = matching(
  EMAIL_PATTERN,
  'an e-mail address like "amina@example.org"',
  'amina@example.org',
)

export const personalSchema = z.strictObject({
  givenName: line(80),
  familyName: line(80),
  birthDate: day.nullable().default(null),
  phone: phoneText.nullable().default(null),
  email: emailText.nullable().default(null),
  nationality: matching(COUNTRY_PATTERN, 'two letters of ISO 3166-1 like "NG"', 'NG')
    .nullable()
    .default(null),
  document: z
    .strictObject({
      kind: z.enum(DOCUMENT_KINDS),
      number: line(40),
      expiresOn: day.nullable().default(null),
    })
    .nullable()
    .default(null),
  notes: paragraphs(2000).nullable().default(null),
})

export const factsSchema = z
  .strictObject({
    protection: z.enum(PROTECTION_FORMS).nullable().default(null),
    reception: z.enum(RECEPTION_KINDS).nullable().default(null),
    exitedOn: day.nullable().default(null),
    enrolledOn: day.nullable().default(null),
    territoryId: textId.nullable().default(null),
  })
  .openapi('EligibilityFacts', {
    description: 'What is known of a person; null for what is not.',
  })

const ceilings = z
  .strictObject(
    Object.fromEntries(AREAS_OF_NEED.map((area) => [area, minorAmount.optional()])) as Record<
      AreaOfNeed,
      ReturnType<typeof minorAmount.optional>
    >,
  )
  .transform(
    (lines) =>
      new Map(
        AREAS_OF_NEED.flatMap((area) => {
          const ceiling = lines[area]
          return ceiling === undefined ? [] : [[area, ceiling] as const]
        }),
      ),
  )

/** The parts of a plan that are there whether it is new or changed. */
export const planFields = {
  unit,
  ceiling: minorAmount,
  status: z.enum(PLAN_STATUSES),
  lines: ceilings,
  objectives: paragraphs(4000).nullable().default(null),
}

export const wantedPlanSchema = z
  .strictObject({
    id: callerUuid,
    version: wholeNumber(0, 1_000_000).openapi({
      description: 'The version that was seen; 0 for a plan that is new.',
    }),
    ...planFields,
  })
  .openapi('WantedPlan')

// What goes out.

export const personSchema = z
  .object({
    id: idText.openapi({ description: 'A pseudonymous code.', example: 'BI-P-001' }),
    contactPointId: idText,
    householdSize: z.int().min(1).max(20),
    language: z.string().openapi({ description: 'A BCP 47 tag.', example: 'fr' }),
    state: z.enum(ENROLMENT_STATES),
    isErased: z.boolean(),
    leftOn: dayText.nullable(),
    leavingReason: z.enum(LEAVING_REASONS).nullable(),
  })
  .openapi('Beneficiary')

export const personalAnswer = z
  .object({
    givenName: z.string(),
    familyName: z.string(),
    birthDate: dayText.nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    nationality: z.string().nullable(),
    document: z
      .object({
        kind: z.enum(DOCUMENT_KINDS),
        number: z.string(),
        expiresOn: dayText.nullable(),
      })
      .nullable(),
    notes: z.string().nullable(),
  })
  .openapi('PersonalData')

export const assessmentSchema = z
  .object({
    id: uuidText,
    beneficiaryId: idText,
    programmeId: idText,
    rulesVersion: z.int(),
    facts: z.object({
      protection: z.enum(PROTECTION_FORMS).nullable(),
      reception: z.enum(RECEPTION_KINDS).nullable(),
      exitedOn: dayText.nullable(),
      enrolledOn: dayText.nullable(),
      territories: z.array(idText),
    }),
    verdict: z.enum(VERDICTS),
    findings: z.array(
      z.object({
        rule: z.enum(RULE_NAMES),
        outcome: z.enum(RULE_OUTCOMES),
        evidence: z.record(z.string(), z.string()),
        sentence: z.string().openapi({ example: 'eligibility.exit_recent_enough.not_met' }),
      }),
    ),
    assessedAt: timeText,
    assessedBy: uuidText,
  })
  .openapi('Assessment')

export const planSchema = z
  .object({
    id: uuidText,
    beneficiaryId: idText,
    unit: unitText,
    ceiling: minorText,
    committed: minorText,
    status: z.enum(PLAN_STATUSES),
    version: z.int(),
    createdAt: timeText,
    lines: z.array(
      z.object({
        id: uuidText,
        area: z.enum(AREAS_OF_NEED),
        ceiling: minorText,
        committed: minorText,
      }),
    ),
  })
  .openapi('Plan')

export function showAssessment(row: AssessmentRow): z.input<typeof assessmentSchema> {
  const { findings, facts } = row
  return {
    ...row,
    facts: { ...facts, territories: [...facts.territories] },
    findings: findings.map((finding) => ({ ...finding, evidence: { ...finding.evidence } })),
    assessedAt: row.assessedAt.toISOString(),
  }
}

export function showPlan(plan: IndividualPlan): z.input<typeof planSchema> {
  return {
    ...plan,
    ceiling: plan.ceiling.toString(),
    committed: plan.committed.toString(),
    createdAt: plan.createdAt.toISOString(),
    lines: plan.lines.map(({ id, area, ceiling, committed }) => ({
      ...{ id, area, ceiling: ceiling.toString(), committed: committed.toString() },
    })),
  }
}
