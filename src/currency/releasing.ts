import type { Principal } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { romeDay } from '../kernel/days.ts'
import { parseRate } from '../kernel/decimal.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { balanceOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import { programmeAccounts } from '../network/accounts.ts'
import { isSameVerdict, type Verdict } from '../network/deciding.ts'
import { grantAccountId } from '../network/identity.ts'
import { alreadyDecided, isDecided } from '../network/refusals.ts'
import { sameFields } from '../network/same.ts'
import { instrumentAccounts } from './accounts.ts'
import { isBacked } from './core/conversion.ts'
import { rulesOn } from './core/instrument.ts'
import { issuedAccountId, mintingApprovalId, reserveAccountId } from './identity.ts'
import { transferOf } from './issuing.ts'
import type { MintingDeps } from './minting-deps.ts'
import * as store from './minting-store.ts'
import { getInstrument } from './opening.ts'

/** Euro that a reserve need not hold. The id is the caller's: the same again changes nothing. */
export type NewRelease = Omit<store.ReleaseRow, 'preparedBy' | 'preparedAt'>

/**
 * Prepares that euro leave a reserve for the grants of the programme; somebody else then approves it.
 *
 * @throws DomainError `instrument_not_found`, `reserve_release_conflict`
 */
export async function prepareRelease(
  deps: MintingDeps,
  release: NewRelease,
  who: Principal,
): Promise<store.Release> {
  const { db, runtime, accessLog, approvals } = deps
  const { id, instrumentId, amount } = release
  const { reserveUnit: unit } = await getInstrument(db, instrumentId)
  try {
    await db.sql.begin((tx) => [
      store.insertRelease(tx, {
        ...release,
        preparedBy: who.id,
        preparedAt: new Date(runtime.now()),
      }),
      approvals.prepareIn(tx, {
        ...{ id: mintingApprovalId('reserve_release', id), kind: 'reserve_release', subjectId: id },
        ...{ contactPointIds: [], preparedBy: who },
        summary: { instrument: instrumentId, amount: amount.toString(), unit },
      }),
      accessLog.recordIn(tx, {
        ...{ actor: who, action: 'reserve_release.prepared', outcome: 'done' },
        subject: { kind: 'reserve_release', id },
      }),
    ])
  } catch (error) {
    if (brokenConstraint(error) !== 'reserve_release_pkey') throw error
  }
  const written = await store.selectRelease(db.sql, id)
  if (written !== undefined && sameFields(written, { ...release, preparedBy: who.id })) {
    return written
  }
  throw new DomainError('reserve_release_conflict', 'This id belongs to another release.')
}

/**
 * Approves a release, as long as what is left is what has to lie behind what is outstanding, or refuses it.
 *
 * @throws DomainError `reserve_release_not_found`, `reserve_needed`, or why this person may not decide
 */
export async function decideRelease(
  deps: MintingDeps,
  id: Uuid,
  verdict: Verdict,
  who: Principal,
): Promise<store.Release> {
  const { db, approvals } = deps
  const release = await findRelease(deps, id)
  if (isSameVerdict(release, verdict, who)) return release
  try {
    const approval = await approvals.claim(mintingApprovalId('reserve_release', id), who)
    const decision = { ...verdict, id: approval.id, by: who }
    if (verdict.state === 'refused') {
      await db.sql.begin((tx) => [...approvals.decideIn(tx, decision)])
    } else {
      await post(deps, release, (tx) => approvals.decideIn(tx, decision))
    }
  } catch (error) {
    if (!isDecided(error)) throw error
  }
  const decided = await findRelease(deps, id)
  if (!isSameVerdict(decided, verdict, who)) throw alreadyDecided()
  return decided
}

/** @throws DomainError `reserve_release_not_found` */
export async function findRelease({ db }: MintingDeps, id: Uuid): Promise<store.Release> {
  const release = await store.selectRelease(db.sql, id)
  if (release !== undefined) return release
  throw new DomainError('reserve_release_not_found', 'There is no release with this id.')
}

/** Asked of the accounts as they stand after it, within the commit. */
async function post(
  { db, ledger, runtime }: MintingDeps,
  { id, instrumentId, amount }: store.Release,
  decide: CompanionWrite,
): Promise<void> {
  const instrument = await getInstrument(db, instrumentId)
  const { reserveUnit, colour } = instrument
  const backing = parseRate(rulesOn(instrument, romeDay(runtime.now())).backing)
  const to = grantAccountId(reserveUnit, colour)
  const code = TRANSFER_CODES.reserve_released
  const transfer = transferOf(runtime, { instrument, to, amount, code, reference: id })
  const { transfers } = await ledger.post({
    accounts: [...instrumentAccounts(instrument), ...programmeAccounts(reserveUnit, colour)],
    transfers: [{ ...transfer, flags: [] }],
    companion: ({ transfers: [posted], states }) => {
      const issued = states.get(issuedAccountId(instrumentId))
      const reserve = states.get(reserveAccountId(instrumentId))
      if (posted?.status !== 'created' || issued === undefined || reserve === undefined) return
      const after = { outstanding: -balanceOf(issued), reserve: balanceOf(reserve) }
      if (!isBacked(backing, after)) throw reserveNeeded()
      return decide
    },
  })
  if (transfers[0]?.status !== 'created') throw reserveNeeded()
}

function reserveNeeded(): DomainError {
  return new DomainError('reserve_needed', 'So much has to stay behind what is outstanding.')
}
