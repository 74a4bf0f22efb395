/** The texts of the laboratory: its frame, its home, and the list of runs, in Italian. English has exactly these keys. */
export const labIt = {
  title: 'Laboratorio',
  navigation: 'Pagine del laboratorio',
  places: {
    home: 'Inizio',
    studies: 'Studi',
    scenario: 'Scenari',
    runs: 'Simulazioni',
    board: 'Tre leve',
    oracles: 'Controlli',
  },
  lead: 'Qui si prova un programma prima di farlo: quanto deve tenere un fondo, che cosa cambia se si accompagnano le persone, quanti sostenitori servono. Sono calcoli su casi inventati: nessuna persona e nessun buono vero entra qui.',
  studies: 'Decidi con uno studio',
  studiesLead:
    'Dalla domanda al rapporto: forme di aiuto a confronto, ipotesi con le loro fonti, e un verdetto solo dove si può dare.',
  board: 'Muovi tre leve',
  boardLead:
    'Accompagnamento, garanzia, grandezza del fondo: che cosa succede al fondo, subito, con parole semplici. È la pagina per una riunione.',
  scenario: 'Prepara e lancia una simulazione',
  scenarioLead:
    'Parti da uno scenario pronto, con la fonte accanto a ogni numero, cambia quello che vuoi e lancia. Alla fine ci sono cifre con il loro errore, grafici e un rapporto.',
  oracles: 'Controlla il motore',
  oraclesLead:
    'Ogni formula del motore è confrontata con valori calcolati altrove o pubblicati. Rifai il conto quando vuoi.',
  open: 'Apri',
  recent: 'Ultime simulazioni',
  all: 'Tutte le simulazioni',
  runs: 'Simulazioni',
  none: 'Non c’è ancora nessuna simulazione.',
  caption: 'Le simulazioni, dalla più recente',
  name: 'Titolo',
  state: 'Stato',
  paths: 'Percorsi',
  createdAt: 'Lanciata',
  choose: 'Confronta',
  compare: 'Confronta le due scelte',
  compareHint: 'Scegline due.',
  more: 'Altre',
  states: {
    queued: 'in attesa',
    running: 'in corso',
    complete: 'finita',
    cancelled: 'fermata',
    failed: 'non riuscita',
  },
  readOnly:
    'Il tuo ruolo guarda: studi, scenari e simulazioni li preparano chi fa le analisi e chi amministra.',
}

/** The shape of the catalogue. */
export type LabTexts = typeof labIt

export const labEn: LabTexts = {
  title: 'Laboratory',
  navigation: 'Pages of the laboratory',
  places: {
    home: 'Start',
    studies: 'Studies',
    scenario: 'Scenarios',
    runs: 'Runs',
    board: 'Three levers',
    oracles: 'Checks',
  },
  lead: 'Here a programme is tried before it is done: how much a fund must hold, what changes when people are accompanied, how many sponsors it takes. These are calculations on made-up cases: no person and no real voucher comes in here.',
  studies: 'Decide with a study',
  studiesLead:
    'From the question to the report: forms of support compared, assumptions with their sources, and a verdict only where there can be one.',
  board: 'Move three levers',
  boardLead:
    'Tutoring, coverage, size of the fund: what happens to the fund, at once, in plain words. It is the page for a meeting.',
  scenario: 'Prepare and run a simulation',
  scenarioLead:
    'Start from a ready scenario, with the source beside each number, change what you like and run it. At the end there are figures with their error, charts and a report.',
  oracles: 'Check the engine',
  oraclesLead:
    'Each formula of the engine is compared with values that were computed elsewhere or published. Do the sum again whenever you like.',
  open: 'Open',
  recent: 'Latest runs',
  all: 'All runs',
  runs: 'Runs',
  none: 'There is no run yet.',
  caption: 'The runs, the latest first',
  name: 'Title',
  state: 'State',
  paths: 'Paths',
  createdAt: 'Started',
  choose: 'Compare',
  compare: 'Compare the two that are ticked',
  compareHint: 'Tick two of them.',
  more: 'More',
  states: {
    queued: 'waiting',
    running: 'running',
    complete: 'done',
    cancelled: 'stopped',
    failed: 'failed',
  },
  readOnly:
    'Your role looks on: studies, scenarios and runs are prepared by analysts and by the administration.',
}
