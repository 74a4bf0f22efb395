import { type AccessLog, createAccessLog } from '../../src/access/access-log.ts'
import { type Approvals, createApprovals } from '../../src/access/approvals.ts'
import type { Principal } from '../../src/access/core/principal.ts'
import { createOutbox } from '../../src/access/outbox.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { createNetwork } from '../../src/network/service.ts'
import { type Casework, createCasework } from '../../src/plans/casework.ts'
import type { PersonalData } from '../../src/plans/core/personal.ts'
import type { PeopleDeps } from '../../src/plans/deps.ts'
import type { NewPerson } from '../../src/plans/people.ts'
import { createPlans, type Plans } from '../../src/plans/service.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

/** Two contact points, `BI` and `MT`, on a database of their own. */
export interface ContactPoints {
  readonly database: TestDatabase
  readonly ledger: Ledger
  readonly accessLog: AccessLog
  readonly approvals: Approvals
  readonly plans: Plans
  readonly casework: Casework
  /** What the casework stands on, to make another process of it. */
  readonly deps: PeopleDeps
  close(): Promise<void>
}

export const newId = (): Uuid => runtime.newId()

export async function openContactPoints(): Promise<ContactPoints> {
  const database = await createTestDatabase()
  const { db } = database
  const ledger = createLedger({ db, runtime })
  const network = createNetwork({ db, ledger })
  await network.addTerritories([
    { id: 'piemonte', name: 'Piemonte', kind: 'region', parentId: null },
    { id: 'biella', name: 'Biella', kind: 'municipality', parentId: 'piemonte' },
  ])
  for (const id of ['BI', 'MT']) {
    const place = { territoryId: 'biella', unit: EUR, envelope: 0n }
    await network.addContactPoint({ ...place, id, name: `Sportello ${id}` })
  }
  const accessLog = createAccessLog({ db, runtime })
  const approvals = createApprovals({ db, runtime, accessLog })
  const secret = 'a secret of thirty-two characters.'
  const outbox = createOutbox({ db, runtime, secret, accessLog })
  const deps = { db, runtime, accessLog, approvals, outbox, network, secret }
  return {
    ...{ database, ledger, accessLog, approvals, deps },
    plans: createPlans({ db }),
    casework: createCasework(deps),
    close: async () => {
      await ledger.close()
      await database.drop()
    },
  }
}

/** Somebody who signed in, bound to contact points where some are named. */
export function person(role: Principal['role'], ...contactPointIds: string[]) {
  const bound = contactPointIds.length === 0 ? {} : { contactPointIds }
  return { who: { kind: 'person', id: newId(), role, ...bound } satisfies Principal }
}

export function identity(changes: Partial<PersonalData> = {}): PersonalData {
  return {
    givenName: 'Youssef',
    familyName: 'Traoré',
    birthDate: '1994-03-08' as Day,
    phone: '+39 333 123 4567',
    email: 'youssef.traore@example.org',
    nationality: 'ML',
    document: { kind: 'residence_permit', number: 'I1234567X', expiresOn: '2027-01-31' as Day },
    notes: 'Looks for a room near the station.',
    ...changes,
  }
}

export const ELIGIBLE = {
  protection: 'refugee_status',
  reception: 'sai',
  exitedOn: '2025-03-31' as Day,
  enrolledOn: '2026-05-04' as Day,
  territoryId: 'biella',
} as const

export function newcomer(changes: Partial<NewPerson> = {}): NewPerson {
  return {
    requestId: newId(),
    id: null,
    contactPointId: 'BI',
    householdSize: 2,
    language: 'fr',
    personal: identity(),
    assessment: { programmeId: 'FRANOI-2', facts: ELIGIBLE },
    plan: {
      unit: EUR,
      ceiling: 100_000n,
      status: 'active',
      lines: new Map([
        ['housing', 80_000n],
        ['work', 50_000n],
      ]),
      objectives: 'A room of his own before summer.',
    },
    ...changes,
  }
}
