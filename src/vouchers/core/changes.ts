/** What a second person decides on about a voucher that stands. */
export const CHANGE_KINDS = ['top_up', 'extend'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]
