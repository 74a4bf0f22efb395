/** What a till says where there is no answer, or a problem instead of one: what is the matter, and what to do next. */
export const tillProblemsIt = {
  noAnswer:
    'La risposta non è arrivata. Controlla la connessione e riprova: se era già fatto, non si ripete.',
  /** A problem without a sentence of its own. */
  other: 'Il programma non ha accettato la richiesta ({code}). Riprova, o chiedi allo sportello.',
  /** By the code of the problem. */
  codes: {
    unauthenticated: 'Questa cassa non è più collegata. Collegala di nuovo.',
    forbidden: 'Questa cassa non può farlo. Chiedi al titolare.',
    invalid_request: 'La richiesta non era scritta bene. Ricomincia dall’importo.',
    owner_pin_wrong: 'Il PIN del titolare non è giusto. Tentativi rimasti: {tries}.',
    owner_pin_missing:
      'Serve il PIN del titolare. Se non lo ha ancora, lo sceglie dopo l’accesso al sito.',
    owner_pin_locked: 'Il PIN del titolare è bloccato: il programma lo sblocca.',
    currency_wallet_not_found: 'Chi riceve non ha questa moneta. Controlla il nome.',
    currency_payment_not_found: 'Questo pagamento non si trova. Torna alla giornata e riprova.',
    currency_payment_conflict:
      'Questo numero è già di un altro pagamento. Ricomincia dall’importo.',
    currency_payment_of_purchase: 'È una parte di un acquisto: storna l’acquisto.',
    currency_refund_exceeds: 'Non si può stornare tanto: una parte è già stata stornata.',
    purchase_id_conflict: 'Questo numero è già di un altro acquisto. Ricomincia dall’importo.',
    purchase_does_not_add_up: 'Le parti non fanno il prezzo. Ricomincia dall’importo.',
    purchase_statement_differs: 'Il buono non torna con il prezzo. Ricomincia dall’importo.',
    purchase_voucher_conflict: 'Questo buono è già stato incassato da solo. Guarda la giornata.',
    purchase_not_found: 'Questo acquisto non si trova. Torna alla giornata e riprova.',
    purchase_given_back: 'Questo acquisto era già stato stornato tutto.',
    statement_invalid: 'La firma della cassa non vale. Ricomincia dall’importo.',
    redemption_id_conflict: 'Questo numero è già di un altro incasso. Ricomincia dall’importo.',
    claim_exceeds_redeemed: 'Non si può stornare tanto: una parte è già stata stornata.',
  },
}

export type TillProblemTexts = typeof tillProblemsIt

export const tillProblemsEn: TillProblemTexts = {
  noAnswer: 'No answer came. Check the connection and try again: what was done is not done twice.',
  other: 'The programme did not accept the request ({code}). Try again, or ask the contact point.',
  codes: {
    unauthenticated: 'This till is not paired any more. Pair it again.',
    forbidden: 'This till may not do that. Ask the owner.',
    invalid_request: 'The request was not well written. Begin again with the amount.',
    owner_pin_wrong: 'The PIN of the owner is not right. Tries left: {tries}.',
    owner_pin_missing:
      'The PIN of the owner is needed. Who has none yet chooses it when signed in.',
    owner_pin_locked: 'The PIN of the owner is locked: the programme unlocks it.',
    currency_wallet_not_found: 'Who is to be paid has none of this money. Look at the name.',
    currency_payment_not_found: 'This payment cannot be found. Go back to the day and try again.',
    currency_payment_conflict: 'This number is of another payment. Begin again with the amount.',
    currency_payment_of_purchase: 'It is a part of a purchase: give back the purchase.',
    currency_refund_exceeds: 'So much cannot be given back: a part was given back before.',
    purchase_id_conflict: 'This number is of another purchase. Begin again with the amount.',
    purchase_does_not_add_up: 'The parts are not the price. Begin again with the amount.',
    purchase_statement_differs: 'The voucher does not fit the price. Begin again with the amount.',
    purchase_voucher_conflict: 'This voucher was redeemed by itself. Look at the day.',
    purchase_not_found: 'This purchase cannot be found. Go back to the day and try again.',
    purchase_given_back: 'All of this purchase was given back before.',
    statement_invalid: 'The signature of the till is not good. Begin again with the amount.',
    redemption_id_conflict: 'This number is of another redemption. Begin again with the amount.',
    claim_exceeds_redeemed: 'So much cannot be given back: a part was given back before.',
  },
}
