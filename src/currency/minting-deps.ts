import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import { settle } from '../kernel/settling.ts'
import type { Party } from './core/rules.ts'
import { currencyBusy } from './payments.ts'
import type { NotPosted } from './posting.ts'
import type { CurrencyDeps } from './service.ts'
import type { Turns } from './turns.ts'

/** What the use cases stand on by which money comes and goes. */
export interface MintingDeps extends CurrencyDeps {
  /** Of the service of payments, so that both know of each other within a process. */
  readonly turns: Turns
  /** Opens a wallet where there is none. @throws DomainError `currency_holder_not_found`, `instrument_not_found` */
  openWallet(instrumentId: string, party: Party, holderId: string): Promise<Uuid>
  /** The association that gets a share of what a partner changes or buys; where none is chosen, the programme gets it. */
  chosenAssociation?(partnerId: string, day: Day): Promise<string | undefined>
}

/**
 * Lets wallets take turns, and tries until there is an answer. A try that was not posted gives why, which the next one
 * is told.
 */
export function tryInTurn<T extends object>(
  { turns }: Pick<MintingDeps, 'turns'>,
  keys: readonly string[],
  attempt: (last: NotPosted | undefined) => Promise<T | NotPosted>,
): Promise<T> {
  let last: NotPosted | undefined
  return turns(keys, () =>
    settle(async () => {
      const answer = await attempt(last)
      if (typeof answer !== 'string') return answer
      last = answer
      return undefined
    }, currencyBusy),
  )
}
