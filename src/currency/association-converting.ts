import type { Principal } from '../access/core/principal.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { Associations } from './association-service.ts'
import { walletIdOf } from './identity.ts'
import type { Minting } from './minting.ts'
import type { PaymentRow } from './payment-store.ts'

/** That an association changes money back to euro. */
export interface AssociationConversion {
  /** The caller's. The same again gets the same answer. */
  readonly id: Uuid
  readonly instrumentId: string
  readonly amount: Minor
}

/**
 * Changes back what an association holds, where the rules allow it: the euro leave the bank account of the programme. The
 * answer may be that nothing was changed.
 *
 * @throws DomainError `association_not_found`, `currency_wallet_not_found`, `currency_payment_conflict`, `currency_busy`
 */
export async function convertOfAssociation(
  {
    associations,
    minting,
  }: {
    readonly associations: Pick<Associations, 'get'>
    readonly minting: Pick<Minting, 'convert'>
  },
  associationId: string,
  { id, instrumentId, amount }: AssociationConversion,
  who: Principal,
): Promise<PaymentRow> {
  await associations.get(associationId, who)
  const walletId = walletIdOf(instrumentId, 'association', associationId)
  return minting.convert({ id, walletId, amount, actor: who })
}
