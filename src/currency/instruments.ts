import { type Principal, reaches, scopeOf } from '../access/core/principal.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { isSameVerdict, type Verdict } from '../network/deciding.ts'
import { alreadyDecided, isDecided, recordRefusal } from '../network/refusals.ts'
import type { Purse } from './core/deed.ts'
import type { Instrument } from './core/instrument.ts'
import type { Party } from './core/rules.ts'
import { earliestDay } from './core/versions.ts'
import { versionApprovalId } from './identity.ts'
import {
  approvedOf,
  getRecord,
  type InstrumentDeps,
  type NewInstrument,
  type NewVersion,
  prepareInstrument,
  prepareVersion,
  today,
  type VersionKey,
} from './instrument-preparing.ts'
import * as store from './instrument-store.ts'
import { openInstrument, readPursesOf } from './opening.ts'

export type { Verdict } from '../network/deciding.ts'
export type { NewInstrument, NewVersion, VersionKey } from './instrument-preparing.ts'
export type {
  CreditLine,
  InstrumentPage,
  InstrumentRecord,
  PreparedVersion,
  WalletPage,
} from './instrument-store.ts'

/** A line of credit of one member. */
export interface NewCreditLine extends store.CreditLine {
  readonly instrumentId: string
  /** The wallet itself, or the partner whose wallet it is, which is opened where there is none. */
  readonly of: { readonly walletId: Uuid } | { readonly partnerId: string }
  readonly reason: string
}

/** Instruments for those who make their rules: one person prepares, another approves. */
export interface Instruments {
  list(page: store.InstrumentPage): Promise<readonly store.InstrumentRecord[]>
  /** @throws DomainError `instrument_not_found` */
  get(id: string): Promise<store.InstrumentRecord>
  /**
   * Prepares an instrument with its first rules: it is there once somebody else approves them.
   *
   * @throws DomainError `programme_unknown`, `instrument_id_conflict`, `instrument_unit_taken`, `instrument_day_unfit`
   */
  prepare(asked: NewInstrument, who: Principal): Promise<store.InstrumentRecord>
  /**
   * Prepares further rules. Only one version waits at a time.
   *
   * @throws DomainError `instrument_not_found`, `instrument_day_unfit`, `instrument_rules_fixed`, `instrument_version_waiting`
   */
  prepareVersion(id: string, asked: NewVersion, who: Principal): Promise<store.InstrumentRecord>
  /** @throws DomainError `instrument_not_found`, `instrument_day_passed`, or why this person may not decide */
  decide(key: VersionKey, verdict: Verdict, who: Principal): Promise<store.InstrumentRecord>
  /** Takes back what one prepared oneself. @throws DomainError `instrument_not_found`, `approval_closed` */
  withdraw(key: VersionKey, who: Principal): Promise<store.InstrumentRecord>
  /**
   * Says how far one account on credit may go, from now on. Who stands below a line that became shorter can be paid, and
   * cannot pay.
   *
   * @throws DomainError `instrument_not_found`, `instrument_without_credit`, `currency_wallet_not_found`,
   *   `currency_holder_not_found`
   */
  setCreditLine(line: NewCreditLine, who: Principal): Promise<Purse>
  /** @throws DomainError `instrument_not_found`, `currency_holder_not_found` */
  openWallet(
    wallet: { readonly instrumentId: string; readonly party: Party; readonly holderId: string },
    who: Principal,
  ): Promise<Purse>
  /** Wallets as they stand today, those that somebody reaches. @throws DomainError `instrument_not_found` */
  listWallets(
    instrumentId: string,
    page: Omit<store.WalletPage, 'contactPointIds'>,
    who: Principal,
  ): Promise<readonly Purse[]>
}

export function createInstruments(deps: InstrumentDeps): Instruments {
  const { db, currency } = deps
  return {
    list: (page) => store.selectRecords(db.sql, page),
    get: (id) => getRecord(deps, id),
    prepare: (asked, who) => prepareInstrument(deps, asked, who),
    prepareVersion: (id, asked, who) => prepareVersion(deps, id, asked, who),
    decide: (key, verdict, who) => decide(deps, key, verdict, who),
    withdraw: (key, who) => withdraw(deps, key, who),
    setCreditLine: (line, who) => setCreditLine(deps, line, who),
    openWallet: async ({ instrumentId, party, holderId }, who) => {
      await checkReach(deps, party, holderId, who)
      return currency.getPurse(await currency.openWallet(instrumentId, party, holderId))
    },
    listWallets: async (instrumentId, page, who) => {
      await currency.getInstrument(instrumentId)
      const ids = await store.selectWalletIds(db.sql, instrumentId, { ...page, ...scopeOf(who) })
      const purses = await readPursesOf(db, ids, today(deps))
      return ids.flatMap((id) => purses.get(id) ?? [])
    },
  }
}

async function getVersion(
  deps: InstrumentDeps,
  { instrumentId, version }: VersionKey,
): Promise<{
  readonly record: store.InstrumentRecord
  readonly standing: store.PreparedVersion
}> {
  const record = await getRecord(deps, instrumentId)
  const standing = record.versions.find((one) => one.version === version)
  if (standing !== undefined) return { record, standing }
  throw new DomainError('instrument_not_found', `${instrumentId} has no version ${version}.`)
}

async function decide(
  deps: InstrumentDeps,
  key: VersionKey,
  verdict: Verdict,
  who: Principal,
): Promise<store.InstrumentRecord> {
  const { record, standing } = await getVersion(deps, key)
  if (isSameVerdict(standing, verdict, who)) return record
  try {
    const approvalId = versionApprovalId(key.instrumentId, key.version)
    const approval = await deps.approvals.claim(approvalId, who)
    const decision = { ...verdict, id: approval.id, by: who }
    if (verdict.state === 'approved') await makeReady(deps, record, standing)
    await deps.db.sql.begin(async (tx) => {
      // The decision stands before what it allows: the database asks for it.
      await Promise.all(deps.approvals.decideIn(tx, decision))
      if (verdict.state === 'refused') return
      await store.approveVersion(tx, standing, new Date(deps.runtime.now()))
    })
  } catch (error) {
    if (!isDecided(error)) throw error
  }
  const decided = await getVersion(deps, key)
  if (!isSameVerdict(decided.standing, verdict, who)) throw alreadyDecided()
  return decided.record
}

/**
 * Sees to it that rules take nothing from anybody afterwards, and that the first ones find their accounts: without them an
 * instrument that counts could not be used.
 */
async function makeReady(
  deps: InstrumentDeps,
  record: store.InstrumentRecord,
  version: store.PreparedVersion,
): Promise<void> {
  const approved = approvedOf(record.versions)
  const earliest = earliestDay(approved, today(deps))
  if (approved.length > 0 && version.validFrom < earliest) {
    throw new DomainError(
      'instrument_day_passed',
      `These rules were to count from ${version.validFrom} on; now they can from ${earliest} on.`,
      { earliest },
    )
  }
  if (approved.length > 0) return
  const instrument: Instrument = { ...record, versions: [version] }
  await openInstrument(deps, instrument)
}

async function withdraw(
  deps: InstrumentDeps,
  key: VersionKey,
  who: Principal,
): Promise<store.InstrumentRecord> {
  const { standing } = await getVersion(deps, key)
  const isWithdrawn = standing.state === 'withdrawn' && standing.decidedBy === who.id
  const approvalId = versionApprovalId(key.instrumentId, key.version)
  if (!isWithdrawn && !(await deps.approvals.withdraw(approvalId, who))) {
    throw new DomainError(
      'approval_closed',
      'Only who prepared it takes it back, before it is decided.',
    )
  }
  return getRecord(deps, key.instrumentId)
}

async function setCreditLine(
  deps: InstrumentDeps,
  { instrumentId, of, below, above, reason }: NewCreditLine,
  who: Principal,
): Promise<Purse> {
  const { db, currency, accessLog } = deps
  const { versions } = await currency.getInstrument(instrumentId)
  if (versions[0]?.rules.issuance.by !== 'credit') {
    throw new DomainError(
      'instrument_without_credit',
      `Nobody goes below zero in ${instrumentId}: it is not on credit.`,
    )
  }
  const walletId =
    'walletId' in of
      ? of.walletId
      : await currency.openWallet(instrumentId, 'partner', of.partnerId)
  await db.sql.begin(async (tx) => {
    const wallet = { instrumentId, walletId }
    const written = await store.updateCreditLine(tx, wallet, { below, above })
    if (written.length === 0) {
      throw new DomainError('currency_wallet_not_found', 'There is no such wallet.')
    }
    await accessLog.recordIn(tx, {
      ...{ actor: who, action: 'currency_wallet.credit_set', outcome: 'done' },
      subject: { kind: 'currency_wallet', id: walletId },
      detail: { below: `${below ?? ''}`, above: `${above ?? ''}`, reason },
    })
  })
  return currency.getPurse(walletId)
}

/** People of other contact points are as if they were not there. */
async function checkReach(
  { plans, accessLog }: InstrumentDeps,
  party: Party,
  holderId: string,
  who: Principal,
): Promise<void> {
  if (party !== 'person' || who.contactPointIds === undefined) return
  const contactPointId = (await plans.findBeneficiary(holderId))?.contactPointId
  if (contactPointId === undefined || reaches(who, contactPointId)) return
  const subject = { kind: 'beneficiary', id: holderId }
  const action = 'currency_wallet.opened'
  await recordRefusal(accessLog, who, { action, subject, contactPointId })
  throw new DomainError('currency_holder_not_found', `There is no person ${holderId}.`)
}
