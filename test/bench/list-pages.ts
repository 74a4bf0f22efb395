import type { StaffRole } from '../../src/access/core/principal.ts'
import { sessionCookieName } from '../../src/http/ways.ts'
import { ENROLMENT_STATES } from '../../src/plans/core/words.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { VOUCHER_STATUSES } from '../../src/vouchers/core/status.ts'
import type { Crowd } from './crowd.ts'

/** A page that is asked for again and again. */
export interface ListPage {
  readonly title: string
  /** Asks for it once; throws where it was refused. */
  readonly ask: () => Promise<void>
}

interface Target {
  readonly url: string
  readonly publicUrl: string
  readonly crowd: Crowd
}

type Headers = Readonly<Record<string, string>>

/** Who asks: those who see everything first, then those who see their own. */
const SEATS = ['auditor', 'administrator', 'treasurer', 'operator'] as const
const PLACE = 'CP-0'
/** A cursor is followed so far. */
const PAGES = 5

/** Every list of the API and every list page of the desk, with the filters that people use. */
export async function findListPages(target: Target): Promise<readonly ListPage[]> {
  const callers = await seatCallers(target)
  return [
    ...(await apiPages(target, callers)),
    ...filteredPages(target, callers),
    ...deskPages(target, callers),
  ]
}

type Callers = ReadonlyMap<string, Headers>

async function seatCallers({ publicUrl, crowd }: Target): Promise<Callers> {
  const { services, db } = crowd
  const name = sessionCookieName(publicUrl)
  const { origin } = new URL(publicUrl)
  const callers = new Map<string, Headers>()
  for (const role of SEATS) {
    const id = systemRuntime.newId()
    const contactPointIds = role === 'operator' ? [PLACE] : []
    const scope = { role: role as StaffRole, contactPointIds, partnerId: null, associationId: null }
    await services.staff.invite({ id, email: `${id}@example.org`, name: role, ...scope }, null)
    const { token } = await db.sql.begin((tx) => services.sessions.openIn(tx, id, 'whole'))
    callers.set(role, { cookie: `${name}=${token}`, origin })
  }
  callers.set('partner', { authorization: `Bearer ${crowd.keys[0]}` })
  return callers
}

async function fetchOnce(
  address: string,
  headers: Headers,
  body?: { readonly type: string; readonly text: string },
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(address, {
    ...(body === undefined ? {} : { method: 'POST', body: body.text }),
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': body.type }) },
    redirect: 'manual',
  })
  return { status: answer.status, text: await answer.text() }
}

/** The addresses that take a `limit`, from the description that the service gives of itself. */
async function apiPages(target: Target, callers: Callers): Promise<readonly ListPage[]> {
  const { url, crowd } = target
  const { text } = await fetchOnce(`${url}/api/v1/openapi.json`, {})
  const { paths } = JSON.parse(text) as {
    paths: Record<string, { get?: { parameters?: readonly { name: string }[] } }>
  }
  const pages: ListPage[] = []
  for (const [path, { get }] of Object.entries(paths)) {
    if (!get?.parameters?.some(({ name }) => name === 'limit')) continue
    const filled = fill(path, crowd)
    if (filled === undefined) continue
    for (const role of ['auditor', 'operator', 'partner', 'treasurer'] as const) {
      const headers = callers.get(role) ?? {}
      const first = `${url}${filled}?limit=50`
      if ((await fetchOnce(first, headers)).status !== 200) continue
      pages.push({ title: `GET ${path}, ${role}`, ask: turning(first, headers) })
    }
  }
  return pages
}

/** Of a list within something, the something that the crowd knows. */
function fill(path: string, { known }: Crowd): string | undefined {
  const ids: Readonly<Record<string, string>> = {
    'voucher-batches': known.batchId,
    vouchers: known.voucherId,
    partners: known.partnerId,
    beneficiaries: known.beneficiaryId,
    ledger: known.voucherId,
  }
  const id = ids[path.split('/')[3] ?? '']
  const filled = id === undefined ? path : path.replace('{id}', id)
  return filled.includes('{') ? undefined : filled
}

/** Turns the pages of a list, one with each call, and begins again at the end or after some. */
function turning(first: string, headers: Headers): () => Promise<void> {
  let cursor: string | null = null
  let turned = 0
  return async () => {
    const next = cursor === null ? first : `${first}&cursor=${encodeURIComponent(cursor)}`
    const { status, text } = await fetchOnce(next, headers)
    if (status !== 200) throw new Error(`${next} was answered ${status}: ${text.slice(0, 200)}`)
    turned = cursor === null ? 1 : turned + 1
    const { nextCursor = null } = JSON.parse(text) as { nextCursor?: string | null }
    cursor = turned < PAGES ? nextCursor : null
  }
}

function filteredPages({ url, crowd }: Target, callers: Callers): readonly ListPage[] {
  const queries = [
    ...VOUCHER_STATUSES.map((status) => `/vouchers?status=${status}`),
    ...ENROLMENT_STATES.map((state) => `/beneficiaries?state=${state}`),
    '/access-log?action=key.created',
    '/access-log?outcome=refused',
    `/access-log?subjectKind=beneficiary&subjectId=${crowd.known.beneficiaryId}`,
    '/approvals?state=waiting',
  ]
  const roles = ['auditor', 'operator'] as const
  const pages = queries.flatMap((query) =>
    roles
      .filter((role) => role === 'auditor' || !query.startsWith('/access-log'))
      .map((role): ListPage => {
        const ask = turning(`${url}/api/v1${query}&limit=50`, callers.get(role) ?? {})
        return {
          title: `GET /api/v1${query.replace(crowd.known.beneficiaryId, '…')}, ${role}`,
          ask,
        }
      }),
  )
  const headers = callers.get('operator') ?? {}
  const search = { type: 'application/json', text: JSON.stringify({ name: 'Amina 10 Diallo 10' }) }
  const address = `${url}/api/v1/beneficiaries/search`
  return [
    ...pages,
    {
      title: 'POST /api/v1/beneficiaries/search, operator',
      ask: () => expecting(address, headers, [200], search),
    },
  ]
}

async function expecting(
  address: string,
  headers: Headers,
  statuses: readonly number[],
  body?: { readonly type: string; readonly text: string },
): Promise<void> {
  const { status, text } = await fetchOnce(address, headers, body)
  if (!statuses.includes(status)) {
    throw new Error(`${address} was answered ${status}: ${text.slice(0, 200)}`)
  }
}

/** The list pages of the desk, as an operator of one place and as an auditor of all see them. */
function deskPages({ url, crowd }: Target, callers: Callers): readonly ListPage[] {
  const { beneficiaryId, typedCode, batchId, voucherId } = crowd.known
  const both = [
    '/desk',
    '/desk/people',
    '/desk/people?state=not_assessed',
    '/desk/people?state=left',
    '/desk/people?plan=none',
    `/desk/people/${beneficiaryId}`,
    '/desk/vouchers',
    `/desk/vouchers/${voucherId}`,
    '/desk/approvals',
    '/desk/envelopes',
    '/desk/partners',
    `/desk/batches/${batchId}`,
  ]
  const own: Readonly<Record<'auditor' | 'operator', readonly string[]>> = {
    operator: ['/desk/issue', `/desk/hand-over?batch=${batchId}`, '/desk/hand-over'],
    auditor: [
      '/desk/access-log',
      '/desk/access-log?outcome=refused',
      '/desk/access-log?action=key.created',
      `/desk/access-log?subjectId=${beneficiaryId}`,
      '/desk/funding',
    ],
  }
  const form = (values: Readonly<Record<string, string>>) => ({
    type: 'application/x-www-form-urlencoded',
    text: new URLSearchParams(values).toString(),
  })
  const searches = [
    ['people by name', '/desk/people', form({ q: 'Diallo 10' })],
    ['people by typed code', '/desk/people', form({ q: typedCode })],
    ['people by code', '/desk/people', form({ q: beneficiaryId })],
    ['vouchers by typed code', '/desk/vouchers', form({ code: typedCode })],
    ['vouchers by person', '/desk/vouchers', form({ person: beneficiaryId })],
  ] as const
  const operator = callers.get('operator') ?? {}
  return [
    ...(['operator', 'auditor'] as const).flatMap((role) =>
      [...both, ...own[role]].map(
        (path): ListPage => ({
          title: `${path.replace(beneficiaryId, '…').replace(batchId, '…').replace(voucherId, '…')}, ${role}`,
          ask: () => expecting(`${url}${path}`, callers.get(role) ?? {}, [200]),
        }),
      ),
    ),
    ...searches.map(
      ([title, path, body]): ListPage => ({
        title: `desk: ${title}, operator`,
        ask: () => expecting(`${url}${path}`, operator, [200, 303], body),
      }),
    ),
  ]
}
