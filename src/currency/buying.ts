import type { Principal } from '../access/core/principal.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { rulesOn } from './core/instrument.ts'
import { refusalToReceive } from './core/minting.ts'
import type { Party } from './core/rules.ts'
import { bought, issueTo, rowOf } from './issuing.ts'
import { type MintingDeps, tryInTurn } from './minting-deps.ts'
import { insertBought } from './minting-store.ts'
import { readPursesOf } from './opening.ts'
import type { PaymentRow } from './payment-store.ts'
import { answeredBefore, decline, digestOf, purseIn } from './payments.ts'
import { postDeed } from './posting.ts'

/** That somebody paid euro into the bank account and gets as much of an instrument. */
export interface Buying {
  /** The caller's. The same again gets the same answer. */
  readonly id: Uuid
  readonly instrumentId: string
  readonly party: Party
  readonly holderId: string
  readonly amount: Minor
  /** How the bank names the payment. */
  readonly reference: string
  /** Who is to get a share of it, where the rules give one. */
  readonly associationId?: string
  readonly actor: Pick<Principal, 'id'>
}

/**
 * Puts the euro into the reserve and as much of the instrument into the wallet, in one commit, or says why not.
 *
 * @throws DomainError `instrument_not_found`, `currency_holder_not_found`, `currency_payment_conflict`, `currency_busy`
 */
export async function buy(deps: MintingDeps, request: Buying): Promise<PaymentRow> {
  const { id, instrumentId, party, holderId, amount, reference, associationId, actor } = request
  const { db, runtime } = deps
  const digest = digestOf(['purchase', instrumentId, party, holderId, amount, reference])
  const walletId = await deps.openWallet(instrumentId, party, holderId)
  return tryInTurn(deps, [walletId], async () => {
    const answered = await answeredBefore(db, id, digest)
    if (answered !== undefined) return answered
    const day = romeDay(runtime.now())
    const purse = purseIn(await readPursesOf(db, [walletId], day), walletId)
    const { wallet } = purse
    const { instrument } = wallet
    const { issuance } = rulesOn(instrument, day)
    const isSold = issuance.by === 'purchase'
    const status = isSold ? refusalToReceive(purse, amount) : 'payment_not_allowed'
    const row = rowOf({
      ...{ id, kind: 'purchase', status: status ?? 'paid', instrument, payee: wallet, amount },
      ...{ channel: 'desk', actor, reason: reference, digest },
    })
    if (status !== undefined) return decline(deps, { ...row, status, day })
    const gives = isSold && Number(issuance.donated) > 0
    const chosen = gives ? (associationId ?? (await chosenBy(deps, wallet, day))) : undefined
    const posted = await postDeed(deps, {
      ...{ day, moves: [issueTo(purse, amount)], payments: [row] },
      ...bought(deps, instrument, amount, id),
      beside: () => (tx) =>
        gives
          ? [insertBought(tx, { paymentId: id, instrumentId, amount, associationId: chosen })]
          : [],
    })
    return typeof posted === 'string' ? posted : onlyOne(posted.payments)
  })
}

async function chosenBy(
  { chosenAssociation }: MintingDeps,
  { party, holderId }: { readonly party: Party; readonly holderId: string },
  day: PaymentRow['day'],
): Promise<string | undefined> {
  return party === 'partner' ? chosenAssociation?.(holderId, day) : undefined
}

export function onlyOne(payments: readonly PaymentRow[]): PaymentRow {
  const [row] = payments
  assert(row, 'what was posted has a payment')
  return row
}
