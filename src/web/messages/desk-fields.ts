/** What is wrong with a field of the desk, in Italian. English has exactly these keys. */
export const deskFieldsIt = {
  needed: 'Questo campo serve.',
  tooLong: 'Al massimo {max} caratteri, senza segni speciali.',
  day: 'Scrivi un giorno che esiste, come 31/12/2026.',
  number: 'Scrivi un numero intero da {min} a {max}.',
  amount: 'Scrivi un importo come 12,50, senza punti per le migliaia.',
  choice: 'Scegli una delle voci.',
  phone: 'Scrivi un numero di telefono, come +39 333 123 4567.',
  email: 'Scrivi un indirizzo e-mail, come amina@example.org.',
  country: 'Scrivi le due lettere maiuscole del Paese, come NG.',
}

/** The shape of a catalogue of faults of fields. */
export type DeskFieldTexts = typeof deskFieldsIt

export const deskFieldsEn: DeskFieldTexts = {
  needed: 'This field is needed.',
  tooLong: 'At most {max} characters, without special signs.',
  day: 'Write a day that exists, like 31/12/2026.',
  number: 'Write a whole number from {min} to {max}.',
  amount: 'Write an amount like 12.50, without signs for thousands.',
  choice: 'Choose one of the list.',
  phone: 'Write a telephone number, like +39 333 123 4567.',
  email: 'Write an e-mail address, like amina@example.org.',
  country: 'Write the two capital letters of the country, like NG.',
}
