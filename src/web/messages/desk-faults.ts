/**
 * What the desk says about a refusal, by its code, in Italian. English has exactly these keys. Figures stand in braces
 * by the names that the refusal gives them.
 */
export const deskFaultsIt = {
  forbidden: 'Il tuo ruolo non apre questa pagina. Chiedi a chi amministra il programma.',
  not_found: 'Qui non c’è nulla che tu possa vedere. Controlla il codice e il punto di contatto.',
  beneficiary_not_found:
    'Non c’è nessuna persona con questo codice fra quelle dei tuoi punti di contatto.',
  beneficiary_id_taken: 'Questo codice è già di un’altra persona. Lascia il campo vuoto.',
  person_contact_point_unknown: 'Questo punto di contatto non è tuo. Scegline uno dalla lista.',
  person_request_conflict:
    'Questo modulo è già servito per un’altra persona. Aprine uno nuovo e riscrivi.',
  person_erased:
    'I dati personali di questa persona sono stati cancellati: non se ne scrivono altri.',
  eligibility_rules_not_found:
    'Il programma non ha ancora regole di ammissione. Le scrive chi amministra.',
  territory_unknown: 'Questo territorio non c’è. Scegline uno dalla lista.',
  assessment_not_found: 'Questa valutazione non c’è. Torna alla persona.',
  assessment_superseded:
    'Nel frattempo la persona è stata valutata di nuovo: guarda la nuova valutazione.',
  assessment_conflict: 'Questo modulo è già servito con altri dati. Aprine uno nuovo.',
  override_not_needed: 'La persona ha già i requisiti: non serve una deroga.',
  override_conflict: 'Questo modulo è già servito per un’altra deroga. Aprine uno nuovo.',
  not_enrolled: 'La persona non è mai stata valutata, quindi non può uscire dal programma.',
  household_since_ahead: 'Questo giorno deve ancora venire: scrivilo quando sarà arrivato.',
  feedback_not_found: 'Questo messaggio non c’è, o non è per il tuo punto di contatto.',
  feedback_answered: 'Nel frattempo qualcuno ha già risposto, o l’ha chiuso: vale quello.',
  feedback_is_complaint: 'A un reclamo si risponde: non si chiude soltanto.',
  outbox_message_not_found: 'Questo messaggio non c’è più, o non è del tuo punto di contatto.',
  staff_not_found: 'Non c’è nessuno con questo accesso.',
  staff_own: 'Su te stesso non puoi farlo: lo fa un’altra persona che amministra.',
  staff_needs_person: 'Lo può fare solo una persona che è entrata con il suo accesso.',
  staff_active: 'È già entrata una volta, o è sospesa: l’invito non serve.',
  staff_email_wrong: 'A questo indirizzo non si può scrivere. Controllalo.',
  staff_email_taken: 'Qualcuno con questo indirizzo c’è già.',
  staff_id_conflict: 'Questo modulo è già servito per un altro invito. Aprine uno nuovo.',
  staff_scope_wrong:
    'Ruolo e luogo non vanno insieme: un operatore ha punti di contatto, un titolare ha il suo negozio, gli altri niente.',
  partner_not_found: 'Questo partner non c’è. Sceglilo dalla lista.',
  contact_point_unknown: 'Il punto di contatto {contactPointId} non c’è. Sceglilo dalla lista.',
  password_weak: 'Almeno 12 caratteri, 6 diversi fra loro, senza il tuo indirizzo e-mail.',
  plan_not_found: 'Questo piano non c’è. Torna alla persona.',
  plan_conflict: 'Questo modulo appartiene a un altro piano. Aprine uno nuovo.',
  plan_changed_meanwhile:
    'Nel frattempo qualcuno ha cambiato il piano (ora è alla versione {version}). Riaprilo e riscrivi.',
  plan_closed: 'Un piano chiuso resta chiuso. Apri un piano nuovo.',
  plan_active_exists: 'C’è già un piano attivo: chiudi quello prima di attivarne un altro.',
  plan_ceiling_below_committed:
    'Sono già stati emessi buoni per più di questo importo: scrivi un massimale più alto, o annulla dei buoni.',
  view_needs_purpose: 'Scegli perché ti serve sapere chi è: resta scritto nel registro.',
  search_too_little: 'Scrivi almeno una lettera o una cifra da cercare.',
  notice_not_found: 'Non c’è un’informativa in questa lingua.',
  notice_conflict: 'Nel frattempo ne è stata pubblicata un’altra: guardala, e riscrivi.',
  consent_conflict: 'Questo modulo è già servito per un altro consenso. Aprine uno nuovo.',
  consent_not_found: 'Questo consenso non c’è. Torna alla persona.',
  pin_too_simple: 'Un PIN ha cinque cifre non facili da indovinare: non 12345 o 00000.',
  payment_card_not_found: 'Questa carta non c’è, o è già stata ritirata. Fanne un’altra.',
  other:
    'Non è andata a buon fine, e non è cambiato nulla. Riprova; se succede ancora, segnala il codice {code}.',
}

/** The shape of a catalogue of refusals. */
export type DeskFaultTexts = typeof deskFaultsIt

export const deskFaultsEn: DeskFaultTexts = {
  forbidden: 'Your role does not open this page. Ask whoever administers the programme.',
  not_found: 'There is nothing here that you may see. Check the code and the contact point.',
  beneficiary_not_found: 'There is nobody with this code among the people of your contact points.',
  beneficiary_id_taken: 'Somebody else has this code already. Leave the field empty.',
  person_contact_point_unknown: 'This contact point is not yours. Choose one of the list.',
  person_request_conflict:
    'This form was used for another person already. Open a new one and write again.',
  person_erased: 'The personal data of this person was erased: none is written any more.',
  eligibility_rules_not_found:
    'The programme has no rules of eligibility yet. Whoever administers it writes them.',
  territory_unknown: 'There is no such territory. Choose one of the list.',
  assessment_not_found: 'There is no such assessment. Go back to the person.',
  assessment_superseded: 'The person was assessed again meanwhile: look at the new assessment.',
  assessment_conflict: 'This form was used with other facts already. Open a new one.',
  override_not_needed: 'The person meets the rules: no exception is needed.',
  override_conflict: 'This form was used for another exception already. Open a new one.',
  not_enrolled: 'The person was never assessed, so cannot leave the programme.',
  household_since_ahead: 'This day is still to come: write it when it is there.',
  feedback_not_found: 'There is no such message, or it is not for your contact point.',
  feedback_answered: 'Somebody answered or closed it meanwhile: that stands.',
  feedback_is_complaint: 'A complaint is answered and not only closed.',
  outbox_message_not_found: 'This message is gone, or it is not of your contact point.',
  staff_not_found: 'There is nobody with this access.',
  staff_own: 'You cannot do this to yourself: another administrator does.',
  staff_needs_person: 'Only a person who signed in can do this.',
  staff_active: 'They have signed in before, or are suspended: no invitation is needed.',
  staff_email_wrong: 'This address cannot be written to. Check it.',
  staff_email_taken: 'Somebody with this address is there already.',
  staff_id_conflict: 'This form was used for another invitation already. Open a new one.',
  staff_scope_wrong:
    'Role and place do not go together: an operator has contact points, an owner has their shop, the others have neither.',
  partner_not_found: 'There is no such partner. Choose one of the list.',
  contact_point_unknown: 'There is no contact point {contactPointId}. Choose one of the list.',
  password_weak: 'At least 12 characters, 6 of them different, without your e-mail address.',
  plan_not_found: 'There is no such plan. Go back to the person.',
  plan_conflict: 'This form belongs to another plan. Open a new one.',
  plan_changed_meanwhile:
    'Somebody changed the plan meanwhile (it stands at version {version}). Open it again and write anew.',
  plan_closed: 'A closed plan stays closed. Open a new plan.',
  plan_active_exists: 'There is an active plan: close that one before another becomes active.',
  plan_ceiling_below_committed:
    'Vouchers for more than this were issued already: write a higher ceiling, or cancel vouchers.',
  view_needs_purpose: 'Choose why you have to know who this is: it stays written in the log.',
  search_too_little: 'Write at least one letter or digit to look for.',
  notice_not_found: 'There is no notice in this language.',
  notice_conflict: 'Another one was published meanwhile: look at it, and write anew.',
  consent_conflict: 'This form was used for another consent already. Open a new one.',
  consent_not_found: 'There is no such consent. Go back to the person.',
  pin_too_simple: 'A PIN has five digits that are not easy to guess: not 12345 or 00000.',
  payment_card_not_found: 'There is no such card, or it was withdrawn. Make another one.',
  other:
    'That did not work, and nothing was changed. Try again; should it happen again, report the code {code}.',
}
