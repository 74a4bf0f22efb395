/** The texts about messages that wait to be handed over, in Italian. */
export const deskOutboxIt = {
  title: 'Messaggi da consegnare',
  lead: 'Ogni messaggio contiene un link che vale una volta sola. Aprilo nel tuo telefono o nel tuo programma di posta, invialo, e poi scrivi qui che è partito: dopo, il servizio ne dimentica le parole.',
  logged: 'Che hai guardato questi messaggi resta scritto nel registro.',
  none: 'Non c’è nulla da consegnare.',
  purposes: {
    wallet_link: 'Buoni sul telefono di {subject}',
    staff_invitation: 'Invito per {subject}',
    staff_new_password: 'Nuova password per {subject}',
    meter_level: 'Limite di legge vicino o raggiunto',
    other: 'Messaggio ({purpose})',
  },
  to: 'A',
  made: 'Preparato il',
  until: 'Vale fino al',
  tries: 'Tentativi di invio',
  tooOld: 'Il link è scaduto: fanne uno nuovo, e togli questo.',
  text: 'Testo',
  mail: 'Apri la posta',
  sms: 'Apri gli SMS',
  whatsApp: 'Apri WhatsApp',
  noWay: 'Questo numero non ha il prefisso del Paese: correggilo nei dati della persona.',
  sent: 'È partito',
  remove: 'Togli',
  next: 'Avanti',
  done: {
    sent: 'Il messaggio è chiuso, e il suo testo dimenticato.',
    made: 'Il messaggio è pronto: invialo da qui.',
  },
}

/** The shape of a catalogue about messages. */
export type DeskOutboxTexts = typeof deskOutboxIt

export const deskOutboxEn: DeskOutboxTexts = {
  title: 'Messages to hand over',
  lead: 'Each message holds a link that works once. Open it on your phone or in your mail program, send it, and then write here that it went out: from then on the service forgets its words.',
  logged: 'That you looked at these messages stays written in the log.',
  none: 'There is nothing to hand over.',
  purposes: {
    wallet_link: 'Vouchers on the phone of {subject}',
    staff_invitation: 'Invitation for {subject}',
    staff_new_password: 'New password for {subject}',
    meter_level: 'Limit of the law near or reached',
    other: 'Message ({purpose})',
  },
  to: 'To',
  made: 'Prepared on',
  until: 'Good until',
  tries: 'Tries to send it',
  tooOld: 'The link is too old: make a new one, and remove this.',
  text: 'Text',
  mail: 'Open the mail',
  sms: 'Open the messages',
  whatsApp: 'Open in WhatsApp',
  noWay: 'This number has no country in front: correct it in the data of the person.',
  sent: 'It went out',
  remove: 'Remove',
  next: 'Next',
  done: {
    sent: 'The message is closed, and its text forgotten.',
    made: 'The message is ready: send it from here.',
  },
}
