import { z } from '@hono/zod-openapi'
import { APPROVAL_STATES } from '../access/core/duties.ts'
import {
  callerUuid,
  dayText,
  idText,
  line,
  minorText,
  parsedText,
  textId,
  timeText,
  unitText,
  uuidText,
} from '../http/schemas.ts'
import { AREA_PATTERN, parseArea } from '../ledger/core/colour.ts'
import { ENVELOPE_AREAS } from './core/areas.ts'
import { FUNDING_KINDS, PARTNER_KINDS, PARTNER_STATUSES, SETTLEMENT_PERIODS } from './core/kinds.ts'
import type { Verdict } from './desk.ts'

/** Who reads the network. */
export const READERS = ['operator', 'treasurer', 'auditor', 'administrator'] as const

/** The area that money is restricted to, or that a contact point or a partner belongs to. */
export const areaToken = parsedText(
  parseArea,
  'an area like "BIELLA": 1 to 24 capital letters, digits and dashes, a letter first',
).openapi({ type: 'string', pattern: `^${AREA_PATTERN}$`, example: 'BIELLA' })

export const categories = z
  .array(line(40).openapi({ example: 'food' }))
  .min(1)
  .max(50)
  .transform((all) => [...new Set(all.map((one) => one.toLowerCase()))].sort())

/** What was prepared is approved or refused; a refusal says why. */
export const verdictBody = z
  .strictObject({
    decision: z.enum(['approved', 'refused']),
    reason: line(200).optional().openapi({ example: 'The decree says another amount' }),
  })
  .transform(({ decision, reason }, ctx): Verdict => {
    if (decision === 'approved') return { state: decision }
    if (reason !== undefined) return { state: decision, reason }
    ctx.addIssue({ code: 'custom', path: ['reason'], message: 'is missing: a refusal says why' })
    return z.NEVER
  })

/** A request that is safe to repeat, and why it is made. */
export const requestBody = z.strictObject({ id: callerUuid, reason: line(200) })

export const idParam = z.strictObject({ id: textId })

export const programmeShape = z
  .object({
    id: idText,
    name: z.string(),
    unit: unitText,
    colour: z.string().nullable().openapi({
      description: 'What all its accounts carry; null for what was there before programmes.',
    }),
    startsOn: dayText.nullable(),
    endsOn: dayText.nullable(),
    rules: z.object({
      monthsSinceExit: z.int(),
      emergencyMonthlyCap: minorText,
      noticeRequired: z.boolean(),
    }),
  })
  .openapi('Programme')

const decided = {
  state: z.enum(APPROVAL_STATES),
  preparedBy: uuidText,
  preparedAt: timeText,
  decidedBy: uuidText.nullable(),
  decidedAt: timeText.nullable(),
  decisionReason: z.string().nullable(),
} as const

export const trancheShape = z
  .object({
    id: uuidText,
    programmeId: idText,
    kind: z.enum(FUNDING_KINDS),
    funder: z.string(),
    amount: minorText,
    unit: unitText,
    colour: z.string().nullable(),
    receivedOn: dayText,
    reference: z.string(),
    ...decided,
  })
  .openapi('FundingTranche')

export const capRaiseShape = z
  .object({
    id: uuidText,
    contactPointId: idText,
    emergencyMonthlyCap: minorText,
    reason: z.string(),
    ...decided,
  })
  .openapi('CapRaise')

export const envelopeShape = z
  .object({
    id: uuidText,
    programmeId: idText,
    contactPointId: idText,
    area: z.enum(ENVELOPE_AREAS),
    unit: unitText,
    colour: z.string().nullable(),
    left: minorText.openapi({ description: 'What can still be issued out of it.' }),
  })
  .openapi('Envelope')

export const moveShape = z
  .object({
    id: uuidText,
    fromEnvelopeId: uuidText.nullable().openapi({ description: 'Null for the grant.' }),
    toEnvelopeId: uuidText.nullable().openapi({ description: 'Null for the grant.' }),
    fromContactPointId: idText.nullable(),
    toContactPointId: idText.nullable(),
    amount: minorText,
    unit: unitText,
    colour: z.string().nullable(),
    reason: z.string(),
    ...decided,
  })
  .openapi('EnvelopeMove')

export const contactPointShape = z
  .object({
    id: idText,
    name: z.string(),
    territoryId: idText,
    unit: unitText,
    envelope: minorText.openapi({ description: 'What its first envelope still holds.' }),
    programmeId: idText,
    area: z.string().nullable(),
    phone: z.string().nullable(),
    openingHours: z.string().nullable(),
    approverContactPointId: idText.nullable(),
    emergencyMonthlyCap: minorText,
  })
  .openapi('ContactPoint')

export const partnerShape = z
  .object({
    id: idText,
    name: z.string(),
    territoryId: idText,
    kind: z.enum(PARTNER_KINDS),
    categories: z.array(z.string()),
    status: z.enum(PARTNER_STATUSES),
    unit: unitText,
    createdAt: timeText,
    area: z.string().nullable(),
    acceptance: z
      .enum(['accepting', 'ended', 'suspended', 'no_agreement', 'not_yet', 'lapsed'])
      .openapi({ description: 'Whether it accepts vouchers today, or why not.' }),
    validUntil: dayText.nullable().openapi({ description: 'The last day of its agreement.' }),
  })
  .openapi('Partner')

export const ownPartnerShape = partnerShape
  .extend({
    owed: minorText.openapi({ description: 'What the programme owes it, in minor units.' }),
  })
  .openapi('OwnPartner')

export const agreementShape = z
  .object({
    id: uuidText,
    partnerId: idText,
    signedOn: dayText,
    validUntil: dayText.nullable(),
    products: z.array(z.string()).nullable().openapi({ description: 'Null for all.' }),
    categories: z.array(z.string()).nullable().openapi({ description: 'Null for all.' }),
    settlementPeriod: z.enum(SETTLEMENT_PERIODS),
    settlementDays: z.int(),
    documents: z.array(z.object({ name: z.string(), sha256: z.string() })),
    recordedBy: uuidText.nullable(),
    recordedAt: timeText,
  })
  .openapi('Agreement')

export const outletShape = z
  .object({
    id: idText,
    partnerId: idText,
    name: z.string(),
    town: z.string(),
    openingHours: z.string().nullable(),
    closedAt: timeText.nullable(),
  })
  .openapi('Outlet')

/** A query as the services take it: what was not given is not there. */
export function asked<Query extends { readonly limit: number; readonly cursor?: unknown }>({
  cursor,
  ...query
}: Query): Given<Omit<Query, 'cursor'>> & AfterOf<Query> {
  const given = Object.entries({ ...query, limit: query.limit + 1 }).filter(
    ([, value]) => value !== undefined,
  )
  const after = Array.isArray(cursor) ? { after: cursor[0] } : {}
  // Only what is undefined was left out.
  return { ...Object.fromEntries(given), ...after } as Given<Omit<Query, 'cursor'>> & AfterOf<Query>
}

type Given<T> = { readonly [Name in keyof T]: Exclude<T[Name], undefined> }
type AfterOf<Query> = Query extends { readonly cursor?: readonly [infer Id] | undefined }
  ? { readonly after?: Id }
  : object
