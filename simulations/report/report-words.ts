import type { Language, Texts } from '../chart/language.ts'
import { filled } from '../chart/words.ts'

/** What reports say, in each language. A name in braces is filled in. */
const WORDS = {
  report: { it: 'Rapporto di simulazione', en: 'Simulation report' },
  question: { it: 'La domanda', en: 'The question' },
  summary: { it: 'In una pagina', en: 'On one page' },
  summaryHow: {
    it: 'Simulati {paths} possibili andamenti dei prossimi {months} mesi, ciascuno con una contabilità propria al centesimo. Un “percorso” è uno di questi andamenti. Accanto a ogni stima sta l’intervallo che contiene il valore vero 95 volte su cento: dice quanto è precisa la simulazione, non se le ipotesi sono giuste.',
    en: '{paths} possible courses of the next {months} months were simulated, each with books of its own to the cent. A “path” is one of them. Beside each estimate stands the interval that holds the true value 95 times in a hundred: it says how exact the simulation is, not whether the assumptions are right.',
  },
  charts: { it: 'I grafici', en: 'The charts' },
  figures: { it: 'Tutte le cifre', en: 'All figures' },
  figure: { it: 'cifra', en: 'figure' },
  value: { it: 'valore', en: 'value' },
  error: { it: 'errore standard', en: 'standard error' },
  interval: { it: 'intervallo al 95 %', en: '95 % interval' },
  known: { it: 'formula chiusa', en: 'closed form' },
  knownLimit: { it: '{value} (limite)', en: '{value} (limit)' },
  assumptions: { it: 'Le ipotesi', en: 'The assumptions' },
  assumptionsHow: {
    it: 'Ogni parametro con la sua unità; la fonte è quella scritta accanto al numero nel file dello scenario, nella sua lingua. Dove manca, nessuno ha detto da dove viene.',
    en: 'Every parameter with its unit; the source is what stands beside the number in the scenario file. Where there is none, nobody has said where it comes from.',
  },
  aboutFile: { it: 'Del file: {text}', en: 'Of the file: {text}' },
  parameter: { it: 'parametro', en: 'parameter' },
  source: { it: 'fonte', en: 'source' },
  assumption: { it: 'ipotesi', en: 'assumption' },
  benchmark: { it: 'caso di prova', en: 'benchmark' },
  limits: { it: 'Che cosa il modello non dice', en: 'What the model leaves out' },
  checks: { it: 'Come è controllato', en: 'How it is checked' },
  books: {
    it: 'In ogni percorso dare e avere coincidono al centesimo e nessun conto supera il suo limite: altrimenti la simulazione si ferma. {audited} percorsi, fra cui i peggiori ({worst}), sono stati ripetuti con {entries} scritture singole e danno gli stessi centesimi.',
    en: 'In every path debits equal credits to the cent and no account passes its limit: the run would fail otherwise. {audited} paths, the worst among them ({worst}), were run again with {entries} single entries and give the same cents.',
  },
  oracles: {
    it: 'Il motore è confrontato nei test con valori noti senza simulazione (formule chiuse, casi pubblicati). Dove per questo scenario esiste una formula, il suo valore è nella tabella; qui sono {count}.',
    en: 'The engine is held in its tests against values known without simulation (closed forms, published cases). Where there is a formula for this scenario, its value is in the table; here there are {count}.',
  },
  knownAway: {
    it: 'La stima più lontana dalla sua formula esatta dista {errors} errori standard.',
    en: 'The estimate furthest from its exact formula is {errors} standard errors away.',
  },
  provenance: { it: 'Da dove vengono le cifre', en: 'Where the figures come from' },
  provenanceHow: {
    it: 'Con questi dati chiunque ottiene gli stessi byte, con qualsiasi numero di processori.',
    en: 'With these anybody gets the same bytes, on any number of processors.',
  },
  scenarioHash: { it: 'scenario (SHA-256)', en: 'scenario (SHA-256)' },
  model: { it: 'modello', en: 'model' },
  seed: { it: 'seme', en: 'seed' },
  paths: { it: 'percorsi', en: 'paths' },
  effective: { it: 'percorsi equivalenti', en: 'effective paths' },
  ending: { it: 'fine della simulazione', en: 'how the run ended' },
  engine: { it: 'versione del motore', en: 'engine version' },
  node: { it: 'versione di Node', en: 'Node version' },
  relative: { it: 'errore della media di “{of}”', en: 'error of the mean of “{of}”' },
  'ending complete': { it: 'tutti i percorsi', en: 'all paths' },
  'ending precise': { it: 'precisione raggiunta', en: 'as precise as asked' },
  'ending interrupted': { it: 'interrotta', en: 'broken off' },
  'ending out of time': { it: 'tempo scaduto', en: 'out of time' },
  'stat mean': { it: 'media', en: 'mean' },
  'stat probability': { it: 'probabilità', en: 'probability' },
  'stat quantile': { it: 'quantile {level}', en: 'quantile {level}' },
  'stat valueAtRisk': { it: 'valore a rischio {level}', en: 'value at risk {level}' },
  'stat expectedShortfall': {
    it: 'perdita attesa oltre (ES) {level}',
    en: 'expected shortfall {level}',
  },
  'stat ratio': { it: 'rapporto delle medie', en: 'ratio of the means' },
  keyProbability: {
    it: '{often}. Con il 95 % di confidenza fra {lower} e {upper}.',
    en: '{often}. With 95 % confidence between {lower} and {upper}.',
  },
  often: { it: 'Circa {one} su {of} percorsi', en: 'About {one} of {of} paths' },
  never: { it: 'In nessun percorso', en: 'In no path' },
  always: { it: 'In tutti i percorsi', en: 'In every path' },
  keyMean: {
    it: 'In media, fra {lower} e {upper}. Nove percorsi su dieci finiscono fra {low} e {high}.',
    en: 'On average, between {lower} and {upper}. Nine paths of ten end between {low} and {high}.',
  },
  keyTail: {
    it: 'È la media del {share} peggiore dei percorsi; fra {lower} e {upper}.',
    en: 'This is the mean of the worst {share} of the paths; between {lower} and {upper}.',
  },
  keyTailName: { it: '{of}: se va molto male', en: '{of}: when it goes very badly' },
  keyRatio: { it: 'Fra {lower} e {upper}.', en: 'Between {lower} and {upper}.' },
  fanTitle: { it: '{of}, mese per mese', en: '{of}, month by month' },
  lossTitle: { it: '{of}: come si distribuisce', en: '{of}: how it is distributed' },
  exceedanceTitle: { it: '{of}: quanto spesso di più', en: '{of}: how often more' },
  fallTitle: { it: '{of}: quanto spesso di meno', en: '{of}: how often less' },
  moneyTitle: { it: 'Dove va il denaro del fondo', en: 'Where the money of the fund goes' },
  atStart: { it: 'all’inizio', en: 'at the beginning' },
  atEnd: { it: 'alla fine', en: 'at the end' },
  convergenceTitle: {
    it: 'Come si stringe la stima: {of}, media',
    en: 'How the estimate narrows: {of}, mean',
  },
  sharesTitle: {
    it: 'Probabilità e quote, con l’errore',
    en: 'Probabilities and shares, with their error',
  },
  asTable: { it: 'I dati come tabella', en: 'The data as a table' },
  yes: { it: 'sì', en: 'yes' },
  no: { it: 'no', en: 'no' },
  nothing: { it: 'nessuno', en: 'none' },
  perMonth: { it: 'al mese', en: 'a month' },
  perYear: { it: 'l’anno', en: 'a year' },
  comparison: { it: 'Confronto di scenari', en: 'Comparison of scenarios' },
  compared: {
    it: 'Le stesse grandezze negli scenari a confronto, ciascuna con il suo intervallo al 95 %.',
    en: 'The same figures in the scenarios compared, each with its 95 % interval.',
  },
  differences: { it: 'Che cosa cambia di sicuro', en: 'What differs for certain' },
  differencesHow: {
    it: 'Differenze da “{base}”, percorso per percorso con lo stesso caso.',
    en: 'Differences from “{base}”, path by path with the same randomness.',
  },
  difference: { it: 'differenza', en: 'difference' },
  more: { it: 'di sicuro di più', en: 'more for certain' },
  less: { it: 'di sicuro di meno', en: 'less for certain' },
  undecided: { it: 'non si distingue', en: 'cannot be told apart' },
} as const satisfies Readonly<Record<string, Texts>>

export type ReportWord = keyof typeof WORDS

/** A text of a report. */
export function say(
  name: ReportWord,
  language: Language,
  fill: Readonly<Record<string, string>> = {},
): string {
  return filled(WORDS[name][language], fill)
}

/** Whether a name that was put together is one of the catalogue. */
export function isReportWord(name: string): name is ReportWord {
  return name in WORDS
}

/** Why a figure is not told, as the summary says it, in Italian. */
const REASONS: readonly (readonly [pattern: RegExp, italian: string])[] = [
  [/^at least (\d+) paths are needed$/, 'servono almeno $1 percorsi'],
  [/^there are too few paths$/, 'i percorsi sono troppo pochi'],
  [
    /^the paths were drawn in the tail; means need others$/,
    'i percorsi sono estratti nella coda; per le medie ne servono altri',
  ],
  [/^nothing to divide by was seen$/, 'non c’è stato niente per cui dividere'],
  [
    /^its interval reaches further than (\d+) % of it; more paths are needed$/,
    'il suo intervallo va oltre il $1 % della cifra; servono più percorsi',
  ],
]

/** Why a figure is not told; as it stands where nobody translated it. */
export function reasonText(reason: string, language: Language): string {
  if (language === 'en') return reason
  const found = REASONS.find(([pattern]) => pattern.test(reason))
  return found === undefined ? reason : reason.replace(found[0], found[1])
}
