import { Secret, TOTP } from 'otpauth'
import type { StaffRole } from '../../src/access/core/principal.ts'
import type { NewStaff } from '../../src/access/staff.ts'
import { createApp, createServices, type Foundation, type Services } from '../../src/app.ts'
import type { Api } from '../../src/http/openapi.ts'
import { createLog } from '../../src/log.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'
import { textOf } from '../support/stream.ts'

export const PUBLIC_URL = 'http://localhost:3000'
export const PASSWORD = 'four quiet words here'

/** A service in which people sign in, with a clock that a test moves. */
export interface People {
  readonly app: Api
  readonly services: Services
  readonly database: TestDatabase
  readonly runtime: FrozenRuntime
  /** A browser of its own: it keeps its cookies, and sends what pages of the service would. */
  browser(): TestBrowser
  /** Invites somebody; returns the token of the link. */
  invite(person: Partial<NewStaff> & { readonly role: StaffRole }): Promise<Guest>
  /** Somebody who has signed in with both factors. */
  member(person: Partial<NewStaff> & { readonly role: StaffRole }): Promise<Member>
  /** The reasons of the newest refused sign-ins, newest first. */
  refusals(): Promise<readonly (string | undefined)[]>
  close(): Promise<void>
}

export interface Guest {
  readonly id: NewStaff['id']
  readonly email: string
  readonly token: string
}

export interface Member extends Guest {
  readonly browser: TestBrowser
  readonly secret: string
  readonly backupCodes: readonly string[]
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

export interface TestBrowser {
  readonly cookies: Map<string, string>
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply>
}

export async function openPeople(more: Partial<Foundation> = {}): Promise<People> {
  const database = await createTestDatabase()
  const runtime = frozenRuntime('people')
  const foundation = {
    ...{ db: database.db, runtime, publicUrl: PUBLIC_URL },
    ...{ secret: 'a secret of thirty-two characters.', ...more },
  }
  const services = createServices(foundation)
  const app = createApp({ services, ...foundation, log: createLog('silent') })
  const browser = () => createBrowser(app, foundation.publicUrl)
  let invited = 0
  const invite: People['invite'] = async (person) => {
    const scope = { contactPointIds: [], partnerId: null, associationId: null }
    const id = runtime.newId()
    const wanted = { id, email: `p${++invited}@example.org`, name: 'Anna', ...scope, ...person }
    const { link } = await services.staff.invite(wanted, null)
    return { id: wanted.id, email: wanted.email, token: tokenOf(link) }
  }
  return {
    ...{ app, services, database, runtime, browser, invite },
    member: async (person) => {
      const guest = await invite(person)
      const own = browser()
      await own.send('POST', '/api/v1/session/password', { token: guest.token, password: PASSWORD })
      const offer = await own.send('POST', '/api/v1/session/factor')
      const secret = String(offer.body.secret)
      const code = codeOf(secret, runtime.now())
      const done = await own.send('POST', '/api/v1/session/factor/confirm', { code })
      if (done.status !== 200) throw new Error(`not enrolled: ${JSON.stringify(done.body)}`)
      return { ...guest, browser: own, secret, backupCodes: done.body.backupCodes as string[] }
    },
    refusals: async () => {
      const page = { limit: 200, action: 'session.opened', outcome: 'refused' } as const
      return (await services.accessLog.list(page)).map(({ detail }) => detail.reason)
    },
    close: async () => {
      await services.ledger.close()
      await database.drop()
    },
  }
}

export function tokenOf(link: string | null): string {
  return link?.split('/').at(-1) ?? ''
}

/** What an authenticator shows at an instant. */
export function codeOf(secret: string, nowMs: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: nowMs })
}

function createBrowser(app: Api, origin: string): TestBrowser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    send: async (method, path, body, headers = {}) => {
      const sent = {
        ...(method === 'GET' ? {} : { origin }),
        ...(cookies.size === 0
          ? {}
          : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      }
      const init = {
        method,
        headers: sent,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }
      const response = await app.request(path, init)
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const text = await textOf(response)
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      const { status, headers: got } = response
      return { status, headers: got, body: isJson ? JSON.parse(text) : { text } }
    },
  }
}
