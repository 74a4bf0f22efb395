import { DomainError } from '../kernel/errors.ts'
import type { AccessLog } from './access-log.ts'
import { type Principal, reaches } from './core/principal.ts'

/** Finds the contact point that walks with a person; `undefined` where there is no such person. */
export type ContactPointOf = (beneficiaryId: string) => Promise<string | undefined>

export interface ScopeDeps {
  readonly accessLog: AccessLog
  readonly contactPointOf: ContactPointOf
}

/**
 * The contact point of a person whom somebody may see: those of their own contact points, or themselves. Whoever may
 * not is answered like somebody who asks for a person that does not exist, and it is written down.
 *
 * @param action what was tried, for the access log
 * @throws DomainError `beneficiary_not_found`
 */
export async function claimBeneficiary(
  { accessLog, contactPointOf }: ScopeDeps,
  who: Principal,
  beneficiaryId: string,
  action: `${string}.${string}`,
): Promise<string> {
  const contactPointId = await contactPointOf(beneficiaryId)
  const isOwn = who.kind !== 'wallet' || who.beneficiaryId === beneficiaryId
  if (contactPointId !== undefined && isOwn && reaches(who, contactPointId)) return contactPointId
  await accessLog.record({
    ...{ actor: who, action, outcome: 'refused', detail: { reason: 'out_of_scope' } },
    subject: { kind: 'beneficiary', id: beneficiaryId },
  })
  throw new DomainError('beneficiary_not_found', 'There is no beneficiary with this code.')
}
