import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import {
  callerUuid,
  idText,
  textId,
  timeText,
  uuid,
  uuidText,
  wholeNumber,
} from '../http/schemas.ts'
import type { Casework } from './casework.ts'
import type { ConsentRow, NoticeRow } from './consents.ts'
import { CONSENT_METHODS, CONSENT_PURPOSES } from './core/words.ts'
import { askerOf, languageTag, paragraphs } from './routes-shapes.ts'

const READERS = ['operator', 'auditor', 'administrator'] as const
const onePerson = { params: z.strictObject({ id: textId }) }

const noticeSchema = z
  .object({
    language: z.string(),
    version: z.int(),
    text: z.string(),
    digest: z.string().openapi({ description: 'SHA-256 of the text in UTF-8, hex.' }),
    publishedAt: timeText,
  })
  .openapi('PrivacyNotice')

const consentSchema = z
  .object({
    id: uuidText,
    beneficiaryId: idText,
    purpose: z.enum(CONSENT_PURPOSES),
    language: z.string(),
    version: z.int(),
    method: z.enum(CONSENT_METHODS),
    takenAt: timeText,
    takenBy: uuidText,
    withdrawnAt: timeText.nullable(),
  })
  .openapi('Consent')

const listNotices = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/privacy-notices',
  operationId: 'listNotices',
  tags: ['plans'],
  summary: 'What people are told about their data, by language, the newest version first',
  responses: { 200: jsonAnswer('All.', z.object({ items: z.array(noticeSchema) })) },
})

const publishNotice = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/privacy-notices',
  operationId: 'publishNotice',
  tags: ['plans'],
  summary: 'Publish a new version of the notice in a language',
  request: {
    body: jsonBody(
      z.strictObject({
        language: languageTag,
        version: wholeNumber(1, 10_000),
        text: paragraphs(20_000),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('The notice.', noticeSchema),
    ...problems({ 409: 'The notice stands at another version.' }),
  },
})

const recordConsent = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/beneficiaries/{id}/consents',
  operationId: 'recordConsent',
  tags: ['plans'],
  summary: 'Write that a person was given the notice, or agreed to something',
  request: {
    ...onePerson,
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        purpose: z.enum(CONSENT_PURPOSES),
        language: languageTag,
        version: wholeNumber(1, 10_000),
        method: z.enum(CONSENT_METHODS),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('What was written.', consentSchema),
    ...problems({ 404: 'There is no such person or notice.', 409: 'The id is taken.' }),
  },
})

const listConsents = createRoute({
  ...secured(...READERS),
  method: 'get',
  path: '/beneficiaries/{id}/consents',
  operationId: 'listConsents',
  tags: ['plans'],
  summary: 'What a person was told and agreed to, the newest first',
  request: onePerson,
  responses: {
    200: jsonAnswer('At most 200.', z.object({ items: z.array(consentSchema) })),
    ...problems({ 404: 'There is none that you may know of.' }),
  },
})

const withdrawConsent = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/consents/{id}/withdraw',
  operationId: 'withdrawConsent',
  tags: ['plans'],
  summary: 'Write that a person took back what they agreed to',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('What was agreed to, and when it was taken back.', consentSchema),
    ...problems({ 404: 'There is none that you may know of.' }),
  },
})

/** The notice about personal data, and what people agree to. */
export function consentRoutes({ consents }: Casework): Api {
  const api = createApi()
  api.openapi(listNotices, async (c) =>
    c.json({ items: (await consents.notices()).map(showNotice) }, 200),
  )
  api.openapi(publishNotice, async (c) =>
    c.json(showNotice(await consents.publishNotice(askerOf(c), c.req.valid('json'))), 201),
  )
  api.openapi(recordConsent, async (c) => {
    const consent = { ...c.req.valid('json'), beneficiaryId: c.req.valid('param').id }
    return c.json(showConsent(await consents.record(askerOf(c), consent)), 201)
  })
  api.openapi(listConsents, async (c) => {
    const rows = await consents.consentsOf(askerOf(c), c.req.valid('param').id)
    return c.json({ items: rows.map(showConsent) }, 200)
  })
  api.openapi(withdrawConsent, async (c) =>
    c.json(showConsent(await consents.withdraw(askerOf(c), c.req.valid('param').id)), 200),
  )
  return api
}

function showNotice(row: NoticeRow): z.input<typeof noticeSchema> {
  return { ...row, publishedAt: row.publishedAt.toISOString() }
}

function showConsent(row: ConsentRow): z.input<typeof consentSchema> {
  return {
    ...row,
    takenAt: row.takenAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  }
}
