import type { Database, Tx } from '../db/client.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import { normalEmail } from './core/staff.ts'
import type { Passwords } from './passwords.ts'
import type { ProvenIdentity } from './provider.ts'
import type { Sealing } from './sealing.ts'
import type { StaffSecrets } from './secrets.ts'
import { type OpenedSession, principalOf, type Sessions, type StaffSession } from './sessions.ts'
import * as store from './sign-in-store.ts'
import { type StaffMember, selectStaff, selectStaffByEmail } from './staff-store.ts'
import { offerOf, secretText, stepOfCode, TOTP_SECRET_BYTES, type TotpOffer } from './totp.ts'

export interface SignInDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly secrets: StaffSecrets
  /** Seals what second factors are made of. */
  readonly sealing: Sealing
}

/** What became of a try. `wait`: there were too many; what is right would not be looked at either. */
export type SignInAnswer =
  | { readonly status: 'opened'; readonly session: OpenedSession; readonly hasFactor: boolean }
  | { readonly status: 'refused' }
  | { readonly status: 'wait'; readonly seconds: number }

/** How staff prove who they are. Whatever is refused is in the access log before it is told. */
export interface SignIn {
  /** E-mail and password open a session that waits for the second factor. */
  withPassword(email: string, password: string): Promise<SignInAnswer>
  /**
   * What a provider says opens a session: a whole one where the provider asked for a second factor itself. Whoever
   * comes for the first time is known by an address that the provider vouches for.
   */
  withIdentity(identity: ProvenIdentity): Promise<SignInAnswer>
  /** A code of the authenticator, or one from paper, makes the session whole. Each is good once. */
  withCode(session: StaffSession, code: string): Promise<SignInAnswer>
  /**
   * A secret for an authenticator, to be confirmed with a code of it.
   *
   * @throws DomainError `factor_exists`
   */
  offerFactor(session: StaffSession): Promise<TotpOffer>
  /**
   * Confirms the authenticator: the session is whole, and the codes for paper are told this once.
   *
   * @throws DomainError `factor_exists`
   */
  confirmFactor(
    session: StaffSession,
    code: string,
  ): Promise<SignInAnswer & { readonly backupCodes?: readonly string[] }>
  /** Removes counts of tries that no longer count. */
  forgetOldTries(): Promise<number>
}

export const PASSWORD_TRIES = { burst: 10, secondsEach: 60 } as const
/** Of a million codes three are good at a time: so few tries leave a guesser years. */
const CODE_TRIES = { burst: 5, secondsEach: 300 } as const
const BUSY_SECONDS = 2
const A_DAY_MS = 86_400_000
const BACKUP_CODES = 10
/** Ten characters of 32: 50 bits, looked up by a keyed digest. */
const BACKUP_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BACKUP_LENGTH = 10

/** Makes the sign-in. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { db, runtime } = deps
  return {
    withPassword: (email, password) => withPassword(deps, email, password),
    withIdentity: (identity) => withIdentity(deps, identity),
    withCode: (session, code) => withCode(deps, session, code),
    offerFactor: async ({ member }) => {
      const secret = secretText(runtime.randomBytes(TOTP_SECRET_BYTES))
      const sealed = deps.sealing.seal(secret, contextOf(member.id), runtime.randomBytes(12))
      if (!(await store.offerTotp(db.sql, member.id, sealed))) throw factorExists()
      return offerOf(secret, member.email)
    },
    confirmFactor: (session, code) => confirmFactor(deps, session, code),
    forgetOldTries: () => store.removeOldTries(db.sql, new Date(runtime.now() - A_DAY_MS)),
  }
}

async function withPassword(
  deps: SignInDeps,
  text: string,
  password: string,
): Promise<SignInAnswer> {
  const { db, runtime, passwords, secrets } = deps
  const email = normalEmail(text) ?? ''
  const member = await selectStaffByEmail(db.sql, email)
  const tries = secrets.triesKey('password', email)
  // Taken before the password is looked at, so that many tries at once get no more than there are.
  if (!(await store.takeTry(db.sql, tries, PASSWORD_TRIES, new Date(runtime.now())))) {
    return refuse(deps, member, 'too_many_tries', PASSWORD_TRIES.secondsEach)
  }
  const credential = member && (await store.selectCredential(db.sql, member.id))
  const found = await passwords.check(password, credential?.passwordHash ?? null)
  if (found === 'busy') return { status: 'wait', seconds: BUSY_SECONDS }
  if (found === 'wrong' || member === undefined) return refuse(deps, member, 'wrong_password')
  if (member.suspendedAt !== null) return refuse(deps, member, 'suspended')
  const hasFactor = credential?.totpConfirmedAt instanceof Date
  const session = await db.sql.begin(async (tx) => {
    await store.forgetTries(tx, tries)
    return deps.sessions.openIn(tx, member.id, 'factor')
  })
  return { status: 'opened', session, hasFactor }
}

async function withIdentity(deps: SignInDeps, identity: ProvenIdentity): Promise<SignInAnswer> {
  const { db, runtime, sessions, accessLog } = deps
  const member = await memberOf(deps, identity)
  if (member === undefined) return refuse(deps, undefined, 'not_invited')
  if (member.suspendedAt !== null) return refuse(deps, member, 'suspended')
  const credential = await store.selectCredential(db.sql, member.id)
  const stage = identity.hasSecondFactor ? 'whole' : 'factor'
  const session = await db.sql.begin(async (tx) => {
    if (stage === 'whole') {
      await store.activate(tx, member.id, new Date(runtime.now()))
      await accessLog.recordIn(tx, opened(member, 'provider'))
    }
    return sessions.openIn(tx, member.id, stage)
  })
  return { status: 'opened', session, hasFactor: credential?.totpConfirmedAt instanceof Date }
}

async function memberOf(
  { db, runtime, accessLog }: SignInDeps,
  { issuer, subject, email, isEmailVerified }: ProvenIdentity,
): Promise<StaffMember | undefined> {
  const known = await store.selectIdentity(db.sql, issuer, subject)
  if (known !== undefined) return selectStaff(db.sql, known)
  const address = isEmailVerified ? normalEmail(email ?? '') : undefined
  const member = address === undefined ? undefined : await selectStaffByEmail(db.sql, address)
  if (member === undefined || member.suspendedAt !== null) return member
  const at = new Date(runtime.now())
  const isTied = await db.sql.begin(async (tx) => {
    const isNew = await store.insertIdentity(tx, { issuer, subject, staffId: member.id, at })
    if (isNew) {
      await accessLog.recordIn(tx, {
        ...{ actor: principalOf(member), action: 'staff.provider_linked', outcome: 'done' },
        subject: { kind: 'staff', id: member.id },
      })
    }
    return isNew
  })
  // Tied to another account of the same provider: an address that changed hands opens nothing.
  return isTied ? member : undefined
}

async function withCode(
  deps: SignInDeps,
  session: StaffSession,
  text: string,
): Promise<SignInAnswer> {
  const { db, secrets, accessLog } = deps
  const { member } = session
  const proof = await proveCode(deps, member.id, text)
  if (proof === 'too_many_tries') return refuse(deps, member, proof, CODE_TRIES.secondsEach)
  if (proof === 'wrong_code') return refuse(deps, member, proof)
  const whole = await db.sql.begin(async (tx) => {
    await store.forgetTries(tx, secrets.triesKey('code', member.id))
    const next = await deps.sessions.completeIn(tx, session)
    if (next !== undefined) await accessLog.recordIn(tx, opened(member, proof))
    return next
  })
  if (whole === undefined) return refuse(deps, member, 'session_ended')
  return { status: 'opened', session: whole, hasFactor: true }
}

/** Takes a try, and the code of an authenticator or one from paper, which is used up by it. */
export async function proveCode(
  deps: SignInDeps,
  staffId: Uuid,
  text: string,
): Promise<'authenticator' | 'paper' | 'wrong_code' | 'too_many_tries'> {
  const { db, runtime, secrets } = deps
  const at = new Date(runtime.now())
  if (!(await store.takeTry(db.sql, secrets.triesKey('code', staffId), CODE_TRIES, at))) {
    return 'too_many_tries'
  }
  const code = text.replace(/[\s-]/g, '').toUpperCase()
  const kind = /^[0-9]{6}$/.test(code) ? 'authenticator' : 'paper'
  const isRight =
    kind === 'authenticator'
      ? await takeTotp(deps, staffId, code)
      : await store.takeBackupCode(db.sql, staffId, secrets.backupDigest(staffId, code), at)
  return isRight ? kind : 'wrong_code'
}

async function takeTotp(deps: SignInDeps, staffId: Uuid, code: string): Promise<boolean> {
  const { db, runtime } = deps
  const credential = await store.selectCredential(db.sql, staffId)
  if (credential === undefined || credential.totpConfirmedAt === null) return false
  const secret = openSecret(deps, staffId, credential.totpSealed)
  const step = stepOfCode(secret, code, runtime.now())
  return step !== undefined && (await store.takeTotpStep(db.sql, staffId, step))
}

async function confirmFactor(
  deps: SignInDeps,
  session: StaffSession,
  code: string,
): Promise<SignInAnswer & { readonly backupCodes?: readonly string[] }> {
  const { db, runtime, secrets } = deps
  const { member } = session
  const at = new Date(runtime.now())
  const credential = await store.selectCredential(db.sql, member.id)
  const sealed = credential?.totpSealed ?? null
  if (credential?.totpConfirmedAt instanceof Date) throw factorExists()
  if (sealed === null) return refuse(deps, member, 'wrong_code')
  if (!(await store.takeTry(db.sql, secrets.triesKey('code', member.id), CODE_TRIES, at))) {
    return refuse(deps, member, 'too_many_tries', CODE_TRIES.secondsEach)
  }
  const secret = openSecret(deps, member.id, sealed)
  const step = stepOfCode(secret, code.replace(/\s/g, ''), runtime.now())
  if (step === undefined) return refuse(deps, member, 'wrong_code')
  const done = await db.sql.begin(async (tx) => {
    if (!(await store.confirmTotp(tx, { staffId: member.id, sealed, step, at }))) {
      throw factorExists()
    }
    const backupCodes = await insertPaperCodes(deps, tx, member.id)
    return { backupCodes, whole: await completeEnrolment(deps, tx, session) }
  })
  const { whole, backupCodes } = done
  if (whole === undefined) return refuse(deps, member, 'session_ended')
  return { status: 'opened', session: whole, hasFactor: true, backupCodes }
}

async function completeEnrolment(
  { sessions, secrets, accessLog }: SignInDeps,
  tx: Tx,
  session: StaffSession,
): Promise<OpenedSession | undefined> {
  const { member } = session
  await store.forgetTries(tx, secrets.triesKey('code', member.id))
  await accessLog.recordIn(tx, {
    ...{ actor: principalOf(member), action: 'staff.factor_set', outcome: 'done' },
    subject: { kind: 'staff', id: member.id },
  })
  await accessLog.recordIn(tx, opened(member, 'authenticator'))
  return sessions.completeIn(tx, session)
}

/** Writes down that a sign-in was refused, and for which of the reasons that the answer does not tell. */
async function refuse(
  { accessLog }: SignInDeps,
  member: StaffMember | undefined,
  reason: string,
  seconds?: number,
): Promise<SignInAnswer> {
  await accessLog.record({
    actor: null,
    action: 'session.opened',
    outcome: 'refused',
    subject: { kind: 'staff', id: member?.id ?? 'unknown' },
    detail: { reason },
  })
  return seconds === undefined ? { status: 'refused' } : { status: 'wait', seconds }
}

function opened(member: StaffMember, factor: 'authenticator' | 'paper' | 'provider') {
  return {
    actor: principalOf(member),
    action: 'session.opened',
    outcome: 'done',
    subject: { kind: 'staff', id: member.id },
    detail: { factor },
  } as const
}

function openSecret({ sealing }: SignInDeps, staffId: Uuid, sealed: Uint8Array | null): string {
  const secret = sealed === null ? undefined : sealing.open(sealed, contextOf(staffId))
  if (secret !== undefined) return secret
  throw new DomainError(
    'signing_secret_wrong',
    'A second factor was sealed under another secret. Start with the secret that this database was made with.',
  )
}

/** Writes the digests of new codes for paper; the codes are told once. */
export async function insertPaperCodes(
  { runtime, secrets }: SignInDeps,
  tx: Tx,
  staffId: Uuid,
): Promise<readonly string[]> {
  const codes = newBackupCodes(runtime)
  const digests = codes.map((one) => secrets.backupDigest(staffId, one.replace('-', '')))
  await store.insertBackupCodes(tx, staffId, digests)
  return codes
}

function newBackupCodes(runtime: Runtime): readonly string[] {
  return Array.from({ length: BACKUP_CODES }, () => {
    const characters = [...runtime.randomBytes(BACKUP_LENGTH)].map(
      (byte) => BACKUP_ALPHABET[byte % BACKUP_ALPHABET.length],
    )
    return `${characters.slice(0, 5).join('')}-${characters.slice(5).join('')}`
  })
}

function contextOf(staffId: Uuid): string {
  return `second factor of ${staffId}`
}

function factorExists(): DomainError {
  return new DomainError('factor_exists', 'A second factor is set up already: sign in with it.')
}
