import { EXAMPLE_IDS } from '../../src/http/example-values.ts'
import { activityBody, REWARDING_ID } from './association-world.ts'
import { type Prepare, swapping } from './example-stage.ts'
import { CREDIT_ID } from './world.ts'
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
  'POST /api/v1/wallet/currencies/{id}/payments': own,
  'POST /api/v1/wallet/currencies/{id}/schedules': own,
  'DELETE /api/v1/wallet/currencies/{id}/schedules/{scheduleId}': own,
  'POST /api/v1/wallet/currency-payments/{id}/refunds': own,
}
