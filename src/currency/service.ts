import type { AccessLog } from '../access/access-log.ts'
import type { Approvals } from '../access/approvals.ts'
import type { Database } from '../db/client.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { Ledger } from '../ledger/service.ts'
import type { Network } from '../network/service.ts'
import type { Plans } from '../plans/service.ts'
import type { Runtime } from '../runtime.ts'
import type { Purse } from './core/deed.ts'
import type { Instrument } from './core/instrument.ts'
import type { Party } from './core/rules.ts'
import { getInstrument, openInstrument, openWallet, readPursesOf } from './opening.ts'
import type { PaymentRow } from './payment-store.ts'
import { selectPayments } from './payment-store.ts'
import { type PaymentDeps, type PayRequest, pay, type RefundRequest, refund } from './payments.ts'
import { LAST_POSITION, type StatementLine, selectStatement } from './statement-store.ts'
import {
  insertInstrument,
  insertVersion,
  type NewInstrumentRow,
  type NewVersionRow,
  selectInstruments,
  selectWalletsOf,
} from './store.ts'
import type { Turns } from './turns.ts'

export type { Purse, Wallet } from './core/deed.ts'
export type { Instrument } from './core/instrument.ts'
export type { PaymentRow } from './payment-store.ts'
export type { PayRequest, RefundRequest } from './payments.ts'
export type { StatementLine } from './statement-store.ts'

/** What the use cases of this capability stand on. */
export interface CurrencyDeps {
  readonly db: Database
  readonly ledger: Ledger
  readonly runtime: Runtime
  readonly network: Network
  readonly plans: Plans
  readonly approvals: Approvals
  readonly accessLog: AccessLog
  /** One for all that moves money of instruments in this process. */
  readonly turns: Turns
}

/** Money of a programme besides vouchers and euro: instruments, wallets, payments. */
export interface Currency {
  /** Those whose rules were approved, by id. */
  listInstruments(): Promise<readonly Instrument[]>
  /** @throws DomainError `instrument_not_found` */
  getInstrument(id: string): Promise<Instrument>
  /** Opens a wallet where there is none. @throws DomainError `currency_holder_not_found`, `instrument_not_found` */
  openWallet(instrumentId: string, party: Party, holderId: string): Promise<Uuid>
  /** What somebody holds today, by instrument. */
  pursesOf(party: Party, holderId: string): Promise<readonly Purse[]>
  /** @throws DomainError `currency_wallet_not_found` */
  getPurse(walletId: Uuid): Promise<Purse>
  /** What happened on a wallet, the newest first. */
  statement(
    walletId: Uuid,
    page: { readonly limit: number; readonly before?: bigint },
  ): Promise<readonly StatementLine[]>
  pay(request: PayRequest): Promise<PaymentRow>
  refund(request: RefundRequest): Promise<PaymentRow>
  /** @throws DomainError `currency_payment_not_found` */
  getPayment(id: Uuid): Promise<PaymentRow>
  /**
   * Writes an instrument with rules that count at once, as an import or a test brings them in: whoever calls it has seen to
   * it that they were approved.
   */
  addInstrument(
    instrument: Omit<NewInstrumentRow, 'createdAt'>,
    version: Omit<NewVersionRow, 'instrumentId' | 'preparedAt' | 'approvedAt' | 'version'>,
  ): Promise<Instrument>
}

export function createCurrency(deps: CurrencyDeps): Currency {
  const { db, runtime } = deps
  const paying: PaymentDeps = deps
  const today = () => romeDay(runtime.now())
  const pursesAmong = (ids: readonly Uuid[]) => readPursesOf(db, ids, today())
  return {
    listInstruments: async () =>
      (await selectInstruments(db.sql, 'all')).filter(({ versions }) => versions.length > 0),
    getInstrument: (id) => getInstrument(db, id),
    openWallet: async (instrumentId, party, holderId) => {
      const instrument = await getInstrument(db, instrumentId)
      await checkHolder(deps, instrument, party, holderId)
      return openWallet(deps, instrument, party, holderId)
    },
    pursesOf: async (party, holderId) => {
      const wallets = await selectWalletsOf(db.sql, party, holderId)
      const purses = await pursesAmong(wallets.map(({ id }) => id))
      return wallets.flatMap(({ id }) => purses.get(id) ?? [])
    },
    getPurse: async (id) => {
      const purse = (await pursesAmong([id])).get(id)
      if (purse !== undefined) return purse
      throw new DomainError('currency_wallet_not_found', 'There is no such wallet.')
    },
    statement: (id, { limit, before = LAST_POSITION }) =>
      selectStatement(db.sql, id, { limit, before }),
    pay: (request) => pay(paying, request),
    refund: (request) => refund(paying, request),
    getPayment: async (id) => {
      const [found] = await selectPayments(db.sql, [id])
      if (found !== undefined) return found
      throw new DomainError('currency_payment_not_found', 'There is no such payment.')
    },
    addInstrument: (instrument, version) => addInstrument(deps, instrument, version),
  }
}

async function addInstrument(
  deps: CurrencyDeps,
  instrument: Omit<NewInstrumentRow, 'createdAt'>,
  version: Omit<NewVersionRow, 'instrumentId' | 'preparedAt' | 'approvedAt' | 'version'>,
): Promise<Instrument> {
  const { db, runtime } = deps
  const at = new Date(runtime.now())
  await db.sql.begin(async (tx) => {
    await insertInstrument(tx, { ...instrument, createdAt: at })
    const first = { instrumentId: instrument.id, version: 1, preparedAt: at, approvedAt: at }
    await insertVersion(tx, { ...version, ...first })
  })
  const added = await getInstrument(db, instrument.id)
  await openInstrument(deps, added)
  return added
}

async function checkHolder(
  { network, plans }: CurrencyDeps,
  { programmeId }: Instrument,
  party: Party,
  holderId: string,
): Promise<void> {
  const isThere = async () => {
    switch (party) {
      case 'person':
        return (await plans.findBeneficiary(holderId)) !== undefined
      case 'partner':
        return (await network.findPartner(holderId)) !== undefined
      case 'association':
        return true
      case 'programme':
        return holderId === programmeId
    }
  }
  if (await isThere()) return
  throw new DomainError('currency_holder_not_found', `There is no ${party} ${holderId}.`)
}
