import type { MeterLevel, VatTreatment } from '../../currency/core/meters.ts'

const levelsIt: Readonly<Record<MeterLevel, string>> = {
  below: 'Lontano dal limite',
  from_70: 'Oltre il 70 % del limite',
  from_90: 'Oltre il 90 % del limite',
  reached: 'Limite raggiunto',
}
const levelsEn: typeof levelsIt = {
  below: 'Far from the limit',
  from_70: 'Above 70% of the limit',
  from_90: 'Above 90% of the limit',
  reached: 'The limit is reached',
}
const titlesIt: Readonly<Record<string, string>> = {
  psd2_limited_network: 'Pagamenti della rete in dodici mesi',
  aml_stored_value: 'Quanto ha al massimo una persona',
  aml_month: 'Quanto paga al massimo una persona in un mese',
  aml_cash_out: 'Quanto cambia al massimo una persona in una volta',
  charity_payment: 'Il pagamento più grande di una persona',
  charity_month: 'Beneficenza: quanto paga una persona in un mese',
}
const titlesEn: typeof titlesIt = {
  psd2_limited_network: 'Payments of the network in twelve months',
  aml_stored_value: 'The most that one person holds',
  aml_month: 'The most that one person paid in a month',
  aml_cash_out: 'The most that one person changed at once',
  charity_payment: 'The largest payment of one person',
  charity_month: 'Charity: what one person paid in a month',
}
const treatmentsIt: Readonly<Record<VatTreatment, string>> = {
  single_purpose: 'Buono monouso: IVA quando si cede',
  multi_purpose: 'Buono multiuso: IVA quando si spende',
  price_reduction: 'Riduzione del prezzo: fuori dalla base imponibile',
  means_of_payment: 'Mezzo di pagamento: l’IVA è quella di ciò che si compra',
}
const treatmentsEn: typeof treatmentsIt = {
  single_purpose: 'Single-purpose voucher: VAT when it is handed on',
  multi_purpose: 'Multi-purpose voucher: VAT when it is spent',
  price_reduction: 'Smaller price: outside the taxable amount',
  means_of_payment: 'Means of payment: the VAT is that of what is bought',
}

/** Texts of the limits of the law, in Italian. English has exactly these keys; figures stand in braces. */
export const deskMetersIt = {
  levels: levelsIt,
  titles: titlesIt,
  treatments: treatmentsIt,
  title: 'Limiti di legge',
  lead: 'Quanto un programma è vicino ai limiti di legge, oggi. Si contano i pagamenti per intero, anche se poi sono stati rimborsati. Quando si superano il 70, il 90 e il 100 % la tesoreria riceve un messaggio, uno per soglia.',
  programme: 'Programma',
  show: 'Mostra',
  figure: '{value} su {limit} ({percent} %)',
  counted: 'Contati i giorni dal {from} al {until}.',
  person: 'È della persona {person}.',
  peak: 'I dodici mesi con più pagamenti sono finiti il {day}: {value}.',
  source: 'Fonte: {source}.',
  lawyer: 'Se e come questa regola si applica al programma lo dice un avvocato.',
  evidence: 'Scarica di che cosa è fatta la cifra (CSV)',
  evidenceOf: '{title}: scarica di che cosa è fatta la cifra (CSV)',
  vat: 'Come si tratta l’IVA',
  vatList: 'Che cosa si è speso negli ultimi dodici mesi',
  what: 'Che cosa',
  treatment: 'IVA',
  spent: 'Speso',
}

/** The shape of a catalogue of these limits. */
export type DeskMetersTexts = typeof deskMetersIt

export const deskMetersEn: DeskMetersTexts = {
  levels: levelsEn,
  titles: titlesEn,
  treatments: treatmentsEn,
  title: 'Limits of the law',
  lead: 'How near a programme is to limits of the law, today. Payments count whole, even where they were refunded later. At 70, 90 and 100% the treasurers get a message, one for each level.',
  programme: 'Programme',
  show: 'Show',
  figure: '{value} of {limit} ({percent}%)',
  counted: 'Counted from {from} to {until}.',
  person: 'It is of the person {person}.',
  peak: 'The twelve months with most payments ended on {day}: {value}.',
  source: 'Source: {source}.',
  lawyer: 'Whether and how this rule applies to the programme is for a lawyer to say.',
  evidence: 'Download what the figure is made of (CSV)',
  evidenceOf: '{title}: download what the figure is made of (CSV)',
  vat: 'How VAT is treated',
  vatList: 'What was spent in the last twelve months',
  what: 'What',
  treatment: 'VAT',
  spent: 'Spent',
}
