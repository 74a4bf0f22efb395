import type { ModelTexts } from './model-texts.ts'

export const COMMUNITY_GUARANTEE_TEXTS: ModelTexts = {
  title: { it: 'Garanzia di comunità', en: 'Community guarantee' },
  question: {
    it: 'Serve che i membri garantiscano l’uno per l’altro, e una comunità per loro, e chi ne porta il peso?',
    en: 'Does it help if members answer for each other, and a community for them, and who bears the burden?',
  },
  limits: [
    {
      it: 'Ogni mese sta a sé: ciò che non è pagato è perso e non è più dovuto, e nessuno è escluso dal gruppo.',
      en: 'A month is a round of its own: what was not paid is lost and not owed again, and nobody is expelled.',
    },
    {
      it: 'Quanto i membri possono pagare è un’ipotesi, uguale per ogni forma di garanzia: che garantire per altri cambi come ci si sceglie, ci si controlla o si lavora non è nel modello, salvo dove i compagni si scelgono fra loro.',
      en: 'What members can do is assumed, and the same with every arrangement: that answering for others makes people choose, watch or work differently is not in the model, but where partners choose each other.',
    },
    {
      it: 'La regola delle sanzioni dei vicini, per gruppi di più di due membri, è nostra.',
      en: 'The rule of sanctions by neighbours, for more than two members, is ours.',
    },
  ],
  italian: {
    'opening of the reserve': 'dotazione iniziale della riserva',
    'saved by members': 'risparmio dei membri',
    'instalment paid': 'rate pagate',
    'paid for others': 'pagato per altri',
    'paid from the reserve': 'pagato dalla riserva',
    'pledge called': 'impegni escussi',
    'What must come back': 'Quanto è dovuto',
    'What members pay, for others as well': 'Quanto pagano i membri, anche per altri',
    'What members leave open': 'Quanto i membri lasciano scoperto',
    'What they would pay in the same months if each answered for one alone':
      'Quanto pagherebbero negli stessi mesi se ciascuno rispondesse solo per sé',
    'What they would leave open then':
      'Quanto resterebbe scoperto se ciascuno rispondesse solo per sé',
    'What members pay for others': 'Quanto i membri pagano per altri',
    'What the reserve bears': 'Quanto copre la riserva',
    'What is called of pledges': 'Quanto si escute degli impegni dei sostenitori',
    'What the lender loses after all that': 'Quanto perde chi presta, dopo tutto questo',
    'Reserve and pledges do not suffice: the lender loses something':
      'Riserva e impegni non bastano: chi presta perde qualcosa',
    'Members leave more open than they would if each answered for one alone':
      'I membri lasciano scoperto più che se ciascuno rispondesse solo per sé',
    'The most that one member pays for others': 'Il massimo che un solo membro paga per altri',
    'How many pay for others at all': 'Quanti membri pagano almeno qualcosa per altri',
    'The most that a supporter pays': 'Il massimo che paga un sostenitore',
    'In how many months of groups something is left open':
      'In quanti mesi di gruppo resta qualcosa di scoperto',
    'Months of groups': 'Mesi di tutti i gruppi, sommati',
    'What the reserve holds': 'Quanto c’è nella riserva',
    'What the reserve holds at the end': 'Quanto c’è nella riserva alla fine',
    'The payment for a partner is above the repayment: it would pay to hide a failure':
      'Il pagamento per il compagno supera il proprio rimborso: converrebbe nascondere un insuccesso',
    'Left open by members since the beginning': 'Scoperto lasciato dai membri dall’inizio',
    'The same if each answered for one alone':
      'Scoperto dall’inizio, se ciascuno rispondesse solo per sé',
    'What members pay, of what is due': 'Quanto pagano i membri, rispetto al dovuto',
    'The same if each answered alone':
      'Quanto pagherebbero, rispetto al dovuto, se ciascuno rispondesse solo per sé',
    'Months in which a group fails': 'Mesi in cui un gruppo non paga tutto',
    'Paid for others, of what is due': 'Pagato per altri, rispetto al dovuto',
    'How long loans are paid back': 'Per quanto tempo si rimborsano i prestiti',
    'How many groups': 'Quanti gruppi',
    'How many members a group has': 'Quanti membri ha un gruppo',
    'What a member owes a month': 'Quanto deve un membro al mese',
    'Who can pay in a month': 'Chi può pagare in un mese',
    'Of the members, how many cannot pay in a month':
      'Dei membri, quanti non possono pagare in un mese',
    'What those who can pay could pay for others':
      'Quanto chi può pagare potrebbe pagare anche per altri',
    'Of the members, so many can pay': 'Di tutti i membri, quanti possono pagare',
    'Of an instalment, on top of their own': 'questa parte di una rata, oltre alla propria',
    'How much of a fortune is that of all, as the square of a loading':
      'Quanto la sorte di ciascuno è quella di tutti, come quadrato del peso',
    'How much of the state of the economy stays from month to month':
      'Quanto dello stato dell’economia resta da un mese all’altro',
    'Who answers for whom': 'Chi garantisce per chi',
    'What members pay where the group cannot pay for all: nothing, since all are punished alike, or what they can':
      'Quanto pagano i membri se il gruppo non può pagare per tutti: niente, perché la sanzione è uguale per tutti, o quanto possono',
    'How often neighbours make a group pay in which at least half could':
      'Quanto spesso i vicini inducono a pagare un gruppo in cui almeno metà potrebbe',
    'How many others answer for each member: those who come next in the ring':
      'Quanti altri garantiscono per ciascun membro: i successivi nel cerchio',
    'Who answers for whom in each group, instead of neighbours':
      'Chi garantisce per chi in ogni gruppo, al posto dei vicini',
    'Who is answered for, by number from 1': 'Il membro garantito, con il suo numero da 1',
    'Who answers': 'Il garante',
    'What a member has set aside for others, in all':
      'Quanto un membro ha messo da parte per altri, in tutto',
    'Of those who were called, how many cannot pay in the next month for that':
      'Dei garanti escussi, quanti perciò non possono pagare il mese dopo',
    'How often a safe member succeeds in a month':
      'Quanto spesso riesce un membro sicuro, in un mese',
    'How often a risky one does': 'Quanto spesso riesce un membro rischioso',
    'Of the members, how many are risky': 'Dei membri, quanti sono rischiosi',
    'What must come back for each instalment, with interest':
      'Quanto deve tornare per ogni rata, con gli interessi',
    'Payment for a partner as high as it may be, c = r, or where the lender loses on neither kind':
      'Pagamento per il compagno: il più alto ammesso, c = r, oppure quello con cui chi presta non perde su nessuno dei due tipi',
    'Run a contract whose payment for a partner is above the repayment':
      'Simulare anche un contratto in cui il pagamento per il compagno supera il proprio rimborso',
    'What bears the first losses, at the beginning':
      'La riserva iniziale, che porta le prime perdite',
    'What each member who can pay adds to it in a month':
      'Quanto vi aggiunge al mese ogni membro che può pagare',
    'Who is called after the reserve, in proportion to what was promised':
      'Chi è escusso dopo la riserva, in proporzione all’impegno preso',
    'How many supporters like this': 'Quanti sostenitori come questo',
    'What each promised, in all': 'Quanto ciascuno ha promesso, in tutto',
    'Of the supporters, how many keep their promise':
      'Dei sostenitori, quanti mantengono la promessa',
  },
}
