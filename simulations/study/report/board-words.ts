import type { Texts } from '../../chart/language.ts'

/** What the first page of a study says, the summary in the terminal, and words that are used all over. */
export const BOARD_WORDS = {
  study: { it: 'Studio di fattibilità', en: 'Feasibility study' },
  and: { it: 'e', en: 'and' },
  quoted: { it: '«{title}»', en: '“{title}”' },
  range: { it: '{lower} – {upper}', en: '{lower} – {upper}' },
  signedRange: { it: 'da {lower} a {upper}', en: '{lower} to {upper}' },
  percentagePoints: { it: 'p.p.', en: 'pp' },
  points: { it: 'punti', en: 'points' },
  score: { it: 'Punteggio', en: 'Score' },
  design: { it: 'opzione', en: 'design' },
  indicator: { it: 'indicatore', en: 'indicator' },
  'baseline receipts': { it: 'come si fa oggi', en: 'what is done today' },
  'baseline cash': { it: 'denaro libero', en: 'unrestricted money' },
  baseline: { it: 'riferimento', en: 'baseline' },
  recommended: { it: 'raccomandata', en: 'recommended' },
  bestSoFar: { it: 'la migliore finora', en: 'best so far' },

  decided: { it: 'Deciso: {design}', en: 'Decided: {design}' },
  undecided: {
    it: 'Non deciso tra {design} e {rival}',
    en: 'Undecided between {design} and {rival}',
  },
  undecidedAlone: { it: 'Non deciso; finora: {design}', en: 'Undecided; so far: {design}' },
  decidedLead: {
    it: 'Su ogni indicatore che decide l’incertezza è più piccola della differenza, o la differenza è troppo piccola per contare.',
    en: 'On every deciding indicator what is not known is smaller than the difference, or the difference is too small to matter.',
  },
  undecidedLead: {
    it: 'Per quanto si vede {design} è la migliore, ma non è certo.',
    en: 'As far as one can see {design} is best, but it is not sure.',
  },
  against: { it: 'Rispetto a {against}:', en: 'Against {against}:' },
  onScore: { it: 'Nel punteggio:', en: 'On the score:' },
  than: { it: 'rispetto a {list}', en: 'against {list}' },
  betterOn: { it: 'meglio in {list}', en: 'better on {list}' },
  worseOn: { it: 'peggio in {list}', en: 'worse on {list}' },
  alikeOn: { it: 'alla pari in {list}', en: 'alike on {list}' },
  openOn: { it: 'aperto in {list}', en: 'open on {list}' },
  pairItem: { it: '{indicator} ({difference})', en: '{indicator} ({difference})' },
  wouldDecide: { it: 'Che cosa deciderebbe:', en: 'What would decide it:' },
  wantsInputs: { it: 'conoscere meglio {inputs}', en: 'to know more about {inputs}' },
  wantsWorlds: {
    it: 'simulare circa {times} volte tanti mondi possibili',
    en: 'to simulate about {times} times as many possible worlds',
  },
  wantsBoth: { it: '{first}; e poi {second}', en: '{first}; and then {second}' },
  wantsNothing: {
    it: 'niente che si possa simulare: quanto è misurato qui non le distingue, e si sceglie per quello che qui non è misurato.',
    en: 'nothing that can be simulated: what is measured here does not tell them apart, and one chooses by what is not measured here.',
  },

  atAGlance: { it: 'Le opzioni in breve', en: 'The designs at a glance' },
  tableHow: {
    it: 'Sotto ogni valore, dove sta al {level} per ciò che non si sa. Segni: l’opzione rispetto a {design}. Punti: 100 è il meglio su tutto, 0 il peggio.',
    en: 'Under each value, where it lies at {level} for what is not known. Marks: the design against {design}. Points: 100 is best in everything, 0 worst.',
  },
  moreDesigns: {
    it: 'Altre opzioni nelle pagine che seguono: {count}.',
    en: 'More designs on the pages that follow: {count}.',
  },
  scoreTitle: {
    it: 'Punteggio su 100, con l’intervallo al {level}',
    en: 'Score of 100, with its {level} interval',
  },
  baselinesAre: { it: 'un riferimento', en: 'a baseline' },
  feasibleTitle: { it: 'Si può fare?', en: 'Can it be done?' },
  costs: { it: 'Che cosa costa', en: 'What it costs' },
  costItem: { it: '{title}: {value} ({range})', en: '{title}: {value} ({range})' },
  smallestItem: {
    it: '{title}: basta {value} in {level} dei casi',
    en: '{title}: {value} is enough in {level} of courses',
  },
  smallestUnknown: {
    it: '{title}: troppo pochi casi per dirlo',
    en: '{title}: too few courses to say',
  },
  boardLimits: { it: 'Che cosa non dice', en: 'What it does not say' },

  'state better': { it: 'meglio', en: 'better' },
  'state worse': { it: 'peggio', en: 'worse' },
  'state alike': { it: 'alla pari', en: 'alike' },
  'state open': { it: 'aperto', en: 'open' },
  'light green': { it: 'sì', en: 'yes' },
  'light amber': { it: 'con riserve', en: 'with care' },
  'light red': { it: 'no', en: 'no' },
  'light unknown': { it: 'non si sa', en: 'not known' },
  'dimension legal': { it: 'Legale', en: 'Legal' },
  'dimension financial': { it: 'Finanziaria', en: 'Financial' },
  'dimension operational': { it: 'Operativa', en: 'Operational' },
  'dimension social': { it: 'Sociale', en: 'Social' },
  'dimension technical': { it: 'Tecnica', en: 'Technical' },
  'standing evidence': { it: 'evidenza', en: 'evidence' },
  'standing prior': { it: 'pubblicato altrove', en: 'published elsewhere' },
  'standing assumption': { it: 'ipotesi', en: 'assumption' },

  textSize: {
    it: '{worlds} mondi possibili, {paths} andamenti in ciascuno; seme {seed}; studio {hash}',
    en: '{worlds} possible worlds, {paths} courses in each; seed {seed}; study {hash}',
  },
} as const satisfies Readonly<Record<string, Texts>>
