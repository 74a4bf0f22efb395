import { createHash } from 'node:crypto'
import type { AccessLog } from '../access/access-log.ts'
import { type OpenedSession, principalOf, type Sessions } from '../access/sessions.ts'
import type { Staff } from '../access/staff.ts'
import type { Terminals } from '../access/terminals.ts'
import type { Wallets } from '../access/wallets.ts'
import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import { type Uuid, uuidFromDigest, type VoucherId } from '../kernel/ids.ts'
import type { BookReader } from '../ledger/reading.ts'
import type { Runtime } from '../runtime.ts'
import type { Vouchers } from '../vouchers/service.ts'
import {
  DEMO_PEOPLE,
  DEMO_PRODUCT,
  DEMO_SHOP,
  findPlayer,
  PLAYERS,
  type Player,
} from './core/cast.ts'
import { isMarked } from './demonstration-store.ts'

export interface DemonstrationDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly staff: Staff
  readonly sessions: Sessions
  readonly wallets: Wallets
  readonly terminals: Terminals
  readonly vouchers: Vouchers
  readonly books: BookReader
}

/** What one visitor is given: a phone with a voucher on it, a till, and the place in the books where it began. */
export interface Visit {
  readonly voucherId: VoucherId
  /** What the phone's cookie holds. */
  readonly walletCookie: string
  readonly pairingCode: string
  readonly since: bigint
}

/**
 * What anybody may do who looks at the demonstration. All of it is refused where {@link Demonstration.isOpen} says no:
 * whoever offers it asks before.
 */
export interface Demonstration {
  /**
   * Whether this database was filled with the demonstration while it was empty, and nobody was invited since but those
   * who belong to it.
   */
  isOpen(): Promise<boolean>
  /** Signs somebody of the demonstration in. @throws DomainError `demonstration_closed` */
  signIn(part: string): Promise<OpenedSession>
  /** Makes a phone and a till ready. @throws DomainError `demonstration_closed`, `envelope_exhausted` */
  begin(): Promise<Visit>
}

const VOUCHER_AMOUNT = 5000n
const SECRET_BYTES = 32
const LEFT_MAX = 20
/** More than there are: somebody who does not belong to them is among the first. */
const STAFF_LOOK = PLAYERS.length + 1

/** The id of something that belongs to the demonstration: always the same, so that nothing is there twice. */
export function demoId(name: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi demonstration ${name}`).digest())
}

export function playerId({ part }: Pick<Player, 'part'>): Uuid {
  return demoId(`staff ${part}`)
}

/** @example if (await demonstration.isOpen()) await demonstration.begin() */
export function createDemonstration(deps: DemonstrationDeps): Demonstration {
  const { db, runtime, staff, sessions, accessLog } = deps
  const own = new Set<Uuid>(PLAYERS.map(playerId))
  const isOpen = async () => {
    if (!(await isMarked(db.sql))) return false
    const people = await staff.list({ limit: STAFF_LOOK })
    return people.every(({ id }) => own.has(id))
  }
  const requireOpen = async () => {
    if (await isOpen()) return
    throw new DomainError('demonstration_closed', 'This is no demonstration, or not any more.')
  }
  const memberOf = async (part: string) => {
    const player = findPlayer(part)
    const member = player && (await staff.find(playerId(player)))
    if (member !== undefined && member.suspendedAt === null) return member
    throw new DomainError('demonstration_closed', 'Nobody of this name is in the demonstration.')
  }
  return {
    isOpen,
    signIn: async (part) => {
      await requireOpen()
      const member = await memberOf(part)
      return db.sql.begin(async (tx) => {
        await accessLog.recordIn(tx, {
          ...{ actor: principalOf(member), action: 'session.opened', outcome: 'done' },
          ...{ subject: { kind: 'staff', id: member.id }, detail: { factor: 'demonstration' } },
        })
        return sessions.openIn(tx, member.id, 'whole')
      })
    },
    begin: async () => {
      await requireOpen()
      const by = principalOf(await memberOf('operator'))
      const [chance = 0] = runtime.randomBytes(1)
      const beneficiaryId = DEMO_PEOPLE[chance % DEMO_PEOPLE.length]
      assert(beneficiaryId, 'there is somebody')
      await clear(deps, beneficiaryId)
      const { position: since } = await deps.books.moment()
      const { voucher } = await deps.vouchers.issue(
        { id: runtime.newId(), productId: DEMO_PRODUCT, beneficiaryId, amount: VOUCHER_AMOUNT },
        null,
      )
      const link = await deps.wallets.createLink({ beneficiaryId, hours: 1, by })
      const phone = Buffer.from(runtime.randomBytes(SECRET_BYTES)).toString('base64url')
      const { cookie: walletCookie } = await deps.wallets.open(link.token, phone)
      const order = { partnerId: DEMO_SHOP, name: 'Cassa dimostrativa', by }
      const { code: pairingCode } = await deps.terminals.createPairing(order)
      return { voucherId: voucher.id, walletCookie, pairingCode, since }
    },
  }
}

/** What visitors before have left goes back to where it came from. */
async function clear({ vouchers, runtime }: DemonstrationDeps, beneficiaryId: string) {
  const left = await vouchers.list({ limit: LEFT_MAX, beneficiaryId, status: 'active' }, null)
  for (const { id } of left) {
    const request = { id: runtime.newId(), reason: 'Dimostrazione' }
    await vouchers.cancel(id, request, null).catch((error: unknown) => {
      // Another visitor was faster, or there is nothing to go back.
      if (!(error instanceof DomainError)) throw error
    })
  }
}
