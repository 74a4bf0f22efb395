import { createRoute, z } from '@hono/zod-openapi'
import { countingGuesses } from '../http/authorize.ts'
import { keepWallet } from '../http/cookies.ts'
import { type Api, createApi, jsonAnswer, jsonBody, problems, secured } from '../http/openapi.ts'
import { parsedText, textId, timeText, uuidText, wholeNumber } from '../http/schemas.ts'
import { isPin } from './core/pin.ts'
import type { Pins } from './pins.ts'
import { LINK_HOURS, type Wallets } from './wallets.ts'

const beneficiaryParams = z.strictObject({ id: textId.openapi({ example: 'BI-P-001' }) })
const noBeneficiary = { 404: 'There is no such beneficiary, or not one of yours.' } as const

/** 32 random bytes in base64url. */
function secretText(wants: string, example: string) {
  return parsedText((text) => (/^[A-Za-z0-9_-]{43}$/.test(text) ? text : undefined), wants).openapi(
    { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$', example },
  )
}

const pinText = parsedText(
  (text) => (isPin(text) ? text : undefined),
  'five digits, like "40718"',
).openapi({ type: 'string', pattern: '^[0-9]{5}$', example: '40718' })

const linkRoute = createRoute({
  ...secured('operator', 'administrator'),
  method: 'post',
  path: '/beneficiaries/{id}/wallet-links',
  operationId: 'createWalletLink',
  tags: ['wallets'],
  summary: 'Make a one-time link that opens a wallet on a phone; earlier links open nothing more',
  request: {
    params: beneficiaryParams,
    body: jsonBody(
      z.strictObject({
        hours: wholeNumber(LINK_HOURS.least, LINK_HOURS.most)
          .default(LINK_HOURS.usual)
          .openapi({ description: 'So long it can be opened.', example: 72 }),
      }),
    ),
  },
  responses: {
    201: jsonAnswer(
      'The link, told once.',
      z.object({
        id: uuidText,
        url: z.string().openapi({
          example: 'https://voucher.example/w/v3Wmcz0rS0o3rC1jmG4oT2J8d1m6nq0b5u1m3f8Hk9Y',
        }),
        expiresAt: timeText,
      }),
    ),
    ...problems(noBeneficiary),
  },
})

const openRoute = createRoute({
  // No key: the link is the right.
  security: [{}],
  middleware: countingGuesses('wallet_link_not_found'),
  method: 'post',
  path: '/wallets',
  operationId: 'openWallet',
  tags: ['wallets'],
  summary: 'Bind this phone with a link; the answer sets its cookie',
  request: {
    body: jsonBody(
      z.strictObject({
        token: secretText(
          'the 43 characters behind /w/ in the link',
          'v3Wmcz0rS0o3rC1jmG4oT2J8d1m6nq0b5u1m3f8Hk9Y',
        ),
        phone: secretText(
          'a secret of 43 characters that the phone made for this: 32 random bytes in base64url',
          'Gk3oQn1X8h0cTq5mY7b2Zr9sVd4uPw6eLf0aJi1oKx8',
        ),
      }),
    ),
  },
  responses: {
    201: jsonAnswer('The wallet is open.', z.object({ beneficiaryId: textIdText() })),
    ...problems({
      404: 'There is no such link.',
      409: 'The link was opened before, replaced by a newer one, or is too old.',
    }),
  },
})

const stateRoute = createRoute({
  ...secured('operator', 'administrator', 'auditor'),
  method: 'get',
  path: '/beneficiaries/{id}/wallet',
  operationId: 'getWalletState',
  tags: ['wallets'],
  summary: 'Whether a person has a wallet, and whether a link waits to be opened',
  request: { params: beneficiaryParams },
  responses: {
    200: jsonAnswer(
      'What there is.',
      z
        .object({
          wallet: z.object({ id: uuidText, boundAt: timeText }).nullable(),
          link: z.object({ id: uuidText, expiresAt: timeText }).nullable(),
        })
        .openapi('WalletState'),
    ),
    ...problems(noBeneficiary),
  },
})

const revokeRoute = createRoute({
  ...secured('operator', 'administrator'),
  method: 'post',
  path: '/beneficiaries/{id}/wallet/revoke',
  operationId: 'revokeWallet',
  tags: ['wallets'],
  summary: 'Take the wallet and every link of a person back',
  request: { params: beneficiaryParams },
  responses: {
    200: jsonAnswer('Nothing is open any more.', z.object({ beneficiaryId: textIdText() })),
    ...problems(noBeneficiary),
  },
})

const pinRoute = createRoute({
  ...secured('operator', 'beneficiary'),
  method: 'put',
  path: '/beneficiaries/{id}/pin',
  operationId: 'setPin',
  tags: ['wallets'],
  summary: 'Set the PIN: the person themselves, or an operator with the one that the person chose',
  request: {
    params: beneficiaryParams,
    body: jsonBody(
      z.strictObject({
        pin: pinText,
        currentPin: pinText
          .optional()
          .openapi({ description: 'Wanted of the person where a PIN is set.' }),
      }),
    ),
  },
  responses: {
    200: jsonAnswer('The PIN is set, and not locked.', z.object({ status: z.literal('set') })),
    ...problems({
      ...noBeneficiary,
      403: 'The current PIN is wrong or locked.',
      422: 'It is easy to guess.',
    }),
  },
})

const ownPinState = createRoute({
  ...secured('beneficiary'),
  method: 'get',
  path: '/wallet/pin',
  operationId: 'getWalletPin',
  tags: ['wallets'],
  summary: 'Whether I have a PIN',
  responses: {
    200: jsonAnswer('How it stands.', z.object({ status: z.enum(['none', 'set', 'locked']) })),
  },
})

const ownPinRoute = createRoute({
  ...secured('beneficiary'),
  method: 'put',
  path: '/wallet/pin',
  operationId: 'setWalletPin',
  tags: ['wallets'],
  summary: 'Set my PIN',
  request: { body: jsonBody(z.strictObject({ pin: pinText, currentPin: pinText.optional() })) },
  responses: {
    200: jsonAnswer('The PIN is set.', z.object({ status: z.literal('set') })),
    ...problems({
      403: 'The current PIN is wrong or locked.',
      422: 'It is easy to guess.',
    }),
  },
})

const ownerPinRoute = createRoute({
  ...secured('partner_owner'),
  method: 'put',
  path: '/partners/{id}/pin',
  operationId: 'setOwnerPin',
  tags: ['terminals'],
  summary: 'Set the PIN by which the owner of a shop allows refunds at its tills',
  request: {
    params: z.strictObject({ id: textId.openapi({ example: 'BI-ALI-01' }) }),
    body: jsonBody(z.strictObject({ pin: pinText })),
  },
  responses: {
    200: jsonAnswer('The PIN is set, and not locked.', z.object({ status: z.literal('set') })),
    ...problems({ 404: 'This is not your shop.', 422: 'It is easy to guess.' }),
  },
})

function textIdText() {
  return z.string().openapi({ example: 'BI-P-001' })
}

/** The addresses of wallets and PINs, under `/api/v1`. */
export function walletRoutes(deps: {
  readonly wallets: Wallets
  readonly pins: Pins
  readonly publicUrl: string
}): Api {
  const { wallets, publicUrl } = deps
  const api = createApi()
  api.openapi(linkRoute, async (c) => {
    const { id: beneficiaryId } = c.req.valid('param')
    const { hours } = c.req.valid('json')
    const link = await wallets.createLink({ beneficiaryId, hours, by: c.get('principal') })
    const url = `${publicUrl}/w/${link.token}`
    return c.json({ id: link.id, url, expiresAt: link.expiresAt.toISOString() }, 201)
  })
  api.openapi(openRoute, async (c) => {
    const { token, phone } = c.req.valid('json')
    const { beneficiaryId, cookie } = await wallets.open(token, phone)
    keepWallet(c, publicUrl, cookie)
    return c.json({ beneficiaryId }, 201)
  })
  api.openapi(stateRoute, async (c) => {
    const { wallet, link } = await wallets.stateOf(c.req.valid('param').id, c.get('principal'))
    const state = {
      wallet: wallet && { id: wallet.id, boundAt: wallet.boundAt.toISOString() },
      link: link && { id: link.id, expiresAt: link.expiresAt.toISOString() },
    }
    return c.json(state, 200)
  })
  api.openapi(revokeRoute, async (c) => {
    const { id: beneficiaryId } = c.req.valid('param')
    await wallets.revoke(beneficiaryId, c.get('principal'))
    return c.json({ beneficiaryId }, 200)
  })
  addPins(api, deps.pins)
  return api
}

function addPins(api: Api, pins: Pins): void {
  api.openapi(pinRoute, async (c) => {
    const { id: beneficiaryId } = c.req.valid('param')
    const { pin, currentPin } = c.req.valid('json')
    const change = { beneficiaryId, pin, by: c.get('principal') }
    if (change.by.role === 'operator') await pins.resetPin(change)
    else await pins.setPin({ ...change, ...(currentPin === undefined ? {} : { currentPin }) })
    return c.json({ status: 'set' as const }, 200)
  })
  addOwnPin(api, pins)
  api.openapi(ownerPinRoute, async (c) => {
    const { id: partnerId } = c.req.valid('param')
    await pins.setOwnerPin({ partnerId, pin: c.req.valid('json').pin, by: c.get('principal') })
    return c.json({ status: 'set' as const }, 200)
  })
}

/** Whose PIN it is follows from the wallet, never from the request. */
function addOwnPin(api: Api, pins: Pins): void {
  api.openapi(ownPinState, async (c) => {
    // A look without a PIN takes no try.
    const { status } = await pins.checkPin(c.get('principal').beneficiaryId ?? '', undefined)
    return c.json(
      { status: status === 'none' || status === 'locked' ? status : 'set' } as const,
      200,
    )
  })
  api.openapi(ownPinRoute, async (c) => {
    const { pin, currentPin } = c.req.valid('json')
    const by = c.get('principal')
    const change = { beneficiaryId: by.beneficiaryId ?? '', pin, by }
    await pins.setPin({ ...change, ...(currentPin === undefined ? {} : { currentPin }) })
    return c.json({ status: 'set' as const }, 200)
  })
}
