/** The texts about what people are told of their data, in Italian. */
export const deskNoticesIt = {
  title: 'Informative',
  lead: 'Quello che si dice alle persone sui loro dati, per lingua. Leggila insieme a loro, poi scrivi sulla loro pagina che l’hanno ricevuta.',
  caption: 'Informativa in lingua {language}, versione {version}, dal {at}',
  older: 'Versioni precedenti: {count}. Restano per chi le ha ricevute.',
  publish: 'Pubblicare una versione nuova',
  publishLead: 'Da quel momento si consegna la nuova. Quelle di prima non cambiano mai.',
  language: 'Lingua',
  languageHint: 'Un codice di lingua, come it o fr.',
  text: 'Testo',
  save: 'Pubblica',
  done: { published: 'La versione nuova è pubblicata.' },
}

/** The shape of a catalogue about notices. */
export type DeskNoticesTexts = typeof deskNoticesIt

export const deskNoticesEn: DeskNoticesTexts = {
  title: 'Notices',
  lead: 'What people are told about their data, by language. Read it with them, then write on their page that they were given it.',
  caption: 'Notice in language {language}, version {version}, since {at}',
  older: 'Versions before it: {count}. They stay for those who were given them.',
  publish: 'Publish a new version',
  publishLead: 'From then on the new one is given. Those before never change.',
  language: 'Language',
  languageHint: 'The code of a language, like it or fr.',
  text: 'Words of the notice',
  save: 'Publish',
  done: { published: 'The new version is published.' },
}
