import type { AccessEntry, AccessLog } from '../access/access-log.ts'
import type { Principal } from '../access/core/principal.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { DomainError } from '../kernel/errors.ts'

/** Writes down that somebody asked for what is none of their business; they are told that there is no such thing. */
export function recordRefusal(
  accessLog: AccessLog,
  actor: Principal,
  entry: Pick<AccessEntry, 'action' | 'subject'> & { readonly contactPointId?: string },
): Promise<void> {
  return accessLog.record({
    actor,
    outcome: 'refused',
    detail: { reason: 'out_of_scope' },
    ...entry,
  })
}

export function envelopeNotFound(): DomainError {
  return new DomainError('envelope_not_found', 'There is no envelope with this id.')
}

export function contactPointNotFound(): DomainError {
  return new DomainError('contact_point_not_found', 'There is no contact point with this id.')
}

export function partnerNotFound(): DomainError {
  return new DomainError('partner_not_found', 'There is no partner with this id.')
}

export function programmeUnknown(id: string): DomainError {
  return new DomainError('programme_unknown', `There is no programme ${id}.`)
}

export function territoryUnknown(id: string): DomainError {
  return new DomainError('territory_unknown', `There is no territory ${id}.`)
}

/** The id of a request, a tranche or a move is that of another one. */
export function requestConflict(): DomainError {
  return new DomainError(
    'network_request_conflict',
    'This id belongs to something else: another request was made under it.',
  )
}

export function alreadyDecided(): DomainError {
  return new DomainError('approval_closed', 'Somebody else decided in the same moment.')
}

/** Whether an error says that it was decided before, perhaps by this very request sent twice: what stands tells. */
export function isDecided(error: unknown): boolean {
  const isClosed = error instanceof DomainError && error.code === 'approval_closed'
  return isClosed || brokenConstraint(error) === 'approval_decided_once'
}
