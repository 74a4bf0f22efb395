import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, problems, secured } from '../http/openapi.ts'
import { uuid } from '../http/schemas.ts'
import { renderQrPng, renderQrSvg } from './qr.ts'
import { phoneTokenShape } from './routes-shapes.ts'
import type { Vouchers } from './service.ts'

/** Who holds one of these can spend the voucher: no proxy and no browser keeps it. */
const NOT_KEPT = { 'cache-control': 'no-store' } as const

const codeRoute = <Path extends string>(path: Path, operationId: string, summary: string) => ({
  ...secured('operator', 'auditor', 'administrator'),
  method: 'get' as const,
  path: `/vouchers/{id}/${path}` as const,
  operationId,
  tags: ['vouchers'],
  summary,
  request: { params: z.strictObject({ id: uuid }) },
})
const NOT_FOUND = problems({ 404: 'There is no voucher with this id.' })

const getText = createRoute({
  ...codeRoute('qr', 'getVoucherCard', "What the QR code on the voucher's card holds"),
  responses: {
    200: { description: 'The text.', content: { 'text/plain': { schema: z.string() } } },
    ...NOT_FOUND,
  },
})

const getSvg = createRoute({
  ...codeRoute('qr.svg', 'getVoucherCardSvg', 'The QR code as SVG'),
  responses: {
    200: { description: 'The picture.', content: { 'image/svg+xml': { schema: z.string() } } },
    ...NOT_FOUND,
  },
})

const getPng = createRoute({
  ...codeRoute('qr.png', 'getVoucherCardPng', 'The QR code as PNG'),
  responses: {
    200: {
      description: 'The picture.',
      content: {
        'image/png': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...NOT_FOUND,
  },
})

const getPhoneToken = createRoute({
  ...codeRoute(
    'phone-token',
    'getPhoneToken',
    "A token for the beneficiary's phone, good for two minutes",
  ),
  // A card is read by whoever checks what was issued; a token is made, so only by those who issue.
  ...secured('operator'),
  responses: { 200: jsonAnswer('The token.', phoneTokenShape), ...NOT_FOUND },
})

/** What is shown at a till: the card's code as text and as picture, and tokens for a phone's screen. */
export function voucherCodeRoutes({ vouchers }: { readonly vouchers: Vouchers }): Api {
  const api = createApi()
  api.openapi(getText, async (c) =>
    c.text(await vouchers.cardText(c.req.valid('param').id, c.get('principal')), 200, NOT_KEPT),
  )
  api.openapi(getSvg, async (c) => {
    const picture = await renderQrSvg(
      await vouchers.cardText(c.req.valid('param').id, c.get('principal')),
    )
    return c.body(picture, 200, { ...NOT_KEPT, 'content-type': 'image/svg+xml' })
  })
  api.openapi(getPng, async (c) => {
    const picture = await renderQrPng(
      await vouchers.cardText(c.req.valid('param').id, c.get('principal')),
    )
    return c.body(Uint8Array.from(picture), 200, { ...NOT_KEPT, 'content-type': 'image/png' })
  })
  api.openapi(getPhoneToken, async (c) => {
    const { token, expiresAt } = await vouchers.phoneToken(
      c.req.valid('param').id,
      c.get('principal'),
    )
    return c.json({ token, expiresAt: expiresAt.toISOString() }, 200, NOT_KEPT)
  })
  return api
}
