import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import { EXAMPLE_IDS } from '../../src/http/example-values.ts'
import { romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { activityBody, REWARDING_ID } from './association-world.ts'
import type { Cast } from './cast.ts'
import { type Prepare, swapping } from './example-stage.ts'
import { BENEFICIARY_ID, newId } from './programme.ts'
import { CREDIT_ID, INSTRUMENT_ID } from './world.ts'
import { OWN_INSTRUMENT_ID } from './world-currency.ts'

/** What was told of somebody's hours: by an operator, or by the association itself. */
function told(by: 'operator' | 'association'): Prepare {
  return async ({ cast }) => {
    const { body } = await cast.as(by, 'session').send('POST', '/api/v1/activities', activityBody())
    return swapping('activities', body.id)
  }
}

/** A wallet of a person is of another instrument than the one that shops are paid with. */
const own: Prepare = async ({ world }) => ({
  swaps: {
    [String(EXAMPLE_IDS.currencies)]: OWN_INSTRUMENT_ID,
    [String(EXAMPLE_IDS['currency-payments'])]: world.ownPaymentId,
  },
})

/** An instrument that is sold and backed by half, so that there is something to release and to donate. */
async function sold({ people }: Cast): Promise<string> {
  const { currency, minting, networkDesk } = people.services
  const preset = INSTRUMENT_PRESETS.find(({ key }) => key === 'eusko')
  if (preset === undefined) throw new Error('there is no such preset')
  const id = `SOLD-${newId().slice(-6).toUpperCase()}`
  const unit = `S${id.slice(5)}` as Unit
  const rules = { ...preset.rules, unit, backing: '0.5' }
  const validFrom = romeDay(people.runtime.now())
  const given = { id, programmeId: 'FRANOI-2', unit }
  await currency.addInstrument(given, { rules, validFrom, preparedBy: newId() as Uuid })
  const buyer = { party: 'person' as const, holderId: BENEFICIARY_ID }
  const bought = { id: newId() as Uuid, instrumentId: id, ...buyer, amount: 10_000n }
  await minting.buy({ ...bought, reference: 'CRO 1', actor: treasurer })
  const tranche = { id: newId() as Uuid, programmeId: 'FRANOI-2', funder: 'Foundation', area: null }
  const money = { kind: 'grant' as const, amount: 1_000n, reference: 'CRO 2' }
  await networkDesk.prepareTranche({ ...tranche, ...money, receivedOn: validFrom }, treasurer)
  await networkDesk.decideTranche(tranche.id, { state: 'approved' }, administrator)
  return id
}

const treasurer = { kind: 'person', id: newId() as Uuid, role: 'treasurer' } as const
const administrator = { kind: 'person', id: newId() as Uuid, role: 'administrator' } as const
const onSold: Prepare = async ({ cast }) => swapping('instruments', await sold(cast))

/** What is asked about money of a programme. */
export const CURRENCY_SUBJECTS: Readonly<Record<string, Prepare>> = {
  'POST /api/v1/activities/{id}/confirm': told('operator'),
  'POST /api/v1/activities/{id}/withdraw': told('operator'),
  'POST /api/v1/activities/{id}/decision': told('association'),
  'POST /api/v1/instruments': async () => ({
    swaps: { [String(EXAMPLE_IDS.instruments)]: 'MERITS-NEW', '"MERIT"': '"MERITNEW"' },
  }),
  'POST /api/v1/instruments/{id}/versions/{version}/withdraw': async ({ example }) => {
    const { versions } = await example('POST /api/v1/instruments/{id}/versions')
    return { swaps: { '/versions/1/': `/versions/${versions?.length}/` } }
  },
  'POST /api/v1/instruments/{id}/credit-lines': async () => swapping('instruments', CREDIT_ID),
  'GET /api/v1/associations/{id}/currencies/{instrumentId}/statement': async () =>
    swapping('currencies', REWARDING_ID),
  'POST /api/v1/instruments/{id}/donations': onSold,
  'POST /api/v1/instruments/{id}/releases': onSold,
  'POST /api/v1/currency-grants/{id}/decision': async ({ cast }) => {
    const id = newId() as Uuid
    const line = { party: 'person' as const, holderId: BENEFICIARY_ID, amount: 100n }
    const grant = { id, instrumentId: INSTRUMENT_ID, lines: [line], reason: 'The month' }
    await cast.people.services.minting.prepareGrant(grant, treasurer)
    // With it comes a tranche of the programme, of which the grant is given.
    await sold(cast)
    return swapping('currency-grants', id)
  },
  'POST /api/v1/reserve-releases/{id}/decision': async ({ cast }) => {
    const id = newId() as Uuid
    const release = { id, instrumentId: await sold(cast), amount: 100n, reason: 'Not needed' }
    await cast.people.services.minting.prepareRelease(release, treasurer)
    return swapping('reserve-releases', id)
  },
  'POST /api/v1/wallet/currencies/{id}/payments': own,
  'POST /api/v1/wallet/currencies/{id}/schedules': own,
  'DELETE /api/v1/wallet/currencies/{id}/schedules/{scheduleId}': own,
  'POST /api/v1/wallet/currency-payments/{id}/refunds': own,
}
