import { createRoute, z } from '@hono/zod-openapi'
import { jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery } from '../http/paging.ts'
import { callerUuid, day, line, parsedText, textId, unit, wholeNumber } from '../http/schemas.ts'
import {
  PARTNER_KINDS,
  PARTNER_STATUSES,
  type PartnerStep,
  SETTLEMENT_PERIODS,
} from './core/kinds.ts'
import { csvFile } from './routes-csv.ts'
import {
  agreementShape,
  areaToken,
  categories,
  idParam,
  outletShape,
  ownPartnerShape,
  partnerShape,
  READERS,
  requestBody,
} from './routes-shapes.ts'

const tags = ['network']
const CHANGERS = ['operator', 'administrator'] as const
const NOT_FOUND = { 404: 'There is no such partner.' } as const
const SHA256_PATTERN = '^[0-9a-f]{64}$'

export const partnerQuery = z.strictObject({
  status: z.enum(PARTNER_STATUSES).optional(),
  kind: z.enum(PARTNER_KINDS).optional(),
  territoryId: textId.optional(),
  category: line(40).optional(),
})

export const listPartners = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/partners',
  operationId: 'listPartners',
  tags,
  summary: 'The partners, and whether each accepts vouchers today',
  request: { query: pageQuery(z.tuple([textId])).extend(partnerQuery.shape) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(partnerShape)) },
})

export const partnersCsv = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/partners.csv',
  operationId: 'listPartnersCsv',
  tags,
  summary: 'The partners as CSV, all that fit',
  request: { query: partnerQuery },
  responses: csvFile,
})

export const getOwnPartner = createRoute({
  ...secured('partner', 'partner_owner', 'cashier'),
  method: 'get',
  path: '/partners/me',
  operationId: 'getOwnPartner',
  tags,
  summary: 'The partner that somebody belongs to, and what it is owed',
  responses: {
    200: jsonAnswer('The partner.', ownPartnerShape),
    ...problems({ 404: 'The key belongs to a partner that is not in this programme.' }),
  },
})

export const getPartner = createRoute({
  ...secured(...READERS, 'partner_owner'),
  method: 'get',
  path: '/partners/{id}',
  operationId: 'getPartner',
  tags,
  summary: 'A partner; its owner sees their own alone',
  request: { params: idParam },
  responses: { 200: jsonAnswer('The partner.', partnerShape), ...problems(NOT_FOUND) },
})

const details = {
  name: line(120).openapi({ example: 'Alimentari del Ponte' }),
  territoryId: textId,
  kind: z.enum(PARTNER_KINDS),
  categories,
} as const

export const admitPartner = createRoute({
  ...secured(...CHANGERS),
  method: 'post',
  path: '/partners',
  operationId: 'admitPartner',
  tags,
  summary: 'Admit a partner; it accepts vouchers once there is an agreement',
  request: {
    body: jsonBody(z.strictObject({ id: textId, ...details, unit, area: areaToken.optional() })),
  },
  responses: {
    200: jsonAnswer('It was there already, just so.', partnerShape),
    201: jsonAnswer('The partner.', partnerShape),
    ...problems({ 409: 'The id belongs to another one.', 422: 'There is no such territory.' }),
  },
})

export const changePartner = createRoute({
  ...secured(...CHANGERS),
  method: 'put',
  path: '/partners/{id}',
  operationId: 'changePartner',
  tags,
  summary: 'Say anew what a partner is called, where it is and what it sells',
  request: { params: idParam, body: jsonBody(z.strictObject(details)) },
  responses: {
    200: jsonAnswer('The partner as it stands now.', partnerShape),
    ...problems({ ...NOT_FOUND, 422: 'There is no such territory.' }),
  },
})

const stepRoute = <Step extends PartnerStep>(step: Step, summary: string) =>
  createRoute({
    ...secured(...CHANGERS),
    method: 'post',
    path: `/partners/{id}/${step}` as const,
    operationId: `${step}Partner`,
    tags,
    summary,
    request: { params: idParam, body: jsonBody(requestBody) },
    responses: {
      200: jsonAnswer('The partner as it stands now.', partnerShape),
      ...problems({ ...NOT_FOUND, 409: 'Its status does not allow it, or the id is taken.' }),
    },
  })

export const suspend = stepRoute('suspend', 'Let a partner accept nothing for now')
export const resume = stepRoute('resume', 'Let a suspended partner accept vouchers again')
export const end = stepRoute('end', 'End what was agreed with a partner, for good')

export const getHistory = createRoute({
  ...secured(...READERS, 'partner_owner'),
  method: 'get',
  path: '/partners/{id}/history',
  operationId: 'getPartnerHistory',
  tags,
  summary: 'All that was agreed with a partner and done to it, the oldest first',
  request: { params: idParam },
  responses: {
    200: jsonAnswer(
      'All of it.',
      z.object({
        agreements: z.array(agreementShape),
        events: z.array(
          z.object({
            id: z.string(),
            kind: z.string(),
            reason: z.string(),
            actorId: z.string(),
            recordedAt: z.string(),
          }),
        ),
      }),
    ),
    ...problems(NOT_FOUND),
  },
})

export const agree = createRoute({
  ...secured(...CHANGERS),
  method: 'post',
  path: '/partners/{id}/agreements',
  operationId: 'recordAgreement',
  tags,
  summary: 'Record what was agreed with a partner, for the first time or anew',
  request: {
    params: idParam,
    body: jsonBody(
      z
        .strictObject({
          id: callerUuid,
          signedOn: day,
          validUntil: day.optional(),
          products: z.array(textId).min(1).max(200).optional(),
          categories: categories.optional(),
          settlementPeriod: z.enum(SETTLEMENT_PERIODS),
          settlementDays: wholeNumber(0, 365),
          documents: z
            .array(
              z.strictObject({
                name: line(120).openapi({ example: 'convenzione.pdf' }),
                sha256: parsedText(
                  (text) => (new RegExp(SHA256_PATTERN).test(text) ? text : undefined),
                  'a SHA-256 of 64 hexadecimal digits',
                ).openapi({ type: 'string', pattern: SHA256_PATTERN, example: 'a'.repeat(64) }),
              }),
            )
            .max(20),
        })
        .refine(({ signedOn, validUntil }) => validUntil === undefined || validUntil >= signedOn, {
          path: ['validUntil'],
          error: 'wants a day that is not before signedOn',
        }),
    ),
  },
  responses: {
    200: jsonAnswer('It was there already, just so.', agreementShape),
    201: jsonAnswer('The agreement.', agreementShape),
    ...problems({
      ...NOT_FOUND,
      409: 'The id belongs to something else.',
      422: 'The partner does not sell what was agreed.',
    }),
  },
})

export const outletQuery = z.strictObject({
  partnerId: textId.optional(),
  town: line(80).optional(),
})

export const listOutlets = createRoute({
  ...secured(...READERS, 'partner', 'partner_owner', 'cashier'),
  method: 'get',
  path: '/outlets',
  operationId: 'listOutlets',
  tags,
  summary: 'Where partners sell; a partner sees its own',
  request: { query: pageQuery(z.tuple([textId])).extend(outletQuery.shape) },
  responses: { 200: jsonAnswer('A page, by id.', pageOf(outletShape)) },
})

export const outletsCsv = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/outlets.csv',
  operationId: 'listOutletsCsv',
  tags,
  summary: 'The outlets as CSV, all that fit',
  request: { query: outletQuery },
  responses: csvFile,
})

export const putOutlet = createRoute({
  ...secured(...CHANGERS, 'partner_owner'),
  method: 'put',
  path: '/partners/{id}/outlets/{outletId}',
  operationId: 'putOutlet',
  tags,
  summary:
    'Say what an outlet is called, where it is and when it is open; its owner of their own shop',
  request: {
    params: z.strictObject({ id: textId, outletId: textId }),
    body: jsonBody(
      z.strictObject({
        name: line(120).openapi({ example: 'Negozio di via Italia' }),
        town: line(80).openapi({ example: 'Biella' }),
        openingHours: line(200).optional().openapi({ example: 'Mon-Sat 8-13, 16-19' }),
        status: z.enum(['open', 'closed']),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('The outlet as it stands now.', outletShape),
    ...problems({ ...NOT_FOUND, 409: 'Another partner has an outlet with this id.' }),
  },
})
