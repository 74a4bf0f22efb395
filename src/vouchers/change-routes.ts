import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { dayText, idText, minorText, unitText, uuid } from '../http/schemas.ts'
import type { Issuing, PrintedCard } from './issuing.ts'
import {
  activationBody,
  activationShape,
  bulkBody,
  bulkShape,
  changeBody,
  changeShape,
  printBody,
  refusalBody,
  replaceBody,
  showChange,
} from './routes-issuing-shapes.ts'
import { showVoucher, voucherShape } from './routes-shapes.ts'

const tags = ['vouchers']
const STAFF = ['operator', 'administrator'] as const
const params = z.strictObject({ id: uuid })
const DECIDED = { 404: 'There is no such change.', 409: 'It was decided before.' } as const

const activate = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/vouchers/activate',
  operationId: 'activateVouchers',
  tags,
  summary: 'Make vouchers good as their cards are handed over',
  request: { body: jsonBody(activationBody) },
  responses: { 200: jsonAnswer('What became of each.', activationShape) },
})

const bulk = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/vouchers/bulk',
  operationId: 'changeVouchers',
  tags,
  summary: 'Cancel, block or unblock many vouchers, each in a commit of its own',
  request: { body: jsonBody(bulkBody) },
  responses: { 200: jsonAnswer('What became of each.', bulkShape) },
})

const printData = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/vouchers/print-data',
  operationId: 'printVouchers',
  tags,
  summary: 'What sheets of cards need: QR text, typed code, product, last day, language',
  request: { body: jsonBody(printBody) },
  responses: {
    200: jsonAnswer(
      'Those that can be spent, in the order asked.',
      z
        .object({
          items: z.array(
            z.object({
              voucherId: idText,
              card: z.string().openapi({ example: 'HTTPS://VOUCHER.EXAMPLE/C/04T6A…' }),
              typedCode: z.string(),
              productName: z.string(),
              amount: minorText,
              unit: unitText,
              expiresOn: dayText,
              language: z.string(),
            }),
          ),
        })
        .openapi('VoucherCards'),
    ),
  },
})

const replace = createRoute({
  ...secured('operator'),
  method: 'post',
  path: '/vouchers/{id}/replace',
  operationId: 'replaceVoucher',
  tags,
  summary: 'Give what is left on a lost card to a new one, and refuse the old one from then on',
  request: { params, body: jsonBody(replaceBody) },
  responses: {
    201: jsonAnswer('The new voucher: not active before it is handed over.', voucherShape),
    ...problems({
      404: 'There is no voucher with this id.',
      409: 'It is at its end, or an id names something else.',
    }),
  },
})

const prepareChange = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-changes',
  operationId: 'prepareVoucherChange',
  tags,
  summary: 'Ask a second person for more money on a voucher, or for more days',
  request: { body: jsonBody(changeBody) },
  responses: {
    201: jsonAnswer('The change. The same order again gives the same change.', changeShape),
    ...problems({
      404: 'There is no voucher with this id.',
      409: 'It is at its end, or the id names another change.',
      422: 'The amount or the day does not fit, or it may not be given at once.',
    }),
  },
})

const approveChange = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-changes/{id}/approve',
  operationId: 'approveVoucherChange',
  tags,
  summary: 'Approve a change that another prepared; it is carried out in the same moment',
  request: { params },
  responses: {
    200: jsonAnswer('The change.', changeShape),
    ...problems({ ...DECIDED, 422: 'The envelope or the plan does not allow it any more.' }),
  },
})

const refuseChange = createRoute({
  ...secured(...STAFF),
  method: 'post',
  path: '/voucher-changes/{id}/refuse',
  operationId: 'refuseVoucherChange',
  tags,
  summary: 'Refuse a change that another prepared, and say why',
  request: { params, body: jsonBody(refusalBody) },
  responses: { 200: jsonAnswer('The change.', changeShape), ...problems(DECIDED) },
})

/** What happens to a voucher that stands: handed over, printed, replaced, changed. */
export function voucherChangeRoutes({ issuing }: { readonly issuing: Issuing }): Api {
  const api = createApi()
  api.openapi(activate, async (c) => {
    const done = await issuing.activate(c.req.valid('json'), c.get('principal'))
    const items = [...done].map(([voucherId, outcome]) => ({ voucherId, outcome }))
    return c.json({ items }, 200)
  })
  api.openapi(bulk, async (c) => {
    const done = await issuing.changeMany(c.req.valid('json'), c.get('principal'))
    const items = [...done].map(([voucherId, outcome]) => ({ voucherId, outcome }))
    return c.json({ items }, 200)
  })
  api.openapi(printData, async (c) => {
    const cards = await issuing.printData(c.req.valid('json').voucherIds, c.get('principal'))
    return c.json({ items: cards.map(showCard) }, 200)
  })
  api.openapi(replace, async (c) => {
    const { id } = c.req.valid('param')
    const voucher = await issuing.replace(id, c.req.valid('json'), c.get('principal'))
    return c.json(showVoucher(voucher), 201)
  })
  api.openapi(prepareChange, async (c) =>
    c.json(showChange(await issuing.prepareChange(c.req.valid('json'), c.get('principal'))), 201),
  )
  api.openapi(approveChange, async (c) => {
    const { id } = c.req.valid('param')
    const change = await issuing.decideChange(id, { state: 'approved' }, c.get('principal'))
    return c.json(showChange(change), 200)
  })
  api.openapi(refuseChange, async (c) => {
    const decision = { state: 'refused', ...c.req.valid('json') } as const
    const { id } = c.req.valid('param')
    return c.json(showChange(await issuing.decideChange(id, decision, c.get('principal'))), 200)
  })
  return api
}

function showCard({ voucher, card, productName, language }: PrintedCard) {
  const { id, typedCode, remaining, unit, expiresOn } = voucher
  const amount = remaining.toString()
  return { voucherId: id, card, typedCode, productName, amount, unit, expiresOn, language }
}
