import { reaches } from '../access/core/principal.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Asker, PeopleDeps } from './deps.ts'
import type { Beneficiary } from './store.ts'
import { selectBeneficiaries } from './store.ts'

/**
 * The person, where whoever asks may know of them. What is out of reach is like what is not there, but it is in the
 * access log before the answer is.
 *
 * @param action what was to be done, as the access log calls it
 * @throws DomainError `beneficiary_not_found`
 */
export async function reachPerson(
  { db, accessLog }: Pick<PeopleDeps, 'db' | 'accessLog'>,
  { who, ...request }: Asker,
  id: string,
  action: `${string}.${string}`,
): Promise<Beneficiary> {
  const [found] = await selectBeneficiaries(db, [id])
  if (found !== undefined && reaches(who, found.contactPointId)) return found
  if (found !== undefined) {
    await accessLog.record({
      ...{ actor: who, action, outcome: 'refused', detail: { reason: 'out_of_scope' } },
      ...{ subject: { kind: 'beneficiary', id }, contactPointId: found.contactPointId, ...request },
    })
  }
  throw new DomainError('beneficiary_not_found', 'There is no beneficiary with this code.')
}

/** What nothing can be entered about any more. */
export function personErased(): DomainError {
  return new DomainError(
    'person_erased',
    'What is personal about this person was erased; nothing can be entered under the code.',
  )
}
