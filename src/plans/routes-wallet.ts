import { createRoute, z } from '@hono/zod-openapi'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { callerUuid, dayText, idText, parsedText, textId, uuidText } from '../http/schemas.ts'
import { parseUuid, type Uuid } from '../kernel/ids.ts'
import { FEEDBACK_ABOUT, FEEDBACK_KINDS } from './core/feedback.ts'
import type { Feedback, FeedbackDesk } from './feedback.ts'
import { paragraphs } from './routes-shapes.ts'
import type { WalletPeople } from './wallet.ts'

const tags = ['wallets']
/** As many ids of things said without a name as a phone asks about at once. */
const IDS_MOST = 20

const ownFeedbackSchema = z
  .object({
    id: uuidText,
    kind: z.enum(FEEDBACK_KINDS),
    about: z.enum(FEEDBACK_ABOUT),
    partnerId: idText.nullable(),
    anonymous: z.boolean(),
    text: z.string().nullable(),
    receivedOn: dayText,
    dueOn: dayText,
    answer: z.string().nullable(),
    isClosed: z.boolean().openapi({ description: 'It was read, and needs no answer.' }),
  })
  .openapi('WalletFeedback')

const readMe = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/me',
  operationId: 'getWalletOwner',
  tags,
  summary: 'Under which code I am known, my language, and my contact point',
  responses: {
    200: jsonAnswer(
      'Who I am here.',
      z
        .object({
          beneficiaryId: idText,
          language: z.string().openapi({ example: 'ar' }),
          contactPoint: z.object({
            name: z.string().openapi({ example: 'Centro di Biella' }),
            phone: z.string().nullable().openapi({ example: '+39 015 000 0000' }),
            openingHours: z.string().nullable().openapi({ example: 'lun-ven 9-13' }),
          }),
        })
        .openapi('WalletOwner'),
    ),
  },
})

const sayFeedback = createRoute({
  ...secured('beneficiary'),
  method: 'post',
  path: '/wallet/feedback',
  operationId: 'sayFeedback',
  tags,
  summary: 'Praise or complain, with my name or without',
  request: {
    body: jsonBody(
      z
        .strictObject({
          id: callerUuid,
          kind: z.enum(FEEDBACK_KINDS),
          about: z.enum(FEEDBACK_ABOUT),
          partnerId: textId.nullable().default(null),
          anonymous: z.boolean(),
          text: paragraphs(4000),
        })
        .refine(({ about, partnerId }) => (about === 'partner') === (partnerId !== null), {
          error: 'wants partnerId where it is about a partner, and only there',
          path: ['partnerId'],
        })
        .refine(({ anonymous, id }) => !anonymous || id[14] === '4', {
          error: 'wants a random UUID (version 4) where no name is given: others tell the time',
          path: ['id'],
        }),
    ),
  },
  responses: {
    201: jsonAnswer('What was said, and until when it is answered.', ownFeedbackSchema),
    ...problems({ 404: 'There is no such partner.', 409: 'The id is taken.' }),
  },
})

const idList = parsedText((text): readonly Uuid[] | undefined => {
  const ids = text.split(',').map(parseUuid)
  const isGood = ids.length <= IDS_MOST && ids.every((id) => id !== undefined)
  return isGood ? ids.filter((id) => id !== undefined) : undefined
}, `1 to ${IDS_MOST} UUIDs with commas between`).openapi({
  ...{ type: 'string', maxLength: IDS_MOST * 37, example: 'b1a7c0de-0000-4000-8000-000000000001' },
})

const ownFeedback = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/feedback',
  operationId: 'listWalletFeedback',
  tags,
  summary: 'What I said and what I was answered; `ids` asks for what I said without my name',
  request: { query: z.strictObject({ ids: idList.optional() }) },
  responses: { 200: jsonAnswer('At most 100.', z.object({ items: z.array(ownFeedbackSchema) })) },
})

/** What the wallet asks about its owner. Whose it is follows from the wallet's cookie alone. */
export function walletPersonRoutes({
  wallet,
  feedback,
}: {
  readonly wallet: WalletPeople
  readonly feedback: FeedbackDesk
}): Api {
  const api = createApi()
  api.openapi(readMe, async (c) => c.json(await wallet.ownerOf(c.get('principal')), 200))
  api.openapi(sayFeedback, async (c) =>
    c.json(show(await feedback.say(c.get('principal'), c.req.valid('json'))), 201),
  )
  api.openapi(ownFeedback, async (c) => {
    const { ids = [] } = c.req.valid('query')
    const found = await feedback.ofWallet(c.get('principal'), ids)
    return c.json({ items: found.map(show) }, 200)
  })
  return api
}

function show(row: Feedback): z.input<typeof ownFeedbackSchema> {
  const { id, kind, about, partnerId, text, receivedOn, dueOn, answer } = row
  const isClosed = row.closing !== null
  const anonymous = row.beneficiaryId === null
  return { id, kind, about, partnerId, anonymous, text, receivedOn, dueOn, answer, isClosed }
}
