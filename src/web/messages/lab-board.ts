/** The texts of the page with three levers, in Italian. English has exactly these keys. */
export const labBoardIt = {
  title: 'Tre leve, un fondo',
  lead: 'Un fondo garantisce {loans} microcrediti, {lent} in tutto. Muovi una leva: il conto si rifà subito, qui nel tuo browser, su {paths} futuri inventati, sempre gli stessi. Così quello che cambia viene dalla leva, non dal caso.',
  levers: 'Le leve',
  tutoring: 'Accompagnamento',
  tutoringHint: 'Quante persone, su 100, hanno un tutor che le segue.',
  coverage: 'Garanzia',
  coverageHint: 'Quanto di ogni perdita paga il fondo, su 100 euro.',
  fund: 'Grandezza del fondo',
  fundHint: 'Quanto c’è nel fondo all’inizio, su 100 euro prestati.',
  fundAt: '{share} dei prestiti, cioè {amount}',
  back: 'Rimetti le leve come all’inizio',
  working: 'Conto in corso: {paths} futuri su {all}.',
  ready: 'Conto fatto su {paths} futuri in {seconds} secondi.',
  result: 'Che cosa succede',
  noScript: 'Questa pagina fa i conti nel browser: accendi JavaScript.',
  failed: 'Il conto non è riuscito: {reason}',
  dry: 'In {count} futuri su 100 il fondo non basta: arriva una richiesta che non può pagare per intero. Il valore vero sta fra {low} e {high}.',
  dryNever:
    'In nessuno dei futuri provati il fondo è rimasto senza soldi. Il valore vero è sotto {high} su 100.',
  defaults: 'Su 100 prestiti, {count} non vengono restituiti (più o meno {error}).',
  paid: 'Il fondo paga in media {amount} (più o meno {error}).',
  bad: 'Se va male, nel peggiore dei 20 futuri, le richieste sono almeno {amount}.',
  left: 'Alla fine, in media, nel fondo restano {amount} dei {start} messi all’inizio.',
  paidOf: 'Di 100 euro chiesti, il fondo ne paga {share}.',
  same: 'Rispetto all’inizio: nessuna leva è stata mossa.',
  fewer:
    'Rispetto alle leve di partenza, negli stessi futuri: {count} su 100 in meno in cui il fondo non basta (fra {low} e {high}).',
  moreDry:
    'Rispetto alle leve di partenza, negli stessi futuri: {count} su 100 in più in cui il fondo non basta (fra {low} e {high}).',
  unclear:
    'Rispetto alle leve di partenza, la differenza è troppo piccola perché {paths} futuri la mostrino.',
  notCounted:
    'Che cosa non è contato: quanto costa l’accompagnamento, che cambia da luogo a luogo. Che un tutor a tutti porti da 20 a 14 i prestiti non restituiti su 100 viene dalle garanzie chiamate al Fondo PMI; è un confronto fra gruppi, non una prova.',
  lossTitle: 'Quanto viene chiesto al fondo',
  lossFund: 'Il fondo all’inizio',
  fanTitle: 'Quanto c’è nel fondo, mese per mese',
  serverLead:
    'Lo stesso scenario si può far rifare al servizio, e confrontare cifra per cifra con il conto del browser.',
  server: 'Rifai il conto sul servizio',
  serverWaits: 'Il servizio sta facendo il conto.',
  serverSame: 'Il servizio dà le stesse cifre, fino all’ultima: {count} confrontate.',
  serverOther: 'ATTENZIONE: il servizio dà altre cifre. La prima diversa è {figure}.',
  serverFailed: 'Il servizio non ha risposto: {reason}',
  serverRun: 'Apri la simulazione',
  open: 'Apri lo scenario di questa pagina',
}

/** The shape of the catalogue. */
export type LabBoardTexts = typeof labBoardIt

export const labBoardEn: LabBoardTexts = {
  title: 'Three levers, one fund',
  lead: 'A fund guarantees {loans} microcredits, {lent} in all. Move a lever: the sum is done again at once, here in your browser, over {paths} made-up futures, always the same. So what changes comes from the lever, not from chance.',
  levers: 'The levers',
  tutoring: 'Tutoring',
  tutoringHint: 'How many people of 100 have a tutor at their side.',
  coverage: 'Coverage',
  coverageHint: 'What the fund pays of each loss, of 100 euro.',
  fund: 'Size of the fund',
  fundHint: 'What the fund holds in the beginning, for 100 euro lent.',
  fundAt: '{share} of the loans, which is {amount}',
  back: 'Put the levers back',
  working: 'Working: {paths} of {all} futures.',
  ready: 'Done: {paths} futures in {seconds} seconds.',
  result: 'What happens',
  noScript: 'This page calculates in the browser: switch JavaScript on.',
  failed: 'The sum did not work: {reason}',
  dry: 'In {count} of 100 futures the fund is not enough: a claim comes that it cannot pay in full. The true value lies between {low} and {high}.',
  dryNever:
    'In none of the futures that were tried did the fund run out of money. The true value is below {high} of 100.',
  defaults: 'Of 100 loans, {count} are not paid back (give or take {error}).',
  paid: 'The fund pays {amount} on average (give or take {error}).',
  bad: 'If it goes badly, in the worst of 20 futures, the claims are at least {amount}.',
  left: 'At the end, on average, {amount} are left in the fund of the {start} that were put in.',
  paidOf: 'Of 100 euro that are claimed, the fund pays {share}.',
  same: 'Compared with the beginning: no lever was moved.',
  fewer:
    'Compared with the levers as they began, in the same futures: {count} of 100 fewer in which the fund is not enough (between {low} and {high}).',
  moreDry:
    'Compared with the levers as they began, in the same futures: {count} of 100 more in which the fund is not enough (between {low} and {high}).',
  unclear:
    'Compared with the levers as they began, the difference is too small for {paths} futures to show.',
  notCounted:
    'What is not counted: the cost of tutoring, which differs from place to place. That a tutor for everybody brings the loans not paid back from 20 to 14 of 100 comes from the guarantees called of the Fondo PMI; it compares groups, and is no proof.',
  lossTitle: 'What is claimed of the fund',
  lossFund: 'The fund in the beginning',
  fanTitle: 'What the fund holds, month by month',
  serverLead:
    'The same scenario can be run by the service, and compared figure by figure with the sum of the browser.',
  server: 'Do the sum on the service',
  serverWaits: 'The service is at work.',
  serverSame: 'The service gives the same figures, to the last digit: {count} were compared.',
  serverOther: 'ATTENTION: the service gives other figures. The first that differs is {figure}.',
  serverFailed: 'The service did not answer: {reason}',
  serverRun: 'Open the run',
  open: 'Open the scenario of this page',
}
