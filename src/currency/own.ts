import type { Principal } from '../access/core/principal.ts'
import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'
import type { PayerCodes } from './codes.ts'
import type { Purse } from './core/deed.ts'
import type { Party } from './core/rules.ts'
import type { PaymentRequests } from './requests.ts'
import type { Currency } from './service.ts'

/** What people's own wallets stand on. */
export interface OwnDeps {
  readonly db: Database
  readonly runtime: Runtime
  readonly currency: Currency
  readonly network: Pick<Network, 'findPartners'>
  readonly codes: Pick<PayerCodes, 'show'>
  readonly requests: PaymentRequests
}

export interface Holder {
  readonly party: Party
  readonly holderId: string
}

/** Somebody on the other side, as a person is told. */
export interface Other extends Holder {
  /** Of a partner; others are known by their ids. */
  readonly name: string | null
}

/** @throws DomainError `currency_wallet_not_found` */
export async function ownPurse(
  { currency }: OwnDeps,
  who: Principal,
  instrumentId: string,
): Promise<Purse> {
  const purses = await currency.pursesOf('person', personOf(who))
  const purse = purses.find(({ wallet }) => wallet.instrument.id === instrumentId)
  if (purse !== undefined) return purse
  throw new DomainError('currency_wallet_not_found', 'You hold nothing of this instrument.')
}

/** How somebody is told of others, one for each. */
export async function othersOf(
  { network }: Pick<OwnDeps, 'network'>,
  others: readonly (Holder | null)[],
): Promise<readonly (Other | null)[]> {
  const ids = others.flatMap((one) => (one?.party === 'partner' ? [one.holderId] : []))
  const partners = ids.length === 0 ? new Map() : await network.findPartners([...new Set(ids)])
  return others.map((one) => {
    if (one === null) return null
    const { party, holderId } = one
    const name = party === 'partner' ? (partners.get(holderId)?.name ?? null) : null
    return { party, holderId, name }
  })
}

export function personOf({ beneficiaryId }: Principal): string {
  assert(beneficiaryId !== undefined, 'a wallet belongs to a person')
  return beneficiaryId
}
