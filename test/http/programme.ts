import { KEY_ROLES, type KeyRole } from '../../src/access/core/principal.ts'
import { createApp, createServices, type Services } from '../../src/app.ts'
import type { Api } from '../../src/http/openapi.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { createLog } from '../../src/log.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { makeEligible } from '../support/eligible.ts'

/** A small programme on a real database, and a key for each role. */
export interface Programme {
  readonly app: Api
  readonly services: Services
  readonly database: TestDatabase
  readonly keys: Readonly<Record<KeyRole, string>>
  /** Sends a request as one of the roles; a body that is no string is sent as JSON. */
  ask(role: KeyRole | 'nobody', method: string, path: string, body?: unknown): Promise<Response>
  /** What the service logged as an error. */
  readonly faults: () => string[]
  close(): Promise<void>
}

export const PRODUCT_ID = 'FOOD'
export const BENEFICIARY_ID = 'BI-P-001'
export const PARTNER_ID = 'BI-ALI-01'
export const CONTACT_POINT_ID = 'BI-SC'
export const ASSOCIATION_ID = 'BI-ASS-1'

/** A fresh UUIDv7. */
export function newId(): string {
  return systemRuntime.newId()
}

export async function openProgramme(): Promise<Programme> {
  const database = await createTestDatabase()
  const publicUrl = 'http://localhost:3000'
  const foundation = { db: database.db, runtime: systemRuntime, publicUrl }
  const services = createServices({ ...foundation, secret: 'a secret of thirty-two characters.' })
  await services.keys.prepare()
  await furnish(services)
  const keys = await keysOfAllRoles(services)
  const lines: string[] = []
  const log = createLog('error', { write: (line) => lines.push(line) })
  const app = createApp({ services, ...foundation, log })
  return {
    app,
    services,
    database,
    keys,
    ask: async (role, method, path, body) => {
      const headers: Record<string, string> = {}
      if (role !== 'nobody') headers.authorization = `Bearer ${keys[role]}`
      if (body !== undefined) headers['content-type'] = 'application/json'
      const sent = typeof body === 'string' ? body : JSON.stringify(body)
      return app.request(path, { method, headers, ...(sent === undefined ? {} : { body: sent }) })
    },
    faults: () => lines,
    close: async () => {
      await services.ledger.close()
      await database.drop()
    },
  }
}

/** One contact point, one partner, one person and one product. */
export async function furnish({
  associations,
  network,
  networkDesk,
  plans,
  vouchers,
  casework,
}: Services): Promise<void> {
  const territoryId = 'BI'
  await network.addTerritories([
    { id: territoryId, name: 'Biella', kind: 'province', parentId: null },
  ])
  const place = { territoryId, unit: EUR }
  await network.addContactPoint({
    ...place,
    id: CONTACT_POINT_ID,
    name: 'Social Centre',
    envelope: 100_000_000n,
  })
  await network.addPartner({
    ...place,
    id: PARTNER_ID,
    name: 'Bottega Prima',
    kind: 'shop',
    categories: ['food'],
    status: 'active',
  })
  // The first agreement is of the database's day; a test whose clock stands earlier wants one of then.
  const signed = {
    signedOn: '2026-01-01' as Day,
    validUntil: null,
    products: null,
    categories: null,
  }
  const settled = { settlementPeriod: 'weekly', settlementDays: 7, documents: [] } as const
  const agreement = { id: newId() as Uuid, partnerId: PARTNER_ID, ...signed, ...settled }
  const administrator = { kind: 'person', id: newId() as Uuid, role: 'administrator' } as const
  await networkDesk.agree(agreement, administrator)
  await plans.addBeneficiaries([
    { id: BENEFICIARY_ID, contactPointId: CONTACT_POINT_ID, householdSize: 3, language: 'fr' },
  ])
  await associations.add(
    { ...{ id: ASSOCIATION_ID, name: 'Orto Comune' }, territoryId, programmeId: 'FRANOI-2' },
    administrator,
  )
  await makeEligible(casework, [BENEFICIARY_ID], administrator)
  await vouchers.addProducts([
    {
      id: PRODUCT_ID,
      name: 'Food',
      unit: EUR,
      categories: ['food'],
      minAmount: 100n,
      maxAmount: 10_000n,
      validityDays: 90,
    },
  ])
}

async function keysOfAllRoles({ access }: Services): Promise<Record<KeyRole, string>> {
  const keys = await Promise.all(
    KEY_ROLES.map(async (role) => {
      const partner = role === 'partner' ? { partnerId: PARTNER_ID } : {}
      return [role, await access.createKey({ role, ...partner })] as const
    }),
  )
  return Object.fromEntries(keys) as Record<KeyRole, string>
}
