import { callApi, textOf } from '../../client/api.ts'

/** A voucher as the list gives it: all that its card says, except the code's picture. */
export interface Voucher {
  readonly id: string
  readonly status: string
  /** Minor units, in digits. */
  readonly amount: string
  readonly unit: string
  /** `YYYY-MM-DD`. */
  readonly expiresOn: string
  readonly typedCode: string
  readonly productId: string
  readonly beneficiaryId: string
}

export interface Beneficiary {
  readonly id: string
  readonly contactPointId: string
  /** BCP 47. */
  readonly language: string
}

export interface Named {
  readonly id: string
  readonly name: string
}

/** A card ready to be drawn. */
export interface Card {
  readonly voucher: Voucher
  /** SVG of its QR code. */
  readonly picture: string
}

/** So many calls at a time: quick for a sheet, and no burden for the service. */
const CALLS_AT_ONCE = 6

/**
 * Fetches the pictures of the cards, in the order of the vouchers.
 *
 * @param onProgress called with how many are there
 * @returns `undefined` where one of them did not come: half a sheet is not printed
 */
export async function loadCards(
  key: string,
  vouchers: readonly Voucher[],
  onProgress: (done: number) => void,
): Promise<readonly Card[] | undefined> {
  const cards: Card[] = []
  for (let first = 0; first < vouchers.length; first += CALLS_AT_ONCE) {
    const batch = vouchers.slice(first, first + CALLS_AT_ONCE)
    const loaded = await Promise.all(batch.map((voucher) => loadCard(key, voucher)))
    for (const card of loaded) {
      if (!card) return undefined
      cards.push(card)
    }
    onProgress(cards.length)
  }
  return cards
}

async function loadCard(key: string, voucher: Voucher): Promise<Card | undefined> {
  const reply = await callApi({ key, path: `/vouchers/${voucher.id}/qr.svg` })
  const isPicture = reply.kind === 'answered' && typeof reply.body === 'string'
  return isPicture ? { voucher, picture: String(reply.body) } : undefined
}

/** Reads a voucher of the list; `undefined` where something of it is missing. */
export function readVoucher(value: unknown): Voucher | undefined {
  return textsOf(value, [
    'id',
    'status',
    'amount',
    'unit',
    'expiresOn',
    'typedCode',
    'productId',
    'beneficiaryId',
  ])
}

export function readBeneficiary(value: unknown): Beneficiary | undefined {
  return textsOf(value, ['id', 'contactPointId', 'language'])
}

export function readNamed(value: unknown): Named | undefined {
  return textsOf(value, ['id', 'name'])
}

function textsOf<Name extends string>(
  value: unknown,
  names: readonly Name[],
): Readonly<Record<Name, string>> | undefined {
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const text = textOf(value, name)
    if (text === undefined) return undefined
    found[name] = text
  }
  return found as Record<Name, string>
}
