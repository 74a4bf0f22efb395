import type { ImportKind } from '../../pilot/core/network-files.ts'

const kindsIt: Readonly<Record<ImportKind, string>> = {
  territories: 'Territori',
  programmes: 'Programmi',
  'contact-points': 'Punti di contatto',
  partners: 'Partner',
  funding: 'Finanziamenti',
}
const kindsEn: typeof kindsIt = {
  territories: 'Territories',
  programmes: 'Programmes',
  'contact-points': 'Contact points',
  partners: 'Partners',
  funding: 'Funding',
}
const columnsIt: Readonly<Record<ImportKind, string>> = {
  territories: 'codice, nome, tipo (regione, città metropolitana, provincia, comune), in',
  programmes:
    'codice, nome, colore, inizio, fine; se serve unità, mesi dall’uscita, tetto di emergenza',
  'contact-points':
    'codice, nome, territorio, programma; se serve zona, telefono, orari, chi approva, tetto di emergenza. Nascono senza soldi',
  partners:
    'codice, nome, territorio, tipo, categorie; se serve stato, zona. Entrano con un accordo di oggi, per tutto ciò che vendono',
  funding:
    'codice, programma, tipo (finanziamento, cofinanziamento), finanziatore, importo, ricevuto il, riferimento; se serve zona. Ogni riga aspetta una seconda persona',
}
const columnsEn: typeof columnsIt = {
  territories: 'id, name, kind (region, metropolitan city, province, municipality), parent',
  programmes:
    'id, name, colour, starts_on, ends_on; where needed unit, months_since_exit, emergency_monthly_cap, notice_required',
  'contact-points':
    'id, name, territory, programme; where needed area, phone, opening_hours, approver, emergency_monthly_cap. They begin without money',
  partners:
    'id, name, territory, kind, categories; where needed status, area. They come in under an agreement of today, for all that they sell',
  funding:
    'id, programme, kind (grant, co_funding), funder, amount, received_on, reference; where needed area. Each row waits for a second person',
}

/** Texts of bringing in and taking out files, in Italian. English has exactly these keys; figures stand in braces. */
export const deskFilesIt = {
  kinds: kindsIt,
  columns: columnsIt,
  title: 'Importa ed esporta',
  lead: 'Un file CSV con le intestazioni sulla prima riga. Prima si controlla tutto il file: se una riga ha un problema, non si aggiunge nulla. Ciò che c’è già non cambia, quindi lo stesso file si può mandare di nuovo.',
  kind: 'Che cosa contiene il file',
  columnsTitle: 'Le colonne',
  good: 'Righe lette: {rows}. Nuove: {fresh}. Già presenti: {unchanged}. Nessun problema.',
  nothing: 'Righe lette: {rows}. Ci sono già tutte: non c’è nulla da aggiungere.',
  bad: 'Righe lette: {rows}. Problemi: {count}. Non è stato aggiunto nulla: correggi il file e riprova.',
  late: 'Aggiunte {added} righe. Correggi quelle qui sotto e manda di nuovo lo stesso file corretto.',
  done: 'Aggiunte {added} righe; già presenti {unchanged}.',
  add: 'Aggiungi {fresh} righe: {kind}',
  exports: 'Scaricare gli elenchi',
  exportsLead:
    'Hanno le stesse colonne: un elenco scaricato si può completare con righe nuove e importare.',
  download: '{kind} in CSV',
  people: 'Importare persone',
}

/** The shape of a catalogue of files. */
export type DeskFilesTexts = typeof deskFilesIt

export const deskFilesEn: DeskFilesTexts = {
  kinds: kindsEn,
  columns: columnsEn,
  title: 'Import and export',
  lead: 'A CSV file with headings on the first line. The whole file is checked first: if one line has a problem, nothing is added. What is there already does not change, so the same file can be sent again.',
  kind: 'What the file holds',
  columnsTitle: 'The columns',
  good: 'Lines read: {rows}. New: {fresh}. There already: {unchanged}. No problem.',
  nothing: 'Lines read: {rows}. All are there already: there is nothing to add.',
  bad: 'Lines read: {rows}. Problems: {count}. Nothing was added: mend the file and try again.',
  late: '{added} lines were added. Mend those below and send the same file, mended, again.',
  done: '{added} lines were added; {unchanged} were there already.',
  add: 'Add {fresh} lines: {kind}',
  exports: 'Download the lists',
  exportsLead:
    'They have the same columns: a list that was downloaded can be completed with new lines and imported.',
  download: '{kind} as CSV',
  people: 'Import people',
}
