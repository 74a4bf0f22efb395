/** The texts about the currency of a person, and their card to pay with, in Italian. English has exactly these keys. */
export const deskPersonMoneyIt = {
  title: 'Moneta della comunità',
  wallets: 'Quello che ha in ogni moneta',
  none: 'Non ha nulla in nessuna moneta.',
  instrument: 'Moneta',
  balance: 'Può spendere',
  payments: 'Quello che ha pagato',
  pay: 'Paga per suo conto',
  card: 'Carta per pagare',
  cardLead:
    'Per chi non ha un telefono. Alla cassa la carta paga solo con il PIN, che la persona sceglie qui sotto.',
  noCard: 'Non ha una carta.',
  cardOf: 'Una carta fatta il {at}.',
  make: 'Fai una carta',
  replace: 'È persa: fanne un’altra',
  replaceLead: 'La nuova carta prende il posto di quella di prima, che da subito non paga più.',
  revoke: 'Ritira la carta del {at}',
  once: 'Ecco la carta. Il codice si vede solo adesso: stampala prima di lasciare la pagina.',
  picture: 'Il codice della carta, da leggere con la fotocamera',
  typed: 'Codice da digitare',
  print: { sheets: 'Carta da ritagliare, A4 (PDF)', letters: 'Lettera A6 (PDF)' },
  printLead:
    'Sulla carta non c’è nessun nome: c’è fuori dal taglio il codice della persona. Stampa al 100 %.',
  withdrawn: 'La carta è ritirata: non paga più.',
}

export type DeskPersonMoneyTexts = typeof deskPersonMoneyIt

export const deskPersonMoneyEn: DeskPersonMoneyTexts = {
  title: 'Community currency',
  wallets: 'What they have of each kind of money',
  none: 'They have no money of any kind.',
  instrument: 'Money',
  balance: 'Can be spent',
  payments: 'What they paid',
  pay: 'Pay on their behalf',
  card: 'Card to pay with',
  cardLead:
    'For somebody who has no phone. At the till the card pays only with the PIN, which the person chooses below.',
  noCard: 'They have no card.',
  cardOf: 'A card made on {at}.',
  make: 'Make a card',
  replace: 'It is lost: make another',
  replaceLead: 'The new card takes the place of the one before, which pays nothing from now on.',
  revoke: 'Withdraw the card of {at}',
  once: 'This is the card. Its code is shown only now: print it before you leave the page.',
  picture: 'The code of the card, to be read by a camera',
  typed: 'Code to type',
  print: { sheets: 'Card to cut out, A4 (PDF)', letters: 'A6 letter (PDF)' },
  printLead: 'No name is on the card: the person’s code stands outside the cut. Print at 100 %.',
  withdrawn: 'The card is withdrawn: it pays nothing any more.',
}
