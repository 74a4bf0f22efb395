import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import {
  day,
  line,
  minorAmount,
  positiveAmount,
  textId,
  unit,
  wholeNumber,
} from '../http/schemas.ts'
import {
  EXPIRY_POLICIES,
  FACE_VALUES,
  HOUSEHOLD_MAX,
  PRODUCT_AREAS,
  VAT_NATURES,
} from './core/face-value.ts'
import { PRODUCT_PRESETS } from './core/presets.ts'
import { productShape, showFaceValue, showProduct, worthShape } from './routes-shapes.ts'
import type { Vouchers } from './service.ts'

const tags = ['vouchers']
const NAME_MAX = 80
const CATEGORIES_MAX = 30
const CATEGORY_MAX = 40
const PARTNERS_MAX = 500

const productBody = z
  .strictObject({
    id: textId,
    name: line(NAME_MAX).openapi({ example: 'Food' }),
    unit,
    categories: z.array(line(CATEGORY_MAX)).min(1).max(CATEGORIES_MAX),
    minAmount: positiveAmount,
    maxAmount: positiveAmount,
    validityDays: wholeNumber(1, 3650),
    validUntil: day.nullable().default(null),
    area: z.enum(PRODUCT_AREAS).default('general'),
    faceValue: z.enum(FACE_VALUES).default('free'),
    faceAmounts: z.array(positiveAmount).max(HOUSEHOLD_MAX).default([]).openapi({
      description: 'By size of household, from one person up; one where it is fixed.',
    }),
    faceFurther: minorAmount.default(0n).openapi({
      description: 'What each member beyond the figures adds.',
    }),
    vatNature: z.enum(VAT_NATURES).default('multi_purpose'),
    expiryPolicy: z.enum(EXPIRY_POLICIES).default('envelope'),
    forbiddenCategories: z.array(line(CATEGORY_MAX)).max(CATEGORIES_MAX).default([]),
    oneUse: z.boolean().default(false).openapi({ description: 'Good for one purchase.' }),
    capPerPurchase: positiveAmount.nullable().default(null),
    capPerDay: positiveAmount.nullable().default(null),
    pinFrom: positiveAmount.nullable().default(null).openapi({
      description: 'From this amount up a PIN is asked for, where the person has one.',
    }),
    bearer: z.boolean().default(false).openapi({
      description: 'Whoever carries it may use it, without a PIN.',
    }),
    partnerIds: z.array(textId).max(PARTNERS_MAX).default([]).openapi({
      description: 'The partners that accept it; empty for all whose categories fit.',
    }),
  })
  .refine((body) => body.maxAmount >= body.minAmount, {
    error: 'wants a maxAmount that is not below minAmount',
  })
  .refine((body) => !body.bearer || body.pinFrom === null, {
    error: 'wants no pinFrom where it is bearer: whoever carries such a card has no PIN',
  })
  .refine(fitsFaceValue, {
    error:
      'wants no faceAmounts where it is free, one where it is fixed, and one or more in a scale',
  })
  .openapi('NewProduct')

function fitsFaceValue(body: {
  readonly faceValue: (typeof FACE_VALUES)[number]
  readonly faceAmounts: readonly bigint[]
  readonly faceFurther: bigint
}): boolean {
  const { faceValue, faceAmounts, faceFurther } = body
  if (faceValue === 'scale') return faceAmounts.length > 0
  return faceFurther === 0n && faceAmounts.length === (faceValue === 'fixed' ? 1 : 0)
}

const addProduct = createRoute({
  ...secured('administrator'),
  method: 'post',
  path: '/products',
  operationId: 'addProduct',
  tags,
  summary: 'Add what vouchers can be good for',
  request: { body: jsonBody(productBody) },
  responses: {
    201: jsonAnswer(
      'The product. It stays as it is: the same again changes nothing.',
      productShape,
    ),
    ...problems({ 409: 'Another product has this id.' }),
  },
})

const listPresets = createRoute({
  ...secured('operator', 'auditor', 'administrator'),
  method: 'get',
  path: '/product-presets',
  operationId: 'listProductPresets',
  tags,
  summary: 'Products as schemes that exist have them, with the source of the figures',
  responses: {
    200: jsonAnswer(
      'All of them.',
      z
        .object({
          items: z.array(
            z.object({
              key: z.string().openapi({ example: 'pocket-money' }),
              ...worthShape,
              source: z.string(),
              note: z.string().openapi({ description: 'Which figures are not from there.' }),
            }),
          ),
        })
        .openapi('ProductPresets'),
    ),
  },
})

/** Adding products, and what they can be modelled on. */
export function productRoutes({ vouchers }: { readonly vouchers: Vouchers }): Api {
  const api = createApi()
  api.openapi(addProduct, async (c) =>
    c.json(showProduct(await vouchers.addProduct(c.req.valid('json'))), 201),
  )
  api.openapi(listPresets, (c) => {
    const items = PRODUCT_PRESETS.map((preset) => ({
      ...preset,
      ...showFaceValue(preset),
      categories: [...preset.categories],
    }))
    return c.json({ items }, 200)
  })
  return api
}
