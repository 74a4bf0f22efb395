import { gather } from '../db/gather.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import { UUID_ZERO } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import { type DeclineStatus, decideRedemption, goodForAt } from './core/redeem.ts'
import { asksPin, capLeft } from './core/rules.ts'
import { NO_TILLS, type VouchersDeps } from './deps.ts'
import { readStandings, type ShownVoucher, type StandingQuestion } from './standing-store.ts'
import { checkClaim, readShown, type Shown } from './tokens.ts'

/** What a till asks about a voucher without spending it. */
export interface BalanceQuestion {
  readonly shown: Shown
  readonly partnerId: string
  readonly pin?: string | undefined
}

/** What a till is told. Never a name: a voucher shows none. */
export interface BalanceAnswer {
  /** `good`, or why it pays for nothing here now. */
  readonly status: 'good' | DeclineStatus
  /** What is left on it; `null` where it is not known, or the PIN was not right. */
  readonly remaining: Minor | null
  readonly unit: Unit | null
  /** The last day it is good, in Europe/Rome. */
  readonly expiresOn: Day | null
  /** What it is good for at this partner. */
  readonly categories: readonly string[]
  /** What its caps leave to be spent now; `null` where it has none. */
  readonly capLeft: Minor | null
  readonly triesLeft: number | null
}

const SMALLEST: Minor = 1n

/** Makes what tells how a voucher stands at a partner. Nothing is written, and a phone token stays good. */
export function createBalanceChecks(
  deps: VouchersDeps,
): (question: BalanceQuestion) => Promise<BalanceAnswer> {
  const { keys, runtime } = deps
  const { checkPin, isBound } = deps.tills ?? NO_TILLS
  const look = gather((questions: readonly StandingQuestion[]) =>
    readStandings(deps.db.sql, questions, isBound),
  )
  return async ({ shown, partnerId, pin }) => {
    const claim = await readShown(keys, shown)
    const today = romeDay(runtime.now())
    const { partner, voucher, isTokenSpent, isWalletRevoked } = await look({
      ...{ redemptionId: UUID_ZERO, partnerId, day: today, terminalId: null, digest: null },
      serial:
        claim.kind === 'card' ? claim.card.serial : claim.kind === 'serial' ? claim.serial : null,
      voucherId: claim.kind === 'token' ? claim.voucherId : null,
      tokenId: claim.kind === 'token' ? claim.tokenId : null,
      walletId: claim.kind === 'token' ? (claim.walletId ?? null) : null,
    })
    if (partner === undefined) {
      throw new DomainError('partner_unknown', `There is no partner ${partnerId}.`)
    }
    const presented = await checkClaim(keys, claim, voucher?.card)
    const good = isTokenSpent || isWalletRevoked ? ({ kind: 'expired' } as const) : presented
    const isRead = good.kind === 'serial' || good.kind === 'token'
    const found = isRead ? voucher : undefined
    const purchase = { amount: SMALLEST, categories: [], unit: null }
    const status = decideRedemption(good, found, partner, purchase, today, 'good')
    assert(status !== 'pin_needed', 'the PIN is not asked for here')
    if (found === undefined) {
      assert(status !== 'redeemed', 'what is not found is declined')
      return nothing(status)
    }
    if (found.pinFrom !== null && asksPin(found, found.pinFrom)) {
      const answer = await checkPin(found.beneficiaryId, pin)
      if (answer.status === 'locked') return nothing('pin_locked')
      if (answer.status === 'wrong') return { ...nothing('pin_wrong'), triesLeft: answer.triesLeft }
    }
    const facts = factsOf(found, goodForAt(found, partner))
    return { ...facts, status: status === 'redeemed' ? 'good' : status }
  }
}

function factsOf(voucher: ShownVoucher, categories: readonly string[]) {
  const { remaining, unit, expiresOn, spentToday } = voucher
  const cap = capLeft(voucher, spentToday)
  return { remaining, unit, expiresOn, categories, capLeft: cap, triesLeft: null }
}

function nothing(status: DeclineStatus): BalanceAnswer {
  const unknown = { remaining: null, unit: null, expiresOn: null, capLeft: null, triesLeft: null }
  return { status, categories: [], ...unknown }
}
