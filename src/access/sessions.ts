import type { Database, Tx } from '../db/client.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import type { Principal } from './core/principal.ts'
import type { SessionStage } from './core/staff.ts'
import { sessionDigest } from './secrets.ts'
import * as store from './sign-in-store.ts'
import type { StaffMember } from './staff-store.ts'

export type { StaffSession } from './sign-in-store.ts'

/** What a browser is given to keep. */
export interface OpenedSession {
  /** The content of the cookie. */
  readonly token: string
  readonly stage: SessionStage
  readonly expiresAt: Date
}

/** The browsers in which staff signed in. Nothing is remembered: what was ended has ended everywhere at once. */
export interface Sessions {
  /** Whose session a cookie belongs to; `undefined` where it is unknown, has ended, or its owner is suspended. */
  find(token: string): Promise<store.StaffSession | undefined>
  /** Opens a session on an open transaction. */
  openIn(tx: Tx, staffId: Uuid, stage: SessionStage): Promise<OpenedSession>
  /** Puts a whole session in the place of one that waited for the second factor; `undefined` where it has ended. */
  completeIn(tx: Tx, session: store.StaffSession): Promise<OpenedSession | undefined>
  /** Signs out. */
  end(session: store.StaffSession): Promise<void>
}

const TOKEN_BYTES = 32
const TOKEN = /^[A-Za-z0-9_-]{43}$/
const MINUTE_MS = 60_000
/** The second factor is entered at once, or the password again. A working day is signed in for once. */
const LIFE_MS: Readonly<Record<SessionStage, number>> = {
  factor: 15 * MINUTE_MS,
  whole: 12 * 60 * MINUTE_MS,
}

export function createSessions({
  db,
  runtime,
  accessLog,
}: {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
}): Sessions {
  const now = () => new Date(runtime.now())
  const openIn = async (tx: Tx, staffId: Uuid, stage: SessionStage): Promise<OpenedSession> => {
    const token = Buffer.from(runtime.randomBytes(TOKEN_BYTES)).toString('base64url')
    const openedAt = now()
    const expiresAt = new Date(openedAt.getTime() + LIFE_MS[stage])
    const digest = sessionDigest(token)
    await store.insertSession(tx, {
      id: runtime.newId(),
      ...{ digest, staffId, stage, openedAt, expiresAt },
    })
    return { token, stage, expiresAt }
  }
  return {
    find: async (token) =>
      TOKEN.test(token) ? store.selectSession(db.sql, sessionDigest(token), now()) : undefined,
    openIn,
    completeIn: async (tx, { id, member }) =>
      (await store.endSession(tx, id, now())) ? openIn(tx, member.id, 'whole') : undefined,
    end: async ({ id, member }) => {
      await db.sql.begin(async (tx) => {
        if (!(await store.endSession(tx, id, now()))) return
        await accessLog.recordIn(tx, {
          actor: principalOf(member),
          action: 'session.closed',
          outcome: 'done',
          subject: { kind: 'staff', id: member.id },
        })
      })
    },
  }
}

/** Somebody who signed in, as the rest of the service knows them. */
export function principalOf(member: StaffMember): Principal {
  const { id, role, contactPointIds, partnerId, associationId } = member
  return {
    kind: 'person',
    id,
    role,
    ...(partnerId === null ? {} : { partnerId }),
    ...(associationId === null ? {} : { associationId }),
    ...(contactPointIds.length === 0 ? {} : { contactPointIds }),
  }
}
