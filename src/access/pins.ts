import { hkdfSync } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Database, Tx } from '../db/client.ts'
import { assertNever } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Runtime } from '../runtime.ts'
import type { AccessLog } from './access-log.ts'
import { type ContactPointOf, claimBeneficiary } from './beneficiary-scope.ts'
import { isPin, isTooSimple } from './core/pin.ts'
import type { Principal } from './core/principal.ts'
import * as store from './pin-store.ts'

/** What became of a PIN that was typed. `none`: no PIN is set. */
export type PinAnswer =
  | { readonly status: 'right' }
  | { readonly status: 'none' }
  | { readonly status: 'wrong'; readonly triesLeft: number }
  | { readonly status: 'locked' }

/** PINs of five digits: a person's for their vouchers, an owner's for refunds at the till. */
export interface Pins {
  /**
   * Looks whether a person's PIN is right. Each look takes one of five tries before anything is computed; a right one
   * gives back all that were taken before. What is being computed counts as taken. A PIN that was left out, or is none,
   * takes no try.
   */
  checkPin(beneficiaryId: string, pin: string | undefined): Promise<PinAnswer>
  /** The same for the owner of a shop. */
  checkOwnerPin(partnerId: string, pin: string | undefined): Promise<PinAnswer>
  /**
   * A person sets their own PIN; the one before is needed where there is one.
   *
   * @throws DomainError `beneficiary_not_found`, `pin_too_simple`, `pin_wrong`, `pin_locked`
   */
  setPin(change: PinChange & { readonly currentPin?: string }): Promise<void>
  /**
   * An operator sets the PIN that the person chose in front of them, whether the one before is locked or not.
   *
   * @throws DomainError `beneficiary_not_found`, `pin_too_simple`
   */
  resetPin(change: PinChange): Promise<void>
  /** Removes a person's PIN on an open transaction, where there is one, for whoever reaches the person. */
  removeIn(tx: Tx, beneficiaryId: string, by: Principal): Promise<void>
  /** An owner sets the PIN of their shop. @throws DomainError `partner_not_found`, `pin_too_simple` */
  setOwnerPin(
    change: Omit<PinChange, 'beneficiaryId'> & { readonly partnerId: string },
  ): Promise<void>
}

export interface PinChange {
  readonly beneficiaryId: string
  readonly pin: string
  readonly by: Principal
}

export interface PinsDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly contactPointOf: ContactPointOf
  /** The service's secret. Without it the hashes of the database cannot be tried, and no PIN is right. */
  readonly secret: string
}

/** Argon2id as OWASP recommends it: 19 MiB, 2 passes, one lane. Source: RFC 9106; OWASP Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const SALT_BYTES = 16

export function createPins(deps: PinsDeps): Pins {
  const { db, runtime } = deps
  const secret = Buffer.from(hkdfSync('sha256', deps.secret, '', 'fra-noi pins', 32))
  const newPin = async (pin: string, by: Principal): Promise<store.NewPin> => {
    const salt = runtime.randomBytes(SALT_BYTES)
    const setAt = new Date(runtime.now())
    const hashed = await hash(pin, { ...COST, salt, secret })
    return { version: runtime.newId(), hash: hashed, setAt, setBy: by.id }
  }
  const check = (subject: store.PinSubject, pin: string | undefined) =>
    checkOnce(deps, secret, subject, pin)
  return {
    checkPin: async (id, pin) => (await check({ kind: 'beneficiary', id }, pin)).answer,
    checkOwnerPin: async (id, pin) => (await check({ kind: 'partner', id }, pin)).answer,
    setPin: async ({ beneficiaryId: id, pin, currentPin, by }) => {
      const contactPointId = await claimBeneficiary(deps, by, id, 'pin.set')
      refuseSimple(pin)
      const subject = { kind: 'beneficiary', id } as const
      const { answer, version } = await check(subject, currentPin)
      if (answer.status !== 'right' && answer.status !== 'none') {
        await logChange(deps, 'pin.set', by, subject, contactPointId, answer.status)
        throw refusalOf(answer)
      }
      const next = await newPin(pin, by)
      const isSet = await db.sql.begin(async (tx) => {
        const isNew =
          version === undefined
            ? await store.insertPin(tx, subject, next)
            : await store.replacePin(tx, subject, next, version)
        if (isNew)
          await deps.accessLog.recordIn(tx, changed('pin.set', by, subject, contactPointId))
        return isNew
      })
      if (isSet) return
      // Somebody set another one in the same moment: that is the current one now.
      const triesLeft = (await store.selectTriesLeft(db.sql, subject)) ?? 0
      throw refusalOf({ status: 'wrong', triesLeft })
    },
    resetPin: async ({ beneficiaryId: id, pin, by }) => {
      const contactPointId = await claimBeneficiary(deps, by, id, 'pin.reset')
      refuseSimple(pin)
      await putPin(
        deps,
        'pin.reset',
        by,
        { kind: 'beneficiary', id },
        await newPin(pin, by),
        contactPointId,
      )
    },
    removeIn: async (tx, id, by) => {
      const subject = { kind: 'beneficiary', id } as const
      if (!(await store.deletePin(tx, subject))) return
      const entry = { actor: by, action: 'pin.removed', outcome: 'done', subject } as const
      await deps.accessLog.recordIn(tx, entry)
    },
    setOwnerPin: async ({ partnerId: id, pin, by }) => {
      const subject = { kind: 'partner', id } as const
      if (by.partnerId !== id) {
        await logChange(deps, 'pin.set', by, subject, undefined, 'out_of_scope')
        throw new DomainError('partner_not_found', 'There is no partner with this id.')
      }
      refuseSimple(pin)
      await putPin(deps, 'pin.set', by, subject, await newPin(pin, by))
    },
  }
}

/** Takes a try, then computes; the answer, and which PIN it was about where it was right. */
async function checkOnce(
  deps: PinsDeps,
  secret: Uint8Array,
  subject: store.PinSubject,
  pin: string | undefined,
): Promise<{ readonly answer: PinAnswer; readonly version?: Uuid }> {
  const { sql } = deps.db
  const isATry = pin !== undefined && isPin(pin)
  const taken = isATry ? await store.takeTry(sql, subject) : undefined
  if (!isATry || taken === undefined) {
    const triesLeft = await store.selectTriesLeft(sql, subject)
    if (triesLeft === undefined) return { answer: { status: 'none' } }
    if (triesLeft === 0) return { answer: { status: 'locked' } }
    // Tries were given back in this very moment: one of them is for this PIN.
    if (isATry) return checkOnce(deps, secret, subject, pin)
    return { answer: { status: 'wrong', triesLeft } }
  }
  const { version, triesLeft } = taken
  if (!(await verify(taken.hash, pin, { secret }))) {
    await deps.accessLog.record({
      ...{ actor: null, action: 'pin.checked', outcome: 'refused' },
      ...{ subject, detail: { triesLeft: String(triesLeft) } },
    })
    return { answer: { status: 'wrong', triesLeft } }
  }
  if (await store.forgiveTries(sql, subject, taken)) return { answer: { status: 'right' }, version }
  // The PIN was changed meanwhile: what was right is asked of the new one.
  return checkOnce(deps, secret, subject, pin)
}

async function putPin(
  { db, accessLog }: PinsDeps,
  action: 'pin.set' | 'pin.reset',
  by: Principal,
  subject: store.PinSubject,
  pin: store.NewPin,
  contactPointId?: string,
): Promise<void> {
  await db.sql.begin(async (tx) => {
    await store.putPin(tx, subject, pin)
    await accessLog.recordIn(tx, changed(action, by, subject, contactPointId))
  })
}

function changed(
  action: 'pin.set' | 'pin.reset',
  actor: Principal,
  subject: store.PinSubject,
  contactPointId: string | undefined,
) {
  const where = contactPointId === undefined ? {} : { contactPointId }
  return { actor, action, outcome: 'done', subject, ...where } as const
}

function logChange(
  { accessLog }: PinsDeps,
  action: 'pin.set' | 'pin.reset',
  by: Principal,
  subject: store.PinSubject,
  contactPointId: string | undefined,
  reason: string,
): Promise<void> {
  const entry = changed(action, by, subject, contactPointId)
  return accessLog.record({ ...entry, outcome: 'refused', detail: { reason } })
}

function refuseSimple(pin: string): void {
  if (!isPin(pin) || isTooSimple(pin)) {
    throw new DomainError('pin_too_simple', 'A PIN has five digits that are not easy to guess.')
  }
}

function refusalOf(answer: Exclude<PinAnswer, { status: 'right' | 'none' }>): DomainError {
  switch (answer.status) {
    case 'wrong': {
      const { triesLeft } = answer
      return new DomainError('pin_wrong', `The PIN is wrong; ${triesLeft} tries are left.`, {
        triesLeft,
      })
    }
    case 'locked':
      return new DomainError('pin_locked', 'The PIN is locked: the contact point can set another.')
    default:
      return assertNever(answer)
  }
}
