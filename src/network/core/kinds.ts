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

/** `suspended`: it accepts nothing until it is active again; `ended`: never again. What it is owed stays owed. */
export const PARTNER_STATUSES = ['active', 'suspended', 'ended'] as const
export type PartnerStatus = (typeof PARTNER_STATUSES)[number]

/** What can be done to a partner, from which status it leads, and to which. */
export const PARTNER_STEPS = {
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  end: { from: ['active', 'suspended'], to: 'ended' },
} as const satisfies Record<
  string,
  { readonly from: readonly PartnerStatus[]; readonly to: PartnerStatus }
>
export type PartnerStep = keyof typeof PARTNER_STEPS

export const PARTNER_STEP_NAMES = Object.keys(PARTNER_STEPS) as [PartnerStep, ...PartnerStep[]]

/** Where a tranche comes from: the grant itself, or whoever funds beside it. */
export const FUNDING_KINDS = ['grant', 'co_funding'] as const
export type FundingKind = (typeof FUNDING_KINDS)[number]

/** How often a partner is paid what it is owed. */
export const SETTLEMENT_PERIODS = ['weekly', 'fortnightly', 'monthly'] as const
export type SettlementPeriod = (typeof SETTLEMENT_PERIODS)[number]
