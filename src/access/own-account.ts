import { DomainError } from '../kernel/errors.ts'
import { passwordFault } from './core/staff.ts'
import { principalOf, type StaffSession } from './sessions.ts'
import { insertPaperCodes, PASSWORD_TRIES, proveCode, type SignInDeps } from './sign-in.ts'
import * as store from './sign-in-store.ts'
import { clearFactor } from './staff-store.ts'

/** A browser in which somebody is signed in. */
export interface OwnSession extends store.StandingSession {
  /** The one that asks. */
  readonly isThis: boolean
}

/** What became of a try. `wait`: there were too many; what is right would not be looked at either. */
export type OwnAnswer = 'done' | 'wrong' | 'wait'

/** What somebody who signed in does about their own sign-in. Whoever holds the browser alone changes nothing. */
export interface OwnAccount {
  sessionsOf(session: StaffSession): Promise<readonly OwnSession[]>
  /** Signs out everywhere but here. */
  endOthers(session: StaffSession): Promise<void>
  /** Asks for the password of now, and ends every other session. @throws DomainError `password_weak` */
  changePassword(
    session: StaffSession,
    passwords: { readonly current: string; readonly wanted: string },
  ): Promise<OwnAnswer>
  /** New codes for paper in the place of those before, told this once. */
  renewPaperCodes(
    session: StaffSession,
    code: string,
  ): Promise<{ readonly answer: OwnAnswer; readonly codes: readonly string[] }>
  /** Takes the second factor away and ends every session: the next sign-in sets a new one up. */
  replaceFactor(session: StaffSession, code: string): Promise<OwnAnswer>
}

export function createOwnAccount(deps: SignInDeps): OwnAccount {
  const { db, runtime } = deps
  const now = () => new Date(runtime.now())
  return {
    sessionsOf: async ({ id, member }) => {
      const found = await store.selectStanding(db.sql, member.id, now())
      return found.map((one) => ({ ...one, isThis: one.id === id }))
    },
    endOthers: async (session) => {
      await db.sql.begin(async (tx) => {
        await store.endOtherSessions(tx, session.member.id, session.id, now())
        await deps.accessLog.recordIn(tx, entryOf(session, 'session.others_closed'))
      })
    },
    changePassword: (session, passwords) => changePassword(deps, session, passwords),
    renewPaperCodes: async (session, code) => {
      const answer = await proven(deps, session, code, 'staff.paper_codes_renewed')
      if (answer !== 'done') return { answer, codes: [] }
      const codes = await db.sql.begin(async (tx) => {
        await store.dropBackupCodes(tx, session.member.id, now())
        await deps.accessLog.recordIn(tx, entryOf(session, 'staff.paper_codes_renewed'))
        return insertPaperCodes(deps, tx, session.member.id)
      })
      return { answer, codes }
    },
    replaceFactor: async (session, code) => {
      const answer = await proven(deps, session, code, 'staff.factor_reset')
      if (answer !== 'done') return answer
      const { member } = session
      const at = now()
      await db.sql.begin(async (tx) => {
        await Promise.all(clearFactor(tx, member.id, at))
        await store.endSessionsOf(tx, member.id, at)
        await deps.accessLog.recordIn(tx, entryOf(session, 'staff.factor_reset'))
      })
      return 'done'
    },
  }
}

async function changePassword(
  deps: SignInDeps,
  session: StaffSession,
  { current, wanted }: { readonly current: string; readonly wanted: string },
): Promise<OwnAnswer> {
  const { db, runtime, passwords, secrets, accessLog } = deps
  const { member } = session
  const at = new Date(runtime.now())
  // Of their own: whoever tries at the door from outside makes nobody wait who is in.
  const tries = secrets.triesKey('password', `own ${member.id}`)
  if (!(await store.takeTry(db.sql, tries, PASSWORD_TRIES, at))) return 'wait'
  const credential = await store.selectCredential(db.sql, member.id)
  const found = await passwords.check(current, credential?.passwordHash ?? null)
  if (found === 'busy') return 'wait'
  const entry = entryOf(session, 'staff.password_set')
  if (found === 'wrong') {
    await accessLog.record({ ...entry, outcome: 'refused', detail: { reason: 'wrong_password' } })
    return 'wrong'
  }
  const fault = passwordFault(wanted, member.email)
  if (fault !== undefined) throw new DomainError('password_weak', fault)
  const hash = await passwords.hash(wanted)
  await db.sql.begin(async (tx) => {
    await store.updatePassword(tx, member.id, hash)
    await store.forgetTries(tx, tries)
    await store.endOtherSessions(tx, member.id, session.id, at)
    await accessLog.recordIn(tx, { ...entry, detail: { by: 'oneself' } })
  })
  return 'done'
}

/** Whether a code of the second factor is right; what is refused is in the access log. */
async function proven(
  deps: SignInDeps,
  session: StaffSession,
  code: string,
  action: `${string}.${string}`,
): Promise<OwnAnswer> {
  const proof = await proveCode(deps, session.member.id, code)
  if (proof === 'authenticator' || proof === 'paper') {
    await store.forgetTries(deps.db.sql, deps.secrets.triesKey('code', session.member.id))
    return 'done'
  }
  const detail = { reason: proof }
  await deps.accessLog.record({ ...entryOf(session, action), outcome: 'refused', detail })
  return proof === 'too_many_tries' ? 'wait' : 'wrong'
}

function entryOf({ member }: StaffSession, action: `${string}.${string}`) {
  const subject = { kind: 'staff', id: member.id }
  return { actor: principalOf(member), action, outcome: 'done', subject } as const
}
