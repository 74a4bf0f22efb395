/** The accounts that the programme itself keeps. Raw accounts may use any code. */
export const ACCOUNT_CODES = {
  /** Asset: the programme's money at its bank. */
  bank: 1010,
  /** Counted in an instrument's unit: what of it is outstanding. */
  currency_issued: 1110,
  /** Fund: what funders granted and no contact point has yet. */
  grant: 2010,
  /** Fund: what a contact point may still issue. */
  envelope: 2110,
  /** Fund: euro that lie behind an instrument. */
  reserve: 2130,
  /** Liability: what a voucher is still good for. */
  voucher: 2210,
  /** What somebody holds of an instrument; below zero where it goes on credit. */
  wallet: 2220,
  /** Liability: what a partner is owed for what it accepted. */
  partner_payable: 2310,
  /** Liability: what a partner accepted and is in dispute, frozen until somebody decides. */
  disputed: 2320,
} as const

/** Why the programme moves money: the `code` of its transfers. */
export const TRANSFER_CODES = {
  grant_received: 10,
  envelope_funded: 20,
  envelope_moved: 21,
  envelope_returned: 22,
  voucher_issued: 30,
  voucher_topped_up: 35,
  voucher_redeemed: 40,
  redemption_disputed: 41,
  dispute_to_partner: 42,
  dispute_to_voucher: 43,
  voucher_refunded: 45,
  voucher_cancelled: 50,
  voucher_expired: 60,
  voucher_replaced: 70,
  currency_issued: 100,
  currency_withdrawn: 101,
  currency_paid: 110,
  currency_fee: 111,
  currency_refunded: 112,
  currency_rewarded: 113,
  currency_donated: 114,
  currency_cleared: 115,
  demurrage_taken: 120,
  currency_expired: 121,
  reserve_bought: 130,
  reserve_granted: 131,
  reserve_paid_out: 132,
  reserve_released: 133,
} as const

/** The parts of the balance sheet, and the side on which what they hold grows. */
export const CHART_SECTIONS = {
  assets: { normalSide: 'debit' },
  funds: { normalSide: 'credit' },
  liabilities: { normalSide: 'credit' },
} as const satisfies Record<string, { readonly normalSide: 'debit' | 'credit' }>

export type ChartSection = keyof typeof CHART_SECTIONS

/** A line of the chart of accounts. */
export interface ChartLine {
  readonly code: number
  readonly section: ChartSection
  readonly name: { readonly en: string; readonly it: string }
  /** What plain-text accounting calls the accounts of this code: `liabilities:vouchers:ID`. */
  readonly plural: string
}

export const CHART: Readonly<Record<keyof typeof ACCOUNT_CODES, ChartLine>> = {
  bank: {
    code: ACCOUNT_CODES.bank,
    section: 'assets',
    name: { en: 'Bank', it: 'Banca' },
    plural: 'bank',
  },
  currency_issued: {
    code: ACCOUNT_CODES.currency_issued,
    section: 'assets',
    name: { en: 'Issued of instruments', it: 'Emesso di strumenti' },
    plural: 'issued',
  },
  grant: {
    code: ACCOUNT_CODES.grant,
    section: 'funds',
    name: { en: 'Grants not yet assigned', it: 'Fondi da assegnare' },
    plural: 'grants',
  },
  envelope: {
    code: ACCOUNT_CODES.envelope,
    section: 'funds',
    name: { en: 'Envelopes of the contact points', it: 'Plafond degli sportelli' },
    plural: 'envelopes',
  },
  reserve: {
    code: ACCOUNT_CODES.reserve,
    section: 'funds',
    name: { en: 'Reserves behind instruments', it: 'Riserve degli strumenti' },
    plural: 'reserves',
  },
  voucher: {
    code: ACCOUNT_CODES.voucher,
    section: 'liabilities',
    name: { en: 'Vouchers in circulation', it: 'Buoni in circolazione' },
    plural: 'vouchers',
  },
  wallet: {
    code: ACCOUNT_CODES.wallet,
    section: 'liabilities',
    name: { en: 'Wallets', it: 'Portafogli' },
    plural: 'wallets',
  },
  partner_payable: {
    code: ACCOUNT_CODES.partner_payable,
    section: 'liabilities',
    name: { en: 'Owed to partners', it: 'Debiti verso i partner' },
    plural: 'partners',
  },
  disputed: {
    code: ACCOUNT_CODES.disputed,
    section: 'liabilities',
    name: { en: 'In dispute with partners', it: 'In contestazione con i partner' },
    plural: 'disputed',
  },
}

const LINES = new Map(Object.values(CHART).map((line) => [line.code, line]))
const REASONS = new Map<number, string>(
  Object.entries(TRANSFER_CODES).map(([reason, code]) => [code, reason]),
)

/** The line of an account, or `undefined` where the programme keeps none of this code. */
export function chartLine(account: {
  readonly code: number
  readonly origin: 'raw' | 'programme'
}): ChartLine | undefined {
  return account.origin === 'programme' ? LINES.get(account.code) : undefined
}

/** Why money moved, in a word: `voucher_issued`, or `code_7` where the chart has no word for it. */
export function transferReason(code: number): string {
  return REASONS.get(code) ?? `code_${code}`
}
