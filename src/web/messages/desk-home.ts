/** The texts of the desk's first page, in Italian. English has exactly these keys. */
export const deskHomeIt = {
  title: 'Da fare',
  nothing: 'Non c’è nulla in attesa. Puoi inserire una persona o emettere buoni.',
  lead: 'Quello che aspetta te, in ordine di urgenza.',
  many: '{count} o più',
  open: 'Apri',
  more: 'Guarda tutto',
  approvals: 'Aspettano la tua decisione',
  failed: 'Emissioni con righe non riuscite',
  failedRow: '{failed} righe su {count} non sono riuscite: guarda perché e riprova.',
  issued: 'Buoni emessi e non ancora attivi',
  issuedHint: 'Si attivano alla consegna: fino ad allora un negozio li rifiuta.',
  notAssessed: 'Persone da valutare',
  withoutPlan: 'Persone senza piano attivo',
  expiring: 'Buoni che scadono entro 14 giorni',
  voucher: '{amount}, scade il {day}',
  kinds: {
    voucher_batch: 'Emissione di buoni',
    voucher_change: 'Ricarica o proroga',
    envelope_move: 'Spostamento di fondi',
    funding: 'Finanziamento',
    eligibility_override: 'Deroga all’ammissione',
    refund: 'Rimborso',
    dispute: 'Contestazione',
  },
  since: 'dal {at}',
}

/** The shape of a catalogue of the first page. */
export type DeskHomeTexts = typeof deskHomeIt

export const deskHomeEn: DeskHomeTexts = {
  title: 'To do',
  nothing: 'Nothing waits. You can enter a person or issue vouchers.',
  lead: 'What waits for you, the most urgent first.',
  many: '{count} or more',
  open: 'Open',
  more: 'See all',
  approvals: 'Wait for your decision',
  failed: 'Batches with rows that failed',
  failedRow: '{failed} of {count} rows failed: look why and try again.',
  issued: 'Vouchers issued and not active yet',
  issuedHint: 'They become active at hand-over: until then a shop declines them.',
  notAssessed: 'People to be assessed',
  withoutPlan: 'People without an active plan',
  expiring: 'Vouchers that expire within 14 days',
  voucher: '{amount}, expires on {day}',
  kinds: {
    voucher_batch: 'Batch of vouchers',
    voucher_change: 'Top-up or extension',
    envelope_move: 'Move between envelopes',
    funding: 'Funding',
    eligibility_override: 'Exception of eligibility',
    refund: 'Refund',
    dispute: 'Dispute',
  },
  since: 'since {at}',
}
