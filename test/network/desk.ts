import { type AccessLog, createAccessLog } from '../../src/access/access-log.ts'
import { type Approvals, createApprovals } from '../../src/access/approvals.ts'
import type { Principal, Role } from '../../src/access/core/principal.ts'
import { assert } from '../../src/kernel/assert.ts'
import { EUR, type Minor } from '../../src/kernel/money.ts'
import { createLedger, type Ledger } from '../../src/ledger/service.ts'
import { createNetworkDesk, type NetworkDesk } from '../../src/network/desk.ts'
import { createNetwork, type Envelope, type Network } from '../../src/network/service.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type FrozenRuntime, frozenRuntime } from '../support/frozen-runtime.ts'

/** A network on a real database, with a desk and people of every kind. */
export interface Desk {
  readonly test: TestDatabase
  readonly runtime: FrozenRuntime
  readonly ledger: Ledger
  readonly network: Network
  readonly desk: NetworkDesk
  readonly accessLog: AccessLog
  readonly approvals: Approvals
  /** The first envelope of a contact point. */
  envelopeOf(contactPointId: string): Promise<Envelope>
  left(envelope: Envelope): Promise<Minor>
  person(role: Role, ...contactPointIds: string[]): Principal
  close(): Promise<void>
}

/** Opens BI-1 with 1000.00, BI-2 and MT-1 with nothing, in the default programme. */
export async function openDesk(seed: string): Promise<Desk> {
  const test = await createTestDatabase()
  const runtime = frozenRuntime(seed)
  const { db } = test
  const ledger = createLedger({ db, runtime })
  const network = createNetwork({ db, ledger })
  const accessLog = createAccessLog({ db, runtime })
  const approvals = createApprovals({ db, runtime, accessLog })
  const desk = createNetworkDesk({ db, ledger, runtime, accessLog, approvals })
  await network.addTerritories([
    { id: 'BI', name: 'Biella', kind: 'province', parentId: null },
    { id: 'MT', name: 'Matera', kind: 'province', parentId: null },
  ])
  const point = { territoryId: 'BI', unit: EUR, envelope: 0n }
  await network.addContactPoint({ ...point, id: 'BI-1', name: 'Biella', envelope: 100_000n })
  await network.addContactPoint({ ...point, id: 'BI-2', name: 'Cossato' })
  await network.addContactPoint({ ...point, id: 'MT-1', name: 'Matera', territoryId: 'MT' })
  return {
    ...{ test, runtime, ledger, network, desk, accessLog, approvals },
    envelopeOf: async (contactPointId) => {
      const [first] = await network.envelopesFor(contactPointId, 'general')
      assert(first, 'every contact point has its first envelope')
      return first
    },
    left: async ({ accountId }) => (await network.leftIn([accountId])).get(accountId) ?? 0n,
    person: (role, ...contactPointIds) => ({
      ...{ kind: 'person', id: runtime.newId(), role },
      ...(contactPointIds.length === 0 ? {} : { contactPointIds }),
    }),
    close: async () => {
      await ledger.close()
      await test.drop()
    },
  }
}
