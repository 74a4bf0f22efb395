import type { Principal } from '../access/core/principal.ts'
import { reaches } from '../access/core/principal.ts'
import type { Database } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { AccountId, TransferId, Uuid } from '../kernel/ids.ts'
import { availableOf } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { Area } from '../ledger/core/colour.ts'
import type { CompanionWrite } from '../ledger/service.ts'
import { envelopeAccount, programmeAccounts } from './accounts.ts'
import type { EnvelopeArea } from './core/areas.ts'
import { consentFor, type MoveKind, type MoveSide, moveKindOf } from './core/moves.ts'
import { colourWithin, mayUseColour } from './core/programme.ts'
import { isSameVerdict, type Verdict } from './deciding.ts'
import {
  type Envelope,
  insertEnvelope,
  selectEnvelopes,
  selectProgrammes,
} from './envelope-store.ts'
import { colourless, type DeskDeps } from './funding.ts'
import * as store from './funding-store.ts'
import { approvalId, envelopeAccountId, grantAccountId, moveTransferId } from './identity.ts'
import { allCreated } from './opening.ts'
import {
  alreadyDecided,
  contactPointNotFound,
  envelopeNotFound,
  isDecided,
  programmeUnknown,
  recordRefusal,
  requestConflict,
} from './refusals.ts'
import { sameFields } from './same.ts'
import { selectContactPoints } from './store.ts'

/** An envelope to be opened, with nothing in it. The id is the caller's: the same again changes nothing. */
export interface NewEnvelope {
  readonly id: Uuid
  readonly programmeId: string
  readonly contactPointId: string
  readonly area: EnvelopeArea
  /** The area that its money is restricted to; `null` for none. */
  readonly colourArea: Area | null
}

/** A move to be prepared. The id is the caller's: the same again changes nothing. */
export interface NewMove extends store.MoveContent {
  readonly id: Uuid
}

const MOVE_CODES: Readonly<Record<MoveKind, number>> = {
  fund: TRANSFER_CODES.envelope_funded,
  move: TRANSFER_CODES.envelope_moved,
  return: TRANSFER_CODES.envelope_returned,
}

/** More may come and go on the account in the same moment so many times before a move gives up. */
const TRIES_MAX = 20

/** Opens an envelope: its row and its account, in one commit. */
export async function openEnvelope(
  { db, ledger, accessLog }: DeskDeps,
  { id, programmeId, contactPointId, area, colourArea }: NewEnvelope,
  who: Principal,
): Promise<{ readonly envelope: Envelope; readonly created: boolean }> {
  const [programme] = await selectProgrammes(db.sql, [programmeId])
  if (programme === undefined) throw programmeUnknown(programmeId)
  const [point] = await selectContactPoints(db, [contactPointId])
  if (point === undefined) throw contactPointNotFound()
  const { unit } = programme
  const colour = colourWithin(programme, colourArea)
  if (colour === undefined) throw colourless(programme)
  if (!mayUseColour(point.area, colour)) {
    throw new DomainError('colour_unfit', `${contactPointId} does not belong to this area.`)
  }
  const accountId = envelopeAccountId(contactPointId, unit, colour, area)
  const row: Envelope = { id, programmeId, contactPointId, area, unit, colour, accountId }
  const entry = {
    ...{ actor: who, action: 'envelope.opened' as const, outcome: 'done' as const },
    ...{ subject: { kind: 'envelope', id }, contactPointId },
  }
  let created = false
  try {
    await ledger.post({ accounts: programmeAccounts(unit, colour), transfers: [] })
    const outcome = await ledger.post({
      accounts: [envelopeAccount({ ...row, place: point.area })],
      transfers: [],
      companion: (decided) =>
        allCreated(decided)
          ? (tx) => [insertEnvelope(tx, row), accessLog.recordIn(tx, entry)]
          : undefined,
    })
    created = allCreated(outcome)
  } catch (error) {
    if (brokenConstraint(error) !== 'envelope_pkey') throw error
  }
  const [standing] = await selectEnvelopes(db.sql, [id])
  if (standing !== undefined && sameFields(standing, row)) return { envelope: standing, created }
  if (standing !== undefined) throw requestConflict()
  throw new DomainError(
    'envelope_exists',
    `${contactPointId} has an envelope for this area and this money already.`,
  )
}

/** Prepares a move that somebody else then approves: nothing moves yet. */
export async function prepareMove(
  deps: DeskDeps,
  { id, ...content }: NewMove,
  who: Principal,
): Promise<store.Move> {
  const { db, runtime, accessLog, approvals } = deps
  const { sides, summary } = await sidesOf(db, content)
  const consent = await consentOf(deps, sides, who)
  if (consent.status === 'out_of_scope') {
    const subject = { kind: 'envelope', id: content.fromEnvelopeId ?? content.toEnvelopeId ?? id }
    await recordRefusal(accessLog, who, { action: 'envelope.moved', subject })
    throw envelopeNotFound()
  }
  const row = { ...content, id, preparedBy: who.id, preparedAt: new Date(runtime.now()) }
  try {
    await db.sql.begin((tx) =>
      Promise.all([
        store.insertMove(tx, row),
        approvals.prepareIn(tx, {
          ...{ id: approvalId('envelope_move', id), kind: 'envelope_move', subjectId: id },
          ...{ contactPointIds: consent.contactPointIds, preparedBy: who },
          summary: { ...summary, amount: content.amount.toString() },
        }),
        accessLog.recordIn(tx, {
          ...{ actor: who, action: 'envelope_move.prepared', outcome: 'done' },
          subject: { kind: 'envelope_move', id },
        }),
      ]),
    )
  } catch (error) {
    if (brokenConstraint(error) !== 'envelope_move_pkey') throw error
  }
  const move = await store.selectMove(db.sql, id)
  if (move === undefined || !sameFields(move, { ...content, preparedBy: who.id })) {
    throw requestConflict()
  }
  return move
}

/**
 * Approves a move, which posts it, or refuses it. One that the giving side cannot pay stays as it is, and may be approved
 * once there is more.
 *
 * @throws DomainError `envelope_move_not_found`, `envelope_exhausted`, or why this person may not decide
 */
export async function decideMove(
  deps: DeskDeps,
  id: Uuid,
  verdict: Verdict,
  who: Principal,
): Promise<store.Move> {
  const { db, approvals } = deps
  const move = await findMove(deps, id, who)
  if (isSameVerdict(move, verdict, who)) return move
  try {
    const approval = await approvals.claim(approvalId('envelope_move', id), who)
    const decision = { ...verdict, id: approval.id, by: who }
    if (verdict.state === 'refused') {
      await db.sql.begin((tx) => Promise.all(approvals.decideIn(tx, decision)))
    } else {
      await post(deps, move, (tx) => approvals.decideIn(tx, decision))
    }
  } catch (error) {
    if (!isDecided(error)) throw error
  }
  const decided = await store.selectMove(db.sql, id)
  if (decided === undefined || !isSameVerdict(decided, verdict, who)) throw alreadyDecided()
  return decided
}

/** A move that somebody may see, or may be asked to decide on. */
export async function findMove(
  { db, approvals, accessLog }: DeskDeps,
  id: Uuid,
  who: Principal,
): Promise<store.Move> {
  const move = await store.selectMove(db.sql, id)
  if (move === undefined) throw moveNotFound()
  const approval = await approvals.find(approvalId('envelope_move', id))
  const points = [
    move.fromContactPointId,
    move.toContactPointId,
    ...(approval?.contactPointIds ?? []),
  ]
  const isTheirs = points.some((point) => point !== null && reaches(who, point))
  if (isTheirs) return move
  const subject = { kind: 'envelope_move', id }
  await recordRefusal(accessLog, who, { action: 'envelope_move.viewed', subject })
  throw moveNotFound()
}

/** Posts an approved move and its decision in one commit, or nothing at all. */
async function post(
  { db, ledger }: DeskDeps,
  move: store.Move,
  decide: CompanionWrite,
): Promise<void> {
  const { amount, unit } = move
  const { sides, from, to } = await sidesOf(db, move)
  const kind = moveKindOf(...sides)
  assert(kind, 'a move leads from one side to another')
  const transfer = {
    ...{ debitAccountId: from, creditAccountId: to, amount, unit, flags: [] },
    ...{ code: MOVE_CODES[kind], reference128: move.id },
  }
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const giving = await ledger.findAccount(from)
    // Refused before it is posted where it can be, so that the id of the transfer stays unspoilt.
    if (giving === undefined || availableOf(giving) < amount) throw exhausted(move)
    const id: TransferId = moveTransferId(move.id, giving.version)
    const outcome = await ledger.post({
      transfers: [{ ...transfer, id }],
      companion: ({ transfers }) => (transfers[0]?.status === 'created' ? decide : undefined),
    })
    const status = outcome.transfers[0]?.status
    if (status === 'created' || status === 'exists') return
    const isOvertaken = status === 'exceeds_credits' || status === 'id_already_failed'
    assert(isOvertaken, `a move is not refused as ${status}`)
  }
  throw new DomainError(
    'envelope_busy',
    'Too much happens on this envelope in the same moment. Send the same request again.',
  )
}

/** What a move leads from and to: the sides, their accounts, and figures for whoever decides. */
async function sidesOf(
  { sql }: Database,
  { fromEnvelopeId, toEnvelopeId }: Pick<store.MoveContent, 'fromEnvelopeId' | 'toEnvelopeId'>,
): Promise<{
  readonly sides: readonly [MoveSide, MoveSide]
  readonly from: AccountId
  readonly to: AccountId
  readonly summary: Record<string, string>
}> {
  const ids = [fromEnvelopeId, toEnvelopeId].filter((id) => id !== null)
  const found = new Map((await selectEnvelopes(sql, ids)).map((one) => [one.id, one]))
  const source = fromEnvelopeId === null ? undefined : found.get(fromEnvelopeId)
  const target = toEnvelopeId === null ? undefined : found.get(toEnvelopeId)
  const one = source ?? target
  if (one === undefined || found.size !== new Set(ids).size) throw envelopeNotFound()
  if (source !== undefined && target !== undefined) requireSameMoney(source, target)
  const grant = grantAccountId(one.unit, one.colour)
  const { unit, colour } = one
  return {
    sides: [source ?? 'grant', target ?? 'grant'],
    from: source?.accountId ?? grant,
    to: target?.accountId ?? grant,
    summary: {
      from: source?.contactPointId ?? 'grant',
      to: target?.contactPointId ?? 'grant',
      ...(source === undefined ? {} : { fromArea: source.area }),
      ...(target === undefined ? {} : { toArea: target.area }),
      unit,
      ...(colour === null ? {} : { colour }),
    },
  }
}

function requireSameMoney(source: Envelope, target: Envelope): void {
  if (source.id !== target.id && source.unit === target.unit && source.colour === target.colour) {
    return
  }
  throw new DomainError(
    'envelopes_unfit',
    'Money moves between two envelopes of the same unit and the same colour.',
    { from: source.colour, to: target.colour },
  )
}

async function consentOf(
  { db }: DeskDeps,
  sides: readonly [MoveSide, MoveSide],
  who: Principal,
): Promise<ReturnType<typeof consentFor>> {
  const ids = sides.flatMap((side) => (side === 'grant' ? [] : [side.contactPointId]))
  const points = new Map((await selectContactPoints(db, ids)).map((one) => [one.id, one]))
  return consentFor(sides, who, (id) => points.get(id)?.approverContactPointId ?? null)
}

function moveNotFound(): DomainError {
  return new DomainError('envelope_move_not_found', 'There is no move with this id.')
}

function exhausted({ fromContactPointId }: store.Move): DomainError {
  return new DomainError(
    'envelope_exhausted',
    fromContactPointId === null
      ? 'The grant does not hold so much.'
      : `The envelope of ${fromContactPointId} does not hold so much.`,
    { contactPointId: fromContactPointId },
  )
}
