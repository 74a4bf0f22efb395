import type { InstrumentRules, Party } from './rules.ts'

/** An instrument as a system that exists or existed has it. */
export interface InstrumentPreset {
  readonly key: string
  readonly rules: InstrumentRules
  /** Where the rules are from. */
  readonly source: string
  /** Which of them are not from there; empty where all are. */
  readonly note: string
}

function pays(...ways: readonly (readonly [Party, Party])[]): InstrumentRules['payments'] {
  return ways.map(([from, to]) => ({ from, to }))
}

const SPENT = pays(['person', 'partner'])
const AMONG_PARTNERS = pays(['partner', 'partner'])
const EVERYWHERE = pays(
  ...(['person', 'partner', 'association'] as const).flatMap((from) =>
    (['person', 'partner', 'association'] as const).map((to) => [from, to] as const),
  ),
)

const PLAIN = {
  schemaVersion: 1,
  redemption: null,
  discount: null,
  demurrage: { kind: 'none' },
  expiry: null,
  limits: { payment: null, day: null, month: null, balance: null },
  credit: null,
  payeeFee: '0',
  lossesTo: 'fund',
  rewards: null,
} as const satisfies Partial<InstrumentRules>

const SHOPS_ONLY: InstrumentRules['redemption'] = {
  ...{ by: ['partner'], fee: '0', association: 0, system: 0 },
}

/** Systems whose rules our instruments can express, each with its source. Nothing is made of them by itself. */
export const INSTRUMENT_PRESETS: readonly InstrumentPreset[] = [
  {
    key: 'merits-cash',
    rules: {
      ...{ ...PLAIN, name: 'Merits-cash', unit: 'MERIT', backing: '1' },
      ...{ issuance: { by: 'grant' }, redemption: SHOPS_ONLY, payments: SPENT },
    },
    source:
      'merits.it/settimo-citta-solidale: 1 merit is 1 euro, issued by a funder, shops are refunded',
    note: 'Expiry, fees and the time of settlement were not found: none here.',
  },
  {
    key: 'merits-sconto',
    rules: {
      ...{ ...PLAIN, name: 'Merits-sconto', unit: 'SCONTO', backing: '0' },
      issuance: { by: 'gift', amount: '1000', every: 'month' },
      discount: { most: '0.3', least: '0.05' },
      payments: pays(['person', 'partner'], ['association', 'person'], ['partner', 'person']),
      rewards: { perHour: '500', ofDonations: '0.1' },
    },
    source:
      'merits.it/alleanza-per-nolo: discounts given for donations and volunteering, no euro behind them',
    note: 'How large a discount is was not found: 5 to 30 % of a price, as SCEC has it; 10 a month, 5 an hour and a tenth of what is given are ours.',
  },
  {
    key: 'scec',
    rules: {
      ...{ ...PLAIN, name: 'SCEC', unit: 'SCEC', backing: '0' },
      issuance: { by: 'gift', amount: '10000', every: 'once' },
      discount: { most: '0.3', least: '0.05' },
      payments: EVERYWHERE,
    },
    source:
      'castedduonline.it, iltempo.it 2013: 100 for each member, 5 to 30 % of a price, never euro',
    note: 'One source says 100 a month.',
  },
  {
    key: 'rec',
    rules: {
      ...{ ...PLAIN, name: 'REC', unit: 'REC', backing: '1' },
      ...{ issuance: { by: 'grant' }, redemption: SHOPS_ONLY },
      payments: pays(['person', 'partner'], ['person', 'person'], ['partner', 'partner']),
    },
    source:
      'ara.cat, rec.barcelona: a quarter of the municipal minimum income, only merchants change it',
    note: 'It can also be bought; here it is granted.',
  },
  {
    key: 'chiemgauer-2003',
    rules: {
      ...{ ...PLAIN, name: 'Chiemgauer, 2003', unit: 'CHIEM', backing: '1' },
      issuance: { by: 'purchase', donated: '0' },
      redemption: { by: ['partner'], fee: '0.05', association: 3, system: 2 },
      demurrage: { kind: 'stamp', lost: '0.02', every: 'quarter' },
      payments: EVERYWHERE,
    },
    source:
      'chiemgauer.info, de.wikipedia.org: 5 % to change back, 3 of them to an association; 2 % a quarter until 2015',
    note: '',
  },
  {
    key: 'chiemgauer-2015',
    rules: {
      ...{ ...PLAIN, name: 'Chiemgauer, 2015', unit: 'CHIEM', backing: '1' },
      issuance: { by: 'purchase', donated: '0' },
      redemption: { by: ['partner'], fee: '0.05', association: 3, system: 2 },
      demurrage: { kind: 'stamp', lost: '0.03', every: 'half_year' },
      payments: EVERYWHERE,
    },
    source: 'chiemgauer.info, vero-online.info: 3 % a half-year from 2015 on',
    note: '',
  },
  {
    key: 'chiemgauer-digital',
    rules: {
      ...{ ...PLAIN, name: 'Chiemgauer, digital', unit: 'CHIEM', backing: '1' },
      issuance: { by: 'purchase', donated: '0' },
      redemption: { by: ['partner'], fee: '0.05', association: 3, system: 2 },
      demurrage: { kind: 'daily', lost: '0.06', freeDays: 90 },
      payments: EVERYWHERE,
    },
    source: 'chiemgauer.info: 6 % over 365 each day, after the first 90 days',
    note: '',
  },
  {
    key: 'eusko',
    rules: {
      ...{ ...PLAIN, name: 'Eusko', unit: 'EUSKO', backing: '1' },
      issuance: { by: 'purchase', donated: '0.03' },
      redemption: { by: ['partner'], fee: '0.05', association: 0, system: 1 },
      payments: EVERYWHERE,
    },
    source:
      'euskalmoneta.org: full reserve, firms change back for 5 %, 3 % on top for an association',
    note: 'The association must have 30 sponsors; that is its own to see to.',
  },
  {
    key: 'bristol-pound',
    rules: {
      ...{ ...PLAIN, name: 'Bristol Pound', unit: 'BRISTOL', backing: '1' },
      ...{ issuance: { by: 'purchase', donated: '0' }, redemption: SHOPS_ONLY },
      ...{ payments: EVERYWHERE, payeeFee: '0.02' },
    },
    source: 'wikisum.wiki, bbc.com: one to one with sterling, who is paid pays 1 to 2 %',
    note: 'The euro stands for sterling. The fee is that of payments by text message.',
  },
  {
    key: 'sardex',
    rules: {
      ...{ ...PLAIN, name: 'Sardex', unit: 'SRD', backing: '0' },
      issuance: { by: 'credit' },
      credit: { below: '1000000', above: null },
      payments: AMONG_PARTNERS,
    },
    source:
      'corriereinnovazione.corriere.it 2016, sardegna-pmi.it: from zero, within a credit line, never euro',
    note: 'Lines are agreed with each member; 10,000 is ours.',
  },
  {
    key: 'wir',
    rules: {
      ...{ ...PLAIN, name: 'WIR', unit: 'CHW', backing: '0' },
      issuance: { by: 'credit' },
      credit: { below: '5000000', above: null },
      payments: AMONG_PARTNERS,
      payeeFee: '0.02',
    },
    source:
      'vdocuments.mx (Studer): loans make the money, it is never changed to francs, clearing takes about 2.4 % of turnover',
    note: 'A loan against collateral is a line here, without interest; 50,000 and the fee of 2 % are ours.',
  },
  {
    key: 'circles',
    rules: {
      ...{ ...PLAIN, name: 'Circles', unit: 'CRC', backing: '0' },
      issuance: { by: 'universal', perDay: '2400', daysBack: 14 },
      demurrage: { kind: 'yearly', lost: '0.07', freeDays: 0 },
      lossesTo: 'issuer',
      payments: EVERYWHERE,
    },
    source:
      'github.com/CirclesUBI/circles-contracts-v2, TCIP009: one an hour for a person, 14 days back, 7 % a year by the day',
    note: 'Limits of trust between people are not part of these rules.',
  },
]
