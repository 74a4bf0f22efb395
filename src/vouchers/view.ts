import type { Day } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { VoucherId } from '../kernel/ids.ts'
import type { Minor, Unit } from '../kernel/money.ts'
import { cardOrigin } from './core/card.ts'
import { type VoucherStatus, voucherStatus } from './core/status.ts'
import { formatTypedCode } from './core/typed-code.ts'
import type { VoucherRow } from './store.ts'

/** A voucher as it stands. */
export interface Voucher {
  readonly id: VoucherId
  readonly status: VoucherStatus
  /** What it was issued with. */
  readonly amount: Minor
  /** What is left on it. */
  readonly remaining: Minor
  readonly unit: Unit
  /** The last day it is good, in Europe/Rome. */
  readonly expiresOn: Day
  /** What is printed beside the QR code: `XXXX-XXXX-XXXX`. */
  readonly typedCode: string
  readonly productId: string
  readonly beneficiaryId: string
  readonly contactPointId: string
  readonly issuedAt: Date
}

/** @throws DomainError `public_url_unfit` where cards could not be printed with this address */
export function originOfCards(publicUrl: string): string {
  try {
    return cardOrigin(publicUrl)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new DomainError('public_url_unfit', error.message)
  }
}

/** A voucher as it stands on a day. */
export function viewOf(row: VoucherRow, today: Day): Voucher {
  const { id, amount, remaining, unit, expiresOn } = row
  const { productId, beneficiaryId, contactPointId, issuedAt } = row
  const status = voucherStatus(row, today)
  const typedCode = formatTypedCode(row.serial)
  return {
    id,
    status,
    amount,
    remaining,
    unit,
    expiresOn,
    typedCode,
    productId,
    beneficiaryId,
    contactPointId,
    issuedAt,
  }
}
