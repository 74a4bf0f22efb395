/** What the rules of an instrument come to, in Italian. English has exactly these keys; figures stand in braces. */
export const deskInstrumentExampleIt = {
  title: 'Un esempio con queste regole',
  lead: 'Si ricalcola mentre scrivi, con lo stesso calcolo che fanno i conti.',
  none: 'Le regole non stanno ancora insieme: l’esempio torna quando sono corrette.',
  issued: {
    grant: 'Nasce quando lo sportello la concede e una seconda persona approva.',
    purchase: 'Chi paga {euro} ne riceve {amount}; a un’associazione vanno in più {donated}.',
    gift: {
      once: 'Ogni membro ne riceve {amount}, una volta.',
      month: 'Ogni membro ne riceve {amount} al mese.',
    },
    credit: 'Nasce quando un membro paga andando sotto zero, fino a {below}.',
    universal:
      'Ogni persona può prenderne {day} al giorno. Chi non li prende per un anno ne trova {most}: i giorni più vecchi sono persi.',
  },
  reserve: 'Dietro {amount} in circolazione stanno {reserve} nella riserva.',
  reserveNone: 'Non c’è una riserva: non è promesso nessun euro.',
  idle: 'Chi ne tiene fermi {amount} dal {day} ne ha ancora {one} dopo 1 mese, {three} dopo 3 mesi, {twelve} dopo 12 mesi.',
  idleNothing: 'Chi li tiene fermi non perde niente: {amount} restano {amount}.',
  expired: 'Dopo 12 mesi ne sono scaduti {expired}.',
  losses: {
    fund: 'Quello che si perde va al fondo del programma.',
    issuer: 'Quello che si perde esce dalla circolazione.',
  },
  payment:
    'Un pagamento di {amount} ({from} → {to}): chi riceve ottiene {gets}, la commissione è {fee}.',
  paymentRefused: 'Un pagamento di {amount} ({from} → {to}) è rifiutato: {why}.',
  paymentNone: 'Nessuno può pagare con questa moneta.',
  price: 'Un prezzo di {price}, con {held} in tasca: {currency} in moneta, {euro} in euro.',
  priceTokens:
    'Un prezzo di {price}, con {held} di sconti in tasca: {tokens} di sconto, {euro} in euro.',
  conversion:
    '{amount} cambiati in euro: {paidOut} a chi cambia, {association} all’associazione, {system} al sistema.',
  conversionNone: 'Nessuno la cambia in euro.',
  refusals: {
    amount_must_not_be_zero: 'l’importo è zero',
    payer_and_payee_are_the_same: 'chi paga e chi riceve sono gli stessi',
    payment_not_allowed: 'queste regole non lo permettono',
    wallet_is_stopped: 'il portafoglio è fermo',
    exceeds_discount: 'non è la parte del prezzo che si può pagare così',
    exceeds_payment_limit: 'è più del limite per pagamento',
    exceeds_day_limit: 'è più del limite al giorno',
    exceeds_month_limit: 'è più del limite al mese',
    exceeds_funds: 'non basta quello che c’è',
    exceeds_credit_line: 'è più della linea di credito',
    exceeds_balance_limit: 'chi riceve ne avrebbe più del limite',
    exceeds_reserve: 'la riserva non basta',
    exceeds_funding: 'i fondi non bastano',
    paid: 'pagato',
  },
  parties: {
    person: 'persona',
    partner: 'partner',
    association: 'associazione',
    programme: 'programma',
  },
}

/** The shape of the texts of the example. */
export type DeskInstrumentExampleTexts = typeof deskInstrumentExampleIt

export const deskInstrumentExampleEn: DeskInstrumentExampleTexts = {
  title: 'An example with these rules',
  lead: 'It is worked out again as you type, by the same functions as the books.',
  none: 'The rules do not fit together yet: the example comes back once they do.',
  issued: {
    grant: 'It comes into being when the desk grants it and a second person approves.',
    purchase: 'Who pays {euro} gets {amount}; an association is given {donated} on top.',
    gift: { once: 'Each member gets {amount}, once.', month: 'Each member gets {amount} a month.' },
    credit: 'It comes into being when a member pays by going below zero, down to {below}.',
    universal:
      'Each person can fetch {day} a day. Who fetches nothing for a year finds {most}: older days are lost.',
  },
  reserve: 'Behind {amount} in circulation there are {reserve} in the reserve.',
  reserveNone: 'There is no reserve: no euro is promised.',
  idle: 'Who keeps {amount} untouched from {day} has {one} left after 1 month, {three} after 3 months, {twelve} after 12 months.',
  idleNothing: 'Who keeps it untouched loses nothing: {amount} stay {amount}.',
  expired: 'After 12 months {expired} of it have expired.',
  losses: {
    fund: 'What is lost goes to the fund of the programme.',
    issuer: 'What is lost leaves circulation.',
  },
  payment: 'A payment of {amount} ({from} → {to}): the payee gets {gets}, the fee is {fee}.',
  paymentRefused: 'A payment of {amount} ({from} → {to}) is declined: {why}.',
  paymentNone: 'Nobody can pay with this.',
  price: 'A price of {price}, with {held} in the pocket: {currency} in currency, {euro} in euro.',
  priceTokens:
    'A price of {price}, with discounts of {held} in the pocket: {tokens} of discount, {euro} in euro.',
  conversion:
    '{amount} changed to euro: {paidOut} to who changes, {association} to the association, {system} to the system.',
  conversionNone: 'Nobody changes it to euro.',
  refusals: {
    amount_must_not_be_zero: 'the amount is zero',
    payer_and_payee_are_the_same: 'payer and payee are the same',
    payment_not_allowed: 'these rules do not let it',
    wallet_is_stopped: 'the wallet is stopped',
    exceeds_discount: 'it is not the part of the price that can be paid so',
    exceeds_payment_limit: 'it is above the limit of a payment',
    exceeds_day_limit: 'it is above the limit of a day',
    exceeds_month_limit: 'it is above the limit of a month',
    exceeds_funds: 'there is not enough',
    exceeds_credit_line: 'it is above the line of credit',
    exceeds_balance_limit: 'the payee would have more than the limit',
    exceeds_reserve: 'the reserve is not enough',
    exceeds_funding: 'the funds are not enough',
    paid: 'paid',
  },
  parties: {
    person: 'person',
    partner: 'partner',
    association: 'association',
    programme: 'programme',
  },
}
