import { randomUUID } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { KeyRole } from '../../src/access/core/principal.ts'
import { startPilotService } from '../support/pilot-service.ts'
import type { TestService } from '../support/service.ts'

/** The real service on the demonstration pilot, and the keys of an operator and of two shops. */
export interface Pilot {
  readonly url: string
  readonly operatorKey: string
  /** What a program of the grocer asks with. */
  readonly grocerKey: string
  /** A one-time code that pairs a browser with a shop. */
  pairingCode(partnerId: string): Promise<string>
  /** Tells the service something as the operator. */
  order(path: string, body: object): Promise<unknown>
  /** Asks the API as the operator. */
  get(path: string): Promise<unknown>
  /** Issues a voucher over so many cents of a product; of SPESA where none is named. */
  issue(amount: string, productId?: string): Promise<Voucher>
  /** A key of any role that belongs to nobody in particular. */
  createKey(role: KeyRole): Promise<string>
  /** Asks the API with any key. */
  askAs(key: string, path: string, body?: object): Promise<unknown>
  /** The owner of a shop signs in and chooses the PIN for refunds. */
  setOwnerPin(partnerId: string, pin: string): Promise<void>
  voucher(id: string): Promise<Voucher>
  /** What the grocer redeemed and was declined, the newest first. */
  redemptions(): Promise<readonly Redemption[]>
  dispose(): Promise<void>
}

export interface Voucher {
  readonly id: string
  readonly status: string
  readonly amount: string
  readonly remaining: string
  readonly typedCode: string
  readonly productId: string
  readonly beneficiaryId: string
  readonly contactPointId: string
  readonly expiresOn: string
}

export interface Redemption {
  readonly id: string
  readonly status: string
  readonly amount: string
  readonly remaining: string | null
  readonly voucherId: string | null
}

const BENEFICIARY = 'BI-P-001'
/** Sells food: accepts the product SPESA. */
export const GROCER = 'BI-ALI-01'
/** Sells clothing: does not accept SPESA. */
export const CLOTHIER = 'BI-ABB-01'
/** Sells food and housing goods. */
export const GENERAL_STORE = 'BI-ALI-02'

export async function startPilot(): Promise<Pilot> {
  const service: TestService = await startPilotService()
  const operatorKey = await service.createKey('operator')
  const grocerKey = await service.createKey('partner', GROCER)
  const get = (path: string) => ask(service.url, operatorKey, path)
  return {
    url: service.url,
    operatorKey,
    grocerKey,
    get,
    order: (path, body) => ask(service.url, operatorKey, path, body),
    pairingCode: async (partnerId) => {
      const order = { partnerId, name: 'Cassa 1' }
      const made = await ask(service.url, operatorKey, '/terminals/pairings', order)
      return (made as { url: string }).url.split('#pair=')[1] ?? ''
    },
    createKey: (role) => service.createKey(role),
    askAs: (key, path, body) => ask(service.url, key, path, body),
    setOwnerPin: async (partnerId, pin) => {
      const owner = ['--role', 'partner_owner', '--partner', partnerId]
      const link = await service.invite('owner@example.org', 'Olga Ponte', ...owner)
      await setPinAsOwner(service.url, link.split('/').at(-1) ?? '', partnerId, pin)
    },
    issue: async (amount, productId = 'SPESA') => {
      const order = { id: randomUUID(), productId, beneficiaryId: BENEFICIARY, amount }
      return (await ask(service.url, operatorKey, '/vouchers', order)) as Voucher
    },
    voucher: async (id) => (await get(`/vouchers/${id}`)) as Voucher,
    redemptions: async () => {
      const page = await ask(service.url, grocerKey, '/redemptions?limit=200')
      return (page as { items: readonly Redemption[] }).items
    },
    dispose: () => service.dispose(),
  }
}

async function ask(url: string, key: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const answer: unknown = isJson ? await response.json() : await response.text()
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  return answer
}

/** Signs in with a link, a password and a second factor, as a browser does, and sets the PIN. */
async function setPinAsOwner(url: string, token: string, partnerId: string, pin: string) {
  let cookie = ''
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { origin: url, cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const set of response.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  await send('POST', '/session/password', { token, password: 'four quiet words here' })
  const { secret } = (await send('POST', '/session/factor')) as { secret: string }
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  await send('POST', '/session/factor/confirm', { code })
  await send('PUT', `/partners/${partnerId}/pin`, { pin })
}
