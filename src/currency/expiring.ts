import { romeDay } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import { rulesOn } from './core/instrument.ts'
import { expiryPaymentId } from './identity.ts'
import { rowOf } from './issuing.ts'
import { type MintingDeps, tryInTurn } from './minting-deps.ts'
import { selectExpired } from './minting-store.ts'
import { fundPurseOf, readPursesOf } from './opening.ts'
import { digestOf, purseIn } from './payments.ts'
import { postDeed } from './posting.ts'

/** The job that takes what has expired. */
export const EXPIRE_CURRENCY_JOB = 'currency.expire'

/** How many wallets are looked for at once. */
const BATCH = 500

/**
 * Takes what has expired where nobody moved it, so that it does not lie for ever: it goes where the rules say. Again
 * takes nothing.
 *
 * @returns in how many wallets something was taken
 */
export async function expireCurrency(deps: MintingDeps): Promise<number> {
  let taken = 0
  for (;;) {
    const ids = await selectExpired(deps.db.sql, romeDay(deps.runtime.now()), BATCH)
    for (const id of ids) taken += (await expireIn(deps, id)).taken
    if (ids.length < BATCH) return taken
  }
}

function expireIn(deps: MintingDeps, walletId: Uuid): Promise<{ readonly taken: 0 | 1 }> {
  return tryInTurn(deps, [walletId], async () => {
    const day = romeDay(deps.runtime.now())
    const purse = purseIn(await readPursesOf(deps.db, [walletId], day), walletId)
    const { wallet, aged } = purse
    const { instrument } = wallet
    if (aged.expired === 0n) return { taken: 0 }
    const isKept = rulesOn(instrument, day).lossesTo === 'fund'
    const fund = isKept ? await fundPurseOf(deps.db, instrument, day) : undefined
    const row = rowOf({
      ...{ id: expiryPaymentId(walletId, day), kind: 'expiry', status: 'paid', instrument },
      ...{ payer: wallet, ...(fund === undefined ? {} : { payee: fund.wallet }) },
      ...{
        amount: aged.expired,
        channel: 'system',
        actor: null,
        digest: digestOf([walletId, day]),
      },
    })
    const posted = await postDeed(deps, { day, moves: [], settled: [purse], payments: [row] })
    return typeof posted === 'string' ? posted : { taken: 1 }
  })
}
