/** The accounts that the programme itself keeps. Raw accounts may use any code. */
export const ACCOUNT_CODES = {
  /** Asset: the programme's money at its bank. */
  bank: 1010,
  /** Fund: what funders granted and no contact point has yet. */
  grant: 2010,
  /** Fund: what a contact point may still issue. */
  envelope: 2110,
  /** Liability: what a voucher is still good for. */
  voucher: 2210,
  /** Liability: what a partner is owed for what it accepted. */
  partner_payable: 2310,
} as const

/** Why the programme moves money: the `code` of its transfers. */
export const TRANSFER_CODES = {
  grant_received: 10,
  envelope_funded: 20,
  voucher_issued: 30,
  voucher_redeemed: 40,
  voucher_cancelled: 50,
  voucher_expired: 60,
} as const
