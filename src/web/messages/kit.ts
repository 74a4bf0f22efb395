/** What is printed for a shop that accepts vouchers: a poster for its door, and a card for whoever is at the till. */
export const kitIt = {
  title: 'Da stampare per il negozio',
  print: 'Stampa',
  poster: 'Qui si accettano i buoni FRA NOI',
  posterHow: [
    'Scegli quello che ti serve.',
    'Alla cassa mostra la carta o il telefono.',
    'Puoi usare il buono anche un poco alla volta.',
  ],
  posterPrivate: 'Al negozio si vede solo un codice, mai il tuo nome.',
  card: 'Alla cassa, in tre passi',
  steps: [
    'Scrivi l’importo e premi Avanti.',
    'Inquadra il codice. Se serve, la persona scrive il suo PIN.',
    'Guarda il colore.',
  ],
  green: 'VERDE: incassato',
  greenDo: 'Consegna la merce. Sotto c’è quanto resta sul buono.',
  red: 'ROSSO: non incassato',
  redDo:
    'Niente è stato scalato. Leggi la frase: se il buono non basta, un tasto incassa il resto e la differenza si paga in contanti.',
  amber: 'GIALLO: non si sa ancora',
  amberDo:
    'Aspetta. Non incassare di nuovo e tieni qui la merce: diventa verde o rosso da solo, e il buono è scalato una volta sola.',
  help: 'Non chiedere documenti e non tenere la carta. Se qualcosa non va, chiama il punto di contatto:',
}

export const kitEn: typeof kitIt = {
  title: 'To print for the shop',
  print: 'Print',
  poster: 'FRA NOI vouchers are accepted here',
  posterHow: [
    'Choose what you need.',
    'Show the card or the phone at the till.',
    'You can also use the voucher a little at a time.',
  ],
  posterPrivate: 'The shop sees a code only, never your name.',
  card: 'At the till, in three steps',
  steps: [
    'Type the amount and press Next.',
    'Point the camera at the code. Where it is needed, the person types their PIN.',
    'Look at the colour.',
  ],
  green: 'GREEN: redeemed',
  greenDo: 'Hand over the goods. Below it stands what is left on the voucher.',
  red: 'RED: not redeemed',
  redDo:
    'Nothing was taken. Read the sentence: where the voucher is not enough, one button takes what is left and the rest is paid in cash.',
  amber: 'AMBER: not known yet',
  amberDo:
    'Wait. Do not redeem again and keep the goods here: it turns green or red by itself, and the voucher is charged once.',
  help: 'Do not ask for documents and do not keep the card. If something is wrong, call the contact point:',
}
