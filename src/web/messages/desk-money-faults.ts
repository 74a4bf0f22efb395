/**
 * What the desk says about refusals around vouchers, money and partners, by their codes, in Italian. English has
 * exactly these keys. Figures stand in braces by the names that the refusal gives them.
 */
export const deskMoneyFaultsIt = {
  instrument_id_conflict: 'C’è già una moneta con questo identificativo. Scegline un altro.',
  instrument_unit_taken: 'Un’altra moneta del programma ha già la sigla {unit}. Scegline un’altra.',
  instrument_version_waiting:
    'Altre regole aspettano già una decisione: fatele decidere, o ritiratele, prima.',
  instrument_rules_fixed: 'Qualcosa resta com’è finché la moneta vive: è scritto accanto ai campi.',
  instrument_day_unfit:
    'Queste regole possono valere dal {earliest} in poi: scegli un altro giorno.',
  instrument_day_passed:
    'Il giorno da cui valevano è arrivato. Rifiutale: si preparano di nuovo per un giorno dal {earliest} in poi.',
  instrument_not_found: 'Questa moneta non c’è.',
  currency_busy:
    'In questo momento succede troppo sullo stesso portafoglio. Riprova fra un attimo.',
  currency_payment_conflict: 'Questo modulo è già servito per altro. Riapri la pagina.',
  currency_grant_not_found: 'Questa assegnazione non c’è.',
  currency_grant_unfit:
    'Così non si può dare: qualcuno avrebbe più di quanto può tenere, o il suo portafoglio è fermo. Guarda le righe dell’assegnazione, poi rifiutala e preparane un’altra.',
  currency_grant_conflict:
    'Questo modulo è già servito per un’altra assegnazione. Riapri la pagina.',
  currency_funds_exhausted:
    'I finanziamenti del programma non bastano per quello che deve stare in riserva. Scrivi prima un finanziamento, poi riprova.',
  nothing_to_donate: 'Oggi non c’è niente da dare: è già stato dato, o nessuno ha comprato.',
  reserve_release_not_found: 'Questa uscita dalla riserva non c’è.',
  reserve_release_conflict: 'Questo modulo è già servito per un’altra uscita. Riapri la pagina.',
  reserve_needed:
    'In riserva deve restare di più: intanto è cambiato quello che circola. Rifiuta, e prepara un’uscita più piccola.',
  contact_point_unknown: 'Questo punto di contatto non è tuo. Scegline uno dalla lista.',
  contact_point_not_found: 'Questo punto di contatto non c’è. Scegline uno dalla lista.',
  product_unknown: 'Questo prodotto non c’è. Scegline uno dalla lista.',
  batch_too_large: 'Sono troppi alla volta. Dividi la lista in parti.',
  batch_empty: 'Nessuno riceverebbe un buono. Scegli altre persone.',
  batch_rows_fail:
    'Nel frattempo qualcosa è cambiato e alcune righe non si possono più emettere. Guarda la tabella nuova e conferma di nuovo.',
  batch_id_conflict: 'Questo modulo è già servito per un altro lotto. Aprine uno nuovo.',
  batch_not_found: 'Questo lotto non c’è fra quelli dei tuoi punti di contatto.',
  emergency_cap_reached:
    'Senza una seconda persona, qui una persona può ricevere al massimo {monthlyCap} in un mese. Manda il lotto ad approvare.',
  approval_needs_person: 'Decide solo una persona che ha fatto l’accesso.',
  approval_role: 'Il tuo ruolo non decide su questo. Chiedi a chi amministra il programma.',
  approval_own: 'Lo hai preparato tu: chiedi a un’altra persona di decidere.',
  approval_scope: 'Su questo decidono le persone di un altro punto di contatto.',
  approval_closed: 'Qualcuno ha già deciso. Guarda fra le decisioni prese.',
  approval_not_found: 'Qui non c’è più nulla da decidere.',
  voucher_not_found: 'Questo buono non c’è fra quelli dei tuoi punti di contatto.',
  voucher_closed:
    'Il buono è già finito: annullato, speso, scaduto o sostituito. Guarda la sua storia.',
  voucher_request_conflict: 'Questo modulo è già servito per altro. Riapri la pagina del buono.',
  voucher_busy: 'Sul buono succedono troppe cose insieme. Riprova fra un momento.',
  voucher_change_not_found: 'Questa richiesta non c’è più.',
  amount_outside_product:
    'L’importo non va bene per questo prodotto: da {minAmount} a {maxAmount} in tutto.',
  expiry_out_of_range: 'Un buono si prolunga, non si accorcia: scegli un giorno più lontano.',
  plan_exceeded: 'Il piano della persona non permette tanto. Chiedi meno, o cambia il piano.',
  envelope_exhausted:
    'Nel fondo non resta abbastanza. Chiedi meno, o sposta altri soldi nel fondo.',
  envelope_not_found: 'Questo fondo non c’è fra quelli dei tuoi punti di contatto.',
  envelopes_unfit:
    'Da qui a lì questi soldi non possono andare: sono vincolati ad altro, o è lo stesso fondo.',
  envelope_busy: 'Sul fondo succedono troppe cose insieme. Riprova fra un momento.',
  envelope_exists: 'Questo punto di contatto ha già un fondo per quest’area e questi soldi.',
  envelope_move_not_found: 'Questo spostamento non c’è.',
  network_request_conflict: 'Questo modulo è già servito per altro. Riapri la pagina.',
  funding_not_found: 'Questo finanziamento non c’è.',
  received_in_future:
    'Un finanziamento si scrive quando è arrivato: il giorno non può essere futuro.',
  programme_unknown: 'Questo programma non c’è. Scegline uno dalla lista.',
  colour_unfit: 'I soldi di questo programma non si possono vincolare a quest’area.',
  partner_not_found: 'Questo partner non c’è.',
  partner_elsewhere:
    'Il partner è di un altro territorio: lo seguono i punti di contatto di lì, o chi amministra.',
  partner_step_unfit: 'Lo stato del partner non lo permette più. Guarda come sta ora.',
  territory_unknown: 'Questo territorio non c’è. Scegline uno dalla lista.',
  outlet_id_conflict: 'Un altro partner ha un punto vendita con questo codice. Scegline un altro.',
  partner_id_conflict: 'Un altro partner ha già questo codice. Scegline un altro.',
  schedule_not_found: 'Questo buono ricorrente non c’è fra quelli dei tuoi punti di contatto.',
  schedule_id_conflict: 'Questo modulo è già servito per altro. Aprine uno nuovo.',
  schedule_days: 'Il primo giorno è oggi o dopo, e l’ultimo non viene prima del primo.',
  schedule_not_running: 'Non è approvato, o è concluso: non si può sospendere né riprendere.',
  redemption_not_found: 'Questa spesa non c’è fra quelle dei tuoi punti di contatto.',
  claim_exceeds_redeemed:
    'Di questa spesa non resta tanto: il resto è già rimborsato o contestato. Al massimo {left}.',
  refund_not_found: 'Questo rimborso non c’è fra quelli dei tuoi punti di contatto.',
  refund_id_conflict: 'Questo modulo è già servito per altro. Riapri la pagina della spesa.',
  dispute_not_found: 'Questa contestazione non c’è fra quelle dei tuoi punti di contatto.',
  dispute_id_conflict: 'Questo modulo è già servito per altro. Riapri la pagina.',
  dispute_after_settlement:
    'Al partner questa spesa è già stata pagata: non c’è nulla da fermare. Chiedi un rimborso, che aspetta il prossimo pagamento.',
  agreement_unfit: 'L’accordo nomina categorie che il partner non vende: {categories}.',
  terminal_not_found: 'Questo terminale non c’è.',
  clearing_not_found: 'Questa compensazione non c’è.',
  currency_wallet_not_found:
    'Uno dei due non ha un portafoglio in questa moneta. Controlla i codici e la moneta.',
  currency_wallet_elsewhere:
    'Questo portafoglio è di un partner o di un’associazione che il tuo punto di contatto non segue.',
  currency_refund_exceeds: 'Di questo pagamento non resta tanto da rendere.',
  currency_payment_not_found: 'Questo pagamento non c’è, o non è delle tue persone.',
  instrument_without_credit: 'In questa moneta nessuno va sotto zero: non ha linee di credito.',
  clearing_unfit: 'In questo strumento i partner non si pagano a credito: scegline un altro.',
  clearing_unreadable:
    'Questo file non si legge come fatture: servono le intestazioni id, debtor, creditor, amount, due.',
  clearing_faulty: 'Righe che non si possono prendere: {count}. Controlla di nuovo il file.',
  clearing_too_large: 'Le fatture sono troppe per una sola compensazione.',
  clearing_conflict:
    'Questo modulo è già servito, o non c’è ancora nulla da decidere. Riapri la pagina.',
  clearing_overtaken:
    'Alcune di queste fatture sono state compensate altrove. Rifiuta, e prepara quello che ne resta.',
}

/** The shape of a catalogue of these refusals. */
export type DeskMoneyFaultTexts = typeof deskMoneyFaultsIt

export const deskMoneyFaultsEn: DeskMoneyFaultTexts = {
  instrument_id_conflict: 'An instrument with this identifier is there. Choose another.',
  instrument_unit_taken:
    'Another instrument of the programme is counted in {unit}. Choose another unit.',
  instrument_version_waiting:
    'Other rules wait for a decision: have them decided, or take them back, first.',
  instrument_rules_fixed:
    'Something stays as it is while the instrument lives: it is said at the fields.',
  instrument_day_unfit: 'These rules can count from {earliest} on: choose another day.',
  instrument_day_passed:
    'The day from which they were to count has come. Refuse them: they are prepared again for a day from {earliest} on.',
  instrument_not_found: 'There is no such instrument.',
  currency_busy: 'Too much happens on this wallet in the same moment. Try again in a moment.',
  currency_payment_conflict: 'This form was used for something else. Open the page again.',
  currency_grant_not_found: 'There is no such grant.',
  currency_grant_unfit:
    'It cannot be given like this: somebody would have more than they may hold, or their wallet is stopped. Look at the lines of the grant, then refuse it and prepare another.',
  currency_grant_conflict: 'This form was used for another grant. Open the page again.',
  currency_funds_exhausted:
    'The funding of the programme does not hold what has to lie in the reserve. Enter a funding first, then try again.',
  nothing_to_donate: 'Nothing is to be given today: it was given already, or nobody bought.',
  reserve_release_not_found: 'There is no such release from the reserve.',
  reserve_release_conflict: 'This form was used for another release. Open the page again.',
  reserve_needed:
    'More has to stay in the reserve: what circulates has changed meanwhile. Refuse it, and prepare a smaller one.',
  contact_point_unknown: 'This contact point is not yours. Choose one of the list.',
  contact_point_not_found: 'There is no such contact point. Choose one of the list.',
  product_unknown: 'There is no such product. Choose one of the list.',
  batch_too_large: 'These are too many at a time. Divide the list.',
  batch_empty: 'Nobody would get a voucher. Choose other people.',
  batch_rows_fail:
    'Something changed meanwhile, and some rows cannot be issued any more. Look at the new table and confirm again.',
  batch_id_conflict: 'This form was used for another batch already. Open a new one.',
  batch_not_found: 'There is no such batch among those of your contact points.',
  emergency_cap_reached:
    'Without a second person, one person can be given at most {monthlyCap} in a month here. Send the batch for approval.',
  approval_needs_person: 'Only a person who signed in decides.',
  approval_role: 'Your role does not decide on this. Ask whoever administers the programme.',
  approval_own: 'You prepared this: ask somebody else to decide.',
  approval_scope: 'The people of another contact point decide on this.',
  approval_closed: 'Somebody decided already. Look among the decisions taken.',
  approval_not_found: 'There is nothing to decide here any more.',
  voucher_not_found: 'There is no such voucher among those of your contact points.',
  voucher_closed:
    'The voucher is at its end: cancelled, spent, expired or replaced. Look at its history.',
  voucher_request_conflict:
    'This form was used for something else. Open the page of the voucher again.',
  voucher_busy: 'Too much happens on this voucher at once. Try again in a moment.',
  voucher_change_not_found: 'This request is not there any more.',
  amount_outside_product:
    'The amount does not fit this product: {minAmount} to {maxAmount} in all.',
  expiry_out_of_range: 'A voucher is made good for longer, never shorter: choose a later day.',
  plan_exceeded: 'The person’s plan does not allow so much. Ask for less, or change the plan.',
  envelope_exhausted:
    'Not enough is left in the envelope. Ask for less, or move more money into it.',
  envelope_not_found: 'There is no such envelope among those of your contact points.',
  envelopes_unfit:
    'This money cannot go from here to there: it is bound to something else, or it is the same envelope.',
  envelope_busy: 'Too much happens on this envelope at once. Try again in a moment.',
  envelope_exists: 'This contact point has an envelope for this area and this money already.',
  envelope_move_not_found: 'There is no such move.',
  network_request_conflict: 'This form was used for something else. Open the page again.',
  funding_not_found: 'There is no such funding.',
  received_in_future: 'Funding is written down once it has come: the day cannot be in the future.',
  programme_unknown: 'There is no such programme. Choose one of the list.',
  colour_unfit: 'Money of this programme cannot be bound to this area.',
  partner_not_found: 'There is no such partner.',
  partner_elsewhere:
    'The partner is of another territory: contact points there keep it, or whoever administers.',
  partner_step_unfit: 'The state of the partner does not allow it any more. Look how it stands.',
  territory_unknown: 'There is no such territory. Choose one of the list.',
  outlet_id_conflict: 'Another partner has an outlet with this code. Choose another one.',
  partner_id_conflict: 'Another partner has this code. Choose another one.',
  schedule_not_found: 'There is no such recurring voucher among those of your contact points.',
  schedule_id_conflict: 'This form was used for something else. Open a new one.',
  schedule_days: 'The first day is today or later, and the last one is not before the first.',
  schedule_not_running: 'It is not approved, or it was ended: it can neither rest nor go on.',
  redemption_not_found: 'There is no such purchase among those of your contact points.',
  claim_exceeds_redeemed:
    'So much is not left of this purchase: the rest is refunded or disputed already. At most {left}.',
  refund_not_found: 'There is no such refund among those of your contact points.',
  refund_id_conflict: 'This form was used for something else. Open the page of the purchase again.',
  dispute_not_found: 'There is no such dispute among those of your contact points.',
  dispute_id_conflict: 'This form was used for something else. Open the page again.',
  dispute_after_settlement:
    'The partner was paid for this purchase already: there is nothing to stop. Ask for a refund, which waits for the next payment.',
  agreement_unfit: 'The agreement names categories that the partner does not sell: {categories}.',
  terminal_not_found: 'There is no such terminal.',
  clearing_not_found: 'There is no such run of clearing.',
  currency_wallet_not_found:
    'One of the two has no wallet of this money. Check the codes and the money.',
  currency_wallet_elsewhere:
    'This wallet is of a partner or an association that your contact point does not keep.',
  currency_refund_exceeds: 'So much of this payment is not left to give back.',
  currency_payment_not_found: 'There is no such payment, or it is not of your people.',
  instrument_without_credit: 'Nobody goes below zero in this money: it has no lines of credit.',
  clearing_unfit: 'Partners do not pay each other on credit in this instrument: choose another.',
  clearing_unreadable:
    'This file cannot be read as invoices: it needs the heads id, debtor, creditor, amount, due.',
  clearing_faulty: 'Lines that cannot be taken: {count}. Check the file again.',
  clearing_too_large: 'There are too many invoices for one run.',
  clearing_conflict:
    'This form was used already, or there is nothing to decide yet. Open the page again.',
  clearing_overtaken:
    'Some of these invoices were cleared elsewhere. Refuse it, and prepare what is left of them.',
}
