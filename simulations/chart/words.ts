import type { Language, Texts } from './language.ts'

/** What charts say, in each language. A name in braces is filled in. */
const WORDS = {
  month: { it: 'mese', en: 'month' },
  median: { it: 'mediana', en: 'median' },
  mean: { it: 'media', en: 'mean' },
  paths: { it: 'percorsi', en: 'paths' },
  from: { it: 'da', en: 'from' },
  to: { it: 'a', en: 'to' },
  share: { it: 'quota dei percorsi', en: 'share of the paths' },
  value: { it: 'valore', en: 'value' },
  lower: { it: 'limite inferiore {level}', en: 'lower {level}' },
  upper: { it: 'limite superiore {level}', en: 'upper {level}' },
  known: { it: 'formula chiusa', en: 'closed form' },
  step: { it: 'voce', en: 'item' },
  amount: { it: 'importo', en: 'amount' },
  parameter: { it: 'parametro', en: 'parameter' },
  lowSetting: { it: 'valore basso', en: 'low setting' },
  highSetting: { it: 'valore alto', en: 'high setting' },
  lowResult: { it: 'risultato con il basso', en: 'result at low' },
  highResult: { it: 'risultato con l’alto', en: 'result at high' },
  base: { it: 'base: {value}', en: 'base: {value}' },
  valueAtRisk: { it: 'VaR {level}: {value}', en: 'VaR {level}: {value}' },
  expectedShortfall: {
    it: 'perdita attesa oltre (ES {level}): {value}',
    en: 'expected shortfall (ES {level}): {value}',
  },
  meanIs: { it: 'media: {value}', en: 'mean: {value}' },
  border: { it: '{label}: {value}', en: '{label}: {value}' },
  exceeds: { it: 'probabilità di superare', en: 'probability of more' },
  fallsShort: { it: 'probabilità di restare sotto', en: 'probability of less' },
  oneIn: { it: '1 su {count}', en: '1 in {count}' },
  pathsRun: { it: 'percorsi simulati', en: 'paths run' },
  fanSays: {
    it: 'Mediana, metà centrale e nove decimi centrali di {paths} percorsi. All’ultimo mese: mediana {median}, nove decimi tra {low} e {high}.',
    en: 'Median, middle half and middle nine tenths of {paths} paths. In the last month: median {median}, nine tenths between {low} and {high}.',
  },
  lossSays: {
    it: 'Quanti percorsi cadono in ogni fascia; tratteggiati quelli oltre il valore a rischio – {marks}.',
    en: 'How many paths fall into each class; hatched those beyond the value at risk – {marks}.',
  },
  exceedanceSays: {
    it: 'Con quale probabilità si va oltre ogni valore, su scala logaritmica – {marks}.',
    en: 'How probable it is to go beyond each value, on a logarithmic scale – {marks}.',
  },
  tornadoSays: {
    it: 'Quanto cambia il risultato se un parametro alla volta cambia; pesa di più {first}. Base: {value}.',
    en: 'How the result changes when one parameter at a time changes; {first} weighs most. Base: {value}.',
  },
  heatSays: {
    it: 'Un valore per ogni coppia di {rows} e {columns}, da {low} a {high}; più scuro è più alto.',
    en: 'A value for each pair of {rows} and {columns}, from {low} to {high}; darker is higher.',
  },
  heatTarget: {
    it: 'Con bordo spesso: entro l’obiettivo di {value}.',
    en: 'With a thick border: within the target of {value}.',
  },
  waterfallSays: {
    it: 'Da {start} a {end}: ciò che entra è pieno, ciò che esce tratteggiato. Medie di {paths} percorsi.',
    en: 'From {start} to {end}: what comes in is solid, what goes out hatched. Means of {paths} paths.',
  },
  intervalsSay: {
    it: 'Ogni punto è una stima, la barra l’intervallo al {level}.',
    en: 'Each dot is an estimate, the bar its {level} interval.',
  },
  intervalsKnown: {
    it: 'Un rombo vuoto è il valore della formula chiusa.',
    en: 'A hollow diamond is the value of the closed form.',
  },
  intervalsHollow: { it: 'Un punto vuoto è {what}.', en: 'A hollow dot is {what}.' },
  convergenceSays: {
    it: 'La stima e il suo intervallo al 95 % mentre i percorsi aumentano: alla fine {value}, tra {low} e {high}.',
    en: 'The estimate and its 95 % interval as paths are added: at the end {value}, between {low} and {high}.',
  },
  flowsSay: {
    it: 'Dove va il denaro: ogni nastro è largo quanto il suo importo, ciò che torna indietro passa sotto. Il più largo va da {from} a {to}: {amount}.',
    en: 'Where the money goes: each ribbon is as wide as its amount, what leads back passes below. The widest goes from {from} to {to}: {amount}.',
  },
  flowsNone: { it: 'Non si è mosso denaro.', en: 'No money moved.' },
  scatterSays: {
    it: 'Ogni punto è una scelta, la croce dice fin dove può arrivare. Meglio è {corner}. Pieni i punti che nessun altro batte in tutto: {front}.',
    en: 'Each dot is a choice, the cross says how far it may reach. Better is towards {corner}. Solid are the dots that no other beats in everything: {front}.',
  },
  better: { it: 'meglio qui', en: 'better here' },
  atTop: { it: 'in alto', en: 'the top' },
  atBottom: { it: 'in basso', en: 'the bottom' },
  atLeft: { it: 'a sinistra', en: 'left' },
  atRight: { it: 'a destra', en: 'right' },
  barsSay: {
    it: 'Barre lunghe quanto il valore; la più lunga è {first}: {value}.',
    en: 'Bars as long as the value; the longest is {first}: {value}.',
  },
  stepsSay: {
    it: 'La linea scende a ogni giorno in cui è successo; la fascia è l’intervallo al {level}. Dopo {days} giorni resta il {value}.',
    en: 'The line falls on each day on which it happened; the band is the interval at {level}. After {days} days {value} is left.',
  },
  pairsSay: {
    it: 'Due barre per voce, lunghe quanto il valore: sopra {first}, sotto {second}.',
    en: 'Two bars for each item, as long as the value: above {first}, below {second}.',
  },
} as const satisfies Readonly<Record<string, Texts>>

export type Word = keyof typeof WORDS

/** A text of a chart. */
export function word(
  name: Word,
  language: Language,
  fill: Readonly<Record<string, string>> = {},
): string {
  return filled(WORDS[name][language], fill)
}

/** Puts values into the places of a text that are named in braces. */
export function filled(text: string, fill: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => fill[name] ?? place)
}

/** Units of models, one and many of them. A unit that is not here is written as the model does. */
const UNITS: Readonly<Record<string, Readonly<Record<Language, readonly [string, string]>>>> = {
  loans: { it: ['prestito', 'prestiti'], en: ['loan', 'loans'] },
  sponsors: { it: ['sostenitore', 'sostenitori'], en: ['sponsor', 'sponsors'] },
  families: { it: ['famiglia', 'famiglie'], en: ['family', 'families'] },
  months: { it: ['mese', 'mesi'], en: ['month', 'months'] },
  years: { it: ['anno', 'anni'], en: ['year', 'years'] },
  claims: { it: ['sinistro', 'sinistri'], en: ['claim', 'claims'] },
  people: { it: ['persona', 'persone'], en: ['person', 'people'] },
  groups: { it: ['gruppo', 'gruppi'], en: ['group', 'groups'] },
  leases: { it: ['contratto', 'contratti'], en: ['lease', 'leases'] },
  members: { it: ['membro', 'membri'], en: ['member', 'members'] },
  'groups and months': {
    it: ['mese di gruppo', 'mesi di gruppo'],
    en: ['month of a group', 'months of groups'],
  },
  households: { it: ['nucleo', 'nuclei'], en: ['household', 'households'] },
  homes: { it: ['alloggio', 'alloggi'], en: ['home', 'homes'] },
  partners: { it: ['partner', 'partner'], en: ['partner', 'partners'] },
  purchases: { it: ['acquisto', 'acquisti'], en: ['purchase', 'purchases'] },
  receipts: { it: ['ricevuta', 'ricevute'], en: ['receipt', 'receipts'] },
  payments: { it: ['pagamento', 'pagamenti'], en: ['payment', 'payments'] },
  days: { it: ['giorno', 'giorni'], en: ['day', 'days'] },
  points: { it: ['punto', 'punti'], en: ['point', 'points'] },
  'times a year': { it: ['volta l’anno', 'volte l’anno'], en: ['time a year', 'times a year'] },
  number: { it: ['', ''], en: ['', ''] },
  none: { it: ['', ''], en: ['', ''] },
  ratio: { it: ['', ''], en: ['', ''] },
}

/** The word for a unit, for one or many of it. */
export function unitWord(unit: string, language: Language, value: number): string {
  const [one, many] = UNITS[unit]?.[language] ?? [unit, unit]
  return value === 1 ? one : many
}

/** Whether a unit has its words in each language. */
export function isKnownUnit(unit: string): boolean {
  return ['cents', 'share', 'probability'].includes(unit) || unit in UNITS
}
