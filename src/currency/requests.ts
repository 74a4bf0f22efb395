import type { Database } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import type { Runtime } from '../runtime.ts'
import { codeAddress, PAYEE_CODE_BYTES, payeeCode, payeeSerial, REQUEST_MS } from './core/code.ts'
import type { RequestState } from './core/till.ts'
import * as store from './request-store.ts'

/** That somebody wants to be paid, as they show it. */
export interface PaymentRequest {
  readonly id: Uuid
  /** To be typed, in groups of four. */
  readonly code: string
  /** What its QR code holds. */
  readonly address: string
  readonly walletId: Uuid
  /** `null` where the payer says how much. */
  readonly amount: Minor | null
  readonly note: string | null
  /** `null` where it stands. */
  readonly expiresAt: Date | null
  /** `standing`: it can be paid at any time, again and again. */
  readonly state: RequestState | 'standing'
  /** What paid it. */
  readonly paymentId: Uuid | null
}

/** What payees show and payers take up. Whose wallet it is was asked before. */
export interface PaymentRequests {
  /**
   * Asks for so much: to be paid once, within fifteen minutes. The same id again gives the same.
   *
   * @throws DomainError `currency_request_conflict`
   */
  create(request: {
    readonly id: Uuid
    readonly walletId: Uuid
    readonly amount: Minor
    readonly note?: string | undefined
  }): Promise<PaymentRequest>
  /** The sign of a wallet: good at any time, the payer says how much. Made when it is asked for first. */
  standing(walletId: Uuid): Promise<PaymentRequest>
  /**
   * Calls a request of a wallet back, so that nobody can pay it any more. The same again gives the same.
   *
   * @throws DomainError `currency_request_not_found`, `currency_request_paid` where somebody was faster
   */
  withdraw(id: Uuid, walletIds: readonly Uuid[]): Promise<PaymentRequest>
  /** @throws DomainError `currency_request_not_found` */
  find(serial: bigint): Promise<PaymentRequest>
  /** Rows for the commit that pays it; nothing where it stands. */
  paid(request: PaymentRequest, paymentId: Uuid): CompanionWrite
}

export interface RequestsDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly publicUrl: string
}

/** Makes requests to be paid; a till asks with `create`, too. */
export function createPaymentRequests(deps: RequestsDeps): PaymentRequests {
  const { db, runtime } = deps
  const shown = (row: store.FoundRequest) => shownOf(deps, row)
  const written = async (row: Omit<store.RequestRow, 'serial' | 'madeAt'>) => {
    const serial = payeeSerial(runtime.randomBytes(PAYEE_CODE_BYTES))
    await store.insertRequest(db.sql, { ...row, serial, madeAt: new Date(runtime.now()) })
  }
  return {
    create: async ({ id, walletId, amount, note = null }) => {
      const expiresAt = new Date(runtime.now() + REQUEST_MS)
      await written({ id, walletId, amount, note: note ?? null, expiresAt })
      const known = await store.selectRequest(db.sql, { id })
      assert(known, 'a request that was written is there')
      const isSame = known.walletId === walletId && known.amount === amount && known.note === note
      if (isSame) return shown(known)
      throw new DomainError('currency_request_conflict', 'This id was used for another request.')
    },
    standing: async (walletId) => {
      const before = await store.selectRequest(db.sql, { standingOf: walletId })
      if (before !== undefined) return shown(before)
      const none = { amount: null, note: null, expiresAt: null }
      await written({ id: runtime.newId(), walletId, ...none })
      const made = await store.selectRequest(db.sql, { standingOf: walletId })
      assert(made, 'a sign that was written is there')
      return shown(made)
    },
    withdraw: async (id, walletIds) => {
      const known = await store.selectRequest(db.sql, { id })
      const isOwn = known !== undefined && walletIds.includes(known.walletId)
      if (!isOwn || known.expiresAt === null) throw notFound('There is no such request of yours.')
      await store.insertWithdrawn(db.sql, id, new Date(runtime.now()))
      const ended = await store.selectRequest(db.sql, { id })
      if (ended === undefined || ended.paymentId !== null) throw requestPaid()
      return shown(ended)
    },
    find: async (serial) => {
      const found = await store.selectRequest(db.sql, { serial })
      if (found !== undefined) return shown(found)
      throw notFound('There is no request with this code.')
    },
    paid:
      ({ id: requestId, expiresAt }, paymentId) =>
      (tx) =>
        expiresAt === null ? [] : [store.insertPaid(tx, { requestId, paymentId })],
  }
}

function notFound(message: string): DomainError {
  return new DomainError('currency_request_not_found', message)
}

export function requestPaid(): DomainError {
  return new DomainError('currency_request_paid', 'The request was paid already.')
}

/** Whether a commit failed because the request was paid or withdrawn meanwhile. */
export function isRequestOver(error: unknown): boolean {
  return brokenConstraint(error) === 'currency_request_paid_pkey'
}

function shownOf(
  { runtime, publicUrl }: RequestsDeps,
  { serial, madeAt: _, withdrawnAt, ...row }: store.FoundRequest,
): PaymentRequest {
  const code = payeeCode(serial)
  const state = () => {
    if (row.expiresAt === null) return 'standing'
    if (row.paymentId !== null) return 'paid'
    if (withdrawnAt !== null) return 'withdrawn'
    return row.expiresAt.getTime() <= runtime.now() ? 'expired' : 'open'
  }
  return { ...row, code, address: codeAddress(publicUrl, 'R', code), state: state() }
}
