import { INSTRUMENT_PRESETS } from '../../currency/core/presets.ts'
import type { InstrumentRules } from '../../currency/core/rules.ts'
import { assert } from '../../kernel/assert.ts'
import { DEMO_ASSOCIATION, DEMO_PEOPLE, DEMO_SHOP } from './cast.ts'

/** The programme whose money this is, with euro of its own. */
export const MONEY_PROGRAMME = 'MERITS'

/** The two halves of the hybrid, and what shops lend each other. */
export const CASH = 'MERITS-CASH'
export const SCONTO = 'MERITS-SCONTO'
export const CREDIT = 'CREDITO-COMUNE'

function preset(key: string): InstrumentRules {
  const found = INSTRUMENT_PRESETS.find((one) => one.key === key)
  assert(found, 'there is such a preset')
  return found.rules
}

/**
 * Their rules: those of the presets, but that associations are paid and change back, too, that changing back costs what it
 * does with the Chiemgauer, and that a shop goes 1,000 below zero.
 */
export const MONEY_RULES: Readonly<Record<string, InstrumentRules>> = {
  [CASH]: {
    ...preset('merits-cash'),
    redemption: { by: ['partner', 'association'], fee: '0.05', association: 3, system: 2 },
    expiry: { days: 365 },
    limits: { payment: '15000', day: null, month: '30000', balance: '50000' },
    payments: [
      { from: 'person', to: 'partner' },
      { from: 'person', to: 'person' },
      { from: 'person', to: 'association' },
      { from: 'partner', to: 'partner' },
      { from: 'association', to: 'partner' },
    ],
  },
  [SCONTO]: preset('merits-sconto'),
  [CREDIT]: {
    ...preset('sardex'),
    ...{ name: 'Credito comune', unit: 'CREDITO' },
    credit: { below: '100000', above: '300000' },
  },
}

/** Associations, where they are, and the shops that chose them. */
export const STORY_ASSOCIATIONS = [
  {
    ...{ id: DEMO_ASSOCIATION, name: 'Banca del tempo del Ponte', territoryId: 'biella' },
    people: ['BI-P-201', 'BI-P-202', 'BI-P-203', 'BI-P-204'],
    partners: ['BI-ALI-01', 'BI-FAR-01'],
  },
  {
    ...{ id: 'MT-ASS-01', name: 'Orti della Gravina', territoryId: 'matera' },
    people: ['MT-P-001', 'MT-P-003'],
    partners: ['MT-ALI-01'],
  },
] as const

interface StoryGrant {
  readonly name: string
  readonly by: 'operator' | 'treasurer'
  readonly approver: 'colleague' | 'administrator'
  /** To each. */
  readonly amount: bigint
  readonly people: readonly string[]
}

/** Who is given money, so many cents each: by the contact point, by the programme, and to those that visitors may be. */
export const STORY_GRANTS: readonly StoryGrant[] = [
  {
    ...{ name: 'grant Biella', by: 'operator', approver: 'colleague', amount: 12_000n },
    people: ['BI-P-201', 'BI-P-202', 'BI-P-203', 'BI-P-204'],
  },
  {
    ...{ name: 'grant Matera', by: 'treasurer', approver: 'administrator', amount: 12_000n },
    people: ['MT-P-001', 'MT-P-002', 'MT-P-003', 'MT-P-004'],
  },
  {
    ...{ name: 'grant Milano', by: 'operator', approver: 'colleague', amount: 4_000n },
    people: DEMO_PEOPLE,
  },
]

/** Who fetched the discounts of the month; visitors find them still to be fetched. */
export const FETCHED = ['BI-P-201', 'BI-P-202', 'BI-P-203', 'MT-P-001', 'MT-P-002'] as const

/** Shops that take both halves. */
export const MONEY_SHOPS = [
  ...['BI-ALI-01', 'BI-ALI-02', 'BI-FAR-01', 'BI-ABB-01'],
  ...['MT-ALI-01', 'MT-ALI-02', 'MT-FAR-01', DEMO_SHOP, 'MI-FAR-01'],
] as const

/** Who paid whom so many cents of {@link CASH}. */
export const CASH_PAYMENTS = [
  ['BI-P-201', 'partner', 'BI-ALI-01', 2_340n],
  ['BI-P-202', 'partner', 'BI-ALI-01', 1_815n],
  ['BI-P-203', 'partner', 'BI-FAR-01', 3_250n],
  ['BI-P-204', 'partner', 'BI-ALI-02', 4_120n],
  ['BI-P-202', 'person', 'BI-P-203', 1_500n],
  ['BI-P-202', 'association', DEMO_ASSOCIATION, 1_000n],
  ['MT-P-001', 'partner', 'MT-ALI-01', 2_960n],
  ['MT-P-002', 'partner', 'MT-FAR-01', 1_275n],
  ['MT-P-003', 'partner', 'MT-ALI-02', 3_480n],
  ...DEMO_PEOPLE.map((id) => [id, 'partner', DEMO_SHOP, 650n] as const),
] as const

/** Prices that were paid with both halves and some euro: person, shop, cents of each. */
export const MIXED_PURCHASES = [
  ['BI-P-201', 'BI-ALI-01', { sconto: 600n, cash: 1_400n, euro: 400n }],
  ['BI-P-203', 'BI-FAR-01', { sconto: 250n, cash: 750n, euro: 0n }],
] as const

/** What shops change back to euro. */
export const CHANGED_BACK = [
  ['BI-ALI-01', 4_000n],
  ['BI-FAR-01', 2_500n],
] as const

/** Members of the credit, and what they paid each other. */
export const CREDIT_SHOPS = ['BI-ALI-01', 'BI-ALI-02', 'BI-CAS-01', 'BI-TRA-01'] as const
export const CREDIT_PAYMENTS = [
  ['BI-ALI-01', 'BI-TRA-01', 18_000n],
  ['BI-ALI-02', 'BI-ALI-01', 24_550n],
  ['BI-TRA-01', 'BI-CAS-01', 9_900n],
] as const

/** An open invoice: its number, who owes whom, in euro, and in how many days. */
type StoryInvoice = readonly [string, string, string, string, number]

/** Open invoices between them: the first were cleared, the others wait for whoever approves it. */
export const CLEARED_INVOICES: readonly StoryInvoice[] = [
  ['F-101', 'BI-ALI-01', 'BI-ALI-02', '320.00', 15],
  ['F-102', 'BI-ALI-02', 'BI-TRA-01', '210.00', 15],
  ['F-103', 'BI-TRA-01', 'BI-ALI-01', '150.00', 30],
]
export const WAITING_INVOICES: readonly StoryInvoice[] = [
  ['F-111', 'BI-CAS-01', 'BI-TRA-01', '480.00', 30],
  ['F-112', 'BI-TRA-01', 'BI-ALI-02', '365.50', 30],
  ['F-113', 'BI-ALI-02', 'BI-CAS-01', '290.00', 45],
  ['F-114', 'BI-ALI-01', 'BI-CAS-01', '125.00', 45],
  ['F-115', 'BI-CAS-01', 'BI-ALI-01', '98.40', 60],
]
