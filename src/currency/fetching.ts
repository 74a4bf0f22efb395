import type { Principal } from '../access/core/principal.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { onlyOne } from './buying.ts'
import type { Purse } from './core/deed.ts'
import { isUsable, rulesOn } from './core/instrument.ts'
import { type Fetchable, fetchableOn, refusalToReceive } from './core/minting.ts'
import { fetchPaymentId } from './identity.ts'
import { granted, issueTo, rowOf } from './issuing.ts'
import { type MintingDeps, tryInTurn } from './minting-deps.ts'
import { updateFetched } from './minting-store.ts'
import { readPursesOf } from './opening.ts'
import type { PaymentRow } from './payment-store.ts'
import { digestOf, purseIn } from './payments.ts'
import { postDeed } from './posting.ts'

/** What was fetched, and when there is more. */
export interface Fetched {
  /** `null` where there was nothing to fetch. */
  readonly payment: PaymentRow | null
  readonly fetchable: Fetchable
}

/** What a wallet may fetch today; `undefined` where its instrument does not come into being so, or gives it nothing. */
export function fetchableOf({ wallet, day }: Purse): Fetchable | undefined {
  const { instrument, party, openedAt, fetchedUpTo, stoppedAt } = wallet
  if (party !== 'person' || stoppedAt !== null || !isUsable(instrument, day)) return undefined
  const openedOn = romeDay(openedAt.getTime())
  return fetchableOn(rulesOn(instrument, day), { since: fetchedUpTo, openedOn }, day)
}

/**
 * Gives a person what everybody may make, or is given. Asked for again there is nothing more: the id of the payment is
 * that of what was fetched before, so that nothing is given twice.
 *
 * @throws DomainError `currency_wallet_not_found`, `nothing_to_fetch`, `currency_fetch_refused`, `currency_busy`
 */
export async function fetchOwn(
  deps: MintingDeps,
  walletId: Uuid,
  actor: Pick<Principal, 'id'>,
): Promise<Fetched> {
  const { db, runtime } = deps
  return tryInTurn(deps, [walletId], async (last) => {
    const day = romeDay(runtime.now())
    const purse = purseIn(await readPursesOf(db, [walletId], day), walletId)
    const fetchable = fetchableOf(purse)
    if (fetchable === undefined) {
      throw new DomainError(
        'nothing_to_fetch',
        'Nothing of this instrument is there to be fetched.',
      )
    }
    const { amount, kind, upTo } = fetchable
    if (amount === 0n) return { payment: null, fetchable }
    const refusal = last === 'exceeds_funding' ? last : refusalToReceive(purse, amount)
    if (refusal !== undefined) {
      throw new DomainError('currency_fetch_refused', `It cannot be fetched now: ${refusal}.`, {
        status: refusal,
      })
    }
    const { wallet } = purse
    const { instrument } = wallet
    const id = fetchPaymentId(walletId, wallet.fetchedUpTo)
    const digest = digestOf([kind, walletId, amount, upTo])
    const row = rowOf({
      ...{ id, kind, status: 'paid', instrument, payee: wallet, amount },
      ...{ channel: 'system', actor, digest },
    })
    const posted = await postDeed(deps, {
      ...{ day, moves: [issueTo(purse, amount)], payments: [row] },
      ...granted(deps, { instrument, day }, amount, id),
      beside: () => (tx) => [updateFetched(tx, walletId, upTo)],
    })
    if (typeof posted === 'string') return posted
    return { payment: onlyOne(posted.payments), fetchable }
  })
}
