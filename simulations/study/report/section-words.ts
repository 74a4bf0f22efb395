import type { Texts } from '../../chart/language.ts'

/** What the sections of the report say after the first page. */
export const SECTION_WORDS = {
  howTo: { it: 'Come si legge', en: 'How to read it' },
  howWorlds: {
    it: 'Ciò che non si sa (gli ingressi incerti) è estratto {worlds} volte: ogni volta è un mondo possibile. In ciascun mondo si simulano {paths} andamenti, che il caso rende diversi. Tutte le opzioni stanno negli stessi mondi e negli stessi andamenti, e perciò si confrontano differenza per differenza.',
    en: 'What is not known (the uncertain inputs) is drawn {worlds} times: each time is a possible world. In each world {paths} courses are simulated, which chance makes different. All designs live in the same worlds and courses, and so they are compared difference by difference.',
  },
  howInterval: {
    it: 'Un intervallo al {level} dice fra quali valori sta il valore atteso, per quanto non si sa; il caso ne è tolto. Di una grandezza va da un mondo all’altro, e perciò dove nessun mondo è sotto zero non lo è nemmeno l’intervallo. Il verdetto vale allo stesso livello.',
    en: 'An interval at {level} says between which values the expected value lies, for what is not known; chance is taken out. That of a quantity goes from one world to another, so that where no world is below zero the interval is not either. The verdict holds at the same level.',
  },
  howStates: {
    it: '“Meglio” e “peggio”: l’intervallo della differenza è più stretto della differenza stessa, il che chiede più che lasciare fuori lo zero. “Alla pari”: sta dentro ciò che non conta. “Incerto”: né l’uno né l’altro.',
    en: '“Better” and “worse”: the interval of the difference is narrower than the difference itself, which asks more than leaving out zero. “Alike”: it lies within what does not matter. “Unsure”: neither.',
  },
  howIndifference: {
    it: 'Non contano differenze fino a: {list}.',
    en: 'Differences do not matter up to: {list}.',
  },
  howIndifferenceItem: { it: '{indicator} {value}', en: '{indicator} {value}' },
  designs: { it: 'Le opzioni', en: 'The designs' },
  populationIs: { it: '{population} Luoghi: {places}.', en: '{population} Places: {places}.' },
  budgetIs: { it: 'Bilancio: {budget}', en: 'Budget: {budget}' },
  parts: { it: 'simulata come: {parts}', en: 'simulated as: {parts}' },

  indicators: { it: 'Tutti gli indicatori', en: 'Every indicator' },
  indicatorHow: {
    it: '{indicator}: meglio è {direction}; peso {weight}; da {worst} (0 punti) a {best} (100 punti).',
    en: '{indicator}: {direction} is better; weight {weight}; from {worst} (0 points) to {best} (100 points).',
  },
  deciding: { it: 'Decide.', en: 'It decides.' },
  more: { it: 'di più', en: 'more' },
  less: { it: 'di meno', en: 'less' },
  heatTitle: { it: 'Punti su 100 per indicatore', en: 'Points of 100 by indicator' },

  pairs: { it: 'Che cosa è diverso davvero', en: 'What is really different' },
  pairsHow: {
    it: '{design} rispetto a ciascuna delle altre: differenza media, intervallo al {level}, e che cosa se ne può dire.',
    en: '{design} against each of the others: mean difference, interval at {level}, and what can be said of it.',
  },
  pairsApart: {
    it: 'Per punteggio: {list}',
    en: 'By score: {list}',
  },
  pairsAgainst: { it: 'rispetto a {against}', en: 'against {against}' },

  front: {
    it: 'Quali opzioni nessun’altra batte in tutto',
    en: 'Which designs none beats in everything',
  },
  frontHow: {
    it: 'Un’opzione sta sul fronte di Pareto se nessun’altra è almeno pari in ogni indicatore e migliore in uno. La quota dice in quanti mondi ci sta.',
    en: 'A design is on the Pareto front if no other is at least as good on every indicator and better on one. The share says in how many worlds it is.',
  },
  frontTitle: { it: '{up} e {across}', en: '{up} and {across}' },
  onFront: { it: 'sul fronte', en: 'on the front' },
  inWorlds: { it: 'nei mondi', en: 'in worlds' },
  dominatedBy: { it: 'battuta da', en: 'beaten by' },
  yes: { it: 'sì', en: 'yes' },
  no: { it: 'no', en: 'no' },
  nobody: { it: 'nessuna', en: 'none' },

  weights: { it: 'Se si pesa diversamente', en: 'If one weighs otherwise' },
  weightsHow: {
    it: 'Prendendo tutti i pesi possibili allo stesso modo, per quale parte di essi ogni opzione è la migliore.',
    en: 'Taking all possible weights alike, for what part of them each design is the best.',
  },
  weightsTitle: {
    it: 'Quota di pesi per cui è la migliore',
    en: 'Share of weights for which it is best',
  },
  centralHow: {
    it: '{design} è la migliore soprattutto quando pesano {list}.',
    en: '{design} is best above all where {list} weigh.',
  },
  viewpoints: { it: 'I punti di vista', en: 'Viewpoints' },
  viewpointsHow: {
    it: 'Il punteggio di ciascuna opzione con i pesi di ogni punto di vista; in grassetto la migliore.',
    en: 'The score of each design by the weights of each viewpoint; the best in bold.',
  },
  viewpoint: { it: 'punto di vista', en: 'viewpoint' },
  surely: { it: 'di sicuro {design}', en: 'surely {design}' },
  perhaps: { it: 'forse {design}', en: 'perhaps {design}' },

  information: { it: 'Che cosa conviene sapere prima', en: 'What is worth knowing first' },
  informationHow: {
    it: 'Sapere tutto prima di scegliere varrebbe {all} punti su 100. Da soli valgono più del loro errore:',
    en: 'To know everything before choosing would be worth {all} points of 100. By themselves these are worth more than their error:',
  },
  informationNone: {
    it: 'Sapere un solo ingresso non cambierebbe la scelta: nessuno, da solo, vale più del suo errore.',
    en: 'To know a single input would not change the choice: none by itself is worth more than its error.',
  },
  informationTitle: { it: 'Valore del sapere, in punti', en: 'Value of knowing, in points' },
  informationItem: {
    it: '{input}: {value} ± {error} punti, {share} del tutto; è {standing} ({source}).',
    en: '{input}: {value} ± {error} points, {share} of the whole; it is {standing} ({source}).',
  },
  tornadoTitle: {
    it: 'Punti di {design} in più di {against}, se un ingresso cambia',
    en: 'Points of {design} above {against}, as one input changes',
  },

  moreSwings: {
    it: 'Altri {count} ingressi contano meno: sono in swings.csv.',
    en: 'Another {count} inputs matter less: they are in swings.csv.',
  },

  months: { it: 'Mese per mese', en: 'Month by month' },
  monthsHow: {
    it: 'La mediana, la metà centrale e i nove decimi centrali di tutti gli andamenti in tutti i mondi.',
    en: 'The median, the middle half and the middle nine tenths of all courses in all worlds.',
  },
  fanTitle: { it: '{title}: {design}', en: '{title}: {design}' },
  flows: { it: 'Dove va il denaro', en: 'Where the money goes' },
  flowsHow: {
    it: 'In un anno, in media su mondi e andamenti. Lo strumento e gli euro sono contati ciascuno per sé: gli stessi 100 euro si vedono nella riserva e, come buoni, in mano alle persone. Le somme sotto il {share} della più grande stanno in flows.csv.',
    en: 'In a year, on average over worlds and courses. The instrument and the euro are counted each by itself: the same 100 euro are seen in the reserve and, as vouchers, in the hands of people. Amounts below {share} of the largest are in flows.csv.',
  },
  monthsFolded: {
    it: 'Le altre opzioni: nella pagina web e in months.csv',
    en: 'The other designs: on the web page and in months.csv',
  },
  flowsFolded: {
    it: 'Le altre opzioni: nella pagina web e in flows.csv',
    en: 'The other designs: on the web page and in flows.csv',
  },
  stresses: { it: 'Se le cose vanno male', en: 'When things go wrong' },
  stressHow: {
    it: 'I primi {worlds} mondi, gli stessi per tutte, con un guaio in più. Per ogni opzione: quanti punti cambia, l’intervallo al {level}, a che posto va, e come sta allora rispetto a {design}.',
    en: 'The first {worlds} worlds, the same for all, with one trouble more. Of each design: by how many points it changes, the interval at {level}, the place that it takes, and how it then stands against {design}.',
  },
  orderSame: {
    it: '{stress}: l’ordine non cambia; prima resta {first} con {points} punti.',
    en: '{stress}: the order does not change; {first} stays first with {points} points.',
  },
  orderBelow: {
    it: '{stress}: prima resta {first} con {points} punti; dietro l’ordine cambia.',
    en: '{stress}: {first} stays first with {points} points; behind it the order changes.',
  },
  orderPerhaps: {
    it: '{stress}: passa prima {first} con {points} punti, ma non si distingue da {before} ({left}).',
    en: '{stress}: {first} comes first with {points} points, but is not told apart from {before} ({left}).',
  },
  orderSurely: {
    it: '{stress}: l’ordine cambia di sicuro; passa prima {first} con {points} punti, e a {before} ne restano {left}.',
    en: '{stress}: the order surely changes; {first} comes first with {points} points, and {before} is left with {left}.',
  },
  placeKept: { it: 'resta {after}º', en: 'stays no. {after}' },
  placeMoved: { it: 'dal {before}º al {after}º posto', en: 'from no. {before} to no. {after}' },
  stressFolded: {
    it: 'Gli indicatori che decidono, sotto ogni guaio: nella pagina web e in stresses.csv',
    en: 'The deciding indicators under each stress: on the web page and in stresses.csv',
  },
  stressTitle: { it: 'Punti su 100 che restano', en: 'Points of 100 that are left' },
  stress: { it: 'guaio', en: 'trouble' },
  asPlanned: { it: 'come previsto', en: 'as planned' },
  before: { it: 'prima', en: 'before' },
  after: { it: 'dopo', en: 'after' },
  change: { it: 'cambia', en: 'change' },
  interval: { it: 'intervallo al {level}', en: 'interval at {level}' },
  reserves: {
    it: 'La riserva e il fondo di garanzia più piccoli',
    en: 'The smallest reserve and guarantee fund',
  },
  reservesHow: {
    it: 'L’importo più piccolo che basta nella quota di casi indicata.',
    en: 'The smallest amount that is enough in the share of courses that is said.',
  },
  amount: { it: 'importo', en: 'amount' },
  enoughIn: { it: 'basta in', en: 'enough in' },
  tooFew: { it: 'troppo pochi casi per dirlo', en: 'too few courses to say' },

  feasibility: {
    it: 'Fattibilità, dimensione per dimensione',
    en: 'Feasibility, dimension by dimension',
  },
  feasibilityHow: {
    it: 'Il semaforo di una dimensione è il peggiore dei suoi criteri. Niente è verde senza evidenza; dove nessuno ha guardato, c’è scritto.',
    en: 'The light of a dimension is the worst of its criteria. Nothing is green without evidence; where nobody looked, it says so.',
  },
  light: { it: 'semaforo', en: 'light' },
  found: { it: 'che cosa si è trovato', en: 'what was found' },
  criteria: { it: 'I criteri', en: 'The criteria' },
  criterion: { it: 'criterio', en: 'criterion' },
  ofDesigns: { it: 'opzioni', en: 'designs' },
  allDesigns: { it: 'tutte', en: 'all' },
  noCriterion: { it: 'nessun criterio', en: 'no criterion' },
  nobodyLooked: { it: 'Nessuno l’ha ancora esaminato.', en: 'Nobody has looked at it yet.' },
  noEvidence: { it: 'nessuna evidenza', en: 'no evidence' },

  inputs: { it: 'Ciò che non si sa', en: 'What is not known' },
  inputsHow: {
    it: 'Gli ingressi estratti in ogni mondo: nove decimi dei valori stanno fra il basso e l’alto.',
    en: 'The inputs that are drawn in each world: nine tenths of the values lie between low and high.',
  },
  input: { it: 'ingresso', en: 'input' },
  low: { it: 'basso', en: 'low' },
  middle: { it: 'mediana', en: 'median' },
  high: { it: 'alto', en: 'high' },
  standing: { it: 'da dove viene', en: 'standing' },
  source: { it: 'fonte', en: 'source' },
  value: { it: 'valore', en: 'value' },
  assumptions: { it: 'Ciò che si dà per dato', en: 'What is taken for granted' },
  assumptionsHow: {
    it: 'I numeri dello studio che hanno una fonte o una ragione, come chi li ha scritti l’ha data. {counts}.',
    en: 'The numbers of the study that have a source or a reason, as whoever wrote them gave it. {counts}.',
  },
  assumptionsFolded: {
    it: 'Altri {count} numeri, supposti senza una ragione scritta: nella pagina web e in assumptions.csv',
    en: 'Another {count} numbers, supposed without a written reason: on the web page and in assumptions.csv',
  },
  inAllDesigns: { it: 'in tutte le opzioni', en: 'in all designs' },
  standingCount: { it: '{standing}: {count}', en: '{standing}: {count}' },
  where: { it: 'parametro e fonte', en: 'parameter and source' },
  limits: { it: 'Limiti', en: 'Limits' },

  oracles: { it: 'Con che cosa è controllato il motore', en: 'What the engine is checked against' },
  oraclesHow: {
    it: 'Le formule chiuse dei modelli usati qui, accanto a valori pubblicati o calcolati altrove con un altro programma. Rifatti i conti per questo rapporto: ne tornano {good} su {count}.',
    en: 'The closed forms of the models used here, beside values that were published or computed elsewhere with another program. Done again for this report: {good} of {count} agree.',
  },
  oraclesPaths: {
    it: 'I test del progetto confrontano con gli stessi valori anche gli andamenti simulati, entro quattro errori standard.',
    en: 'The tests of the project hold the simulated courses against the same values, within four standard errors.',
  },
  oraclesFolded: {
    it: 'Ogni valore accanto al nostro, con la sua fonte: nella pagina web e in known_values.csv',
    en: 'Every value beside ours, with its source: on the web page and in known_values.csv',
  },
  agree: { it: 'tornano', en: 'agree' },
  caseAgrees: { it: '{good} su {count}', en: '{good} of {count}' },
  quantity: { it: 'che cosa', en: 'what' },
  known: { it: 'valore noto', en: 'known value' },
  ours: { it: 'il nostro', en: 'ours' },
  agrees: { it: 'torna', en: 'agrees' },
  disagrees: { it: 'NON TORNA', en: 'DOES NOT AGREE' },
  check: { it: 'esito', en: 'outcome' },

  appendix: { it: 'Appendice: tutte le cifre', en: 'Appendix: all figures' },
  appendixHow: {
    it: 'Ogni indicatore di ogni opzione: la media e, sotto, dove sta al {level} per ciò che non si sa.',
    en: 'Every indicator of every design: the mean and, under it, where it lies at {level} for what is not known.',
  },
  estimates: { it: 'Stime', en: 'Estimates' },
  estimatesFolded: {
    it: 'Le stime con i loro errori: nella pagina web e in estimates.csv',
    en: 'The estimates with their errors: on the web page and in estimates.csv',
  },
  pairsFolded: {
    it: 'Le differenze fra tutte le opzioni: nella pagina web e in pairs.csv',
    en: 'The differences between all designs: on the web page and in pairs.csv',
  },
  mean: { it: 'media', en: 'mean' },
  standardError: { it: 'errore standard', en: 'standard error' },
  unknownShare: { it: 'di ciò che non si sa', en: 'of what is not known' },
  allPairs: { it: 'Differenze fra tutte le opzioni', en: 'Differences between all designs' },
  pairColumn: { it: 'opzione − altra', en: 'design − other' },
  difference: { it: 'differenza', en: 'difference' },
  betterIn: { it: 'meglio nei mondi', en: 'better in worlds' },
  state: { it: 'esito', en: 'state' },

  provenance: { it: 'Da dove vengono le cifre', en: 'Where the figures come from' },
  provenanceHow: {
    it: 'Con questi dati chiunque ottiene gli stessi byte, con qualsiasi numero di processori.',
    en: 'With these anybody gets the same bytes, on any number of processors.',
  },
  studyHash: { it: 'studio (SHA-256)', en: 'study (SHA-256)' },
  seed: { it: 'seme', en: 'seed' },
  worlds: { it: 'mondi possibili', en: 'possible worlds' },
  paths: { it: 'andamenti in ciascuno', en: 'courses in each' },
  models: { it: 'modelli', en: 'models' },
  engine: { it: 'versione del motore', en: 'engine version' },
  node: { it: 'versione di Node', en: 'Node version' },
  dataset: { it: 'dati «{name}» del {day}', en: 'dataset “{name}” of {day}' },
} as const satisfies Readonly<Record<string, Texts>>
