import { DomainError } from '../kernel/errors.ts'
import { settle } from '../kernel/settling.ts'

export { Overtaken } from '../kernel/settling.ts'

/**
 * Tries until a use case comes to an end; see {@link settle}.
 *
 * @throws DomainError `voucher_busy`
 */
export function untilSettled<T>(attempt: (tries: number) => Promise<T | undefined>): Promise<T> {
  return settle(attempt, () => {
    const sentence =
      'Too much happens on this voucher in the same moment. Send the same request again.'
    return new DomainError('voucher_busy', sentence)
  })
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
