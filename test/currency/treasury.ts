import type { Principal, StaffRole } from '../../src/access/core/principal.ts'
import type { Minor } from '../../src/kernel/money.ts'
import { type Market, PROGRAMME } from './market.ts'

/** Somebody who signed in. */
export function person(market: Pick<Market, 'id'>, role: StaffRole): Principal {
  return { kind: 'person', id: market.id(), role }
}

/** Puts money into the grants of the programme, as a tranche that two people saw to. */
export async function fundProgramme(
  market: Pick<Market, 'id' | 'today' | 'networkDesk'>,
  amount: Minor,
): Promise<void> {
  const id = market.id()
  const tranche = { id, programmeId: PROGRAMME, funder: 'Foundation', area: null }
  await market.networkDesk.prepareTranche(
    { ...tranche, kind: 'grant', amount, receivedOn: market.today(), reference: 'CRO 7' },
    person(market, 'treasurer'),
  )
  await market.networkDesk.decideTranche(id, { state: 'approved' }, person(market, 'administrator'))
}
