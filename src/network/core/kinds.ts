/** What a territory can be. */
export const TERRITORY_KINDS = ['region', 'metropolitan city', 'province', 'municipality'] as const
export type TerritoryKind = (typeof TERRITORY_KINDS)[number]

/** What a partner can be. */
export const PARTNER_KINDS = [
  'shop',
  'landlord',
  'company',
  'host family',
  'association',
  'training body',
] as const
export type PartnerKind = (typeof PARTNER_KINDS)[number]

/** `suspended`: it accepts nothing until it is active again; what it is owed stays owed. */
export const PARTNER_STATUSES = ['active', 'suspended'] as const
export type PartnerStatus = (typeof PARTNER_STATUSES)[number]
