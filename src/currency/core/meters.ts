import { type Day, parseDay } from '../../kernel/days.ts'
import type { Minor } from '../../kernel/money.ts'

/** What a rule of law looks at. */
export type Measured =
  /** All payments of the programme in the last twelve months. */
  | 'payments_of_twelve_months'
  /** The largest of what people hold. */
  | 'largest_stored_value'
  /** The most that one person paid in a calendar month. */
  | 'largest_month_of_a_person'
  /** The largest amount that a person changed to euro at once. */
  | 'largest_change_to_euro'
  /** The largest payment of a person. */
  | 'largest_payment'

export interface RuleText {
  readonly it: string
  readonly en: string
}

/** A limit of the law that a programme watches. */
export interface Meter {
  readonly key: string
  readonly measured: Measured
  /** In cents of a euro; what is counted in another unit counts one to one. */
  readonly limit: Minor
  /** What the rule says, in our words. */
  readonly rule: RuleText
  readonly source: string
  /** Whether the source leaves open if and how it applies. */
  readonly askLawyer: boolean
}

/** The limits that are known, each with its source. Which apply is for the programme's lawyer to say. */
export const METERS: readonly Meter[] = [
  {
    key: 'psd2_limited_network',
    measured: 'payments_of_twelve_months',
    limit: 100_000_000n,
    rule: {
      it: 'Una rete limitata sta fuori dalle regole sui servizi di pagamento; oltre un milione di euro di pagamenti in dodici mesi va comunicata alla Banca d’Italia.',
      en: 'A limited network is outside the rules on payment services; above one million euro paid in twelve months the Bank of Italy must be told of it.',
    },
    source:
      'Directive (EU) 2015/2366, art. 3(k) and 37(2); Bank of Italy, 11 October 2018, amended 5 April 2022; EBA guidelines of 24 February 2022',
    askLawyer: true,
  },
  {
    key: 'aml_stored_value',
    measured: 'largest_stored_value',
    limit: 15_000n,
    rule: {
      it: 'Chi ha al massimo 150 euro di moneta elettronica non va identificato, se ci compra solo beni e servizi.',
      en: 'Who holds at most 150 euro of electronic money need not be identified, if it buys goods and services only.',
    },
    source: 'Directive (EU) 2015/849, art. 12, as amended by 2018/843',
    askLawyer: true,
  },
  {
    key: 'aml_month',
    measured: 'largest_month_of_a_person',
    limit: 15_000n,
    rule: {
      it: 'Né chi ci paga al massimo 150 euro al mese, in un solo Stato.',
      en: 'Nor who pays at most 150 euro a month with it, in one state.',
    },
    source: 'Directive (EU) 2015/849, art. 12, as amended by 2018/843',
    askLawyer: true,
  },
  {
    key: 'aml_cash_out',
    measured: 'largest_change_to_euro',
    limit: 5_000n,
    rule: {
      it: 'L’eccezione finisce dove si cambiano in contanti più di 50 euro.',
      en: 'The exception ends where more than 50 euro are changed to cash.',
    },
    source: 'Directive (EU) 2015/849, art. 12(2), as amended by 2018/843',
    askLawyer: true,
  },
  {
    key: 'charity_payment',
    measured: 'largest_payment',
    limit: 5_000n,
    rule: {
      it: 'L’eccezione per beneficenza e biglietti via telefono: al massimo 50 euro per pagamento.',
      en: 'The exception for charity by telephone and ticket: at most 50 euro a payment.',
    },
    source: 'Directive (EU) 2015/2366, art. 3(l)',
    askLawyer: true,
  },
  {
    key: 'charity_month',
    measured: 'largest_month_of_a_person',
    limit: 30_000n,
    rule: {
      it: 'La stessa eccezione: al massimo 300 euro al mese.',
      en: 'The same exception: at most 300 euro a month.',
    },
    source: 'Directive (EU) 2015/2366, art. 3(l)',
    askLawyer: true,
  },
]

/** How the VAT of what a programme gives out is treated: no limit, but to be known by whoever invoices. */
export const VAT_RULE: RuleText & { readonly source: string } = {
  it: 'Di un buono monouso l’IVA si deve già quando si cede; di un buono multiuso solo quando si spende. I buoni sconto sono una riduzione del prezzo, fuori dalla base imponibile.',
  en: 'The VAT of a single-purpose voucher is due when it is handed on; that of a multi-purpose voucher only when it is spent. Discount tokens make the price smaller, outside the taxable amount.',
  source:
    'Directive (EU) 2016/1065; DPR 633/1972, art. 6-bis to 6-quater; Agenzia delle Entrate on discount tokens, July 2010',
}

/** How the VAT of what a programme gives out may be treated. */
export const VAT_TREATMENTS = [
  'single_purpose',
  'multi_purpose',
  'price_reduction',
  'means_of_payment',
] as const

export type VatTreatment = (typeof VAT_TREATMENTS)[number]

/** How near a limit is: from 70, from 90, from 100 per cent of it. */
export const METER_LEVELS = ['below', 'from_70', 'from_90', 'reached'] as const

export type MeterLevel = (typeof METER_LEVELS)[number]

/** @example levelOf(70_000_000n, 100_000_000n) // 'from_70' */
export function levelOf(value: Minor, limit: Minor): MeterLevel {
  if (value >= limit) return 'reached'
  if (value * 10n >= limit * 9n) return 'from_90'
  return value * 10n >= limit * 7n ? 'from_70' : 'below'
}

/**
 * The largest sum of any twelve months that end within the days given, and the last day of those. Twelve months before
 * 15 May are those since the 16 May before.
 *
 * @param days in their order, each at most once
 */
export function largestTwelveMonths(
  days: readonly { readonly day: Day; readonly amount: Minor }[],
): { readonly amount: Minor; readonly lastDay: Day | null } {
  let sum = 0n
  let first = 0
  let largest: { readonly amount: Minor; readonly lastDay: Day | null } = {
    amount: 0n,
    lastDay: null,
  }
  for (const { day, amount } of days) {
    sum += amount
    const before = yearBefore(day)
    for (let old = days[first]; old !== undefined && old.day <= before; old = days[first]) {
      sum -= old.amount
      first += 1
    }
    if (sum > largest.amount) largest = { amount: sum, lastDay: day }
  }
  return largest
}

/** The same day a year before; the 28th where there is no 29th of February. */
export function yearBefore(day: Day): Day {
  const year = `${Number(day.slice(0, 4)) - 1}`.padStart(4, '0')
  return parseDay(`${year}${day.slice(4)}`) ?? (`${year}-02-28` as Day)
}
