/** What stands on printed sheets and letters besides the texts of the cards, and what leads to them. */
export const printPagesIt = {
  /** On the strip above a letter. */
  strip: 'Taglia questa striscia prima di consegnare.',
  /** Above the code that a shop can type. */
  typedCode: 'Codice da digitare',
  heading: 'Stampa',
  sheets: 'Fogli A4 (PDF)',
  letters: 'Lettere A6 (PDF)',
  letter: 'Lettera A6 (PDF)',
  withNames: 'con i nomi fuori dal taglio',
  hint: 'Sulle carte non c’è nessun nome. Stampa al 100 %, senza adattare alla pagina.',
}

export const printPagesEn: typeof printPagesIt = {
  strip: 'Cut off this strip before you hand it over.',
  typedCode: 'Code to type',
  heading: 'Print',
  sheets: 'A4 sheets (PDF)',
  letters: 'A6 letters (PDF)',
  letter: 'A6 letter (PDF)',
  withNames: 'with names outside the cut',
  hint: 'No name is on the cards. Print at 100 %, not fitted to the page.',
}
