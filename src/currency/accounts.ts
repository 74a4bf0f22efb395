import type { NewAccount } from '../ledger/core/account.ts'
import { ACCOUNT_CODES } from '../ledger/core/chart.ts'
import { keepsLots, type Wallet } from './core/deed.ts'
import type { Instrument } from './core/instrument.ts'
import { issuedAccountId, reserveAccountId } from './identity.ts'

/** What an instrument is kept on, besides wallets: what is outstanding, and what lies behind it. */
export function instrumentAccounts(instrument: Instrument): readonly NewAccount[] {
  const { id, unit, reserveUnit } = instrument
  return [
    {
      ...{ id: issuedAccountId(id), unit, ...ofProgramme(instrument) },
      ...{ code: ACCOUNT_CODES.currency_issued, flags: ['credits_must_not_exceed_debits'] },
    },
    {
      ...{ id: reserveAccountId(id), unit: reserveUnit, ...ofProgramme(instrument) },
      ...{ code: ACCOUNT_CODES.reserve, flags: ['debits_must_not_exceed_credits'] },
    },
  ]
}

/** Below zero go only those on credit. */
export function walletAccount({ id, party, instrument }: Wallet): NewAccount {
  const onCredit = !keepsLots({ party, instrument }) && party !== 'programme'
  return {
    ...{ id, unit: instrument.unit, ...ofProgramme(instrument), code: ACCOUNT_CODES.wallet },
    flags: onCredit ? [] : ['debits_must_not_exceed_credits'],
  }
}

function ofProgramme({ colour }: Instrument) {
  return { origin: 'programme' as const, ...(colour === null ? {} : { colour }) }
}
