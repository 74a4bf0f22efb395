import type { Texts } from '../../../simulations/chart/language.ts'
import type { StudyResult } from '../../../simulations/study/study-result.ts'
import type { IndicatorHead } from '../../../simulations/study/table.ts'

export const both = (it: string, en: string): Texts => ({ it, en })

const NOBODY = 'Hand-made for the tests: no figure of it is of the world.'

export const DESIGNS: StudyResult['designs'] = [
  {
    name: 'receipts',
    title: both('Rimborso su scontrino', 'Refund against receipts'),
    baseline: 'receipts',
    description: both(
      'La persona anticipa, porta lo scontrino, e riceve il rimborso dopo il controllo.',
      'The person pays first, brings the receipt, and is refunded after a check.',
    ),
    parts: ['support'],
    models: ['circulation'],
  },
  {
    name: 'cash',
    title: both('Carta prepagata libera', 'Unrestricted prepaid card'),
    baseline: 'cash',
    description: both(
      'Lo stesso importo su una carta che si usa ovunque.',
      'The same amount on a card that is taken everywhere.',
    ),
    parts: ['support'],
    models: ['circulation'],
  },
  {
    name: 'voucher',
    title: both(
      'Buono multiuso nei negozi convenzionati',
      'Multi-purpose voucher in partner shops',
    ),
    description: both(
      'Un buono in euro, coperto per intero, che vale sei mesi; i negozi sono pagati ogni due settimane.',
      'A voucher in euro, backed in full, that is good for six months; shops are paid every two weeks.',
    ),
    parts: ['support'],
    models: ['circulation'],
  },
  {
    name: 'hybrid',
    title: both('Buono con sconto <10 %> dei negozi', 'Voucher with a <10 %> discount of shops'),
    description: both(
      'Il buono multiuso, e in più uno sconto che i negozi concedono a chi dona o fa volontariato.',
      'The multi-purpose voucher, and a discount that shops give to those who donate or volunteer.',
    ),
    parts: ['support', 'discounts'],
    models: ['circulation'],
  },
  {
    name: 'credit',
    title: both(
      'Moneta locale con microcredito garantito',
      'Local currency with guaranteed microcredit',
    ),
    description: both(
      'Una moneta che i negozi rispendono fra loro, e un fondo che garantisce piccoli prestiti.',
      'A currency that shops spend again among themselves, and a fund that guarantees small loans.',
    ),
    parts: ['support', 'loans', 'fund'],
    models: ['circulation', 'microcredit', 'guarantee-fund'],
  },
]

const indicator = (
  name: string,
  title: Texts,
  unit: string,
  [worst, best, weight, indifference]: readonly [number, number, number, number],
  isDeciding = false,
): IndicatorHead => ({ name, title, unit, worst, best, weight, indifference, isDeciding })

export const INDICATORS: readonly IndicatorHead[] = [
  indicator('met', both('Bisogni soddisfatti', 'Needs met'), 'share', [0.6, 0.9, 0.4, 0.01], true),
  indicator(
    'days',
    both('Giorni finché la persona ce l’ha', 'Days until the person has it'),
    'days',
    [60, 0, 0.15, 1],
    true,
  ),
  indicator(
    'cost',
    both('Costo di gestione per persona e anno', 'Cost of running it, a person and year'),
    'cents',
    [60_000, 0, 0.15, 1_000],
    true,
  ),
  indicator(
    'refused',
    both('Pagamenti rifiutati', 'Payments refused'),
    'share',
    [0.3, 0, 0.1, 0.01],
  ),
  indicator(
    'local',
    both('Euro spesi sul posto per euro dato', 'Euro spent locally for each euro given'),
    'number',
    [0.5, 3, 0.1, 0.05],
  ),
  indicator(
    'burden',
    both('Peso degli sconti sui negozi', 'Burden of discounts on shops'),
    'share',
    [0.1, 0, 0.05, 0.002],
  ),
  indicator('unspent', both('Non speso alla scadenza', 'Unspent when it expires'), 'share', [
    ...([0.3, 0, 0.05, 0.005] as const),
  ]),
]

/** By design and indicator: the mean, and how far the interval reaches to each side. */
export const MEANS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  receipts: [
    [0.62, 0.04],
    [34, 6],
    [31_200, 2_600],
    [0, 0],
    [1.31, 0.12],
    [0, 0],
    [0.19, 0.03],
  ],
  cash: [
    [0.82, 0.03],
    [6.2, 1.4],
    [9_400, 1_100],
    [0.004, 0.002],
    [1.22, 0.14],
    [0, 0],
    [0.01, 0.006],
  ],
  voucher: [
    [0.83, 0.03],
    [4.1, 0.9],
    [12_700, 1_500],
    [0.052, 0.017],
    [1.78, 0.21],
    [0, 0],
    [0.061, 0.021],
  ],
  hybrid: [
    [0.88, 0.028],
    [4.3, 1],
    [14_900, 1_900],
    [0.066, 0.022],
    [1.83, 0.24],
    [0.031, 0.008],
    [0.058, 0.019],
  ],
  credit: [
    [0.8, 0.05],
    [11.5, 3.2],
    [24_800, 4_100],
    [0.083, 0.03],
    [2.21, 0.38],
    [0.012, 0.005],
    [0.048, 0.022],
  ],
}

export const INPUTS: StudyResult['inputs'] = [
  {
    name: 'acceptance',
    title: both(
      'Quota di spesa nei negozi che aderiscono',
      'Share of spending in shops that take part',
    ),
    unit: 'share',
    standing: 'evidence',
    source: 'pilot/acceptance, 214 purchases',
    ...{ low: 0.46, median: 0.58, high: 0.71 },
  },
  {
    name: 'learning',
    title: both('Tempo per imparare a usarlo', 'Time to learn how to use it'),
    unit: 'days',
    standing: 'prior',
    source: 'REC Barcelona 2018: little was spent in the first days',
    ...{ low: 4, median: 11, high: 26 },
  },
  {
    name: 'hours',
    title: both('Ore di operatore per pratica', 'Hours of an operator for each case'),
    unit: 'number',
    standing: 'assumption',
    source: 'nobody has measured it',
    ...{ low: 0.5, median: 1.4, high: 3.5 },
  },
  {
    name: 'default',
    title: both('Prestiti non restituiti', 'Loans that are not paid back'),
    unit: 'share',
    standing: 'prior',
    source: 'Ente Nazionale Microcredito: 14 % with tutoring, 20 % without',
    ...{ low: 0.1, median: 0.15, high: 0.22 },
  },
]

export const VIEWPOINTS: StudyResult['viewpoints'] = [
  {
    name: 'people',
    title: both('Chi riceve', 'Those who receive'),
    weights: { met: 5, days: 3, refused: 2 },
  },
  {
    name: 'funder',
    title: both('Chi finanzia', 'Those who fund'),
    weights: { cost: 5, met: 3, unspent: 1 },
  },
  {
    name: 'shops',
    title: both('Negozi di vicinato', 'Shops of the quarter'),
    weights: { local: 5, burden: 4, met: 1 },
  },
]

type Assumption = StudyResult['assumptions'][number]

const assumption = (
  where: string,
  value: string,
  [source, standing]: readonly [string, Assumption['standing']],
  more: Partial<Assumption> = {},
): Assumption => ({
  ...{ where, value, source, standing, part: 'support', model: 'circulation', designs: [] },
  ...{ label: both('', ''), within: both('', ''), place: null },
  ...more,
})

export const ASSUMPTIONS: StudyResult['assumptions'] = [
  assumption('support, biella: people.beneficiaries', '120', ['FAMI: 450 people', 'prior'], {
    label: both('Persone del programma', 'People of the programme'),
    place: 'biella',
  }),
  assumption('support: instrument.expiry', '6 months', ['assumption: as in 2020', 'assumption'], {
    label: both('Un’altra scadenza', 'Another expiry'),
    within: both('Le regole', 'The rules'),
  }),
  ...['people', 'shops', 'suppliers', 'change'].map((to, index) =>
    assumption(`support: partners.shops.${to}`, `${[0, 20, 10, 70][index]} %`, ['', 'assumption'], {
      within: both('Che cosa ne fanno i negozi', 'What shops do with it'),
    }),
  ),
  assumption('fund: multiple, "leverage" (credit)', '4', [NOBODY, 'evidence'], {
    ...{ part: 'fund', model: 'guarantee-fund', designs: ['credit'] },
  }),
]

export const LIMITS: StudyResult['limits'] = [
  both(
    'I negozi di Biella e Matera sono presi dai registri, non intervistati.',
    'The shops of Biella and Matera are taken from registers; nobody asked them.',
  ),
  both(
    'Chi lascia il progetto non è seguito oltre: che cosa spende dopo non si sa.',
    'Those who leave the project are not followed: what they spend later is not known.',
  ),
  both(
    'La dignità è misurata solo da quanto si compra in negozi comuni e da quanto spesso si è rifiutati.',
    'Dignity is measured only by what is bought in ordinary shops and by how often one is refused.',
  ),
  both('Le regole fiscali possono cambiare.', 'The rules of taxes may change.'),
]
