import type { Sql, Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Instrument } from './core/instrument.ts'
import type { InstrumentFigures } from './core/invariants.ts'
import { issuedAccountId, reserveAccountId } from './identity.ts'
import { selectFigures } from './invariants-store.ts'
import { fundOf } from './posting.ts'

/** What books, lots and payments of an instrument come to now. Reads all its wallets. */
export function figuresOf(
  sql: Sql | Tx,
  instrument: Instrument,
  day: Day,
): Promise<InstrumentFigures> {
  const { id } = instrument
  const accountIds = { issued: issuedAccountId(id), reserve: reserveAccountId(id) }
  return selectFigures(sql, instrument, day, { ...accountIds, fund: fundOf(instrument) })
}
