/**
 * How eligibility is told at the desk, in Italian. English has exactly these keys. What a rule looked at stands in braces
 * by the names of its evidence.
 */
export const deskEligibilityIt = {
  title: 'Ammissione al programma',
  caption: 'Ogni regola, il suo esito e su cosa si basa',
  rule: 'Regola',
  outcome: 'Esito',
  why: 'Perché',
  never: 'Nessuno ha ancora valutato se la persona può entrare nel programma.',
  assessedAt: 'Valutata il {at} con le regole {programme}, versione {version}.',
  older: 'Valutazioni precedenti: {count}.',
  verdicts: {
    eligible: 'Ha i requisiti',
    not_eligible: 'Non ha i requisiti',
    incomplete: 'Mancano dei dati',
  },
  nextSteps: {
    eligible: 'Può avere un piano e dei buoni.',
    not_eligible:
      'Controlla i dati; se sono giusti e c’è un motivo per ammetterla comunque, chiedi una deroga: la decide una seconda persona.',
    incomplete: 'Aggiungi i dati che mancano e valuta di nuovo.',
  },
  states: {
    eligible: 'Ammessa',
    overridden: 'Ammessa in deroga',
    not_eligible: 'Non ammessa',
    not_assessed: 'Da valutare',
    left: 'Uscita dal programma',
  },
  outcomes: { met: 'Sì', not_met: 'No', missing: 'Manca' },
  rules: {
    protection_accepted: {
      name: 'Forma di protezione',
      met: '{found}: è fra quelle del programma.',
      not_met: 'La protezione è: {found}. Il programma accoglie: {accepted}.',
      missing: 'Non si sa quale protezione ha. Il programma accoglie: {accepted}.',
    },
    reception_accepted: {
      name: 'Accoglienza lasciata',
      met: '{found}: è fra quelle del programma.',
      not_met: 'Viene da: {found}. Il programma accoglie chi viene da: {accepted}.',
      missing: 'Non si sa da quale accoglienza viene. Valgono: {accepted}.',
    },
    exit_not_after_enrolment: {
      name: 'Uscita prima della presa in carico',
      met: 'È uscita il {exitedOn}, presa in carico il {enrolledOn}.',
      not_met: 'È stata presa in carico il {enrolledOn}, prima di uscire il {exitedOn}.',
      missing: 'Servono il giorno di uscita e quello della presa in carico.',
    },
    exit_recent_enough: {
      name: 'Uscita abbastanza recente',
      met: 'Uscita il {exitedOn}, presa in carico il {enrolledOn}: entro {maxMonths} mesi (fino al {lastDay}).',
      not_met:
        'Uscita il {exitedOn}: i {maxMonths} mesi finivano il {lastDay}, la presa in carico è del {enrolledOn}.',
      missing:
        'Servono il giorno di uscita e quello della presa in carico; valgono {maxMonths} mesi.',
    },
    territory_covered: {
      name: 'Territorio',
      met: 'Il programma lavora qui: {found}.',
      not_met: 'Vive qui: {found}. Il programma lavora in: {covered}.',
      missing: 'Non si sa dove vive. Il programma lavora in: {covered}.',
    },
  },
  everywhere: 'ovunque',
  words: {
    refugee_status: 'status di rifugiato',
    subsidiary_protection: 'protezione sussidiaria',
    special_protection: 'protezione speciale',
    special_cases: 'casi speciali',
    humanitarian: 'protezione umanitaria',
    temporary_protection: 'protezione temporanea',
    sprar: 'SPRAR',
    siproimi: 'SIPROIMI',
    sai: 'SAI',
    cas: 'CAS',
    humanitarian_corridor: 'corridoio umanitario',
    other: 'altro',
  },
  facts: {
    protection: 'Forma di protezione',
    reception: 'Accoglienza lasciata',
    exitedOn: 'Uscita dall’accoglienza',
    enrolledOn: 'Presa in carico',
    territoryId: 'Dove vive',
    unknown: 'Non si sa',
  },
  assess: 'Valuta',
  assessAgain: 'Valuta di nuovo',
  assessLead: 'Scrivi quello che sai: la risposta dice, regola per regola, cosa conta e perché.',
  override: 'Chiedi una deroga',
  overrideLead:
    'Una seconda persona legge il motivo e decide. Fino ad allora la persona non è ammessa.',
  ground: 'Motivo',
  grounds: {
    family_unity: 'Unità familiare',
    late_documents: 'Documenti arrivati tardi',
    authority_decision: 'Decisione di un’autorità',
    programme_exception: 'Eccezione del programma',
  },
  explanation: 'Spiegazione',
  explanationHint: 'La legge chi decide. Resta cifrata e si cancella con i dati della persona.',
  send: 'Manda a chi decide',
  overrides: 'Deroghe',
  overrideStates: {
    waiting: 'In attesa di una seconda persona',
    approved: 'Approvata',
    refused: 'Rifiutata',
    withdrawn: 'Ritirata',
    at_once: 'Data subito',
  },
}

/** The shape of a catalogue of eligibility. */
export type DeskEligibilityTexts = typeof deskEligibilityIt

export const deskEligibilityEn: DeskEligibilityTexts = {
  title: 'Eligibility',
  caption: 'Every rule, what it says and what it looked at',
  rule: 'Rule',
  outcome: 'Outcome',
  why: 'Why',
  never: 'Nobody has assessed yet whether the programme is for this person.',
  assessedAt: 'Assessed on {at} by the rules of {programme}, version {version}.',
  older: 'Earlier assessments: {count}.',
  verdicts: {
    eligible: 'Meets the rules',
    not_eligible: 'Does not meet the rules',
    incomplete: 'Facts are missing',
  },
  nextSteps: {
    eligible: 'Can have a plan and vouchers.',
    not_eligible:
      'Check the facts; if they are right and there is a reason to admit the person all the same, ask for an exception: a second person decides.',
    incomplete: 'Add the facts that are missing and assess again.',
  },
  states: {
    eligible: 'Admitted',
    overridden: 'Admitted by exception',
    not_eligible: 'Not admitted',
    not_assessed: 'To be assessed',
    left: 'Left the programme',
  },
  outcomes: { met: 'Yes', not_met: 'Not met', missing: 'Missing' },
  rules: {
    protection_accepted: {
      name: 'Form of protection',
      met: '{found}: one of those of the programme.',
      not_met: 'The protection is: {found}. The programme takes: {accepted}.',
      missing: 'The protection is not known. The programme takes: {accepted}.',
    },
    reception_accepted: {
      name: 'Reception left',
      met: '{found}: one of those of the programme.',
      not_met: 'Comes from: {found}. The programme takes those who come from: {accepted}.',
      missing: 'The reception is not known. These count: {accepted}.',
    },
    exit_not_after_enrolment: {
      name: 'Exit before enrolment',
      met: 'Left on {exitedOn}, enrolled on {enrolledOn}.',
      not_met: 'Was enrolled on {enrolledOn}, before leaving on {exitedOn}.',
      missing: 'The day of exit and the day of enrolment are needed.',
    },
    exit_recent_enough: {
      name: 'Exit recent enough',
      met: 'Left on {exitedOn}, enrolled on {enrolledOn}: within {maxMonths} months (until {lastDay}).',
      not_met:
        'Left on {exitedOn}: the {maxMonths} months ended on {lastDay}, the enrolment is of {enrolledOn}.',
      missing: 'The day of exit and the day of enrolment are needed; {maxMonths} months count.',
    },
    territory_covered: {
      name: 'Territory',
      met: 'The programme works here: {found}.',
      not_met: 'Lives here: {found}. The programme works in: {covered}.',
      missing: 'It is not known where the person lives. The programme works in: {covered}.',
    },
  },
  everywhere: 'everywhere',
  words: {
    refugee_status: 'refugee status',
    subsidiary_protection: 'subsidiary protection',
    special_protection: 'special protection',
    special_cases: 'special cases',
    humanitarian: 'humanitarian protection',
    temporary_protection: 'temporary protection',
    sprar: 'SPRAR',
    siproimi: 'SIPROIMI',
    sai: 'SAI',
    cas: 'CAS',
    humanitarian_corridor: 'humanitarian corridor',
    other: 'other',
  },
  facts: {
    protection: 'Form of protection',
    reception: 'Reception left',
    exitedOn: 'Exit from reception',
    enrolledOn: 'Enrolment',
    territoryId: 'Where they live',
    unknown: 'Not known',
  },
  assess: 'Assess',
  assessAgain: 'Assess again',
  assessLead: 'Write what you know: the answer says, rule by rule, what counts and why.',
  override: 'Ask for an exception',
  overrideLead:
    'A second person reads the reason and decides. Until then the person is not admitted.',
  ground: 'Ground',
  grounds: {
    family_unity: 'Family unity',
    late_documents: 'Documents came late',
    authority_decision: 'Decision of an authority',
    programme_exception: 'Exception of the programme',
  },
  explanation: 'Explanation',
  explanationHint: 'Whoever decides reads it. It is sealed, and erased with the person’s data.',
  send: 'Send to who decides',
  overrides: 'Exceptions',
  overrideStates: {
    waiting: 'Waits for a second person',
    approved: 'Approved',
    refused: 'Refused',
    withdrawn: 'Withdrawn',
    at_once: 'Given at once',
  },
}
