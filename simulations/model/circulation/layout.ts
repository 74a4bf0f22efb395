import type { AccountDefinition } from '../../books.ts'
import {
  type OutputDefinition,
  output,
  type RatioDefinition,
  type SeriesDefinition,
} from '../model.ts'
import { rulesOf } from './instrument.ts'
import type { CirculationParameters } from './parameters.ts'
import { populationOf } from './population.ts'

/** The accounts that every path has; those of the holders follow, and then those of their tokens. */
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
} as const

export const FIRST_HOLDER = 13

export function accountsOf(parameters: CirculationParameters): readonly AccountDefinition[] {
  const { unit, credit } = rulesOf(parameters.instrument)
  const { people, shops, partners, holders } = populationOf(parameters)
  const limit = 'debits_must_not_exceed_credits'
  const nameOf = (holder: number): string => {
    if (holder < people) return `person-${holder + 1}`
    if (holder < people + shops) return `shop-${holder - people + 1}`
    if (holder < people + partners) return `supplier-${holder - people - shops + 1}`
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
    ...held('held', unit, holders),
    ...(parameters.tokens === null ? [] : held('tokens', 'TOKEN', people + shops)),
  ]
}

/** The codes of the entries. */
export const CODE = {
  ...{ start: 1, grant: 2, purchase: 3, mint: 4, spend: 5, fee: 6, turn: 7, invoice: 8 },
  ...{ change: 9, paidOut: 10, toAssociation: 11, toSystem: 12, deposit: 13, donation: 14 },
  ...{ expiry: 15, left: 16, demurrage: 17, release: 18, euro: 19, tokens: 20, discount: 21 },
  cost: 22,
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
] as const

/** What randomness is for. */
export const PURPOSE = {
  ...{ network: 0, people: 1, trips: 2, seeking: 3, turns: 4, invoices: 5, members: 6 },
  leaving: 7,
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
] as const

/** The places of the outputs. */
export const OUTPUT = {
  issued: 0,
  spent: 1,
  turnover: 2,
  taken: 3,
  changed: 4,
  expired: 5,
  demurrage: 6,
  fees: 7,
  donated: 8,
  discounts: 9,
  euro: 10,
  stockAtEnd: 11,
  stockYears: 12,
  heldYears: 13,
  moved: 14,
  waitYears: 15,
  lagYears: 16,
  needed: 17,
  met: 18,
  attempts: 19,
  refused: 20,
  without: 21,
  invoices: 22,
  invoicesRefused: 23,
  costs: 24,
  reserveNeed: 25,
  changeRefused: 26,
  run: 27,
  daysToHave: 28,
  daysToUse: 29,
  gini: 30,
  topTenth: 31,
  topHundredth: 32,
  worstDiscount: 33,
} as const

export type OutputName = keyof typeof OUTPUT

export const OUTPUTS: readonly OutputDefinition[] = [
  output<OutputName>('issued', ['amount', 'cents', 'none'], 'What came into circulation'),
  output<OutputName>('spent', ['amount', 'cents', 'lower'], 'What people paid shops with it'),
  output<OutputName>('turnover', ['amount', 'cents', 'lower'], 'All payments in it'),
  output<OutputName>('taken', ['amount', 'cents', 'none'], 'What shops were paid in it'),
  output<OutputName>('changed', ['amount', 'cents', 'none'], 'What was changed back to euro'),
  output<OutputName>('expired', ['amount', 'cents', 'upper'], 'What expired or was left behind'),
  output<OutputName>('demurrage', ['amount', 'cents', 'none'], 'What holding it cost'),
  output<OutputName>('fees', ['amount', 'cents', 'none'], 'Fees of partners'),
  output<OutputName>(
    'donated',
    ['amount', 'cents', 'none'],
    'What associations got of fees and donations',
  ),
  output<OutputName>(
    'discounts',
    ['amount', 'cents', 'upper'],
    'What shops gave as discounts for tokens',
  ),
  output<OutputName>(
    'euro',
    ['amount', 'cents', 'none'],
    'What people added in euro to their purchases',
  ),
  output<OutputName>('stockAtEnd', ['amount', 'cents', 'none'], 'What circulates at the end'),
  output<OutputName>('stockYears', ['amount', 'cents', 'none'], 'What circulated, times the years'),
  output<OutputName>(
    'heldYears',
    ['amount', 'cents', 'none'],
    'What was paid or changed, times the years it was held',
  ),
  output<OutputName>(
    'moved',
    ['amount', 'cents', 'none'],
    'What was paid or changed by its holder',
  ),
  output<OutputName>(
    'waitYears',
    ['amount', 'cents', 'none'],
    'What people paid, times the years they held it',
  ),
  output<OutputName>(
    'lagYears',
    ['amount', 'cents', 'none'],
    'What was changed, times the years since it was issued',
  ),
  output<OutputName>('needed', ['amount', 'cents', 'none'], 'What people needed'),
  output<OutputName>(
    'met',
    ['amount', 'cents', 'lower'],
    'What of it they bought in shops that take the instrument',
  ),
  output<OutputName>('attempts', ['number', 'purchases', 'none'], 'Purchases tried with it'),
  output<OutputName>('refused', ['number', 'purchases', 'upper'], 'Purchases that were refused'),
  output<OutputName>(
    'without',
    ['number', 'purchases', 'upper'],
    'Purchases when nothing was left of it',
  ),
  output<OutputName>('invoices', ['number', 'payments', 'none'], 'Invoices among partners'),
  output<OutputName>(
    'invoicesRefused',
    ['number', 'payments', 'upper'],
    'Invoices that could not be paid',
  ),
  output<OutputName>('costs', ['amount', 'cents', 'upper'], 'What running it cost'),
  output<OutputName>(
    'reserveNeed',
    ['amount', 'cents', 'upper'],
    'The most that was asked for in euro in a month',
  ),
  output<OutputName>(
    'changeRefused',
    ['amount', 'cents', 'upper'],
    'What was asked for in euro and not there',
  ),
  output<OutputName>(
    'run',
    ['indicator', 'share', 'none'],
    'The reserve did not pay everything asked of it',
  ),
  output<OutputName>(
    'daysToHave',
    ['number', 'days', 'upper'],
    'Days until a beneficiary had it, on average',
  ),
  output<OutputName>(
    'daysToUse',
    ['number', 'days', 'upper'],
    'Days until a beneficiary first paid with it, on average',
  ),
  output<OutputName>(
    'gini',
    ['number', 'none', 'upper'],
    'Concentration of what partners were paid (Gini)',
  ),
  output<OutputName>(
    'topTenth',
    ['number', 'share', 'upper'],
    'What the tenth of partners that were paid most got of it',
  ),
  output<OutputName>(
    'topHundredth',
    ['number', 'share', 'upper'],
    'What the hundredth of partners that were paid most got of it',
  ),
  output<OutputName>(
    'worstDiscount',
    ['number', 'share', 'upper'],
    'Discount of the shop that gave the largest part of its takings',
  ),
]

export const SERIES_PLACE = { stock: 0, turnover: 1, changed: 2, members: 3, reserve: 4 } as const
export const SERIES: readonly SeriesDefinition[] = [
  { name: 'stock', description: 'What circulates', unit: 'cents' },
  { name: 'turnover', description: 'Payments in a month', unit: 'cents' },
  { name: 'changed', description: 'What is changed back in a month', unit: 'cents' },
  { name: 'members', description: 'Partners that take it', unit: 'partners' },
  { name: 'reserve', description: 'Euro in the reserve', unit: 'cents' },
]

function ratio(
  [name, unit, description]: readonly [string, string, string],
  numerator: OutputName,
  denominator: OutputName,
): RatioDefinition {
  return { name, unit, description, numerator, denominator }
}

export const RATIOS: readonly RatioDefinition[] = [
  ratio(
    ['velocity', 'times a year', 'Velocity: how often it changes hands in a year (Fisher)'],
    'turnover',
    'stockYears',
  ),
  ratio(
    ['holding', 'years', 'How long it is held before it is paid or changed'],
    'heldYears',
    'moved',
  ),
  ratio(['wait', 'years', 'How long people hold it before they pay with it'], 'waitYears', 'spent'),
  ratio(['lag', 'years', 'How long it takes from issue to euro'], 'lagYears', 'changed'),
  ratio(
    ['multiplier', 'ratio', 'Local multiplier: payments for each unit issued'],
    'turnover',
    'issued',
  ),
  ratio(['breakage', 'share', 'Breakage: what expires of what is issued'], 'expired', 'issued'),
  ratio(['refusedShare', 'share', 'Purchases refused'], 'refused', 'attempts'),
  ratio(
    ['invoicesRefusedShare', 'share', 'Invoices among partners that cannot be paid'],
    'invoicesRefused',
    'invoices',
  ),
  ratio(
    ['needsMet', 'share', 'Needs met in ordinary shops that take the instrument'],
    'met',
    'needed',
  ),
  ratio(
    ['discountShare', 'share', 'Discounts for tokens, of what shops sell for it'],
    'discounts',
    'met',
  ),
  ratio(
    ['costPerEuro', 'ratio', 'Cost of running it for each euro that reached a shop'],
    'costs',
    'spent',
  ),
]
