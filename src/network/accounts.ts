import type { AccountId } from '../kernel/ids.ts'
import type { Unit } from '../kernel/money.ts'
import type { NewAccount } from '../ledger/core/account.ts'
import { ACCOUNT_CODES } from '../ledger/core/chart.ts'
import { type Area, areaOfColour, type Colour } from '../ledger/core/colour.ts'
import { bankAccountId, grantAccountId, payableAccountId } from './identity.ts'

/** What the programme's money of one unit and colour comes through: its bank, and the grants of no contact point. */
export function programmeAccounts(unit: Unit, colour: Colour | null): NewAccount[] {
  const money = { unit, ...tinged(colour), origin: 'programme' as const }
  return [
    { id: bankAccountId(unit, colour), ...money, code: ACCOUNT_CODES.bank, flags: [] },
    {
      ...{ id: grantAccountId(unit, colour), ...money, code: ACCOUNT_CODES.grant },
      flags: ['debits_must_not_exceed_credits'],
    },
  ]
}

/** The account of an envelope. */
export function envelopeAccount(envelope: {
  readonly accountId: AccountId
  readonly unit: Unit
  readonly colour: Colour | null
  /** Where its contact point belongs. */
  readonly place: Area | null
}): NewAccount {
  const { accountId, unit, colour, place } = envelope
  return {
    ...{ id: accountId, unit, ...tinged(colour), origin: 'programme' },
    ...(place === null ? {} : { area: place }),
    code: ACCOUNT_CODES.envelope,
    flags: ['debits_must_not_exceed_credits'],
  }
}

export interface Payable {
  readonly accountId: AccountId
  readonly open: NewAccount
}

/** Partners times colours; a programme with more asks some of them anew. */
const PAYABLES_KEPT = 10_000
const kept = new Map<string, Payable>()

/**
 * The account of what a partner is owed in a colour. Asked at every redemption, so what was worked out from the names is
 * kept: it never changes.
 */
export function payableFor(partnerId: string, unit: Unit, colour: Colour | null): Payable {
  const key = JSON.stringify([partnerId, unit, colour])
  const known = kept.get(key)
  if (known !== undefined) return known
  const payable = workOutPayable(partnerId, unit, colour)
  if (kept.size >= PAYABLES_KEPT) kept.clear()
  kept.set(key, payable)
  return payable
}

function workOutPayable(partnerId: string, unit: Unit, colour: Colour | null): Payable {
  const accountId = payableAccountId(partnerId, unit, colour)
  const area = colour === null ? undefined : areaOfColour(colour)
  const open: NewAccount = {
    ...{ id: accountId, unit, ...tinged(colour), origin: 'programme', flags: [] },
    ...(area === undefined ? {} : { area }),
    code: ACCOUNT_CODES.partner_payable,
  }
  return { accountId, open }
}

function tinged(colour: Colour | null): { colour?: Colour } {
  return colour === null ? {} : { colour }
}
