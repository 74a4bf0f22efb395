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

  decided: {
    it: 'Deciso: la scelta migliore è {design}',
    en: 'Decided: the best choice is {design}',
  },
  undecided: {
    it: 'Non deciso: fra {design} e {rival} non si può ancora scegliere',
    en: 'Undecided: nobody can choose yet between {design} and {rival}',
  },
  undecidedAlone: {
    it: 'Non deciso: per ora avanti c’è {design}',
    en: 'Undecided: {design} is ahead for now',
  },
  leadAlone: {
    it: '{design} ha {points} punti su 100.',
    en: '{design} has {points} points of 100.',
  },
  leadDecided: {
    it: '{design} ha {points} punti su 100, di sicuro più di {rival}, la seconda ({difference}; {range}); su ogni indicatore che decide la differenza è certa o non conta.',
    en: '{design} has {points} points of 100, surely more than {rival}, the second ({difference}; {range}); on every deciding indicator the difference is sure or does not matter.',
  },
  leadOpen: {
    it: '{design} ha {points} punti su 100, di sicuro più di {rival} ({difference}; {range}), ma su un indicatore che decide non si sa chi fa meglio.',
    en: '{design} has {points} points of 100, surely more than {rival} ({difference}; {range}), but on a deciding indicator nobody knows which does better.',
  },
  leadApart: {
    it: '{design} ha {points} punti su 100, ma non si distingue da {rival}: la differenza ({difference}; {range}) è più piccola della sua incertezza.',
    en: '{design} has {points} points of 100, but is not told apart from {rival}: the difference ({difference}; {range}) is smaller than its uncertainty.',
  },
  leadAlike: {
    it: '{design} ha {points} punti su 100, ma non si distingue da {rival}: la differenza ({difference}; {range}) è così piccola che non conta.',
    en: '{design} has {points} points of 100, but is not told apart from {rival}: the difference ({difference}; {range}) is so small that it does not matter.',
  },
  restApart: {
    it: 'Non si distinguono dalla prima nemmeno {list}.',
    en: 'Nor are these told apart from the first: {list}.',
  },
  restBelow: {
    it: 'Di sicuro meno punti hanno {list}.',
    en: 'Surely fewer points have {list}.',
  },
  notToldApart: {
    it: '{design} non si distingue da {list}.',
    en: '{design} is not told apart from {list}.',
  },
  against: { it: 'Rispetto a {against}:', en: 'Against {against}:' },
  betterOn: { it: 'meglio per {list}', en: 'better on {list}' },
  worseOn: { it: 'peggio per {list}', en: 'worse on {list}' },
  alikeOn: { it: 'alla pari per {list}', en: 'alike on {list}' },
  openOn: { it: 'incerto per {list}', en: 'unsure on {list}' },
  pairItem: { it: '{indicator} ({difference})', en: '{indicator} ({difference})' },
  wouldDecide: { it: 'Prima di decidere conviene', en: 'Before deciding it is worth while' },
  wantsInputs: { it: 'misurare {inputs}', en: 'to measure {inputs}' },
  wantsWorlds: {
    it: 'rifare lo studio con circa {times} volte i mondi possibili',
    en: 'to run the study again with about {times} times as many possible worlds',
  },
  wantsBoth: { it: '{first}; e poi {second}', en: '{first}; and then {second}' },
  wantsNothing: {
    it: 'guardare ciò che qui non è misurato: quanto è misurato non le distingue, e altre simulazioni non servono.',
    en: 'to look at what is not measured here: what is does not tell them apart, and more simulation does not help.',
  },

  atAGlance: { it: 'Le opzioni in breve', en: 'The designs at a glance' },
  tableHow: {
    it: 'Punti: 100 è il meglio su tutto, 0 il peggio. Sotto ogni valore, fra quali sta al {level} per ciò che non si sa. I segni dicono come sta l’opzione rispetto a {design}: «incerto» vuol dire che la differenza è più piccola della sua incertezza.',
    en: 'Points: 100 is best in everything, 0 worst. Under each value, between which it lies at {level} for what is not known. The marks say how a design stands against {design}: “unsure” means that the difference is smaller than its uncertainty.',
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
  costs: { it: 'Costi e rischi di {design}', en: 'Costs and risks of {design}' },
  worstStress: {
    it: 'Il guaio peggiore, «{stress}»: {difference} punti ({place})',
    en: 'The worst trouble, “{stress}”: {difference} points ({place})',
  },
  howSure: { it: 'Quanto è sicuro', en: 'How sure it is' },
  restsOn: {
    it: 'Poggia su {count} numeri incerti: {evidence} misurati da noi, {prior} presi da altri progetti, {assumption} supposti; provati in {worlds} mondi possibili.',
    en: 'It rests on {count} uncertain numbers: {evidence} measured by us, {prior} taken from other projects, {assumption} supposed; tried in {worlds} possible worlds.',
  },
  overlap: {
    it: 'Le barre si possono sovrapporre anche dove la differenza è certa: le opzioni sono provate negli stessi mondi, e conta la differenza in ciascuno.',
    en: 'Bars may overlap even where the difference is sure: designs are tried in the same worlds, and what counts is the difference in each.',
  },
  costItem: { it: '{title}: {value} ({range})', en: '{title}: {value} ({range})' },
  smallestItem: {
    it: '{title}: {value} bastano in {cases} casi su 100',
    en: '{title}: {value} is enough in {cases} cases of 100',
  },
  smallestUnknown: {
    it: '{title}: troppo pochi casi per dirlo',
    en: '{title}: too few cases to say',
  },
  boardLimits: { it: 'Che cosa non dice', en: 'What it does not say' },

  'state better': { it: 'meglio', en: 'better' },
  'state worse': { it: 'peggio', en: 'worse' },
  'state alike': { it: 'alla pari', en: 'alike' },
  'state open': { it: 'incerto', en: 'unsure' },
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
