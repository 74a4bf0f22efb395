import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import { romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import type { Cast } from './cast.ts'
import { ASSOCIATION_ID, BENEFICIARY_ID, newId } from './programme.ts'

/** A money that rewards what is done for associations. */
export const REWARDING_ID = 'MERITS-SCONTO'

/** An hour and a half, as it is sent. */
export function activityBody(id = newId()) {
  return {
    ...{ id, associationId: ASSOCIATION_ID, instrumentId: REWARDING_ID },
    ...{ party: 'person', holderId: BENEFICIARY_ID, kind: 'care' },
    ...{ day: '2026-05-04', minutes: 90 },
  }
}

/** Lets somebody belong to the association, and an operator tell of what they did for it; gives its id. */
export async function openAssociationWorld(cast: Cast): Promise<string> {
  const { services, runtime } = cast.people
  const { currency } = services
  const rules = INSTRUMENT_PRESETS.find(({ key }) => key === 'merits-sconto')?.rules
  if (rules === undefined) throw new Error('there is no such preset')
  await currency.addInstrument(
    { id: REWARDING_ID, programmeId: 'FRANOI-2', unit: rules.unit as Unit },
    { rules, validFrom: romeDay(runtime.now()), preparedBy: newId() as Uuid },
  )
  await currency.openWallet(REWARDING_ID, 'association', ASSOCIATION_ID)
  const operator = cast.as('operator', 'session')
  const member = { party: 'person', holderId: BENEFICIARY_ID, fromDay: '2026-05-04' }
  const path = `/api/v1/associations/${ASSOCIATION_ID}/members`
  const joined = await operator.send('POST', path, member)
  const told = await operator.send('POST', '/api/v1/activities', activityBody())
  if (joined.status !== 200 || told.status !== 200) throw new Error(joined.text + told.text)
  return told.body.id
}
