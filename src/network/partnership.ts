import type { Principal } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { PARTNER_STEPS, type PartnerStep } from './core/kinds.ts'
import type { DeskDeps } from './funding.ts'
import { partnerToKeep, requireKeeping } from './keeping.ts'
import { addPartner, type NewPartner } from './opening.ts'
import type { Agreement, AgreementContent, Outlet, PartnerEvent } from './partner-store.ts'
import * as store from './partner-store.ts'
import { partnerNotFound, recordRefusal, requestConflict, territoryUnknown } from './refusals.ts'
import { sameFields } from './same.ts'
import {
  type Partner,
  type PartnerDetails,
  selectPartners,
  selectTerritories,
  updatePartner,
} from './store.ts'

export type { AgreementContent, PartnerEvent } from './partner-store.ts'
export type { PartnerDetails } from './store.ts'

/** An agreement to be recorded. The id is the caller's: the same again changes nothing. */
export interface NewAgreement extends AgreementContent {
  readonly id: Uuid
}

/** Something to be done to a partner. The id is the caller's: the same again changes nothing. */
export interface PartnerRequest {
  readonly id: Uuid
  readonly reason: string
}

/** An outlet as it is to be. */
export interface OutletDetails extends Omit<Outlet, 'closedAt'> {
  readonly isOpen: boolean
}

/** Admits a partner of a territory that whoever asks keeps. It accepts nothing before there is an agreement. */
export async function admitPartner(
  deps: DeskDeps,
  partner: Omit<NewPartner, 'status'>,
  who: Principal,
): Promise<{ readonly partner: Partner; readonly created: boolean }> {
  await requireTerritory(deps, partner.territoryId)
  await requireKeeping(deps, partner, who)
  const row = { ...partner, status: 'active' as const }
  const beside = (tx: Tx) => [record(deps, tx, who, 'partner.created', partner.id)]
  const added = await addPartner(deps, row, { agreed: false, beside })
  const standing = await findPartner(deps, partner.id)
  if (added === 'differs' && !sameFields(standing, partner)) {
    throw new DomainError('partner_id_conflict', 'A partner with this id is there, another one.')
  }
  return { partner: standing, created: added === 'created' }
}

/**
 * Admits a partner as a file brings it: with its status, and under an agreement of this day that goes on until it is
 * ended, for all that it sells.
 */
export async function bringInPartner(
  deps: DeskDeps,
  partner: NewPartner,
  who: Principal,
): Promise<{ readonly partner: Partner; readonly created: boolean }> {
  await requireTerritory(deps, partner.territoryId)
  const beside = (tx: Tx) => [record(deps, tx, who, 'partner.created', partner.id)]
  const added = await addPartner(deps, partner, { agreed: true, beside })
  if (added === 'differs') {
    throw new DomainError('partner_id_conflict', 'A partner with this id is there, another one.')
  }
  return { partner: await findPartner(deps, partner.id), created: added === 'created' }
}

/** Changes what a partner is called, where it is and what it sells. */
export async function changePartner(
  deps: DeskDeps,
  id: string,
  details: PartnerDetails,
  who: Principal,
): Promise<Partner> {
  const standing = await partnerToKeep(deps, id, who)
  if (sameFields(standing, details)) return standing
  await requireTerritory(deps, details.territoryId)
  await requireKeeping(deps, { id, territoryId: details.territoryId }, who)
  await deps.db.sql.begin((tx) =>
    Promise.all([
      updatePartner(tx, id, details),
      record(deps, tx, who, 'partner.changed', id, changes(standing, details)),
    ]),
  )
  return findPartner(deps, id)
}

/** Records an agreement, the first or a renewal: it counts from the day it was signed. */
export async function agree(
  deps: DeskDeps,
  { id, ...content }: NewAgreement,
  who: Principal,
): Promise<{ readonly agreement: Agreement; readonly created: boolean }> {
  const { db, runtime } = deps
  const partner = await partnerToKeep(deps, content.partnerId, who)
  const unsold = content.categories?.filter((one) => !partner.categories.includes(one)) ?? []
  if (unsold.length > 0) {
    throw new DomainError('agreement_unfit', `${partner.id} does not sell ${unsold.join(', ')}.`, {
      categories: unsold,
    })
  }
  let created = true
  try {
    await db.sql.begin((tx) =>
      Promise.all([
        store.insertAgreement(tx, {
          ...{ ...content, id, recordedBy: who.id, recordedAt: new Date(runtime.now()) },
        }),
        record(deps, tx, who, 'partner.agreed', partner.id, { agreementId: id }),
      ]),
    )
  } catch (error) {
    if (brokenConstraint(error) !== 'agreement_pkey') throw error
    created = false
  }
  const agreement = await store.selectAgreement(db.sql, id)
  assert(agreement, 'an agreement that was written is there')
  if (!sameFields(agreement, content)) throw requestConflict()
  return { agreement, created }
}

/**
 * Suspends, resumes or ends a partner.
 *
 * @throws DomainError `partner_step_unfit` where its status does not allow it
 */
export async function stepPartner(
  deps: DeskDeps,
  partnerId: string,
  kind: PartnerStep,
  { id, reason }: PartnerRequest,
  who: Principal,
): Promise<Partner> {
  const { db, runtime } = deps
  const standing = await partnerToKeep(deps, partnerId, who)
  const event: PartnerEvent = {
    ...{ id, partnerId, kind, reason, actorId: who.id, recordedAt: new Date(runtime.now()) },
  }
  let refused = false
  try {
    await db.sql.begin((tx) =>
      Promise.all([
        store.writeStep(tx, event, PARTNER_STEPS[kind]),
        record(deps, tx, who, STEP_ACTIONS[kind], partnerId, { requestId: id }),
      ]),
    )
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken !== 'partner_event_pkey' && broken !== 'partner_event.partner_id') throw error
    refused = true
  }
  if (!refused) return findPartner(deps, partnerId)
  const earlier = await store.selectEvent(db.sql, id)
  if (earlier === undefined) {
    throw new DomainError(
      'partner_step_unfit',
      `A partner that is ${standing.status} cannot be taken further so.`,
      { status: standing.status },
    )
  }
  if (!sameFields(earlier, { partnerId, kind, reason })) throw requestConflict()
  return findPartner(deps, partnerId)
}

/** Writes an outlet as it is now; an owner only of their own shop, an operator of a shop that they keep. */
export async function putOutlet(
  deps: DeskDeps,
  { isOpen, ...outlet }: OutletDetails,
  who: Principal,
): Promise<Outlet> {
  const { db, runtime } = deps
  const { partnerId } = outlet
  await requireKeeping(deps, await findPartnerFor(deps, partnerId, who), who)
  const row: Outlet = { ...outlet, closedAt: isOpen ? null : new Date(runtime.now()) }
  const written = await db.sql.begin(async (tx) => {
    const rows = await store.upsertOutlet(tx, row)
    if (rows.length > 0) {
      await record(deps, tx, who, 'outlet.changed', partnerId, { outletId: outlet.id })
    }
    return rows.length > 0
  })
  if (!written) {
    throw new DomainError('outlet_id_conflict', 'Another partner has an outlet with this id.')
  }
  const [standing] = (await store.listOutlets(db.sql, { partnerId, limit: 1000 })).filter(
    ({ id }) => id === outlet.id,
  )
  assert(standing, 'an outlet that was written is there')
  return standing
}

/** A partner, for whoever may know it: an owner and a till only their own. */
export async function findPartnerFor(deps: DeskDeps, id: string, who: Principal): Promise<Partner> {
  if (who.partnerId !== undefined && who.partnerId !== id) {
    const subject = { kind: 'partner', id }
    await recordRefusal(deps.accessLog, who, { action: 'partner.viewed', subject })
    throw partnerNotFound()
  }
  return findPartner(deps, id)
}

/** What was agreed with a partner and what was done to it, the oldest first. */
export async function historyOf(
  deps: DeskDeps,
  id: string,
  who: Principal,
): Promise<{
  readonly agreements: readonly Agreement[]
  readonly events: readonly PartnerEvent[]
}> {
  await findPartnerFor(deps, id, who)
  const { sql } = deps.db
  const [agreements, events] = await Promise.all([
    store.listAgreements(sql, id),
    store.listEvents(sql, id),
  ])
  return { agreements, events }
}

const STEP_ACTIONS = {
  suspend: 'partner.suspended',
  resume: 'partner.resumed',
  end: 'partner.ended',
} as const satisfies Record<PartnerStep, string>

async function findPartner({ db }: DeskDeps, id: string): Promise<Partner> {
  const [partner] = await selectPartners(db, [id])
  if (partner === undefined) throw partnerNotFound()
  return partner
}

async function requireTerritory({ db }: DeskDeps, id: string): Promise<void> {
  const found = await selectTerritories(db, [id])
  if (found.length === 0) throw territoryUnknown(id)
}

function record(
  { accessLog }: DeskDeps,
  tx: Tx,
  actor: Principal,
  action: `${string}.${string}`,
  id: string,
  detail: Readonly<Record<string, string>> = {},
): PromiseLike<unknown> {
  return accessLog.recordIn(tx, {
    ...{ actor, action, outcome: 'done', subject: { kind: 'partner', id }, detail },
  })
}

/** Which fields were changed: their names, so that the log tells no more than it has to. */
function changes(from: object, to: object): Readonly<Record<string, string>> {
  const names = Object.keys(to).filter((name) => {
    const value: unknown = Reflect.get(to, name)
    return !sameFields(from, { [name]: value })
  })
  return { fields: names.join(',') }
}
