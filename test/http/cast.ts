import { KEY_ROLES, type Role, STAFF_ROLES } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { openPeople, type People, PUBLIC_URL, type TestBrowser } from '../access/people.ts'
import { textOf } from '../support/stream.ts'
import { createTestTerminal, type TestTerminal } from '../support/terminal.ts'
import {
  ASSOCIATION_ID,
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  furnish,
  newId,
  PARTNER_ID,
} from './programme.ts'

/** Somebody who asks, in one of the ways in which a role can be shown. */
export interface Caller {
  readonly role: Role | 'nobody'
  readonly way: 'key' | 'session' | 'terminal' | 'wallet' | 'nothing'
  /** The terminal it is, with its key. */
  readonly till?: { readonly id: string; readonly key: TestTerminal }
  send(method: string, path: string, body?: unknown): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly body: Awaited<ReturnType<Response['json']>>
}

/** Everybody there is: those of one contact point and one shop, and those of another. */
export interface Cast {
  readonly people: People
  readonly near: readonly Caller[]
  /** Whose role is bound to a contact point, a shop or a person, and to another one. */
  readonly far: readonly Caller[]
  /** One of those nearby. */
  as(role: Caller['role'], way?: Caller['way']): Caller
  close(): Promise<void>
}

export const OTHER_CONTACT_POINT_ID = 'MT-FAR'
export const OTHER_PARTNER_ID = 'MT-ALI-09'
export const OTHER_ASSOCIATION_ID = 'MT-ASS-9'
export const OTHER_BENEFICIARY_ID = 'MT-P-900'

/** Opens a service and lets everybody in as they are let in in earnest: by key, sign-in, pairing and wallet link. */
export async function openCast(): Promise<Cast> {
  const people = await openPeople()
  const { services, app } = people
  await services.keys.prepare()
  await furnish(services)
  await furnishElsewhere(people)
  const keys = new Map<string, Caller>()
  for (const role of KEY_ROLES) {
    const partner = role === 'partner' ? { partnerId: PARTNER_ID } : {}
    keys.set(role, keyed(people, role, await services.access.createKey({ role, ...partner })))
  }
  const far = await services.access.createKey({ role: 'partner', partnerId: OTHER_PARTNER_ID })
  const operator = keys.get('operator') as Caller
  const near = [
    ...keys.values(),
    ...(await membersOf(people, [CONTACT_POINT_ID, PARTNER_ID, ASSOCIATION_ID], STAFF_ROLES)),
    await paired(people, operator, PARTNER_ID),
    await walletOf(people, operator, BENEFICIARY_ID),
    {
      ...({ role: 'nobody', way: 'nothing' } as const),
      send: (method: string, path: string, body?: unknown) => request(app, method, path, body, {}),
    },
  ]
  const bound = ['operator', 'partner_owner', 'association'] as const
  const elsewhere = [OTHER_CONTACT_POINT_ID, OTHER_PARTNER_ID, OTHER_ASSOCIATION_ID] as const
  return {
    people,
    near,
    far: [
      keyed(people, 'partner', far),
      ...(await membersOf(people, elsewhere, bound)),
      await paired(people, operator, OTHER_PARTNER_ID),
      await walletOf(people, operator, OTHER_BENEFICIARY_ID),
    ],
    as: (role, way) => {
      const found = near.find((one) => one.role === role && (way ?? one.way) === one.way)
      if (found === undefined) throw new Error(`nobody is ${role}`)
      return found
    },
    close: () => people.close(),
  }
}

async function furnishElsewhere({
  services: { associations, network, plans },
}: People): Promise<void> {
  await network.addTerritories([{ id: 'MT', name: 'Matera', kind: 'province', parentId: null }])
  const at = { territoryId: 'MT', unit: EUR }
  const id = OTHER_CONTACT_POINT_ID
  await network.addContactPoint({ ...at, id, name: 'Elsewhere', envelope: 100_000n })
  const shop = { name: 'Bottega Ultima', kind: 'shop', categories: ['food'], status: 'active' }
  await network.addPartner({ ...at, ...shop, id: OTHER_PARTNER_ID } as Parameters<
    typeof network.addPartner
  >[0])
  await associations.add(
    {
      ...{ id: OTHER_ASSOCIATION_ID, name: 'Orto Lontano' },
      ...{ territoryId: 'MT', programmeId: 'FRANOI-2' },
    },
    { kind: 'person', id: newId() as Uuid, role: 'administrator' },
  )
  const person = { householdSize: 1, language: 'it', contactPointId: id }
  await plans.addBeneficiaries([{ ...person, id: OTHER_BENEFICIARY_ID }])
}

async function request(
  app: People['app'],
  method: string,
  path: string,
  body: unknown,
  more: Readonly<Record<string, string>>,
): Promise<Answer> {
  // As pages of the service do: what changes something says where it comes from.
  const origin = method === 'GET' ? {} : { origin: PUBLIC_URL }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const headers = { ...origin, ...type, ...more }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await app.request(path, { method, headers, ...sent })
  const text = await textOf(answer)
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  return { status: answer.status, text, body: isJson ? JSON.parse(text) : undefined }
}

function keyed({ app }: People, role: Role, key: string): Caller {
  const headers = { authorization: `Bearer ${key}` }
  return {
    ...{ role, way: 'key' },
    send: (method, path, body) => request(app, method, path, body, headers),
  }
}

function browsing(browser: TestBrowser, role: Role, way: Caller['way']): Caller {
  return {
    ...{ role, way },
    send: async (method, path, body) => {
      const reply = await browser.send(method, path, body)
      const { text } = reply.body
      const isText = typeof text === 'string' && Object.keys(reply.body).length === 1
      return {
        status: reply.status,
        ...{ body: reply.body, text: isText ? text : JSON.stringify(reply.body) },
      }
    },
  }
}

async function membersOf(
  people: People,
  [contactPointId, partnerId, associationId]: readonly [string, string, string],
  roles: readonly (typeof STAFF_ROLES)[number][],
): Promise<Caller[]> {
  const callers: Caller[] = []
  for (const role of roles) {
    const scope = {
      contactPointIds: role === 'operator' ? [contactPointId] : [],
      partnerId: role === 'partner_owner' ? partnerId : null,
      associationId: role === 'association' ? associationId : null,
    }
    const { browser } = await people.member({ role, ...scope })
    callers.push(browsing(browser, role, 'session'))
  }
  return callers
}

async function paired(people: People, operator: Caller, partnerId: string): Promise<Caller> {
  const till = createTestTerminal(people.runtime.now)
  const order = { partnerId, name: 'Cassa 1' }
  const { body } = await operator.send('POST', '/api/v1/terminals/pairings', order)
  const [, code] = String(body.url).split('#pair=')
  const send: Caller['send'] = (method, path, sent) => {
    const text = sent === undefined ? '' : JSON.stringify(sent)
    return request(people.app, method, path, sent, {
      authorization: till.authorization(method, path, text),
    })
  }
  const answer = await send('POST', '/api/v1/terminals', { code, jwk: till.jwk })
  if (answer.status !== 201) throw new Error(`not paired: ${answer.text}`)
  return { role: 'cashier', way: 'terminal', send, till: { id: answer.body.id, key: till } }
}

async function walletOf(people: People, operator: Caller, id: string): Promise<Caller> {
  const link = await operator.send('POST', `/api/v1/beneficiaries/${id}/wallet-links`, {})
  const token = String(link.body.url).split('/w/')[1]
  const browser = people.browser()
  const phone = Buffer.from(people.runtime.randomBytes(32)).toString('base64url')
  const opened = await browser.send('POST', '/api/v1/wallets', { token, phone })
  if (opened.status !== 201) throw new Error(`no wallet: ${JSON.stringify(opened.body)}`)
  return browsing(browser, 'beneficiary', 'wallet')
}
