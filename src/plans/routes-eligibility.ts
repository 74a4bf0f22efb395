import { createRoute, z } from '@hono/zod-openapi'
import { APPROVAL_STATES } from '../access/core/duties.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import {
  callerUuid,
  day,
  idText,
  line,
  textId,
  timeText,
  uuid,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import type { Casework } from './casework.ts'
import { PROTECTION_FORMS, RECEPTION_KINDS } from './core/eligibility.ts'
import { LEAVING_REASONS, OVERRIDE_GROUNDS, OVERRIDE_REFUSALS } from './core/words.ts'
import type { RulesRow } from './eligibility.ts'
import type { Override } from './overrides.ts'
import {
  askerOf,
  assessmentSchema,
  factsSchema,
  paragraphs,
  showAssessment,
} from './routes-shapes.ts'

const READERS = ['operator', 'auditor', 'administrator'] as const
const onePerson = { params: z.strictObject({ id: textId }) }
const oneOverride = { params: z.strictObject({ id: uuid }) }
const tags = ['plans']

const rulesSchema = z.strictObject({
  protections: z.array(z.enum(PROTECTION_FORMS)).min(1).max(PROTECTION_FORMS.length),
  receptions: z.array(z.enum(RECEPTION_KINDS)).min(1).max(RECEPTION_KINDS.length),
  maxMonthsSinceExit: wholeNumber(0, 600),
  territories: z
    .array(textId)
    .min(1)
    .max(200)
    .nullable()
    .openapi({ description: 'With all that lies in them; null for everywhere.' }),
})

const rulesAnswer = z
  .object({
    programmeId: idText,
    version: z.int(),
    rules: rulesSchema,
    source: z.string(),
    createdAt: timeText,
  })
  .openapi('EligibilityRules')

const overrideSchema = z
  .object({
    id: uuidText,
    assessmentId: uuidText,
    beneficiaryId: idText,
    ground: z.enum(OVERRIDE_GROUNDS),
    preparedAt: timeText,
    state: z.enum(APPROVAL_STATES),
  })
  .openapi('EligibilityOverride')

const getRules = createRoute({
  ...{ ...secured(...READERS), method: 'get', path: '/programmes/{id}/eligibility-rules', tags },
  operationId: 'getEligibilityRules',
  summary: 'Who a programme is for',
  request: onePerson,
  responses: {
    200: jsonAnswer('The rules as they stand.', rulesAnswer),
    ...problems({ 404: 'The programme has no rules.' }),
  },
})

const changeRules = createRoute({
  ...secured('administrator'),
  ...{ method: 'put', path: '/programmes/{id}/eligibility-rules', tags },
  operationId: 'changeEligibilityRules',
  summary: 'Write new rules; what was assessed before stays',
  request: {
    ...onePerson,
    body: jsonBody(
      z.strictObject({ version: wholeNumber(1, 10_000), rules: rulesSchema, source: line(400) }),
    ),
  },
  responses: {
    200: jsonAnswer('The rules as they stand.', rulesAnswer),
    ...problems({ 409: 'The rules stand at another version.' }),
  },
})

const assessBeneficiary = createRoute({
  ...{ ...secured('operator'), method: 'post', path: '/beneficiaries/{id}/assessments', tags },
  operationId: 'assessBeneficiary',
  summary: 'Hold what is known of a person against the rules',
  request: {
    ...onePerson,
    body: jsonBody(z.strictObject({ id: callerUuid, programmeId: textId, facts: factsSchema })),
  },
  responses: {
    201: jsonAnswer('What every rule says, and what it looked at.', assessmentSchema),
    ...problems({
      404: 'There is no such person or there are no rules.',
      409: 'The id is taken.',
      422: 'There is no such territory.',
    }),
  },
})

const listAssessments = createRoute({
  ...{ ...secured(...READERS), method: 'get', path: '/beneficiaries/{id}/assessments', tags },
  operationId: 'listAssessments',
  summary: 'Everything that was found about a person, the newest first',
  request: onePerson,
  responses: {
    200: jsonAnswer('At most 100.', z.object({ items: z.array(assessmentSchema) })),
    ...problems({ 404: 'There is none that you may know of.' }),
  },
})

const leaveProgramme = createRoute({
  ...{ ...secured('operator'), method: 'post', path: '/beneficiaries/{id}/leave', tags },
  operationId: 'leaveProgramme',
  summary: 'Write that a person left the programme',
  request: {
    ...onePerson,
    body: jsonBody(z.strictObject({ on: day, reason: z.enum(LEAVING_REASONS).default('other') })),
  },
  responses: {
    204: { description: 'It is written.' },
    ...problems({ 404: 'There is none that you may know of.', 409: 'Never assessed.' }),
  },
})

const prepareOverride = createRoute({
  ...{ ...secured('operator'), method: 'post', path: '/eligibility-overrides', tags },
  operationId: 'prepareOverride',
  summary: 'Ask for a person to be admitted against the rules',
  request: {
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        assessmentId: uuid,
        ground: z.enum(OVERRIDE_GROUNDS),
        explanation: paragraphs(2000),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('It waits for a second person.', overrideSchema),
    ...problems({
      404: 'There is no such assessment.',
      409: 'It cannot be overridden, or not so.',
    }),
  },
})

const decideOverride = createRoute({
  ...secured('operator', 'administrator'),
  ...{ method: 'post', path: '/eligibility-overrides/{id}/decide', tags },
  operationId: 'decideOverride',
  summary: 'Approve or refuse what another prepared',
  request: {
    ...oneOverride,
    body: jsonBody(
      z.discriminatedUnion('state', [
        z.strictObject({ state: z.literal('approved') }),
        z.strictObject({ state: z.literal('refused'), reason: z.enum(OVERRIDE_REFUSALS) }),
      ]),
    ),
  },
  responses: {
    200: jsonAnswer('As it was decided.', overrideSchema),
    ...problems({ 404: 'There is no such override.', 409: 'It was decided before.' }),
  },
})

const listOverrides = createRoute({
  ...{ ...secured(...READERS), method: 'get', path: '/beneficiaries/{id}/overrides', tags },
  operationId: 'listOverrides',
  summary: 'The overrides that were asked for, the newest first',
  request: onePerson,
  responses: {
    200: jsonAnswer('At most 100.', z.object({ items: z.array(overrideSchema) })),
    ...problems({ 404: 'There is none that you may know of.' }),
  },
})

const explainOverride = createRoute({
  ...secured('operator', 'administrator'),
  ...{ method: 'get', path: '/eligibility-overrides/{id}/explanation', tags },
  operationId: 'explainOverride',
  summary: 'Why it is asked for, in words; it is in the access log that you looked',
  request: oneOverride,
  responses: {
    200: jsonAnswer('null where it was erased.', z.object({ text: z.string().nullable() })),
    ...problems({ 404: 'There is none that you may know of.' }),
  },
})

/** Who the programme is for. */
export function eligibilityRoutes(casework: Casework): Api {
  const { eligibility } = casework
  const api = createApi()
  api.openapi(getRules, async (c) =>
    c.json(showRules(await eligibility.rulesOf(c.req.valid('param').id)), 200),
  )
  api.openapi(changeRules, async (c) => {
    const rules = { programmeId: c.req.valid('param').id, ...c.req.valid('json') }
    return c.json(showRules(await eligibility.changeRules(askerOf(c), rules)), 200)
  })
  api.openapi(assessBeneficiary, async (c) => {
    const asked = { ...c.req.valid('json'), beneficiaryId: c.req.valid('param').id }
    return c.json(showAssessment(await eligibility.assess(askerOf(c), asked)), 201)
  })
  api.openapi(listAssessments, async (c) => {
    const rows = await eligibility.assessmentsOf(askerOf(c), c.req.valid('param').id)
    return c.json({ items: rows.map(showAssessment) }, 200)
  })
  api.openapi(leaveProgramme, async (c) => {
    await eligibility.leave(askerOf(c), c.req.valid('param').id, c.req.valid('json'))
    return c.body(null, 204)
  })
  addOverrides(api, casework)
  return api
}

function addOverrides(api: Api, { overrides }: Casework): void {
  api.openapi(prepareOverride, async (c) =>
    c.json(showOverride(await overrides.prepare(askerOf(c), c.req.valid('json'))), 201),
  )
  api.openapi(decideOverride, async (c) => {
    const { id } = c.req.valid('param')
    const decided = await overrides.decide(askerOf(c), id, c.req.valid('json'))
    return c.json(showOverride(decided), 200)
  })
  api.openapi(listOverrides, async (c) => {
    const rows = await overrides.overridesOf(askerOf(c), c.req.valid('param').id)
    return c.json({ items: rows.map(showOverride) }, 200)
  })
  api.openapi(explainOverride, async (c) => {
    const text = await overrides.explanationOf(askerOf(c), c.req.valid('param').id)
    return c.json({ text }, 200)
  })
}

function showRules({ createdBy: _, ...row }: RulesRow): z.input<typeof rulesAnswer> {
  const { protections, receptions, territories } = row.rules
  return {
    ...row,
    rules: {
      ...row.rules,
      protections: [...protections],
      receptions: [...receptions],
      territories: territories === null ? null : [...territories],
    },
    createdAt: row.createdAt.toISOString(),
  }
}

function showOverride(row: Override): z.input<typeof overrideSchema> {
  return { ...row, preparedAt: row.preparedAt.toISOString() }
}
