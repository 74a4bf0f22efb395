/** The texts around every page of the desk, in Italian. English has exactly these keys. */
export const deskFrameIt = {
  title: 'Banco',
  skip: 'Vai al contenuto',
  navigation: 'Pagine del banco',
  otherLanguage: 'English',
  signOut: 'Esci',
  everywhere: 'Tutti i punti di contatto',
  done: 'Fatto',
  wrong: 'Non è andata a buon fine',
  closed: 'Questa pagina non si apre',
  home: 'Torna a quello che c’è da fare',
  sections: {
    home: 'Da fare',
    people: 'Persone',
    issue: 'Emettere',
    schedules: 'Ricorrenti',
    approvals: 'Approvazioni',
    print: 'Stampa',
    envelopes: 'Fondi disponibili',
    funding: 'Finanziamenti',
    partners: 'Partner',
    log: 'Registro accessi',
  },
  roles: {
    administrator: 'Amministrazione',
    treasurer: 'Tesoreria',
    operator: 'Operatore',
    analyst: 'Analisi',
    auditor: 'Revisione',
    partner_owner: 'Titolare del negozio',
  },
}

/** The shape of a catalogue of the frame. */
export type DeskFrameTexts = typeof deskFrameIt

export const deskFrameEn: DeskFrameTexts = {
  title: 'Desk',
  skip: 'Go to the content',
  navigation: 'Pages of the desk',
  otherLanguage: 'Italiano',
  signOut: 'Sign out',
  everywhere: 'All contact points',
  done: 'Done',
  wrong: 'That did not work',
  closed: 'This page does not open',
  home: 'Back to what there is to do',
  sections: {
    home: 'To do',
    people: 'People',
    issue: 'Issue',
    schedules: 'Recurring',
    approvals: 'Approvals',
    print: 'Print',
    envelopes: 'What is left',
    funding: 'Funding',
    partners: 'Partners',
    log: 'Access log',
  },
  roles: {
    administrator: 'Administration',
    treasurer: 'Treasury',
    operator: 'Operator',
    analyst: 'Analysis',
    auditor: 'Audit',
    partner_owner: 'Owner of the shop',
  },
}
