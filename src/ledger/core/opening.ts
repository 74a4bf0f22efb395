import { UUID_MAX, UUID_ZERO } from '../../kernel/ids.ts'
import { ACCOUNT_FLAGS, type AccountState, type NewAccount } from './account.ts'
import { areaOfColour } from './colour.ts'
import { flagBits } from './flags.ts'
import type { Scope } from './scope.ts'
import type { AccountStatus } from './statuses.ts'

/** Opens an account, or says why not. */
export function openAccount(scope: Scope, account: NewAccount): AccountStatus {
  if (account.id === UUID_ZERO) return 'id_must_not_be_zero'
  if (account.id === UUID_MAX) return 'id_must_not_be_int_max'
  const known = scope.account(account.id)
  if (known !== undefined) return existsStatus(known, account)
  const { flags } = account
  if (
    flags.includes('debits_must_not_exceed_credits') &&
    flags.includes('credits_must_not_exceed_debits')
  ) {
    return 'flags_are_mutually_exclusive'
  }
  if (account.code === 0) return 'code_must_not_be_zero'
  if (isForAnotherArea(account)) return 'colour_is_for_another_area'
  scope.openAccount({
    ...account,
    debitsPending: 0n,
    debitsPosted: 0n,
    creditsPending: 0n,
    creditsPosted: 0n,
    version: 0n,
    createdAt: scope.recordedAt,
  })
  return 'created'
}

function existsStatus(known: AccountState, account: NewAccount): AccountStatus {
  if (known.origin !== account.origin) return 'account_reserved'
  if (flagBits(ACCOUNT_FLAGS, known.flags) !== flagBits(ACCOUNT_FLAGS, account.flags)) {
    return 'exists_with_different_flags'
  }
  if (known.reference128 !== account.reference128) return 'exists_with_different_user_data_128'
  if (known.reference64 !== account.reference64) return 'exists_with_different_user_data_64'
  if (known.unit !== account.unit) return 'exists_with_different_ledger'
  if (known.code !== account.code) return 'exists_with_different_code'
  if (known.colour !== account.colour) return 'exists_with_different_colour'
  if (known.area !== account.area) return 'exists_with_different_area'
  return 'exists'
}

/** Whether an account belongs somewhere else than where its colour may be used. */
function isForAnotherArea({ colour, area }: NewAccount): boolean {
  if (colour === undefined || area === undefined) return false
  const allowed = areaOfColour(colour)
  return allowed !== undefined && allowed !== area
}
