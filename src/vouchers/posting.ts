import { brokenConstraint } from '../db/constraint.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { NewAccount } from '../ledger/core/account.ts'
import { availableOf } from '../ledger/core/account.ts'
import { ACCOUNT_CODES, TRANSFER_CODES } from '../ledger/core/chart.ts'
import type { Colour } from '../ledger/core/colour.ts'
import type { CompanionWrite, PostingOutcome } from '../ledger/service.ts'
import { SERIAL_MAX } from './core/typed-code.ts'
import type { VouchersDeps } from './deps.ts'
import { issueTransferId } from './identity.ts'
import { accountIsTaken } from './outcomes.ts'
import type { NewVoucherRow } from './store.ts'
import { signCard } from './tokens.ts'

/** A voucher whose terms are settled, before it has a serial and a card. */
export type Draft = Omit<NewVoucherRow, 'serial' | 'card' | 'issuedAt' | 'activatedAt'> & {
  /** Whether it is good from the moment it is issued. */
  readonly isActive: boolean
}

/** How a try ended: `taken` where the ledger has another account with the id, `overtaken` where it is worth another try. */
export type Ended = 'issued' | 'exhausted' | 'taken' | 'overtaken'

/** Opens the account of a voucher, pays it from its envelope and writes its row, in one commit. */
export async function postVoucher(
  deps: VouchersDeps,
  draft: Draft,
  tries: number,
  write: (row: NewVoucherRow) => CompanionWrite,
): Promise<Ended> {
  const envelope = await deps.ledger.findAccount(draft.envelopeAccountId)
  // Refused before it is posted where it can be, so that the id of the transfer stays unspoilt.
  if (envelope === undefined || availableOf(envelope) < draft.amount) return 'exhausted'
  const signed = await drawCard(deps, draft)
  try {
    const outcome = await deps.ledger.post({
      accounts: [accountOf(draft, envelope.colour ?? null)],
      transfers: [
        {
          id: issueTransferId(draft.id, tries),
          debitAccountId: draft.envelopeAccountId,
          creditAccountId: draft.id,
          amount: draft.amount,
          unit: draft.unit,
          code: TRANSFER_CODES.voucher_issued,
          flags: [],
        },
      ],
      companion: (decided) => {
        if (decided.transfers[0]?.status !== 'created') return undefined
        if (decided.accounts[0]?.status !== 'created') throw accountIsTaken()
        return write(rowOf(draft, signed, decided.recordedAt))
      },
    })
    return endOf(outcome)
  } catch (error) {
    const broken = brokenConstraint(error)
    if (broken === 'voucher_pkey' || broken === 'voucher_serial') return 'overtaken'
    throw error
  }
}

/** A serial nobody can guess, and the card that carries it. */
export async function drawCard(
  deps: VouchersDeps,
  { expiresOn }: Pick<Draft, 'expiresOn'>,
): Promise<Pick<NewVoucherRow, 'serial' | 'card'>> {
  const bytes = Buffer.from(deps.runtime.randomBytes(7)).toString('hex')
  const serial = BigInt(`0x${bytes}`) & SERIAL_MAX
  return { serial, card: await signCard(deps.keys, { serial, expiresOn }) }
}

export function rowOf(
  { isActive, ...draft }: Draft,
  signed: Pick<NewVoucherRow, 'serial' | 'card'>,
  issuedAt: Date,
): NewVoucherRow {
  return { ...draft, ...signed, issuedAt, activatedAt: isActive ? issuedAt : null }
}

/** A voucher's money stays what it is in the envelope: of its colour. */
export function accountOf(
  { id, unit }: Pick<Draft, 'id' | 'unit'>,
  colour: Colour | null,
): NewAccount & { readonly id: Uuid } {
  return {
    id,
    unit,
    code: ACCOUNT_CODES.voucher,
    flags: ['debits_must_not_exceed_credits'],
    origin: 'programme',
    ...(colour === null ? {} : { colour }),
  }
}

function endOf({ accounts, transfers }: PostingOutcome): Ended {
  const status = transfers[0]?.status
  if (status === 'created') return 'issued'
  if (status === 'exceeds_credits') return 'exhausted'
  const account = accounts[0]?.status
  return account === 'created' || account === 'linked_event_failed' ? 'overtaken' : 'taken'
}
