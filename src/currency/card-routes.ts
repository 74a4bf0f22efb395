import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, problems, secured } from '../http/openapi.ts'
import { idText, textId, timeText, uuid, uuidText } from '../http/schemas.ts'
import type { PayerCodes, PaymentCard } from './codes.ts'

const tags = ['wallets']
const onePerson = { params: z.strictObject({ id: textId.openapi({ example: 'BI-P-001' }) }) }
const NOBODY = { 404: 'There is no such beneficiary, or not one of yours.' } as const

const cardShape = z
  .object({ id: uuidText, beneficiaryId: idText, madeAt: timeText })
  .openapi('PaymentCard')

const printCard = createRoute({
  ...secured('operator', 'administrator'),
  method: 'post',
  path: '/beneficiaries/{id}/payment-cards',
  operationId: 'createPaymentCard',
  tags,
  summary: 'Make a card that pays with the PIN, for a person who has no phone',
  request: onePerson,
  responses: {
    201: jsonAnswer(
      'What is printed, told once.',
      z
        .object({
          id: uuidText,
          code: z.string().openapi({ example: '0000-0000-0000-0000' }),
          address: z.string().openapi({
            description: 'What the QR code holds.',
            example: 'HTTPS://VOUCHER.EXAMPLE/P/0000000000000000',
          }),
        })
        .openapi('PrintedPaymentCard'),
    ),
    ...problems(NOBODY),
  },
})

const listCards = createRoute({
  ...secured('operator', 'administrator', 'auditor'),
  method: 'get',
  path: '/beneficiaries/{id}/payment-cards',
  operationId: 'listPaymentCards',
  tags,
  summary: 'The cards of a person that were not withdrawn, the newest first',
  request: onePerson,
  responses: {
    200: jsonAnswer('All.', z.object({ items: z.array(cardShape) })),
    ...problems(NOBODY),
  },
})

const revokeCard = createRoute({
  ...secured('operator', 'administrator'),
  method: 'post',
  path: '/payment-cards/{id}/revoke',
  operationId: 'revokePaymentCard',
  tags,
  summary: 'Withdraw a card for good: nothing is paid with it any more',
  request: { params: z.strictObject({ id: uuid }) },
  responses: {
    200: jsonAnswer('It is withdrawn.', cardShape),
    ...problems({ 404: 'There is no such card, or not of one of your people.' }),
  },
})

/** Printed cards that pay with the currency. */
export function paymentCardRoutes({ payerCodes }: { readonly payerCodes: PayerCodes }): Api {
  const api = createApi()
  api.openapi(printCard, async (c) => {
    const { id, code, address } = await payerCodes.printCard(
      c.req.valid('param').id,
      c.get('principal'),
    )
    return c.json({ id, code, address }, 201, { 'cache-control': 'no-store' })
  })
  api.openapi(listCards, async (c) => {
    const found = await payerCodes.cardsOf(c.req.valid('param').id, c.get('principal'))
    return c.json({ items: found.map(show) }, 200)
  })
  api.openapi(revokeCard, async (c) =>
    c.json(show(await payerCodes.revokeCard(c.req.valid('param').id, c.get('principal'))), 200),
  )
  return api
}

function show({ id, beneficiaryId, madeAt }: PaymentCard): z.input<typeof cardShape> {
  return { id, beneficiaryId, madeAt: madeAt.toISOString() }
}
