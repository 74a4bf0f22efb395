/** What is written to staff, in Italian and in English: nobody's language is known before they sign in. */
export interface LetterText {
  readonly subject: string
  readonly text: string
}

/** The letter with which somebody is invited. */
export function invitationLetter(name: string, link: string): LetterText {
  return {
    subject: 'FRA NOI: il tuo accesso / your access',
    text: [
      `Ciao ${name},`,
      'apri questo indirizzo entro sette giorni per scegliere la tua password. Vale una volta sola:',
      link,
      '',
      `Hello ${name},`,
      'open this address within seven days to choose your password. It works once.',
      '',
    ].join('\n'),
  }
}

/** The letter with which somebody chooses a new password. */
export function passwordLetter(name: string, link: string): LetterText {
  return {
    subject: 'FRA NOI: nuova password / new password',
    text: [
      `Ciao ${name},`,
      'apri questo indirizzo entro un’ora per scegliere una nuova password. Se non l’hai chiesta tu, ignora questo messaggio:',
      link,
      '',
      `Hello ${name},`,
      'open this address within an hour to choose a new password. If you did not ask for it, ignore this message.',
      '',
    ].join('\n'),
  }
}
