import { hash } from 'node:crypto'
import type { AccessLog } from '../access/access-log.ts'
import { type ContactPointOf, claimBeneficiary } from '../access/beneficiary-scope.ts'
import type { Principal } from '../access/core/principal.ts'
import type { PinAnswer, Pins } from '../access/pins.ts'
import type { Wallets } from '../access/wallets.ts'
import type { Database } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import type { Runtime } from '../runtime.ts'
import * as store from './code-store.ts'
import {
  type CodeKind,
  codeAddress,
  PAYER_CODE_BYTES,
  PHONE_CODE_MS,
  parsePayerCode,
  payerCode,
} from './core/code.ts'
import type { CodeRefusal } from './core/till.ts'

/** A code as the person shows it. */
export interface PayerCode {
  readonly id: Uuid
  /** To be typed, in groups of four. */
  readonly code: string
  /** What its QR code holds. */
  readonly address: string
  /** `null` for a card. */
  readonly expiresAt: Date | null
}

/** What was read at a till. */
export type ClaimedCode =
  | {
      readonly status: 'good'
      readonly kind: CodeKind
      /** Whose it is: all that this person holds may be charged, each instrument by its rules. */
      readonly beneficiaryId: string
      /**
       * Rows for the commit that charges it, once for each payment or purchase. What they break is told by
       * {@link isCodeSpent}.
       */
      use(usedFor: Uuid): CompanionWrite
    }
  | { readonly status: Exclude<CodeRefusal, 'pin_wrong'> }
  | { readonly status: 'pin_wrong'; readonly triesLeft: number }

/** A printed card, as an operator sees it. */
export interface PaymentCard {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly madeAt: Date
}

/** Codes by which people pay at tills: of a phone, or printed for whoever has none. */
export interface PayerCodes {
  /** A fresh one for a phone's screen: good once, for two minutes, while the phone is bound. */
  show(who: Principal): Promise<PayerCode & { readonly expiresAt: Date }>
  /**
   * Reads what a till was shown. Nothing is used up by it but a try of the PIN.
   *
   * @param text typed, or from the picture
   * @param usedFor the id of the payment or purchase: sent again after it was paid, its code is good for it still
   */
  claim(
    text: string,
    asked?: { readonly pin?: string; readonly usedFor?: Uuid },
  ): Promise<ClaimedCode>
  /** Makes a card: its code is told once. @throws DomainError `beneficiary_not_found` */
  printCard(beneficiaryId: string, by: Principal): Promise<PayerCode>
  /**
   * What is printed of a card that somebody just made and has the code of; it is kept nowhere. That it was printed is in the
   * access log.
   *
   * @throws DomainError `payment_card_not_found` where it is no card of this person, or was withdrawn; `beneficiary_not_found`
   */
  readCard(beneficiaryId: string, code: string, by: Principal): Promise<PayerCode>
  /** @throws DomainError `beneficiary_not_found` */
  cardsOf(beneficiaryId: string, who: Principal): Promise<readonly PaymentCard[]>
  /** Withdraws a card for good. Again is well. @throws DomainError `payment_card_not_found`, `beneficiary_not_found` */
  revokeCard(id: Uuid, by: Principal): Promise<PaymentCard>
  /** Drops codes of phones that nobody used and that ended a day ago. Returns how many. */
  clear(): Promise<number>
}

export interface CodesDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly contactPointOf: ContactPointOf
  readonly pins: Pick<Pins, 'checkPin'>
  readonly wallets: Pick<Wallets, 'whileBound'>
  /** Where the service is reached: what QR codes lead to. */
  readonly publicUrl: string
}

const KEPT_MS = 24 * 3_600_000

export function createPayerCodes(deps: CodesDeps): PayerCodes {
  const { db, runtime } = deps
  return {
    show: async (who) => {
      assert(who.beneficiaryId, 'a wallet belongs to a person')
      const { beneficiaryId } = who
      const expiresAt = new Date(runtime.now() + PHONE_CODE_MS)
      const code = await make(deps, { kind: 'phone', beneficiaryId, by: who, expiresAt })
      return { ...code, expiresAt }
    },
    claim: (text, asked = {}) => claimCode(deps, text, asked),
    printCard: async (beneficiaryId, by) => {
      const action = 'payment_card.created'
      const contactPointId = await claimBeneficiary(deps, by, beneficiaryId, action)
      const card = await make(deps, { kind: 'card', beneficiaryId, by, expiresAt: null })
      await deps.accessLog.record({
        ...{ actor: by, action, outcome: 'done', contactPointId },
        ...{ subject: { kind: 'beneficiary', id: beneficiaryId }, detail: { cardId: card.id } },
      })
      return card
    },
    readCard: (beneficiaryId, code, by) => readCard(deps, beneficiaryId, code, by),
    cardsOf: async (beneficiaryId, who) => {
      await claimBeneficiary(deps, who, beneficiaryId, 'payment_cards.viewed')
      return (await store.selectCards(db.sql, beneficiaryId)).map(cardOf)
    },
    revokeCard: (id, by) => revokeCard(deps, id, by),
    clear: () => store.deleteUnused(db.sql, new Date(runtime.now() - KEPT_MS)),
  }
}

/** Whether a commit failed because the code was used for something else meanwhile, or withdrawn. */
export function isCodeSpent(error: unknown): boolean {
  const broken = brokenConstraint(error)
  return broken === 'currency_code_used_once' || broken === 'currency_code_use.used_at'
}

async function claimCode(
  deps: CodesDeps,
  text: string,
  { pin, usedFor }: { readonly pin?: string; readonly usedFor?: Uuid },
): Promise<ClaimedCode> {
  const code = parsePayerCode(text)
  const found = code === undefined ? undefined : await store.selectCode(deps.db.sql, digestOf(code))
  if (found === undefined) return { status: 'code_unknown' }
  const { id, kind, beneficiaryId, expiresAt, revokedAt } = found
  const { runtime, wallets } = deps
  const good: ClaimedCode = {
    ...{ status: 'good', kind, beneficiaryId },
    use: (what) => (tx) => [
      store.useCode(tx, { id, usedFor: what, at: new Date(runtime.now()) }, wallets.whileBound),
    ],
  }
  if (found.usedFor !== null) return found.usedFor === usedFor ? good : { status: 'code_used' }
  if (revokedAt !== null) return { status: 'code_revoked' }
  if (expiresAt !== null) {
    return expiresAt.getTime() <= runtime.now() ? { status: 'code_expired' } : good
  }
  const answer = await deps.pins.checkPin(beneficiaryId, pin)
  return answer.status === 'right' ? good : refusalOf(answer, pin)
}

function refusalOf(
  answer: Exclude<PinAnswer, { readonly status: 'right' }>,
  pin: string | undefined,
): ClaimedCode {
  if (answer.status !== 'wrong') return { status: `pin_${answer.status}` }
  if (pin === undefined) return { status: 'pin_missing' }
  return { status: 'pin_wrong', triesLeft: answer.triesLeft }
}

async function make(
  { db, runtime, publicUrl }: CodesDeps,
  row: {
    readonly kind: CodeKind
    readonly beneficiaryId: string
    readonly by: Principal
    readonly expiresAt: Date | null
  },
): Promise<PayerCode> {
  const { kind, beneficiaryId, by, expiresAt } = row
  const code = payerCode(runtime.randomBytes(PAYER_CODE_BYTES))
  const id = runtime.newId()
  const madeAt = new Date(runtime.now())
  const stored = { id, kind, beneficiaryId, madeBy: by.id, madeAt, expiresAt }
  await store.insertCode(db.sql, { ...stored, digest: digestOf(code) })
  return { id, code, address: codeAddress(publicUrl, 'P', code), expiresAt }
}

async function revokeCard(deps: CodesDeps, id: Uuid, by: Principal): Promise<PaymentCard> {
  const { db, runtime, accessLog } = deps
  const card = await store.selectCard(db.sql, id)
  if (card === undefined) throw cardNotFound()
  const { beneficiaryId } = card
  const action = 'payment_card.revoked'
  const contactPointId = await claimBeneficiary(deps, by, beneficiaryId, action)
  const at = new Date(runtime.now())
  await db.sql.begin(async (tx) => {
    if (!(await store.revokeCard(tx, { id, by: by.id, at }))) return
    await accessLog.recordIn(tx, {
      ...{ actor: by, action, outcome: 'done', contactPointId },
      ...{ subject: { kind: 'beneficiary', id: beneficiaryId }, detail: { cardId: id } },
    })
  })
  return cardOf(card)
}

async function readCard(
  { db, accessLog, contactPointOf, publicUrl }: CodesDeps,
  beneficiaryId: string,
  text: string,
  by: Principal,
): Promise<PayerCode> {
  const action = 'payment_card.printed'
  const scope = { accessLog, contactPointOf }
  const contactPointId = await claimBeneficiary(scope, by, beneficiaryId, action)
  const code = parsePayerCode(text)
  const found = code === undefined ? undefined : await store.selectCode(db.sql, digestOf(code))
  const isTheirs = found?.kind === 'card' && found.beneficiaryId === beneficiaryId
  if (code === undefined || !isTheirs || found.revokedAt !== null) throw cardNotFound()
  await accessLog.record({
    ...{ actor: by, action, outcome: 'done', contactPointId },
    ...{ subject: { kind: 'beneficiary', id: beneficiaryId }, detail: { cardId: found.id } },
  })
  return { id: found.id, code, address: codeAddress(publicUrl, 'P', code), expiresAt: null }
}

function cardNotFound(): DomainError {
  return new DomainError('payment_card_not_found', 'There is no such card.')
}

function cardOf({ id, beneficiaryId, madeAt }: store.CodeRow): PaymentCard {
  return { id, beneficiaryId, madeAt }
}

function digestOf(code: string): Buffer {
  return hash('sha256', code, 'buffer')
}
