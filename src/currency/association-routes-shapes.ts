import { createRoute, z } from '@hono/zod-openapi'
import { jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { pageOf, pageQuery } from '../http/paging.ts'
import {
  callerUuid,
  day,
  dayText,
  idText,
  line,
  minorText,
  parsedText,
  positiveAmount,
  textId,
  timeText,
  unitText,
  uuidText,
} from '../http/schemas.ts'
import { PAYMENT_KINDS } from './core/deed.ts'
import { MEMBER_PARTIES } from './core/earning.ts'
import { PAYMENT_STATUSES } from './core/payment.ts'
import { PARTIES } from './core/rules.ts'

export const tags = ['associations']
const STATEMENT_MAX = 200
/** Who sees them. */
export const READERS = ['operator', 'treasurer', 'auditor', 'administrator'] as const
/** Who sees the money of all of them. */
const MONEY_READERS = ['treasurer', 'administrator', 'auditor', 'association'] as const

const associationShape = z
  .object({
    id: idText,
    name: z.string(),
    territoryId: idText,
    programmeId: idText,
    createdAt: timeText,
    endedAt: timeText.nullable().openapi({ description: 'From then on it takes part no more.' }),
  })
  .openapi('Association')

const memberShape = z
  .object({
    party: z.enum(MEMBER_PARTIES),
    holderId: idText,
    fromDay: dayText,
    untilDay: dayText.nullable().openapi({ description: 'The last day; null where it goes on.' }),
  })
  .openapi('AssociationMember')

const receivedShape = z
  .object({
    instrumentId: idText,
    unit: unitText,
    balance: minorText.openapi({ description: 'What it holds today.' }),
    lines: z.array(
      z.object({
        code: z.int().openapi({ description: 'Why it moved: the code of the transfers.' }),
        kind: z.enum(PAYMENT_KINDS),
        times: z.int(),
        received: minorText,
        paid: minorText,
      }),
    ),
  })
  .openapi('AssociationReceived')

const lineShape = z
  .object({
    position: z.string(),
    code: z.int(),
    amount: minorText.openapi({ description: 'Below zero where it left the wallet.' }),
    balance: minorText,
    recordedAt: timeText,
    paymentId: uuidText.nullable(),
    kind: z.enum(PAYMENT_KINDS).nullable(),
    other: z.object({ party: z.enum(PARTIES), holderId: idText }).nullable(),
  })
  .openapi('AssociationStatementLine')

const paymentShape = z
  .object({
    id: uuidText,
    status: z.enum(PAYMENT_STATUSES),
    instrumentId: idText,
    amount: minorText,
    fee: minorText,
    recordedAt: timeText,
  })
  .openapi('AssociationPayment')

const idParam = z.strictObject({ id: textId })
export const memberBody = z.strictObject({ party: z.enum(MEMBER_PARTIES), holderId: textId })
const NO_ASSOCIATION = { 404: 'There is no such association.' } as const

export const listAssociations = createRoute({
  ...secured(...READERS, 'association', 'partner_owner'),
  method: 'get',
  path: '/associations',
  operationId: 'listAssociations',
  tags,
  summary: 'The associations; whoever acts for one sees that one',
  request: { query: pageQuery(z.tuple([textId])) },
  responses: { 200: jsonAnswer('A page.', pageOf(associationShape)) },
})

export const addAssociation = createRoute({
  ...secured('administrator', 'treasurer'),
  method: 'post',
  path: '/associations',
  operationId: 'addAssociation',
  tags,
  summary: 'Add an association',
  request: {
    body: jsonBody(
      z.strictObject({ id: textId, name: line(120), territoryId: textId, programmeId: textId }),
    ),
  },
  responses: {
    200: jsonAnswer('Was there before.', associationShape),
    201: jsonAnswer('Added.', associationShape),
    ...problems({
      409: 'The id is that of another one.',
      422: 'There is no such programme or territory.',
    }),
  },
})

export const getAssociation = createRoute({
  ...secured(...READERS, 'association'),
  method: 'get',
  path: '/associations/{id}',
  operationId: 'getAssociation',
  tags,
  summary: 'One association',
  request: { params: idParam },
  responses: { 200: jsonAnswer('The association.', associationShape), ...problems(NO_ASSOCIATION) },
})

export const endAssociation = createRoute({
  ...secured('administrator', 'treasurer'),
  method: 'post',
  path: '/associations/{id}/end',
  operationId: 'endAssociation',
  tags,
  summary: 'Nobody joins it from now on, and it tells of nothing more; what it holds stays',
  request: { params: idParam },
  responses: { 200: jsonAnswer('The association.', associationShape), ...problems(NO_ASSOCIATION) },
})

export const listMembers = createRoute({
  ...secured(...READERS, 'association'),
  method: 'get',
  path: '/associations/{id}/members',
  operationId: 'listAssociationMembers',
  tags,
  summary: 'Who belongs, or belonged, to it; an operator sees people of the own contact points',
  request: { params: idParam },
  responses: {
    200: jsonAnswer('All of them.', z.object({ items: z.array(memberShape) })),
    ...problems(NO_ASSOCIATION),
  },
})

export const addMember = createRoute({
  ...secured('operator', 'administrator', 'partner_owner'),
  method: 'post',
  path: '/associations/{id}/members',
  operationId: 'addAssociationMember',
  tags,
  summary: 'Let a person belong to it, or let a partner choose it',
  request: {
    params: idParam,
    body: jsonBody(
      memberBody.extend({ fromDay: day.openapi({ description: 'Today, or a day to come.' }) }),
    ),
  },
  responses: {
    200: jsonAnswer('Belongs to it.', memberShape),
    ...problems({
      404: 'There is no such association, person or partner.',
      409: 'The association takes part no more, or another was chosen in the same moment.',
      422: 'The day is over.',
    }),
  },
})

export const endMember = createRoute({
  ...secured('operator', 'administrator', 'partner_owner', 'association'),
  method: 'post',
  path: '/associations/{id}/members/end',
  operationId: 'endAssociationMember',
  tags,
  summary: 'Let somebody leave at the end of today',
  request: { params: idParam, body: jsonBody(memberBody) },
  responses: {
    200: jsonAnswer('When they belonged to it.', z.object({ items: z.array(memberShape) })),
    ...problems({ 404: 'There is no such association, person or partner.' }),
  },
})

export const getReceived = createRoute({
  ...secured(...MONEY_READERS),
  method: 'get',
  path: '/associations/{id}/received',
  operationId: 'getAssociationReceived',
  tags,
  summary: 'What came to it and what it paid, by money and by reason, and what it holds',
  request: { params: idParam, query: z.strictObject({ from: day, until: day }) },
  responses: {
    200: jsonAnswer(
      'From the first day to the last one.',
      z.object({ items: z.array(receivedShape) }),
    ),
    ...problems(NO_ASSOCIATION),
  },
})

export const getStatement = createRoute({
  ...secured(...MONEY_READERS),
  method: 'get',
  path: '/associations/{id}/currencies/{instrumentId}/statement',
  operationId: 'getAssociationStatement',
  tags,
  summary: 'What happened on its wallet of one money, the newest first',
  request: {
    params: idParam.extend({ instrumentId: textId }),
    query: z.strictObject({
      before: parsedText(
        (text) => (/^[0-9]{1,11}$/.test(text) ? BigInt(text) : undefined),
        'a position',
      )
        .optional()
        .openapi({
          type: 'string',
          pattern: '^[0-9]{1,11}$',
          example: '1284',
          description: 'The last `position` of the page before.',
        }),
    }),
  },
  responses: {
    200: jsonAnswer(`At most ${STATEMENT_MAX} lines.`, z.object({ items: z.array(lineShape) })),
    ...problems({ 404: 'There is no such association, or it holds none of this money.' }),
  },
})

export const payFromAssociation = createRoute({
  ...secured('association'),
  method: 'post',
  path: '/associations/{id}/payments',
  operationId: 'payFromAssociation',
  tags,
  summary: 'Pay a person, a partner or another association, where the rules of the money allow it',
  request: {
    params: idParam,
    body: jsonBody(
      z.strictObject({
        id: callerUuid,
        instrumentId: textId,
        payee: z.strictObject({ party: z.enum(PARTIES), holderId: textId }),
        amount: positiveAmount,
      }),
    ),
  },
  responses: {
    200: jsonAnswer('Paid, or why not: `status`.', paymentShape),
    ...problems({
      404: 'There is no such association or instrument.',
      409: 'The id was used for something else.',
      422: 'Nobody is there who could be paid.',
      503: 'Too much happens on the wallet in the same moment.',
    }),
  },
})

export const convertOfAssociation = createRoute({
  ...secured('association'),
  method: 'post',
  path: '/associations/{id}/conversions',
  operationId: 'convertOfAssociation',
  tags,
  summary: 'Change what it holds back to euro, where the rules of the money allow it',
  request: {
    params: idParam,
    body: jsonBody(
      z
        .strictObject({ id: callerUuid, instrumentId: textId, amount: positiveAmount })
        .openapi('AssociationConversion'),
    ),
  },
  responses: {
    200: jsonAnswer(
      'Changed, or why not: `status`. What is owed is the amount without the fee.',
      paymentShape,
    ),
    ...problems({
      404: 'There is no such association, or it holds none of this money.',
      409: 'The id was used for something else.',
      503: 'Too much happens on the wallet in the same moment.',
    }),
  },
})
