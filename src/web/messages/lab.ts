/** The texts of the laboratory: its frame, its home, and the list of runs, in Italian. English has exactly these keys. */
export const labIt = {
  title: 'Laboratorio',
  navigation: 'Pagine del laboratorio',
  places: {
    home: 'Inizio',
    studies: 'Studi',
    datasets: 'Dati raccolti',
    replays: 'Altre regole',
    scenario: 'Scenari',
    runs: 'Simulazioni',
    board: 'Tre leve',
    oracles: 'Controlli',
  },
  lead: 'Qui si prova un programma prima di farlo: quanto deve tenere un fondo, che cosa cambia se si accompagnano le persone, quanti sostenitori servono. Sono calcoli su casi inventati, o su quello che è successo davvero, ma senza nessuna persona: nessun nome e nessun codice entra qui.',
  studies: 'Decidi con uno studio',
  studiesLead:
    'Dalla domanda al rapporto: forme di aiuto a confronto, ipotesi con le loro fonti, e un verdetto solo dove si può dare.',
  datasets: 'Guarda che cosa è successo davvero',
  datasetsLead:
    'Quanto aspettano i buoni, che cosa si compra, quanto non si spende: presi dai nostri libri, senza nessuna persona dentro, e fissati perché uno studio ci si possa appoggiare.',
  replays: 'Prova un’altra regola sulla storia vera',
  replaysLead:
    'Scadenza, categorie, limiti, perdita di valore, trattenuta: che cosa sarebbe successo alle stesse persone negli stessi giorni.',
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
    datasets: 'Evidence',
    replays: 'Other rules',
    scenario: 'Scenarios',
    runs: 'Runs',
    board: 'Three levers',
    oracles: 'Checks',
  },
  lead: 'Here a programme is tried before it is done: how much a fund must hold, what changes when people are accompanied, how many sponsors it takes. These are calculations on made-up cases, or on what really happened, but without any person: no name and no code comes in here.',
  studies: 'Decide with a study',
  studiesLead:
    'From the question to the report: forms of support compared, assumptions with their sources, and a verdict only where there can be one.',
  datasets: 'See what really happened',
  datasetsLead:
    'How long vouchers wait, what is bought, how much is never spent: taken from our own books, with no person in it, and frozen so that a study can rest on it.',
  replays: 'Try another rule on the real history',
  replaysLead:
    'Expiry, categories, limits, loss of value, what is kept from shops: what would have happened to the same people on the same days.',
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
