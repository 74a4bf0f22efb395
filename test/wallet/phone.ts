import { systemRuntime } from '../../src/runtime.ts'
import type { Programme } from '../http/programme.ts'

/** A phone that a wallet link was opened on. */
export interface Phone {
  readonly cookie: string
  ask(method: string, path: string, body?: unknown): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly body: Record<string, never> & Record<string, unknown>
}

/** Opens a link as a phone does. */
export async function bindPhone(programme: Programme, token: string): Promise<Phone | number> {
  const phone = Buffer.from(systemRuntime.randomBytes(32)).toString('base64url')
  const opened = await programme.ask('nobody', 'POST', '/api/v1/wallets', { token, phone })
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return opened.status === 201 ? phoneWith(programme, cookie) : opened.status
}

/** Makes a link as the operator and opens it. */
export async function givePhone(programme: Programme, beneficiaryId: string): Promise<Phone> {
  const path = `/api/v1/beneficiaries/${beneficiaryId}/wallet-links`
  const { url } = await (await programme.ask('operator', 'POST', path, {})).json()
  const phone = await bindPhone(programme, String(url).split('/w/')[1] ?? '')
  if (typeof phone === 'number') throw new Error(`the link was answered ${phone}`)
  return phone
}

/** Whoever has this cookie. */
export function phoneWith({ app }: Programme, cookie: string): Phone {
  return {
    cookie,
    ask: async (method, path, body) => {
      const response = await app.request(`/api/v1${path}`, {
        method,
        headers: {
          ...{ cookie, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: await response.json() }
    },
  }
}
