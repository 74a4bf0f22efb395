import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { STAFF_ROLES, type StaffRole } from '../../src/access/core/principal.ts'
import { type Listening, listen } from '../../src/http/server.ts'
import { sessionCookieName } from '../../src/http/ways.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { REWARDING_ID } from '../http/association-world.ts'
import { type Cast, openCast } from '../http/cast.ts'
import {
  ASSOCIATION_ID,
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  newId,
  PARTNER_ID,
} from '../http/programme.ts'
import { INSTRUMENT_ID, openWorld, type World } from '../http/world.ts'
import { OWN_INSTRUMENT_ID } from '../http/world-currency.ts'
import { violations } from '../support/axe.ts'
import { launchBrowser, scrollsSideways } from '../support/browser.ts'
import { buildIfStale } from '../support/build.ts'

/** What stands in the place of a name in an address; by the address where the name has several. */
function valuesOf(
  world: World,
  staffId: string,
  runId: string,
  study: StudyAddress,
): Readonly<Record<string, string>> {
  return {
    ...{ '/desk/people/:code': BENEFICIARY_ID, '/desk/partners/:id': PARTNER_ID },
    ...{ '/desk/batches/:id': world.batchId, '/desk/vouchers/:id': world.voucherId },
    ...{ '/desk/feedback/:id': world.feedbackId, '/desk/staff/:id': staffId },
    ...{ '/desk/outbox/:id': world.messageId, '/desk/schedules/:id': world.scheduleId },
    ...{ '/desk/refunds/:id': world.refundId, '/desk/disputes/:id': world.disputeId },
    ...{ '/desk/redemptions/:id': world.redemptionId, '/lab/runs/:id': runId },
    ...{ '/lab/studies/:id': study.id, ':run': study.runId, ':number': '1' },
    ...{ '/desk/approvals/:id': world.overrideId, '/desk/associations/:id': ASSOCIATION_ID },
    '/association/money/:instrument': REWARDING_ID,
    ...{ '/desk/clearing/:id': world.clearingId, ':partner': PARTNER_ID },
    ...{
      '/desk/instruments/:id/credit': OWN_INSTRUMENT_ID,
      '/desk/instruments/:id': INSTRUMENT_ID,
    },
    '/desk/payments/:id': world.ownPaymentId,
    ...{ ':door{invitation|password}': 'invitation', ':token': 'abc', ':door{[Cc]}': 'C' },
    ...{ ':door{[Rr]}': 'R', ':code{[0-9A-Za-z]+}': 'ABC123', ':door{[CcPp]}': 'C' },
    ':code': 'ABC123',
  }
}

/**
 * What stands at the first is Swagger UI's and not ours. The next answer on the demonstration alone, whose own test looks
 * at them; the last give files.
 */
const FOREIGN = [
  ...['/docs', '/demo', '/demo/till', '/demo/wallet', '/demo/events'],
  '/lab/runs/:id/charts/:file{[\\w-]+\\.(?:svg|csv)}',
  ...['/lab/studies/:id/versions/:number', '/lab/studies/:id/runs/:run/files/:file{[\\w.-]+}'],
]

/** A page that somebody may open. */
interface Address {
  readonly path: string
  readonly role: StaffRole | undefined
}

let cast: Cast
let server: Listening
let browser: Browser
let url: string
/** Those who see most of a page first. */
const ROLES_IN_ORDER = ['operator', 'administrator', ...STAFF_ROLES] as const
/** What the desk answers where there is nothing, and where the role does not fit. */
const REFUSED: readonly Address[] = [
  { path: '/desk/people/NOBODY', role: 'operator' },
  { path: '/desk/nowhere', role: 'operator' },
  { path: '/desk/funding', role: 'operator' },
]
const cookies = new Map<StaffRole, string>()

beforeAll(async () => {
  await buildIfStale()
  cast = await openCast()
  server = await listen(cast.people.app, { port: 0, host: '127.0.0.1' })
  url = `http://localhost:${server.port}`
  browser = await launchBrowser()
  const { services, database, runtime } = cast.people
  for (const role of STAFF_ROLES) {
    const id = runtime.newId()
    const scope = {
      contactPointIds: role === 'operator' ? [CONTACT_POINT_ID] : [],
      partnerId: role === 'partner_owner' ? PARTNER_ID : null,
      associationId: role === 'association' ? ASSOCIATION_ID : null,
    }
    await services.staff.invite(
      { id, email: `${id}@example.org`, name: 'Rita', role, ...scope },
      null,
    )
    const { token } = await database.db.sql.begin((tx) => services.sessions.openIn(tx, id, 'whole'))
    cookies.set(role, `${sessionCookieName(url)}=${token}`)
  }
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await cast?.close()
})

/** Every address that is routed and answers with a page, and a role that may open it. */
async function addresses(): Promise<readonly Address[]> {
  const [member] = await cast.people.services.staff.list({ limit: 1 })
  const world = await openWorld(cast)
  const values = {
    ...valuesOf(world, member?.id ?? '', await submitRun(), await submitStudy()),
    ...(await prepareMoney()),
    ...(await tellActivity()),
    ...(await openResults()),
    ...(await bringEvidence()),
  }
  const routed = new Set(
    cast.people.app.routes
      .filter(({ method, path }) => method === 'GET' && !/^\/(?:api|assets)\/|\*/.test(path))
      .map(({ path }) => path),
  )
  const found: Address[] = []
  for (const pattern of routed) {
    if (FOREIGN.includes(pattern)) continue
    const path = addressOf(pattern, values)
    const address = await pageAt(path)
    if (address !== undefined) found.push(address)
  }
  return found
}

/** A grant and a release that wait. */
async function prepareMoney(): Promise<Readonly<Record<string, string>>> {
  const { minting } = cast.people.services
  const by = { kind: 'person', id: newId() as Uuid, role: 'treasurer' } as const
  const asked = { instrumentId: INSTRUMENT_ID, reason: 'June' }
  const [grant, release] = [newId() as Uuid, newId() as Uuid]
  const line = { party: 'person', holderId: BENEFICIARY_ID, amount: 100n } as const
  await minting.prepareGrant({ ...asked, id: grant, lines: [line] }, by)
  await minting.prepareRelease({ ...asked, id: release, amount: 1n }, by)
  return { ':grant': grant, ':release': release }
}

/** An activity of the register. */
async function tellActivity(): Promise<Readonly<Record<string, string>>> {
  const id = newId() as Uuid
  const content = {
    ...({ kind: 'system_table', day: '2026-05-04', place: 'Biella', territoryId: 'BI' } as const),
    ...{ title: 'Primo tavolo', notes: null, details: { decisions: 3 }, tookPart: { citizens: 9 } },
    ...{ documents: [], isWithdrawn: false },
  }
  const entry = {
    id,
    programmeId: 'FRANOI-2',
    reference: 'TS-1',
    version: 0,
    reason: null,
    content,
  }
  const who = { kind: 'person', id: newId() as Uuid, role: 'administrator' } as const
  await cast.people.services.register.tell(entry, who)
  return { '/desk/activities/:id': id, '/desk/activities/:id/correct': id }
}

interface StudyAddress {
  readonly id: string
  readonly runId: string
}

/** A study of the laboratory, and a run of it that waits. */
async function submitStudy(): Promise<StudyAddress> {
  const { studies } = cast.people.services
  const [id, runId] = [newId() as Uuid, newId() as Uuid]
  const by = { kind: 'person', id: newId() as Uuid, role: 'analyst' } as const
  const text = studies.listFiles()[0]?.text ?? ''
  await studies.create({ id, text, note: 'As it comes' }, by)
  await studies.run({ runId, studyId: id, number: 1 }, by)
  return { id, runId }
}

/** Results that are for everybody, and files of them for an evaluator. */
async function openResults(): Promise<Readonly<Record<string, string>>> {
  const { monitoring } = cast.people.services
  const id = newId() as Uuid
  const who = { kind: 'person', id: newId() as Uuid, role: 'administrator' } as const
  await monitoring.setFeed('FRANOI-2', true, who)
  await monitoring.beginExport(id, 'FRANOI-2', who)
  const token = (await monitoring.feedOf('FRANOI-2')) ?? ''
  return {
    ...{ '/results/:token': token, '/desk/monitoring/exports/:id': id },
    ':file{[a-z]+\\.csv}': 'people.csv',
  }
}

/** A dataset of evidence. */
async function bringEvidence(): Promise<Readonly<Record<string, string>>> {
  const head = { kind: 'prior', title: 'Unused', population: 'Vouchers', source: 'x.org' } as const
  const csv = 'name,value,low,high,level,n,method,unit\nbreakage,0.04,0.02,,0.95,180,counted,share'
  const { sha256 } = await cast.people.services.evidence.bring(head, csv, null)
  return { '/lab/datasets/:hash': sha256 }
}

/** A run of the laboratory that waits: nobody is there to do it. */
async function submitRun(): Promise<string> {
  const { study } = cast.people.services
  const id = newId() as Uuid
  const text = study.findPreset('gf500')?.text ?? ''
  const by = { kind: 'person', id: newId() as Uuid, role: 'analyst' } as const
  await study.submit({ id, title: 'GF500', text, overlays: [] }, by)
  return id
}

function addressOf(pattern: string, values: Readonly<Record<string, string>>): string {
  const named = Object.keys(values).find(
    (name) => pattern === name || pattern.startsWith(`${name}/`),
  )
  const begun =
    named === undefined || named.startsWith(':')
      ? pattern
      : pattern.replace(/:[a-z]+/, values[named] ?? '')
  return begun.replace(/:[a-z]+(?:\{[^}]*\})?/g, (name) => {
    const value = values[name]
    if (value === undefined) throw new Error(`say what stands for ${name} in ${pattern}`)
    return value
  })
}

/** Who may open it; nobody where it is no page but a file, or leads on to another address. */
async function pageAt(path: string): Promise<Address | undefined> {
  for (const role of [undefined, ...ROLES_IN_ORDER]) {
    const cookie = role === undefined ? '' : (cookies.get(role) ?? '')
    const answer = await cast.people.app.request(path, { headers: { cookie } })
    await answer.body?.cancel()
    const isPage = /^text\/html/.test(answer.headers.get('content-type') ?? '')
    if (answer.status === 200) return isPage ? { path, role } : undefined
    if (answer.status < 400 && answer.headers.get('location') !== '/sign-in') return undefined
    // A refusal that is no page either: of a program, or of a sign-in that this service does not have.
    if (answer.status >= 400 && !isPage) return undefined
  }
  throw new Error(`nobody can open ${path}: does the world have what it names?`)
}

async function openFor(
  context: BrowserContext,
  page: Page,
  { path, role }: Address,
): Promise<void> {
  const [name = '', value = ''] = (cookies.get(role ?? 'operator') ?? '').split('=')
  await context.clearCookies({ name })
  if (role !== undefined) await context.addCookies([{ name, value, url }])
  await page.goto(`${url}${path}`)
  await page.locator('h1').first().waitFor()
}

test('no page has anything that axe-core finds wrong, and none scrolls sideways on a phone', async () => {
  const walked = [...(await addresses()), ...REFUSED]
  expect(walked.length).toBeGreaterThan(40)
  const wrong: string[] = []
  for (const locale of ['it-IT', 'en-GB']) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale })
    const page = await context.newPage()
    for (const address of walked) {
      await openFor(context, page, address)
      for (const one of await violations(page)) wrong.push(`${locale} ${address.path} ${one}`)
      if (await scrollsSideways(page)) wrong.push(`${locale} ${address.path} scrolls sideways`)
    }
    await context.close()
  }
  expect(wrong).toEqual([])
}, 300_000)
