import type { AccountDefinition } from '../../books.ts'
import { rulesOf } from './instrument.ts'
import type { CirculationParameters } from './parameters.ts'
import { populationOf } from './population.ts'

/** The accounts that every path has; those of the holders follow, and then those of their tokens or of their own euro. */
export const ACCOUNT = {
  issued: 0,
  redeemed: 1,
  expired: 2,
  demurrage: 3,
  fees: 4,
  funder: 5,
  public: 6,
  reserve: 7,
  partners: 8,
  associations: 9,
  system: 10,
  costs: 11,
  tokensIssued: 12,
  elsewhere: 13,
} as const

export const FIRST_HOLDER = 14

export function accountsOf(parameters: CirculationParameters): readonly AccountDefinition[] {
  const { unit, credit } = rulesOf(parameters.instrument)
  const { people, shops, partners, claims, holders } = populationOf(parameters)
  const limit = 'debits_must_not_exceed_credits'
  const nameOf = (holder: number): string => {
    if (holder < people) return `person-${holder + 1}`
    if (holder < people + shops) return `shop-${holder - people + 1}`
    if (holder < people + partners) return `supplier-${holder - people - shops + 1}`
    if (holder === claims) return 'receipts'
    return `association-${holder - people - partners + 1}`
  }
  const held = (kind: string, of: string, count: number): readonly AccountDefinition[] =>
    Array.from({ length: count }, (_, holder) => ({
      ...{ name: `liabilities:${kind}:${nameOf(holder)}`, unit: of },
      ...(credit === null ? { limit } : {}),
    }))
  return [
    { name: 'equity:issued', unit },
    { name: 'equity:redeemed', unit },
    { name: 'equity:expired', unit },
    { name: 'income:demurrage', unit },
    { name: 'income:fees', unit },
    { name: 'equity:funder' },
    { name: 'equity:people' },
    { name: 'assets:reserve', limit },
    { name: 'equity:partners' },
    { name: 'equity:associations' },
    { name: 'income:system' },
    { name: 'expenses:running' },
    { name: 'equity:tokens', unit: 'TOKEN' },
    { name: 'equity:elsewhere' },
    ...held('held', unit, holders),
    ...(parameters.tokens === null ? [] : held('tokens', 'TOKEN', people + shops)),
    ...(parameters.receipts === null ? [] : held('own', 'EUR', people)),
  ]
}

/** The codes of the entries. */
export const CODE = {
  ...{ start: 1, grant: 2, purchase: 3, mint: 4, spend: 5, fee: 6, turn: 7, invoice: 8 },
  ...{ change: 9, paidOut: 10, toAssociation: 11, toSystem: 12, deposit: 13, donation: 14 },
  ...{ expiry: 15, left: 16, demurrage: 17, release: 18, euro: 19, tokens: 20, discount: 21 },
  ...{ cost: 22, elsewhere: 23, own: 24, advance: 25, repaid: 26, madeGood: 27 },
} as const
export const ENTRY_CODES = [
  'there at the beginning',
  'granted to a beneficiary',
  'bought with euro',
  'made by everybody, so much a day',
  'purchase in a shop',
  'fee of who is paid',
  'payment by a partner or an association',
  'invoice among partners',
  'changed back',
  'euro paid out to a partner',
  'part of the fee to an association',
  'part of the fee to the system',
  'paid into the reserve',
  'donated on top of a purchase',
  'expired',
  'left behind',
  'lost by holding',
  'let out of the reserve',
  'rest of a price in euro',
  'discount tokens given',
  'discount taken off a price',
  'running costs',
  'payment for what no need names',
  'own euro at the beginning',
  'paid with own euro, against a receipt',
  'repaid against a receipt',
  'made good from own income',
] as const

/** What randomness is for. */
export const PURPOSE = {
  ...{ network: 0, people: 1, trips: 2, seeking: 3, turns: 4, invoices: 5, members: 6 },
  ...{ leaving: 7, accounts: 8, elsewhere: 9, means: 10, receipts: 11 },
} as const
export const PURPOSES = [
  'network',
  'people',
  'trips',
  'seeking',
  'turns',
  'invoices',
  'members',
  'leaving',
  'accounts',
  'elsewhere',
  'means',
  'receipts',
] as const
