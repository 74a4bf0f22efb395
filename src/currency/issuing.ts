import { multiply, parseRate } from '../kernel/decimal.ts'
import type { AccountId, Uuid } from '../kernel/ids.ts'
import type { Minor } from '../kernel/money.ts'
import type { NewAccount } from '../ledger/core/account.ts'
import { TRANSFER_CODES } from '../ledger/core/chart.ts'
import { programmeAccounts } from '../network/accounts.ts'
import { bankAccountId, grantAccountId } from '../network/identity.ts'
import type { Network } from '../network/service.ts'
import type { Runtime } from '../runtime.ts'
import type { Channel, Move, PaymentKind, Purse, Wallet } from './core/deed.ts'
import { type Instrument, rulesOn } from './core/instrument.ts'
import type { PaymentStatus } from './core/payment.ts'
import { reserveAccountId } from './identity.ts'
import type { PaymentRow } from './payment-store.ts'
import type { Deed, OtherTransfer } from './posting.ts'

/** Euro that move with a deed. */
export type Beside = Required<Pick<Deed, 'accounts' | 'others'>>

/** Money that comes into circulation in a wallet. */
export function issueTo(purse: Purse, amount: Minor): Move {
  return {
    from: { kind: 'issuer', instrument: purse.wallet.instrument },
    to: { kind: 'wallet', purse },
    ...{ amount, code: TRANSFER_CODES.currency_issued },
  }
}

/** Euro that somebody paid into the bank account come to lie in the reserve. */
export function bought(
  { runtime }: { readonly runtime: Runtime },
  instrument: Instrument,
  amount: Minor,
  reference: Uuid,
): Beside {
  const { reserveUnit, colour } = instrument
  const from = bankAccountId(reserveUnit, colour)
  const code = TRANSFER_CODES.reserve_bought
  return {
    accounts: programmeAccounts(reserveUnit, colour),
    others: [transferOf(runtime, { instrument, from, amount, code, reference })],
  }
}

/** Of what funders granted, the part that has to lie behind what is issued comes to lie in the reserve. */
export function granted(
  { runtime }: { readonly runtime: Runtime },
  { instrument, day }: { readonly instrument: Instrument; readonly day: Purse['day'] },
  amount: Minor,
  reference: Uuid,
): Beside {
  const { reserveUnit, colour } = instrument
  const needed = multiply(amount, parseRate(rulesOn(instrument, day).backing), 'up')
  if (needed === 0n) return { accounts: [], others: [] }
  const from = grantAccountId(reserveUnit, colour)
  const code = TRANSFER_CODES.reserve_granted
  return {
    accounts: programmeAccounts(reserveUnit, colour),
    others: [transferOf(runtime, { instrument, from, amount: needed, code, reference })],
  }
}

/** What a wallet changed is owed to the partner; to others it is paid from the bank account at once. */
export function paidOut(
  { runtime, network }: { readonly runtime: Runtime; readonly network: Network },
  { instrument, party, holderId }: Wallet,
  amount: Minor,
  reference: Uuid,
): Required<Pick<Deed, 'accounts' | 'afterwards'>> {
  const { reserveUnit, colour } = instrument
  const payable =
    party === 'partner' ? network.payableFor(holderId, reserveUnit, colour) : undefined
  const to = payable?.accountId ?? bankAccountId(reserveUnit, colour)
  const code = TRANSFER_CODES.reserve_paid_out
  const accounts: readonly NewAccount[] =
    payable === undefined ? programmeAccounts(reserveUnit, colour) : [payable.open]
  const out = transferOf(runtime, { instrument, to, amount, code, reference })
  return { accounts, afterwards: [out] }
}

/** A transfer into the reserve, or out of it. */
export function transferOf(
  runtime: Runtime,
  {
    instrument,
    from,
    to,
    amount,
    code,
    reference,
  }: {
    readonly instrument: Instrument
    readonly from?: AccountId
    readonly to?: AccountId
    readonly amount: Minor
    readonly code: number
    readonly reference: Uuid
  },
): OtherTransfer {
  const reserve = reserveAccountId(instrument.id)
  return {
    ...{ id: runtime.newId(), amount, unit: instrument.reserveUnit, code },
    ...{ debitAccountId: from ?? reserve, creditAccountId: to ?? reserve },
    reference128: reference,
  }
}

/** The row of money that came or went, as it is written. */
export function rowOf(given: {
  readonly id: Uuid
  readonly kind: PaymentKind
  readonly status: PaymentStatus
  readonly instrument: Instrument
  readonly payer?: Wallet
  readonly payee?: Wallet
  readonly amount: Minor
  readonly fee?: Minor
  readonly channel: Channel
  readonly actor: { readonly id: Uuid } | null
  readonly reason?: string | undefined
  readonly digest: string
}): Omit<PaymentRow, 'day' | 'recordedAt'> {
  const { id, kind, status, amount, channel, instrument, payer, payee, actor } = given
  return {
    ...{ id, kind, status, amount, channel, instrumentId: instrument.id },
    ...{ payerId: payer?.id ?? null, payeeId: payee?.id ?? null, fee: given.fee ?? 0n },
    ...{ refunded: 0n, refundOf: null, purchaseId: null, actorId: actor?.id ?? null },
    ...{ reason: given.reason ?? null, requestDigest: given.digest },
  }
}
