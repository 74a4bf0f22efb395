import type { Language, Texts } from '../../chart/language.ts'

const both = (it: string, en: string): Texts => ({ it, en })

/** What accounts of models are called where money is told; accounts of one kind, such as those of all shops, together. */
const ACCOUNT_TITLES: Readonly<Record<string, Texts>> = {
  'assets:cash': both('Cassa di chi presta', 'Cash of the lender'),
  'assets:loans': both('Prestiti in corso', 'Loans outstanding'),
  'assets:loans in default': both('Prestiti non restituiti', 'Loans in default'),
  'assets:reserve': both('Riserva in euro', 'Reserve in euro'),
  'equity:associations': both('Euro alle associazioni', 'Euro of associations'),
  'equity:counter-guarantor': both('Controgarante', 'Counter-guarantor'),
  'equity:debtors': both('Chi deve restituire', 'Those who owe'),
  'equity:elsewhere': both('Speso per altro', 'Spent on other things'),
  'equity:expired': both('Scaduto o non usato', 'Expired or not used'),
  'equity:founders': both('Fondatori', 'Founders'),
  'equity:funder': both('Chi finanzia', 'Funder'),
  'equity:in-kind': both('Doni in natura', 'Gifts in kind'),
  'equity:insured': both('Assicurati', 'The insured'),
  'equity:issued': both('Emesso', 'Issued'),
  'equity:lender': both('Chi presta', 'Lender'),
  'equity:matching': both('Chi raddoppia le offerte', 'Those who match gifts'),
  'equity:members': both('Membri', 'Members'),
  'equity:owner': both('Proprietario del fondo', 'Owner of the fund'),
  'equity:partners': both('Euro ai negozi e ai fornitori', 'Euro of shops and suppliers'),
  'equity:payers': both('Chi versa contributi', 'Those who pay fees'),
  'equity:people': both('Altri euro delle persone', 'Other euro of people'),
  'equity:programme': both('Programma', 'Programme'),
  'equity:redeemed': both('Cambiato in euro', 'Changed to euro'),
  'equity:reinsurer': both('Riassicuratore', 'Reinsurer'),
  'equity:sponsors': both('Sostenitori', 'Sponsors'),
  'equity:supporters': both('Chi sostiene il gruppo', 'Supporters of the group'),
  'equity:tokens': both('Gettoni sconto emessi', 'Discount tokens issued'),
  'equity:uncovered claims': both('Perdite non coperte', 'Losses that nothing covers'),
  'expenses:claims': both('Richieste al fondo', 'Claims on the fund'),
  'expenses:families': both('Accoglienza delle famiglie', 'Welcome of families'),
  'expenses:funding': both('Costo del denaro prestato', 'Cost of funding'),
  'expenses:impairment': both('Svalutazioni', 'Impairment'),
  'expenses:losses': both('Perdite', 'Losses'),
  'expenses:operating': both('Gestione dei prestiti', 'Running the loans'),
  'expenses:reinsurance': both('Riassicurazione', 'Reinsurance'),
  'expenses:running': both('Costi di gestione', 'Running costs'),
  'expenses:tutoring': both('Tutor', 'Tutors'),
  'income:demurrage': both('Perso nel tenerlo', 'Lost by holding'),
  'income:fees': both('Commissioni', 'Fees'),
  'income:interest': both('Interessi', 'Interest'),
  'income:system': both('Sistema', 'The system'),
  'liabilities:called': both('Chiesto al fondo', 'Called from the fund'),
  'liabilities:fund': both('Fondo', 'Fund'),
  'liabilities:guarantee fund': both('Fondo di garanzia', 'Guarantee fund'),
  'liabilities:held:association': both('In mano alle associazioni', 'Held by associations'),
  'liabilities:held:person': both('In mano alle persone', 'Held by people'),
  'liabilities:held:receipts': both('Scontrini consegnati', 'Receipts handed in'),
  'liabilities:held:shop': both('In mano ai negozi', 'Held by shops'),
  'liabilities:held:supplier': both('In mano ai fornitori', 'Held by suppliers'),
  'liabilities:lender': both('Chi presta', 'Lender'),
  'liabilities:own:person': both('Euro con cui si anticipa', 'Euro paid in advance'),
  'liabilities:provisions': both('Accantonamenti', 'Provisions'),
  'liabilities:reserve': both('Riserva del gruppo', 'Reserve of the group'),
  'liabilities:tokens:person': both('Gettoni delle persone', 'Tokens of people'),
  'liabilities:tokens:shop': both('Gettoni dei negozi', 'Tokens of shops'),
}

/** What belongs to one of many is told of them together: `liabilities:held:shop-12`. */
const NUMBERED = /-\d+$/

/** The accounts that are of one kind with this one, by the name that they share. */
export function accountKind(account: string): string {
  return account.replace(NUMBERED, '')
}

/** What a kind of accounts is called; its own name where it has no other. */
export function accountTitle(kind: string, language: Language): string {
  return ACCOUNT_TITLES[kind]?.[language] ?? kind
}
