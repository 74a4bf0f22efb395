import type { AccessLog } from '../access/access-log.ts'
import type { Approvals } from '../access/approvals.ts'
import type { Principal } from '../access/core/principal.ts'
import type { Database } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { Area, Colour } from '../ledger/core/colour.ts'
import type { CompanionWrite, Ledger } from '../ledger/service.ts'
import type { Runtime } from '../runtime.ts'
import { programmeAccounts } from './accounts.ts'
import { colourWithin, type Programme } from './core/programme.ts'
import { isSameVerdict, type Verdict } from './deciding.ts'
import { insertProgramme, selectProgrammes } from './envelope-store.ts'
import * as store from './funding-store.ts'
import { approvalId, bankAccountId, grantAccountId, trancheTransferId } from './identity.ts'
import { alreadyDecided, isDecided, programmeUnknown, requestConflict } from './refusals.ts'
import { sameFields } from './same.ts'

export type { Decided, Move, MovePage, Tranche, TranchePage } from './funding-store.ts'

/** What the use cases of people stand on. */
export interface DeskDeps {
  readonly db: Database
  readonly ledger: Ledger
  readonly runtime: Runtime
  readonly accessLog: AccessLog
  readonly approvals: Approvals
}

/** A tranche to be prepared. The id is the caller's: the same again changes nothing. */
export interface NewTranche extends Omit<store.TrancheContent, 'colour'> {
  readonly id: Uuid
  /** The area that its money is restricted to; `null` for none. */
  readonly area: Area | null
}

/** Adds a programme; the same again gives it again. */
export async function addProgramme(
  { db, accessLog }: DeskDeps,
  programme: Programme & { readonly colour: Colour },
  who: Principal,
): Promise<{ readonly programme: Programme; readonly created: boolean }> {
  const created = await db.sql
    .begin(async (tx) => {
      const written = await insertProgramme(tx, programme)
      if (written.length === 0) return false
      await accessLog.recordIn(tx, {
        ...{ actor: who, action: 'programme.created', outcome: 'done' },
        subject: { kind: 'programme', id: programme.id },
      })
      return true
    })
    .catch((error: unknown) => {
      if (brokenConstraint(error) !== 'programme_colour') throw error
      throw programmeConflict(`Another programme has the colour ${programme.colour}.`)
    })
  const [standing] = await selectProgrammes(db.sql, [programme.id])
  assert(standing, 'a programme that was written is there')
  const { rules, ...rest } = programme
  if (!sameFields(standing, rest) || !sameFields(standing.rules, rules)) {
    throw programmeConflict('A programme with this id is there, with another content.')
  }
  return { programme: standing, created }
}

/** Prepares a tranche that somebody else then approves: nothing moves yet. */
export async function prepareTranche(
  { db, runtime, accessLog, approvals }: DeskDeps,
  { id, area, ...given }: NewTranche,
  who: Principal,
): Promise<store.Tranche> {
  const programme = await findProgramme(db, given.programmeId)
  const colour = colourWithin(programme, area)
  if (colour === undefined) throw colourless(programme)
  const now = runtime.now()
  if (given.receivedOn > romeDay(now)) {
    throw new DomainError('received_in_future', 'A tranche is received before it is prepared.')
  }
  const content = { ...given, colour }
  const row = { ...content, id, unit: programme.unit, preparedBy: who.id }
  try {
    await db.sql.begin((tx) =>
      Promise.all([
        store.insertTranche(tx, { ...row, preparedAt: new Date(now) }),
        approvals.prepareIn(tx, {
          ...{ id: approvalId('funding', id), kind: 'funding', subjectId: id },
          ...{ contactPointIds: [], preparedBy: who, summary: summaryOf(row) },
        }),
        accessLog.recordIn(tx, {
          ...{ actor: who, action: 'funding.prepared', outcome: 'done' },
          subject: { kind: 'funding', id },
        }),
      ]),
    )
  } catch (error) {
    if (brokenConstraint(error) !== 'grant_tranche_pkey') throw error
  }
  const tranche = await store.selectTranche(db.sql, id)
  if (tranche === undefined || !sameFields(tranche, { ...content, preparedBy: who.id })) {
    throw requestConflict()
  }
  return tranche
}

/**
 * Approves a tranche, which posts it, or refuses it.
 *
 * @throws DomainError `funding_not_found`, or why this person may not decide
 */
export async function decideTranche(
  deps: DeskDeps,
  id: Uuid,
  verdict: Verdict,
  who: Principal,
): Promise<store.Tranche> {
  const { db, approvals } = deps
  const tranche = await store.selectTranche(db.sql, id)
  if (tranche === undefined) throw trancheNotFound()
  if (isSameVerdict(tranche, verdict, who)) return tranche
  try {
    const approval = await approvals.claim(approvalId('funding', id), who)
    const decision = { ...verdict, id: approval.id, by: who }
    if (verdict.state === 'refused') {
      await db.sql.begin((tx) => Promise.all(approvals.decideIn(tx, decision)))
    } else {
      await receive(deps, tranche, (tx) => approvals.decideIn(tx, decision))
    }
  } catch (error) {
    if (!isDecided(error)) throw error
  }
  const decided = await store.selectTranche(db.sql, id)
  if (decided === undefined || !isSameVerdict(decided, verdict, who)) throw alreadyDecided()
  return decided
}

/** Posts an approved tranche and its decision in one commit. */
async function receive(
  { ledger }: DeskDeps,
  { id, unit, colour, amount }: store.Tranche,
  decide: CompanionWrite,
): Promise<void> {
  await ledger.post({ accounts: programmeAccounts(unit, colour), transfers: [] })
  const outcome = await ledger.post({
    transfers: [
      {
        id: trancheTransferId(id),
        debitAccountId: bankAccountId(unit, colour),
        creditAccountId: grantAccountId(unit, colour),
        ...{ amount, unit, code: TRANSFER_CODES.grant_received, flags: [], reference128: id },
      },
    ],
    companion: ({ transfers }) => (transfers[0]?.status === 'created' ? decide : undefined),
  })
  const status = outcome.transfers[0]?.status
  assert(status === 'created' || status === 'exists', `a tranche is not refused as ${status}`)
}

async function findProgramme({ sql }: Database, id: string): Promise<Programme> {
  const [programme] = await selectProgrammes(sql, [id])
  if (programme === undefined) throw programmeUnknown(id)
  return programme
}

function summaryOf(row: Omit<store.TrancheRow, 'preparedAt'>): Record<string, string> {
  const { programmeId, funder, kind, amount, unit, colour, receivedOn } = row
  const figures = { programmeId, funder, kind, amount: amount.toString(), unit, receivedOn }
  return colour === null ? figures : { ...figures, colour }
}

export function trancheNotFound(): DomainError {
  return new DomainError('funding_not_found', 'There is no tranche with this id.')
}

export function colourless({ id }: Programme): DomainError {
  return new DomainError(
    'colour_unfit',
    `The programme ${id} has no colour that could be restricted to this area.`,
  )
}

function programmeConflict(message: string): DomainError {
  return new DomainError('programme_id_conflict', message)
}
