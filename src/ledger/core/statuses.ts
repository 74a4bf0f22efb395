/**
 * Every answer that a transfer can get, in order of precedence: of all that apply, the first is given.
 * Names and order are those of TigerBeetle's `CreateTransferStatus`
 * (https://docs.tigerbeetle.com/reference/requests/create_transfers/), as far as they apply here; where
 * they say `ledger` we say unit, and where they say `user_data` we say reference. Our own are
 * `id_must_be_unique_in_chain`, `account_reserved`, and whatever is said of colours, reversals, conversions and
 * `occurredAt`; `amount_must_not_be_zero` theirs had until 0.16.
 * What each means is told in `docs/reference/transfer-statuses.md`.
 *
 * `passing` marks a failure that could pass with time. It poisons the id: sent again, the transfer
 * gets `id_already_failed` for ever, so a late retry cannot surprise anybody.
 */
export const TRANSFER_STATUSES = [
  { status: 'linked_event_failed', passing: false },
  { status: 'linked_event_chain_open', passing: false },
  { status: 'id_must_be_unique_in_chain', passing: false },
  { status: 'id_must_not_be_zero', passing: false },
  { status: 'id_must_not_be_int_max', passing: false },
  { status: 'exists_with_different_flags', passing: false },
  { status: 'exists_with_different_pending_id', passing: false },
  { status: 'exists_with_different_timeout', passing: false },
  { status: 'exists_with_different_debit_account_id', passing: false },
  { status: 'exists_with_different_credit_account_id', passing: false },
  { status: 'exists_with_different_amount', passing: false },
  { status: 'exists_with_different_user_data_128', passing: false },
  { status: 'exists_with_different_user_data_64', passing: false },
  { status: 'exists_with_different_ledger', passing: false },
  { status: 'exists_with_different_code', passing: false },
  { status: 'exists_with_different_occurred_at', passing: false },
  { status: 'exists_with_different_reversal', passing: false },
  { status: 'exists_with_different_conversion', passing: false },
  { status: 'exists', passing: false },
  { status: 'id_already_failed', passing: false },
  { status: 'flags_are_mutually_exclusive', passing: false },
  { status: 'debit_account_id_must_not_be_zero', passing: false },
  { status: 'debit_account_id_must_not_be_int_max', passing: false },
  { status: 'credit_account_id_must_not_be_zero', passing: false },
  { status: 'credit_account_id_must_not_be_int_max', passing: false },
  { status: 'accounts_must_be_different', passing: false },
  { status: 'pending_id_must_be_zero', passing: false },
  { status: 'pending_id_must_not_be_zero', passing: false },
  { status: 'pending_id_must_not_be_int_max', passing: false },
  { status: 'pending_id_must_be_different', passing: false },
  { status: 'timeout_reserved_for_pending_transfer', passing: false },
  { status: 'closing_transfer_must_be_pending', passing: false },
  { status: 'reversal_must_be_plain', passing: false },
  { status: 'reversal_must_not_be_of_itself', passing: false },
  { status: 'conversion_must_be_plain', passing: false },
  { status: 'conversion_must_not_be_of_itself', passing: false },
  { status: 'amount_must_not_be_zero', passing: false },
  { status: 'code_must_not_be_zero', passing: false },
  { status: 'account_reserved', passing: false },
  { status: 'debit_account_not_found', passing: true },
  { status: 'credit_account_not_found', passing: true },
  { status: 'accounts_must_have_the_same_ledger', passing: false },
  { status: 'transfer_must_have_the_same_ledger_as_accounts', passing: false },
  { status: 'accounts_must_have_the_same_colour', passing: false },
  { status: 'pending_transfer_not_found', passing: true },
  { status: 'pending_transfer_not_pending', passing: false },
  { status: 'pending_transfer_has_different_debit_account_id', passing: false },
  { status: 'pending_transfer_has_different_credit_account_id', passing: false },
  { status: 'pending_transfer_has_different_ledger', passing: false },
  { status: 'pending_transfer_has_different_code', passing: false },
  { status: 'exceeds_pending_transfer_amount', passing: false },
  { status: 'pending_transfer_has_different_amount', passing: false },
  { status: 'pending_transfer_already_posted', passing: false },
  { status: 'pending_transfer_already_voided', passing: false },
  { status: 'pending_transfer_expired', passing: false },
  { status: 'reversed_transfer_not_found', passing: true },
  { status: 'reversed_transfer_moved_nothing', passing: false },
  { status: 'reversed_transfer_is_reversal', passing: false },
  { status: 'reversal_must_swap_accounts', passing: false },
  { status: 'exceeds_reversible_amount', passing: false },
  { status: 'conversion_source_not_in_journal', passing: false },
  { status: 'conversion_source_must_be_plain', passing: false },
  { status: 'conversion_source_already_converted', passing: false },
  { status: 'conversion_must_pass_exchange_accounts', passing: false },
  { status: 'conversion_has_different_amount', passing: false },
  { status: 'occurred_at_must_not_be_in_the_future', passing: true },
  { status: 'debit_account_already_closed', passing: true },
  { status: 'credit_account_already_closed', passing: true },
  { status: 'overflows_debits_pending', passing: true },
  { status: 'overflows_credits_pending', passing: true },
  { status: 'overflows_debits_posted', passing: true },
  { status: 'overflows_credits_posted', passing: true },
  { status: 'overflows_debits', passing: true },
  { status: 'overflows_credits', passing: true },
  { status: 'exceeds_credits', passing: true },
  { status: 'exceeds_debits', passing: true },
  { status: 'created', passing: false },
] as const

export type TransferStatus = (typeof TRANSFER_STATUSES)[number]['status']

/**
 * Every answer that the opening of an account can get, in order of precedence. None is passing: an
 * account that was refused may be asked for again. `linked_event_failed`, `account_reserved` and
 * what is said of colours and areas are our own.
 */
export const ACCOUNT_STATUSES = [
  { status: 'linked_event_failed', passing: false },
  { status: 'id_must_not_be_zero', passing: false },
  { status: 'id_must_not_be_int_max', passing: false },
  { status: 'account_reserved', passing: false },
  { status: 'exists_with_different_flags', passing: false },
  { status: 'exists_with_different_user_data_128', passing: false },
  { status: 'exists_with_different_user_data_64', passing: false },
  { status: 'exists_with_different_ledger', passing: false },
  { status: 'exists_with_different_code', passing: false },
  { status: 'exists_with_different_colour', passing: false },
  { status: 'exists_with_different_area', passing: false },
  { status: 'exists', passing: false },
  { status: 'flags_are_mutually_exclusive', passing: false },
  { status: 'code_must_not_be_zero', passing: false },
  { status: 'colour_is_for_another_area', passing: false },
  { status: 'created', passing: false },
] as const

export type AccountStatus = (typeof ACCOUNT_STATUSES)[number]['status']

const PASSING: ReadonlySet<TransferStatus> = new Set(
  TRANSFER_STATUSES.filter((row) => row.passing).map((row) => row.status),
)

/** Whether a failure could pass with time, and so poisons the id of its transfer. */
export function isPassing(status: TransferStatus): boolean {
  return PASSING.has(status)
}

/** Whether a transfer or an account is in the books after this answer, by this request or an earlier one. */
export function stands(status: TransferStatus | AccountStatus): boolean {
  return status === 'created' || status === 'exists'
}
