import { EUR } from '../../src/kernel/money.ts'
import { type Member, openPeople, type People, PUBLIC_URL } from '../access/people.ts'

/** A desk with two contact points, `BI` and `MT`, and somebody of each role who signed in. */
export interface TestDesk {
  readonly people: People
  readonly operator: Member
  readonly elsewhere: Member
  readonly administrator: Member
  readonly auditor: Member
  /** Asks for a page, or sends a form, as somebody. */
  open(member: Member | undefined, path: string, form?: Form): Promise<DeskReply>
  close(): Promise<void>
}

export type Form = Readonly<Record<string, string>> | FormData

export interface DeskReply {
  readonly status: number
  readonly location: string | null
  readonly headers: Headers
  readonly html: string
  /** What a person reads of it, without marks. */
  readonly text: string
}

export async function openDesk(): Promise<TestDesk> {
  const people = await openPeople()
  const { network } = people.services
  await network.addTerritories([
    { id: 'piemonte', name: 'Piemonte', kind: 'region', parentId: null },
    { id: 'biella', name: 'Biella', kind: 'municipality', parentId: 'piemonte' },
  ])
  for (const id of ['BI', 'MT']) {
    const place = { territoryId: 'biella', unit: EUR, envelope: 500_000n }
    await network.addContactPoint({ ...place, id, name: `Sportello ${id}` })
  }
  const at = (...contactPointIds: string[]) =>
    people.member({ role: 'operator', name: 'Nadia Conti', contactPointIds })
  return {
    people,
    operator: await at('BI'),
    elsewhere: await at('MT'),
    administrator: await people.member({ role: 'administrator', name: 'Ugo Riva' }),
    auditor: await people.member({ role: 'auditor', name: 'Rita Sala' }),
    open: (member, path, form) => open(people, member, path, form),
    close: people.close,
  }
}

async function open(
  people: People,
  member: Member | undefined,
  path: string,
  form?: Form,
): Promise<DeskReply> {
  const cookies = [...(member?.browser.cookies ?? [])].map(([name, value]) => `${name}=${value}`)
  const response = await people.app.request(path, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { cookie: cookies.join('; '), origin: PUBLIC_URL, 'accept-language': 'en' },
    ...(form === undefined
      ? {}
      : { body: form instanceof FormData ? form : new URLSearchParams(form) }),
  })
  const html = await response.text()
  return {
    ...{ status: response.status, location: response.headers.get('location'), html },
    headers: response.headers,
    text: html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
  }
}

/** What the forms of a page carry without anybody typing it. */
export function hiddenOf(html: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  )
}

/** A person as an operator types them, eligible unless something else is said. */
export function typed(changes: Readonly<Record<string, string>> = {}) {
  return {
    ...{ step: 'enter', contactPointId: 'BI', householdSize: '3', language: 'fr' },
    ...{ givenName: 'Amina', familyName: 'Diallo', birthDate: '1999-05-17' },
    ...{ phone: '+39 320 555 0101', protection: 'refugee_status', reception: 'cas' },
    ...{ exitedOn: '2026-01-31', enrolledOn: '2026-05-04', territoryId: 'biella' },
    ...{ 'area-housing': '600,00', 'area-education': '400', objectives: 'Reads Italian.' },
    ...{ notice: 'yes', method: 'spoken' },
    ...changes,
  }
}

/** Enters somebody over the page for it; gives the code. */
export async function enter(
  desk: TestDesk,
  changes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { html } = await desk.open(desk.operator, '/desk/people/new')
  const form = { ...hiddenOf(html), ...typed(changes) }
  const { location, text } = await desk.open(desk.operator, '/desk/people/new', form)
  const code = /^\/desk\/people\/([^?]+)\?done=entered$/.exec(location ?? '')?.[1]
  if (code === undefined) throw new Error(`not entered: ${text}`)
  return code
}
