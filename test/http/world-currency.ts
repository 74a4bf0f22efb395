import { walletIdOf } from '../../src/currency/identity.ts'
import { romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { preset } from '../currency/market.ts'
import type { Cast } from './cast.ts'
import { BENEFICIARY_ID, newId, PARTNER_ID } from './programme.ts'

/** An instrument on credit, so that nobody has to be given anything before they pay. */
export const OWN_INSTRUMENT_ID = 'SCAMBIO'

/** What the near person and the near shop do with it. */
export async function openCurrencyWorld(cast: Cast) {
  const { people } = cast
  const { services, runtime } = people
  const { currency, paymentRequests } = services
  const all = ['person', 'partner'] as const
  const payments = all.flatMap((from) => all.map((to) => ({ from, to })))
  const rules = { ...preset('sardex'), unit: 'SCAMBIO', payments }
  const id = OWN_INSTRUMENT_ID
  const preparedBy = newId() as Uuid
  const day = romeDay(runtime.now())
  const version = { rules, validFrom: day, preparedBy }
  await currency.addInstrument({ id, programmeId: 'FRANOI-2', unit: rules.unit as Unit }, version)
  const own = await currency.openWallet(id, 'person', BENEFICIARY_ID)
  const shop = await currency.openWallet(id, 'partner', PARTNER_ID)
  const payment = { id: newId() as Uuid, payerId: shop, payeeId: own, amount: 100_000n }
  await currency.pay({ ...payment, channel: 'wallet', actor: null })
  const { code } = await paymentRequests.standing(walletIdOf(id, 'partner', PARTNER_ID))
  const schedule = {
    ...{ id: newId(), code, amount: '100', cadence: 'monthly', dueDay: 1 },
    ...{ fromDay: '2026-06-01', untilDay: '2026-12-31' },
  }
  const schedules = `/api/v1/wallet/currencies/${id}/schedules`
  const made = await cast.as('beneficiary').send('POST', schedules, schedule)
  const cards = `/api/v1/beneficiaries/${BENEFICIARY_ID}/payment-cards`
  const card = await cast.as('operator', 'session').send('POST', cards)
  if (made.status !== 201 || card.status !== 201) throw new Error(`${made.text} ${card.text}`)
  const [ownRequestId, tillRequestId] = [newId() as Uuid, newId() as Uuid]
  await paymentRequests.create({ id: ownRequestId, walletId: own, amount: 100n })
  await paymentRequests.create({ id: tillRequestId, walletId: shop, amount: 100n })
  return {
    ...{ ownPaymentId: payment.id as string, signCode: code },
    ...{ ownRequestId: ownRequestId as string, tillRequestId: tillRequestId as string },
    ...{ currencyScheduleId: schedule.id, paymentCardId: String(card.body.id) },
  }
}
