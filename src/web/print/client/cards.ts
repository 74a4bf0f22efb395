import { callApi, textOf } from '../../client/api.ts'

/** A voucher as the list gives it. */
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

export type PrintForm = 'sheets' | 'letters'

/** A long file takes its time. */
const PDF_MS = 120_000

/** Asks for the PDF of these cards; `undefined` where it did not come whole. */
export async function loadPdf(
  voucherIds: readonly string[],
  form: PrintForm,
): Promise<Blob | undefined> {
  const body = { voucherIds, form }
  const reply = await callApi({ path: '/vouchers/cards.pdf', body, timeoutMs: PDF_MS })
  return reply.kind === 'answered' && reply.body instanceof Blob ? reply.body : undefined
}

/** Hands a file to the browser, which keeps or opens it. */
export function keepFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser has taken the file by then.
  setTimeout(() => URL.revokeObjectURL(link.href), PDF_MS)
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
