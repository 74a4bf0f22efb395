import {
  type OutputDefinition,
  output,
  type RatioDefinition,
  type SeriesDefinition,
} from '../model.ts'

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
  ...{ granted: 34, unspent: 35, outlay: 36, elsewhere: 37, inNetwork: 38, unlearned: 39 },
  ...{ unfinanced: 40, receipts: 41, advanced: 42, unpaid: 43, repaid: 44, repaidYears: 45 },
  advancedEach: 46,
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
  output<OutputName>('granted', ['amount', 'cents', 'none'], 'What was granted to beneficiaries'),
  output<OutputName>(
    'unspent',
    ['amount', 'cents', 'upper'],
    'What people let expire or left behind, or still have at the end',
  ),
  output<OutputName>(
    'outlay',
    ['amount', 'cents', 'none'],
    'What people paid with it, in shops and elsewhere',
  ),
  output<OutputName>(
    'elsewhere',
    ['amount', 'cents', 'none'],
    'What people paid with it for what no need names',
  ),
  output<OutputName>(
    'inNetwork',
    ['amount', 'cents', 'none'],
    'What people paid with it in shops of the network',
  ),
  output<OutputName>(
    'unlearned',
    ['number', 'purchases', 'upper'],
    'Purchases before a person knew how to use it',
  ),
  output<OutputName>(
    'unfinanced',
    ['number', 'purchases', 'upper'],
    'Purchases that a person could not pay in advance',
  ),
  output<OutputName>('receipts', ['number', 'receipts', 'none'], 'Receipts handed in'),
  output<OutputName>(
    'advanced',
    ['amount', 'cents', 'upper'],
    'What people paid in advance with own euro',
  ),
  output<OutputName>(
    'unpaid',
    ['amount', 'cents', 'upper'],
    'What people paid in advance, the receipt being refused',
  ),
  output<OutputName>('repaid', ['amount', 'cents', 'none'], 'What people were repaid'),
  output<OutputName>(
    'repaidYears',
    ['amount', 'cents', 'none'],
    'What people were repaid, times the years they waited for it',
  ),
  output<OutputName>(
    'advancedEach',
    ['amount', 'cents', 'upper'],
    'What a beneficiary has paid in advance and not got back, on average',
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
  ratio(
    ['spentPerEuro', 'ratio', 'What people paid shops for each euro that was issued'],
    'spent',
    'issued',
  ),
  ratio(
    ['unspentShare', 'share', 'Of what was issued, what people did not spend'],
    'unspent',
    'issued',
  ),
  ratio(
    ['networkShare', 'share', 'Of what people paid, what went to shops of the network'],
    'inNetwork',
    'outlay',
  ),
  ratio(
    ['elsewhereShare', 'share', 'Of what people paid, what went to what no need names'],
    'elsewhere',
    'outlay',
  ),
  ratio(
    ['unfinancedShare', 'share', 'Purchases that could not be paid in advance, of those tried'],
    'unfinanced',
    'attempts',
  ),
  ratio(
    ['unpaidShare', 'share', 'Of what was paid in advance, what is not repaid'],
    'unpaid',
    'advanced',
  ),
  ratio(
    ['repaidAfter', 'years', 'How long people wait until they are repaid'],
    'repaidYears',
    'repaid',
  ),
]
