import type { Database, Tx } from '../db/client.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import { invitationLetter, passwordLetter } from './core/letters.ts'
import { LINK_PURPOSES, type LinkPurpose, normalEmail, passwordFault } from './core/staff.ts'
import type { Outbox } from './outbox.ts'
import type { Passwords } from './passwords.ts'
import type { StaffSecrets } from './secrets.ts'
import { principalOf, type Sessions } from './sessions.ts'
import type { SignInAnswer } from './sign-in.ts'
import {
  endSessionsOf,
  forgetTries,
  selectCredential,
  takeTry,
  updatePassword,
} from './sign-in-store.ts'
import * as store from './staff-store.ts'

export interface LinkDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly outbox: Outbox
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly secrets: StaffSecrets
  readonly publicUrl: string
}

type Addressee = Pick<store.StaffMember, 'id' | 'email' | 'name'>

/** Links that open once: for the first password, and for a new one. */
export interface Links {
  /** Makes a link in the place of the open one, and a message with it, on an open transaction. */
  sendIn(tx: Tx, member: Addressee, purpose: LinkPurpose): Promise<string>
  /** The link that is open for somebody. */
  openLinkOf(member: Addressee, purpose: LinkPurpose): Promise<string | undefined>
  /**
   * Sets a password by a link and uses the link up. The session that is opened waits for the second factor; a new
   * password ends all others.
   *
   * @throws DomainError `link_not_valid`, `password_weak`
   */
  setPassword(token: string, password: string): Promise<SignInAnswer>
  /** Sends a link for a new password, where there is somebody to send it to. Never tells whether there is. */
  forgotten(email: string): Promise<void>
}

const HOUR_MS = 3_600_000
const LIFE_MS: Readonly<Record<LinkPurpose, number>> = {
  invitation: 7 * 24 * HOUR_MS,
  new_password: HOUR_MS,
}
const PATHS: Readonly<Record<LinkPurpose, string>> = {
  invitation: '/sign-in/invitation',
  new_password: '/sign-in/password',
}
const FORGOTTEN_TRIES = { burst: 3, secondsEach: 3600 } as const

export function createLinks(deps: LinkDeps): Links {
  const { db, runtime, secrets, publicUrl } = deps
  const address = (id: store.OpenLink['id'], purpose: LinkPurpose) =>
    `${publicUrl}${PATHS[purpose]}/${secrets.linkToken(id, purpose)}`
  const sendIn: Links['sendIn'] = async (tx, member, purpose) => {
    const id = runtime.newId()
    const createdAt = new Date(runtime.now())
    const expiresAt = new Date(createdAt.getTime() + LIFE_MS[purpose])
    await Promise.all(
      store.replaceLink(tx, { id, staffId: member.id, purpose, createdAt, expiresAt }),
    )
    const link = address(id, purpose)
    const write = purpose === 'invitation' ? invitationLetter : passwordLetter
    await deps.outbox.putIn(tx, {
      channel: 'mail',
      purpose: purpose === 'invitation' ? 'staff_invitation' : 'staff_new_password',
      ...{ recipient: member.email, subjectId: member.id, goodUntil: expiresAt },
      ...write(member.name, link),
    })
    return link
  }
  return {
    sendIn,
    openLinkOf: async ({ id }, purpose) => {
      const open = await store.selectOpenLink(db.sql, id, purpose)
      if (open === undefined || open.expiresAt.getTime() <= runtime.now()) return undefined
      return address(open.id, purpose)
    },
    setPassword: (token, password) => setPassword(deps, token, password),
    forgotten: (email) => forgotten(deps, sendIn, email),
  }
}

async function setPassword(deps: LinkDeps, token: string, password: string): Promise<SignInAnswer> {
  const { db, runtime, passwords, secrets, sessions, accessLog } = deps
  const at = new Date(runtime.now())
  const purpose = LINK_PURPOSES.find((one) => secrets.linkId(token, one) !== undefined)
  const id = purpose && secrets.linkId(token, purpose)
  const owner = id && (await store.selectLinkOwner(db.sql, id, at))
  if (id === undefined || owner === undefined) throw linkNotValid()
  const { member } = owner
  const fault = passwordFault(password, member.email)
  if (fault !== undefined) throw new DomainError('password_weak', fault)
  const hash = await passwords.hash(password)
  const credential = await selectCredential(db.sql, member.id)
  const session = await db.sql.begin(async (tx) => {
    if (!(await store.useLink(tx, id, at))) throw linkNotValid()
    await updatePassword(tx, member.id, hash)
    await endSessionsOf(tx, member.id, at)
    await forgetTries(tx, secrets.triesKey('password', member.email))
    await accessLog.recordIn(tx, {
      ...{ actor: principalOf(member), action: 'staff.password_set', outcome: 'done' },
      subject: { kind: 'staff', id: member.id },
      detail: { by: owner.purpose },
    })
    return sessions.openIn(tx, member.id, 'factor')
  })
  return { status: 'opened', session, hasFactor: credential?.totpConfirmedAt instanceof Date }
}

async function forgotten(deps: LinkDeps, sendIn: Links['sendIn'], text: string): Promise<void> {
  const { db, runtime, secrets, accessLog } = deps
  const email = normalEmail(text) ?? ''
  const at = new Date(runtime.now())
  const mayAsk = await takeTry(db.sql, secrets.triesKey('forgotten', email), FORGOTTEN_TRIES, at)
  const member = await store.selectStaffByEmail(db.sql, email)
  // Whoever never signed in has an invitation, which an administrator can make again.
  const isThere = member !== undefined && member.activatedAt !== null && member.suspendedAt === null
  if (!mayAsk || !isThere) return
  await db.sql.begin(async (tx) => {
    await accessLog.recordIn(tx, {
      ...{ actor: null, action: 'staff.password_forgotten', outcome: 'done' },
      subject: { kind: 'staff', id: member.id },
    })
    await sendIn(tx, member, 'new_password')
  })
}

function linkNotValid(): DomainError {
  return new DomainError(
    'link_not_valid',
    'This link was used before, or its time is over. Ask for another one.',
  )
}
