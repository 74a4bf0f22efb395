import type { AccessLog } from '../access/access-log.ts'
import type { Principal } from '../access/core/principal.ts'
import type { Database } from '../db/client.ts'
import { DomainError } from '../kernel/errors.ts'
import { partnerNotFound, recordRefusal } from './refusals.ts'
import { isAround, type Partner, selectPartners } from './store.ts'

interface KeepingDeps {
  readonly db: Database
  readonly accessLog: AccessLog
}

/**
 * Whether somebody keeps the partners of a territory: whoever is bound to contact points those of their territories, and
 * of what lies within these; whoever is bound to none, all.
 */
export async function keepsTerritory(
  { db }: Pick<KeepingDeps, 'db'>,
  territoryId: string,
  { contactPointIds }: Principal,
): Promise<boolean> {
  return contactPointIds === undefined || isAround(db, territoryId, contactPointIds)
}

/** The same of a partner by its id; nobody keeps one that is not there. */
export async function keepsPartner(
  deps: Pick<KeepingDeps, 'db'>,
  partnerId: string,
  who: Principal,
): Promise<boolean> {
  const [partner] = await selectPartners(deps.db, [partnerId])
  return partner !== undefined && keepsTerritory(deps, partner.territoryId, who)
}

/**
 * A partner, for whoever may change it. Who may only look at it is told by whom it is kept, and their trying is in the
 * access log.
 *
 * @throws DomainError `partner_not_found`, `partner_elsewhere`
 */
export async function partnerToKeep(
  deps: KeepingDeps,
  id: string,
  who: Principal,
): Promise<Partner> {
  const [partner] = await selectPartners(deps.db, [id])
  if (partner === undefined) throw partnerNotFound()
  await requireKeeping(deps, partner, who)
  return partner
}

/** @throws DomainError `partner_elsewhere` */
export async function requireKeeping(
  deps: KeepingDeps,
  { id, territoryId }: Pick<Partner, 'id' | 'territoryId'>,
  who: Principal,
): Promise<void> {
  if (await keepsTerritory(deps, territoryId, who)) return
  const subject = { kind: 'partner', id }
  await recordRefusal(deps.accessLog, who, { action: 'partner.changed', subject })
  throw new DomainError(
    'partner_elsewhere',
    'Partners are kept by the contact points of their territory, and by administrators.',
    { territoryId },
  )
}
