import type { ModelTexts } from './model-texts.ts'

export const CIRCULATION_TEXTS: ModelTexts = {
  title: { it: 'Circolazione di buoni e monete', en: 'Circulation of vouchers and currencies' },
  question: {
    it: 'Come circola un buono o una moneta, chi raggiunge, quanto costa, e la riserva basta?',
    en: 'How does a voucher or currency circulate, whom does it reach, what does it cost, and is the reserve enough?',
  },
  limits: [
    {
      it: 'Ciò che i negozi fanno degli euro che incassano in contanti o con carta non si segue: il moltiplicatore di contanti e ricevute conta solo il primo pagamento.',
      en: 'What shops do with the euro that they are paid is not followed: the multiplier of cash and of receipts counts the first payment only.',
    },
    {
      it: 'Le persone comprano quando capita e ciò che serve loro: non comprano di più perché la moneta c’è, né cambiano prezzi e redditi.',
      en: 'People buy when it comes about and what they need: they do not buy more because the money is there, and neither prices nor incomes change.',
    },
    {
      it: 'Ciò che un partner fa di quello che ha non dipende da quanto ne ha né da ciò che fanno gli altri; una corsa alla riserva è supposta, non nasce da sé.',
      en: 'What a partner does with what it holds depends neither on how much that is nor on what others do; a run on the reserve is supposed, it does not arise by itself.',
    },
    {
      it: 'Il denaro di chi lo tiene si mescola: la durata è una media di tutto ciò che ha, non del più vecchio.',
      en: 'The money of a holder is mixed: how long it was held is an average of all of it, not that of the oldest.',
    },
    {
      it: 'Nei sistemi pubblicati il giro d’affari previsto si discosta da quello osservato: la pagina del modello dice di quanto.',
      en: 'Of published systems the turnover that is predicted differs from what was seen: the page of the model says by how much.',
    },
  ],
  italian: {
    'What came into circulation': 'Quanto è entrato in circolazione',
    'What people paid shops with it': 'Quanto le persone hanno pagato ai negozi',
    'All payments in it': 'Tutti i pagamenti',
    'What shops were paid in it': 'Quanto hanno incassato i negozi',
    'What was changed back to euro': 'Quanto è stato convertito in euro',
    'What expired or was left behind': 'Quanto è scaduto o rimasto inutilizzato',
    'What holding it cost': 'Quanto è costato tenerla',
    'Fees of partners': 'Commissioni dei partner',
    'What associations got of fees and donations':
      'Quanto è andato alle associazioni da commissioni e donazioni',
    'What shops gave as discounts for tokens': 'Sconti che i negozi hanno fatto per i gettoni',
    'What people added in euro to their purchases':
      'Quanto le persone hanno aggiunto in euro ai loro acquisti',
    'What circulates at the end': 'Quanto circola alla fine',
    'What circulated, times the years': 'Quanto ha circolato, per gli anni',
    'What was paid or changed, times the years it was held':
      'Quanto è stato pagato o convertito, per gli anni in cui è stato tenuto',
    'What was paid or changed by its holder': 'Quanto è stato pagato o convertito da chi lo aveva',
    'What people paid, times the years they held it':
      'Quanto le persone hanno pagato, per gli anni in cui l’hanno tenuto',
    'What was changed, times the years since it was issued':
      'Quanto è stato convertito, per gli anni dall’emissione',
    'What people needed': 'Di quanto le persone avevano bisogno',
    'What of it they bought in shops that take the instrument':
      'Quanto ne hanno comprato in negozi che lo accettano',
    'Purchases tried with it': 'Acquisti tentati',
    'Purchases that were refused': 'Acquisti rifiutati',
    'Purchases when nothing was left of it': 'Acquisti quando non ne restava più',
    'Invoices among partners': 'Fatture fra partner',
    'Invoices that could not be paid': 'Fatture che non si è potuto pagare',
    'What running it cost': 'Quanto è costata la gestione',
    'The most that was asked for in euro in a month': 'Il massimo richiesto in euro in un mese',
    'What was asked for in euro and not there': 'Quanto è stato richiesto in euro e non c’era',
    'The reserve did not pay everything asked of it':
      'La riserva non ha pagato tutto quanto le era richiesto',
    'Days until a beneficiary had it, on average':
      'Giorni finché un beneficiario lo ha avuto, in media',
    'Days until a beneficiary first paid with it, on average':
      'Giorni finché un beneficiario lo ha usato la prima volta, in media',
    'Concentration of what partners were paid (Gini)':
      'Concentrazione degli incassi dei partner (Gini)',
    'What the tenth of partners that were paid most got of it':
      'Quota degli incassi del decimo di partner che ha incassato di più',
    'What the hundredth of partners that were paid most got of it':
      'Quota degli incassi del centesimo di partner che ha incassato di più',
    'Discount of the shop that gave the largest part of its takings':
      'Sconto del negozio che ne ha dato la parte maggiore dei suoi incassi',
    'What was granted to beneficiaries': 'Quanto è stato concesso ai beneficiari',
    'What people let expire or left behind, or still have at the end':
      'Ciò che alle persone scade, che lasciano o che hanno ancora alla fine',
    'What people paid with it, in shops and elsewhere':
      'Quanto le persone hanno pagato, nei negozi e altrove',
    'What people paid with it for what no need names':
      'Quanto le persone hanno pagato per ciò che nessun bisogno del programma nomina',
    'What people paid with it in shops of the network':
      'Quanto le persone hanno pagato in negozi della rete',
    'Purchases before a person knew how to use it': 'Acquisti prima che la persona sapesse usarlo',
    'Purchases that a person could not pay in advance':
      'Acquisti che la persona non ha potuto anticipare',
    'Receipts handed in': 'Ricevute presentate',
    'What people paid in advance with own euro':
      'Quanto le persone hanno anticipato con euro propri',
    'What people paid in advance, the receipt being refused':
      'Quanto le persone hanno anticipato con ricevute poi respinte',
    'What people were repaid': 'Quanto è stato rimborsato alle persone',
    'What people were repaid, times the years they waited for it':
      'Quanto è stato rimborsato, per gli anni di attesa',
    'What a beneficiary has paid in advance and not got back, on average':
      'Quanto un beneficiario ha anticipato e non ancora riavuto, in media',
    'What people paid shops for each euro that was issued':
      'Quanto si è pagato ai negozi per ogni euro emesso',
    'Of what was issued, what people did not spend':
      'Di quanto è stato emesso, ciò che le persone non hanno speso',
    'Of what people paid, what went to shops of the network':
      'Di quanto le persone hanno pagato, ciò che è andato a negozi della rete',
    'Of what people paid, what went to what no need names':
      'Di quanto le persone hanno pagato, ciò che è andato ad altro dai bisogni',
    'Purchases that could not be paid in advance, of those tried':
      'Acquisti che non si è potuto anticipare, di quelli tentati',
    'Of what was paid in advance, what is not repaid':
      'Di quanto è stato anticipato, ciò che non si rimborsa',
    'How long people wait until they are repaid': 'Quanto tempo le persone aspettano il rimborso',
    'What circulates': 'Quanto circola',
    'Payments in a month': 'Pagamenti in un mese',
    'What is changed back in a month': 'Quanto si converte in un mese',
    'Partners that take it': 'Partner che lo accettano',
    'Euro in the reserve': 'Euro nella riserva',
    'Velocity: how often it changes hands in a year (Fisher)':
      'Velocità: quante volte l’anno cambia mano (Fisher)',
    'How long it is held before it is paid or changed':
      'Quanto tempo si tiene prima di pagarlo o convertirlo',
    'How long people hold it before they pay with it':
      'Quanto tempo le persone lo tengono prima di pagare',
    'How long it takes from issue to euro': 'Quanto tempo passa dall’emissione agli euro',
    'Local multiplier: payments for each unit issued':
      'Moltiplicatore locale: pagamenti per ogni unità emessa',
    'Breakage: what expires of what is issued': 'Quanto scade di ciò che si emette',
    'Purchases refused': 'Acquisti rifiutati, di quelli tentati',
    'Invoices among partners that cannot be paid': 'Fatture fra partner che non si possono pagare',
    'Needs met in ordinary shops that take the instrument':
      'Bisogni soddisfatti in negozi comuni che lo accettano',
    'Discounts for tokens, of what shops sell for it': 'Sconti per i gettoni, di quanto si vende',
    'Cost of running it for each euro that reached a shop':
      'Costo di gestione per ogni euro arrivato a un negozio',
    'there at the beginning': 'presente all’inizio',
    'granted to a beneficiary': 'concesso a un beneficiario',
    'bought with euro': 'comprato con euro',
    'made by everybody, so much a day': 'creato da ognuno, tanto al giorno',
    'purchase in a shop': 'acquisto in un negozio',
    'fee of who is paid': 'commissione di chi incassa',
    'payment by a partner or an association': 'pagamento di un partner o di un’associazione',
    'invoice among partners': 'fattura fra partner',
    'changed back': 'convertito',
    'euro paid out to a partner': 'euro pagati a un partner',
    'part of the fee to an association': 'parte della commissione a un’associazione',
    'part of the fee to the system': 'parte della commissione al sistema',
    'paid into the reserve': 'versato nella riserva',
    'donated on top of a purchase': 'donato in aggiunta a un acquisto',
    expired: 'scaduto',
    'left behind': 'rimasto inutilizzato',
    'lost by holding': 'perso nel tenerlo',
    'let out of the reserve': 'liberato dalla riserva',
    'rest of a price in euro': 'resto di un prezzo in euro',
    'discount tokens given': 'gettoni sconto dati',
    'discount taken off a price': 'sconto tolto da un prezzo',
    'running costs': 'costi di gestione',
    'payment for what no need names': 'pagamento per altro dai bisogni',
    'own euro at the beginning': 'euro propri all’inizio',
    'paid with own euro, against a receipt': 'anticipato con euro propri, contro ricevuta',
    'repaid against a receipt': 'rimborsato contro ricevuta',
    'made good from own income': 'reintegrato dal proprio reddito',
    'How long it is looked at': 'Per quanto tempo si guarda',
    'Whose rules it has': 'Di chi sono le regole',
    'Days after which it expires, from when it was received':
      'Giorni dopo i quali scade, da quando si riceve',
    'Another expiry than that of the rules': 'Un’altra scadenza rispetto alle regole',
    'Kept of what is changed to euro': 'Trattenuto su quanto si converte in euro',
    'Another fee for changing it to euro': 'Un’altra commissione di conversione',
    'Of what is outstanding, in euro': 'Di quanto è in circolazione, in euro',
    'Another reserve than that of the rules': 'Un’altra riserva rispetto alle regole',
    'How far below zero an account may go': 'Fino a dove un conto può andare sotto zero',
    'Another credit line than that of the rules': 'Un’altra linea di credito rispetto alle regole',
    'Lost at each stamp or in a year': 'Perso a ogni scadenza o in un anno',
    'Another loss by holding than that of the rules':
      'Un’altra perdita per chi lo tiene rispetto alle regole',
    'People who have an account or a card': 'Persone che hanno un conto o una carta',
    'Days more that the others wait for it, on average':
      'Giorni in più che gli altri aspettano, in media',
    'Payments for what no need of the programme names':
      'Pagamenti per ciò che nessun bisogno del programma nomina',
    'Fee for each grant that is paid': 'Commissione per ogni importo versato',
    'Fee of a payment by card, of what is paid':
      'Commissione di un pagamento con carta, sull’importo',
    'How euro without conditions reach people, and where they go':
      'Come gli euro senza condizioni arrivano alle persone, e dove vanno',
    'Own euro with which a person can pay in advance, on average':
      'Euro propri con cui una persona può anticipare, in media',
    'How uneven own euro are: deviation of the logarithm':
      'Quanto sono disuguali gli euro propri: deviazione del logaritmo',
    'People who can pay nothing in advance': 'Persone che non possono anticipare nulla',
    'Days until a receipt is repaid': 'Giorni finché una ricevuta è rimborsata',
    'Receipts that are refused: missing, of a wrong shop, of a wrong date':
      'Ricevute respinte: mancanti, di un altro negozio, di un’altra data',
    'Work of an operator for each receipt': 'Lavoro di un operatore per ogni ricevuta',
    'What people pay in advance and are repaid against receipts':
      'Che cosa le persone anticipano e si vedono rimborsare contro ricevuta',
    'Whose rules the discount tokens have': 'Di chi sono le regole dei gettoni sconto',
    'Given to each person at each payday': 'Dati a ogni persona a ogni scadenza',
    'Purchases in which a shop takes them': 'Acquisti in cui un negozio li accetta',
    'Tokens that make a price smaller, beside the instrument':
      'Gettoni che riducono un prezzo, accanto allo strumento',
    'Purchases of a person in a month': 'Acquisti di una persona in un mese',
    'First shape: how ready to buy': 'Primo parametro: propensione a comprare',
    'Second shape: how ready to wait': 'Secondo parametro: propensione ad aspettare',
    'People of the programme': 'Persone del programma',
    'Other people who use it': 'Altre persone che lo usano',
    'Granted to a beneficiary each payday': 'Concesso a un beneficiario a ogni scadenza',
    'Bought by another person each payday, with own euro':
      'Comprato da un’altra persona a ogni scadenza, con euro propri',
    'When it is granted and bought': 'Quando si concede e si compra',
    'What each has at the beginning': 'Quanto ha ciascuno all’inizio',
    'Days until a beneficiary has the first grant in hand, on average':
      'Giorni finché un beneficiario ha in mano il primo importo, in media',
    'How often people buy: all alike, or each by a chance of its own':
      'Quanto spesso si compra: tutti uguali, o ciascuno con una propensione propria',
    'What a purchase costs: what is needed, or all that a person has':
      'Quanto costa un acquisto: ciò che serve, o tutto quanto la persona ha',
    'Whether a person pays in euro what the instrument does not':
      'Se la persona paga in euro ciò che lo strumento non copre',
    'People who know at the beginning how to use it': 'Persone che all’inizio sanno usarlo',
    'How many of a hundred others learn it': 'Quante altre su cento lo imparano',
    'How many of a hundred people leave': 'Quante persone su cento se ne vanno',
    'What is needed': 'Di che cosa c’è bisogno',
    'Of all purchases': 'Di tutti gli acquisti',
    'What a purchase costs on average': 'Quanto costa in media un acquisto',
    'How uneven purchases are: deviation of the logarithm':
      'Quanto sono disuguali gli acquisti: deviazione del logaritmo',
    'Shops that sell it': 'Negozi che lo vendono',
    'How many of them take it at the beginning': 'Quanti di loro lo accettano all’inizio',
    'What people buy, and where': 'Che cosa si compra, e dove',
    'Shops of a kind that a person goes to': 'Negozi di un tipo in cui una persona va',
    'How uneven partners are: the weight of the n-th is 1 / n to this power':
      'Quanto sono disuguali i partner: il peso dell’n-esimo è 1 / n elevato a questo',
    'Refusals after which a person looks for a shop that takes it':
      'Rifiuti dopo i quali una persona cerca un negozio che lo accetta',
    'How many of a hundred shops outside join': 'Quanti negozi esterni su cento aderiscono',
    'How many of a hundred shops leave': 'Quanti negozi su cento escono',
    'Suppliers of the shops': 'Fornitori dei negozi',
    Associations: 'Associazioni',
    'To a person, as a wage or for a service': 'A una persona, come paga o per un servizio',
    'To a shop': 'A un negozio',
    'To a supplier': 'A un fornitore',
    'To an association': 'A un’associazione',
    'To euro': 'In euro',
    'Kept until the next time': 'Tenuto fino alla volta dopo',
    'When partners decide about what they hold': 'Quando i partner decidono di ciò che hanno',
    'Of what is held, what such a decision moves': 'Di quanto si ha, ciò che una decisione muove',
    'What shops do with it': 'Che cosa ne fanno i negozi',
    'What suppliers do with it': 'Che cosa ne fanno i fornitori',
    'What associations do with it': 'Che cosa ne fanno le associazioni',
    'Invoices that a partner pays in a month, of another partner':
      'Fatture che un partner paga in un mese a un altro partner',
    'What an invoice is on average': 'Quanto è in media una fattura',
    'How uneven invoices are: deviation of the logarithm':
      'Quanto sono disuguali le fatture: deviazione del logaritmo',
    'Payments of given amounts among partners': 'Pagamenti di importi dati fra partner',
    'Running costs of a month': 'Costi di gestione di un mese',
    'For each beneficiary, once': 'Per ogni beneficiario, una volta',
    'For each payment': 'Per ogni pagamento',
    'What running it costs': 'Quanto costa la gestione',
    'How much of a fortune is that of all, as the square of a loading':
      'Quanto della sorte di ciascuno è di tutti, come quadrato di un peso',
    'How much of the state of the economy stays from month to month':
      'Quanto dello stato dell’economia resta da un mese all’altro',
    'Bad times, in which more is changed to euro':
      'Tempi cattivi, in cui si converte di più in euro',
    'How many times as much is granted': 'Quante volte tanto si concede',
    'The part of what is granted for which the funder pays in':
      'La parte di quanto si concede che il finanziatore versa',
    'Decisions that become a change to euro, besides those that were':
      'Decisioni che diventano una conversione, oltre a quelle che lo erano',
    'How many of the largest shops of each kind stay away':
      'Quanti dei negozi più grandi di ogni tipo restano fuori',
    'What may come over it: more people, late funding, a run, a large shop that leaves':
      'Che cosa può succedere: più persone, fondi in ritardo, una corsa alla riserva, un grande negozio che esce',
  },
}
