import { randomUUID } from 'node:crypto'
import { startService, type TestService } from '../support/service.ts'

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
  /** Issues a voucher over so many cents of SPESA. */
  issue(amount: string): Promise<Voucher>
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
  const service: TestService = await startService()
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
    issue: async (amount) => {
      const order = { id: randomUUID(), productId: 'SPESA', beneficiaryId: BENEFICIARY, amount }
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
