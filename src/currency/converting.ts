import type { Principal } from '../access/core/principal.ts'
import { romeDay } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { onlyOne } from './buying.ts'
import type { Converted } from './core/conversion.ts'
import type { Channel, Move, Purse } from './core/deed.ts'
import { convertedBack, refusalToConvert } from './core/minting.ts'
import { paidOut, rowOf } from './issuing.ts'
import { type MintingDeps, tryInTurn } from './minting-deps.ts'
import { fundPurseOf, openWallet, readPursesOf } from './opening.ts'
import type { PaymentRow } from './payment-store.ts'
import { answeredBefore, decline, digestOf, purseIn } from './payments.ts'
import { postDeed } from './posting.ts'

/** That currency is changed back to euro. */
export interface Converting {
  /** The caller's. The same again gets the same answer. */
  readonly id: Uuid
  readonly walletId: Uuid
  readonly amount: Minor
  readonly channel?: Channel
  readonly actor: Pick<Principal, 'id'>
  /** Asked before anything is done, and not of what was answered before: throws where whoever asks may not. */
  readonly consent?: () => Promise<void>
}

/**
 * Takes what is changed out of circulation and the euro for it out of the reserve; the fee stays in circulation, shared
 * between the association that the partner chose and the programme. One commit, or nothing and why.
 *
 * @throws DomainError `currency_wallet_not_found`, `currency_payment_conflict`, `currency_busy`
 */
export async function convertBack(deps: MintingDeps, request: Converting): Promise<PaymentRow> {
  const { id, walletId, amount, channel = 'wallet', actor } = request
  const { db, runtime } = deps
  const digest = digestOf(['conversion', walletId, amount])
  const known = await answeredBefore(db, id, digest)
  if (known !== undefined) return known
  await request.consent?.()
  return tryInTurn(deps, [walletId], async (last) => {
    const answered = await answeredBefore(db, id, digest)
    if (answered !== undefined) return answered
    const day = romeDay(runtime.now())
    const purse = purseIn(await readPursesOf(db, [walletId], day), walletId)
    const { wallet } = purse
    const { instrument } = wallet
    const refusal = refusalToConvert(purse, amount)
    const { parts, moves } = await splitOf(deps, purse, refusal === undefined ? amount : 0n)
    const given = {
      ...({ id, kind: 'conversion', instrument, payer: wallet, amount, channel, actor } as const),
      ...{ fee: parts.association + parts.system, digest },
    }
    // What was decided as paid, and refused by the commit, is a matter of what lies in the reserve.
    const isShort = last === 'exceeds_reserve' || last === 'exceeds_funding'
    const status = refusal ?? (isShort ? 'exceeds_reserve' : 'paid')
    const row = rowOf({ ...given, status })
    if (status !== 'paid') return decline(deps, { ...row, fee: 0n, status, day })
    const euro = parts.paidOut === 0n ? {} : paidOut(deps, wallet, parts.paidOut, id)
    const posted = await postDeed(deps, { day, moves, payments: [row], ...euro })
    return typeof posted === 'string' ? posted : onlyOne(posted.payments)
  })
}

/** What an amount is split into, and the steps that its parts go. */
async function splitOf(
  deps: MintingDeps,
  purse: Purse,
  amount: Minor,
): Promise<{ readonly parts: Converted; readonly moves: readonly Move[] }> {
  const { wallet, day } = purse
  const { instrument } = wallet
  const parts = convertedBack(purse, amount)
  if (amount === 0n) return { parts, moves: [] }
  const fund = await fundPurseOf(deps.db, instrument, day)
  const association = await associationOf(deps, purse)
  const from = { kind: 'wallet', purse } as const
  const out = { from, to: { kind: 'issuer', instrument }, amount: parts.paidOut } as const
  const fees: readonly (readonly [Minor, Purse])[] =
    association === undefined
      ? [[parts.association + parts.system, fund]]
      : [
          [parts.association, association],
          [parts.system, fund],
        ]
  const moves: readonly Move[] = [
    { ...out, code: TRANSFER_CODES.currency_withdrawn },
    ...fees.map(([part, to]) => ({
      ...{ from, to: { kind: 'wallet', purse: to } as const },
      ...{ amount: part, code: TRANSFER_CODES.currency_fee },
    })),
  ]
  return { parts, moves: moves.filter((move) => move.amount > 0n) }
}

/** The wallet of the association that a partner chose. */
async function associationOf(
  deps: MintingDeps,
  { wallet, day }: Purse,
): Promise<Purse | undefined> {
  const { instrument, party, holderId } = wallet
  if (party !== 'partner') return undefined
  const chosen = await deps.chosenAssociation?.(holderId, day)
  if (chosen === undefined) return undefined
  const id = await openWallet(deps, instrument, 'association', chosen)
  return purseIn(await readPursesOf(deps.db, [id], day), id)
}
