import { DomainError } from '../kernel/errors.ts'

/** Others may change the same voucher in the same moment so many times before a use case gives up. */
const TRIES_MAX = 20

/** Thrown within a commit that has to be given up because what it was decided on is not so any more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/**
 * Tries until a use case comes to an end. A try gives `undefined` where somebody else was faster: then what
 * stands is read and decided again.
 *
 * @throws DomainError `voucher_busy` after {@link TRIES_MAX} tries
 */
export async function untilSettled<T>(
  attempt: (tries: number) => Promise<T | undefined>,
): Promise<T> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const settled = await attempt(tries)
    if (settled !== undefined) return settled
  }
  throw new DomainError(
    'voucher_busy',
    'Too much happens on this voucher in the same moment. Send the same request again.',
  )
}

export function voucherNotFound(): DomainError {
  return new DomainError('voucher_not_found', 'There is no voucher with this id.')
}

/** The ledger has another account under the id of a voucher to be. */
export function accountIsTaken(): DomainError {
  return new DomainError(
    'voucher_id_conflict',
    'The ledger cannot open an account with this id: a voucher needs one of its own.',
  )
}

export function requestConflict(): DomainError {
  return new DomainError(
    'voucher_request_conflict',
    'Another request was carried out under this id.',
  )
}
