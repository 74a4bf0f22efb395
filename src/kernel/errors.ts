/** A value for the `details` of a {@link DomainError}: what a client may be shown. */
export type ErrorDetail = string | number | boolean | null | readonly ErrorDetail[]

/**
 * A use case that cannot be done and must roll back. The `code` is stable, is listed with one heading
 * each in `docs/problems.md`, and becomes the `code` of an RFC 9457 problem.
 *
 * @example new DomainError('voucher_not_found', 'There is no voucher with this id.')
 */
export class DomainError<Code extends string = string> extends Error {
  override readonly name = 'DomainError'
  readonly code: Code
  readonly details: Readonly<Record<string, ErrorDetail>>

  constructor(code: Code, message: string, details: Readonly<Record<string, ErrorDetail>> = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}
