import { createApp } from '../../src/app.ts'
import type { Api } from '../../src/http/openapi.ts'
import { createLog } from '../../src/log.ts'
import { createTestTerminal } from '../support/terminal.ts'
import type { Market } from './market.ts'

/** What came back. */
export interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

/** Whoever asks over HTTP: a phone with its wallet, or a paired till that signs each request. */
export type Client = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>

/** The service as its clients reach it, in this process. */
export interface Clients {
  /** Binds a phone to somebody's wallet, as the link of an operator does. */
  phone(beneficiaryId: string): Promise<Client>
  /** Pairs a till with a partner. */
  till(partnerId: string): Promise<Client>
  /** What was logged as an error. */
  faults(): readonly string[]
}

const PUBLIC_URL = 'https://fra-noi.example'

export function createClients(market: Market): Clients {
  const logged: string[] = []
  const { runtime, test } = market
  const log = createLog('error', { write: (line) => logged.push(line) })
  const app = createApp({
    ...{ services: market, db: test.db, runtime, publicUrl: PUBLIC_URL, log },
  })
  const operator = { kind: 'person', id: runtime.newId(), role: 'operator' } as const
  return {
    faults: () => logged,
    phone: async (beneficiaryId) => {
      const link = { beneficiaryId, hours: 1, by: operator }
      const { token } = await market.wallets.createLink(link)
      const secret = Buffer.from(runtime.randomBytes(32)).toString('base64url')
      const { cookie } = await market.wallets.open(token, secret)
      const headers = { cookie: `franoi_wallet=${cookie}`, origin: PUBLIC_URL }
      return (method, path, body) => ask(app, method, path, body, () => headers)
    },
    till: async (partnerId) => {
      const owner = { kind: 'person', id: runtime.newId(), role: 'partner_owner' } as const
      const pairing = { partnerId, name: 'Cassa 1', by: { ...owner, partnerId } }
      const { code } = await market.terminals.createPairing(pairing)
      const terminal = createTestTerminal(runtime.now)
      const client: Client = (method, path, body) =>
        ask(app, method, path, body, (target, text) => ({
          authorization: terminal.authorization(method, target, text),
        }))
      const paired = await client('POST', '/terminals', { code, jwk: terminal.jwk })
      if (paired.status !== 201) throw new Error(`not paired: ${JSON.stringify(paired.body)}`)
      return client
    },
  }
}

async function ask(
  app: Api,
  method: string,
  path: string,
  body: object | undefined,
  sign: (target: string, text: string) => Record<string, string>,
): Promise<Answer> {
  const target = `/api/v1${path}`
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    ...sign(target, text),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const sent = body === undefined ? {} : { body: text }
  const answer = await app.request(`${PUBLIC_URL}${target}`, { method, headers, ...sent })
  const said = await answer.text()
  return { status: answer.status, body: said === '' ? {} : JSON.parse(said) }
}
