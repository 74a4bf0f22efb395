import { INSTRUMENT_PRESETS } from '../../src/currency/core/presets.ts'
import { readPursesOf } from '../../src/currency/opening.ts'
import { postDeed } from '../../src/currency/posting.ts'
import { type Day, romeDay } from '../../src/kernel/days.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import type { Unit } from '../../src/kernel/money.ts'
import { TRANSFER_CODES } from '../../src/ledger/core/chart.ts'
import type { Cast } from './cast.ts'
import { BENEFICIARY_ID, newId, PARTNER_ID } from './programme.ts'

/** Money that the near person and the near shop have, and nobody far. */
export const CURRENCY_ID = 'NEAR'

/** Opens it, and lets the person pay the shop once: gives the payment. */
export async function openCurrency(cast: Cast): Promise<Uuid> {
  const { services, runtime, database } = cast.people
  const { currency, ledger } = services
  const day: Day = romeDay(runtime.now())
  const preset = INSTRUMENT_PRESETS.find(({ key }) => key === 'scec')
  if (preset === undefined) throw new Error('there is no such preset')
  const unit = 'NEAR' as Unit
  const rules = { ...preset.rules, unit, discount: null }
  const id = CURRENCY_ID
  const version = { rules, validFrom: day, preparedBy: newId() as Uuid }
  const instrument = await currency.addInstrument({ id, programmeId: 'FRANOI-2', unit }, version)
  const payerId = await currency.openWallet(id, 'person', BENEFICIARY_ID)
  const payeeId = await currency.openWallet(id, 'partner', PARTNER_ID)
  const purse = (await readPursesOf(database.db, [payerId], day)).get(payerId)
  if (purse === undefined) throw new Error('there is no such wallet')
  const grant = {
    ...({ kind: 'grant', status: 'paid', channel: 'desk' } as const),
    ...{ id: newId() as Uuid, instrumentId: id, payerId: null, payeeId: payerId },
    ...{ amount: 10_000n, fee: 0n, refunded: 0n, refundOf: null, purchaseId: null },
    ...{ actorId: null, reason: null, requestDigest: '' },
  }
  const moves = [
    {
      ...({ from: { kind: 'issuer', instrument }, to: { kind: 'wallet', purse } } as const),
      ...{ amount: 10_000n, code: TRANSFER_CODES.currency_issued },
    },
  ]
  await postDeed({ ledger, runtime }, { day, moves, payments: [grant] })
  const paid = { id: newId() as Uuid, payerId, payeeId, amount: 5_000n, actor: null }
  return (await currency.pay({ ...paid, channel: 'code' })).id
}
