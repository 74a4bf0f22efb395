import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import type { Day } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Ledger } from '../ledger/service.ts'
import type { Runtime } from '../runtime.ts'
import { instrumentAccounts, walletAccount } from './accounts.ts'
import type { Purse, Wallet } from './core/deed.ts'
import type { Instrument } from './core/instrument.ts'
import type { Party } from './core/rules.ts'
import { walletIdOf } from './identity.ts'
import { fundOf } from './posting.ts'
import { insertWallet, readPurses, selectInstruments, selectWallets } from './store.ts'

interface OpeningDeps {
  readonly db: Database
  readonly ledger: Ledger
  readonly runtime: Runtime
}

/** @throws DomainError `instrument_not_found` */
export async function getInstrument({ sql }: Database, id: string): Promise<Instrument> {
  const [found] = await selectInstruments(sql, { ids: [id] })
  if (found !== undefined && found.versions.length > 0) return found
  throw new DomainError('instrument_not_found', `There is no instrument ${id}.`)
}

/** Opens what an instrument is kept on, and the wallet of its programme. Again is well. */
export async function openInstrument(deps: OpeningDeps, instrument: Instrument): Promise<void> {
  await deps.ledger.post({ accounts: instrumentAccounts(instrument), transfers: [] })
  await openWallet(deps, instrument, 'programme', instrument.programmeId)
}

/** Opens a wallet where there is none yet; whether there is such a holder has been asked. */
export async function openWallet(
  { db, ledger, runtime }: OpeningDeps,
  instrument: Instrument,
  party: Party,
  holderId: string,
): Promise<Uuid> {
  const id = walletIdOf(instrument.id, party, holderId)
  const [known] = await selectWallets(db.sql, [id])
  if (known !== undefined) return id
  const credit = { creditLine: null, creditRoom: null }
  const given = { id, party, holderId, ...credit, fetchedUpTo: null, stoppedAt: null }
  const openedAt = new Date(runtime.now())
  const wallet: Wallet = { ...given, instrument, openedAt }
  await ledger.post({
    accounts: [walletAccount(wallet)],
    transfers: [],
    companion: () => (tx) => [
      insertWallet(tx, { ...given, instrumentId: instrument.id, openedAt }),
    ],
  })
  return id
}

/** How wallets stand on a day; those that are not there are left out. */
export async function readPursesOf(
  { sql }: Database,
  ids: readonly Uuid[],
  day: Day,
): Promise<ReadonlyMap<Uuid, Purse>> {
  const wallets = await selectWallets(sql, ids)
  const wanted = [...new Set(wallets.map(({ instrumentId }) => instrumentId))]
  const found = await selectInstruments(sql, { ids: wanted })
  const instruments = new Map(found.map((one) => [one.id, one]))
  return readPurses(sql, ids, day, (id) => {
    const instrument = instruments.get(id)
    assert(instrument, 'a wallet is of an instrument that is there')
    return instrument
  })
}

/** What the programme itself holds of an instrument. */
export async function fundPurseOf(db: Database, instrument: Instrument, day: Day): Promise<Purse> {
  const id = fundOf(instrument)
  const purse = (await readPursesOf(db, [id], day)).get(id)
  assert(purse, 'an instrument was opened with the wallet of its programme')
  return purse
}
