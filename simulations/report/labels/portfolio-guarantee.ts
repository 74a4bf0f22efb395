import { BACKING_ITALIAN } from './backing.ts'
import type { ModelTexts } from './model-texts.ts'

export const PORTFOLIO_GUARANTEE_TEXTS: ModelTexts = {
  title: { it: 'Garanzia di portafoglio', en: 'Portfolio guarantee' },
  question: {
    it: 'Quanto costa garantire i prestiti a queste condizioni, che cosa resta a chi presta, e quanto grande deve essere il fondo?',
    en: 'What does a guarantee of the loans cost under its terms, what remains with the lender, and how large must the fund be?',
  },
  limits: [
    {
      it: 'La probabilità di insolvenza di un prestito è uguale in tutti i mesi della sua durata. Se lo stato dell’economia persiste, le insolvenze sono meno di quelle indicate: i mesi cattivi si susseguono, e nessuno diventa insolvente due volte.',
      en: 'The chance of default of a loan is the same in all months of its term. With a persistent economy fewer default than is said: bad months come together, and nobody defaults twice.',
    },
    {
      it: 'Il debito scende in parti uguali, o si rimborsa tutto alla fine; gli interessi non sono contati fra le perdite.',
      en: 'Balances fall in equal parts, or are repaid all at the end; interest is not counted as lost.',
    },
    {
      it: 'Quanto si perde in un’insolvenza non dipende né dal caso né dall’economia.',
      en: 'How much is lost in a default depends neither on chance nor on the economy.',
    },
    {
      it: 'Il fondo non matura interessi, e ciò che non ha potuto pagare non lo paga più tardi.',
      en: 'The fund earns no interest, and what it could not pay it does not pay later.',
    },
  ],
  italian: {
    ...BACKING_ITALIAN,
    'loss of the lender': 'perdita di chi presta',
    'recovered by the lender': 'recuperi di chi presta',
    'What the lender loses by defaults': 'Quanto perde chi presta per le insolvenze',
    'What is called of the guarantee': 'Quanto si chiede alla garanzia (escussioni)',
    'What fund and counter-guarantor pay of it':
      'Quanto delle escussioni pagano fondo e controgarante',
    'What the counter-guarantor pays': 'Quanto paga il controgarante',
    'What remains with the lender, before recoveries':
      'Quanto resta a chi presta, prima dei recuperi',
    'What comes back to the fund': 'Quanto torna al fondo',
    'More was lost than the cap covers': 'Le perdite superano il tetto della garanzia',
    'How many loans default': 'Prestiti insolventi',
    'What is guaranteed in all': 'Volume garantito',
    'Losses since the beginning': 'Perdite dall’inizio',
    'What the loans that run owe': 'Debito residuo dei prestiti in corso',
    'Guaranteed volume over the fund': 'Volume garantito, in multipli del fondo',
    'Of all losses, the part that is paid': 'Di tutte le perdite, la parte pagata',
    'What the fund pays, of the volume': 'Quanto paga il fondo, rispetto al volume garantito',
    'The last month in which loans default': 'L’ultimo mese in cui un prestito diventa insolvente',
    'Loans, or a portfolio of which only the losses are known':
      'I prestiti, oppure un portafoglio di cui si conoscono solo le perdite',
    'Loans of one group are alike': 'I prestiti di un gruppo sono uguali',
    'How many loans like this': 'Quanti prestiti come questo',
    'What was lent, each': 'Quanto fu prestato, per ciascuno',
    'How long a loan runs': 'Quanto dura un prestito',
    'After how many months they are paid out': 'Dopo quanti mesi sono erogati',
    'Of them, how many default within the term':
      'Quanti di loro diventano insolventi prima della scadenza',
    'Of what is owed at default, how much is lost':
      'Del debito al momento dell’insolvenza, quanto va perduto',
    'How much of the fortune of a loan is that of all, as the square of a loading':
      'Quanto la sorte di un prestito è quella di tutti, come quadrato del peso',
    'In equal parts every month, or all at the end': 'In parti uguali ogni mese, o tutto alla fine',
    'How the fortunes of loans hang together': 'Come le sorti dei prestiti sono legate fra loro',
    'Degrees of freedom: the fewer, the more defaults come together':
      'Gradi di libertà: meno sono, più le insolvenze arrivano insieme',
    'How much of the state of the economy stays from month to month':
      'Quanto dello stato dell’economia resta da un mese all’altro',
    'Losses in a month, on average': 'Perdite in un mese, in media',
    'Share of the months with 0, 1, 2, … losses': 'Quota dei mesi con 0, 1, 2, … perdite',
    'What losses are whole numbers of': 'L’unità di cui ogni perdita è un multiplo',
    'Share of the losses of 1, 2, 3, … units': 'Quota delle perdite di 1, 2, 3, … unità',
    'What of a loss is paid': 'Che cosa si paga di una perdita',
    'Of each loss': 'Di ogni perdita',
    'For each loan at most': 'Al massimo per ogni prestito',
    'Of the guaranteed volume, at most': 'Al massimo, del volume garantito',
    'All losses up to this part of the volume': 'Tutte le perdite fino a questa parte del volume',
    'Losses from this part of the volume': 'Le perdite da questa parte del volume',
    'up to this part': 'fino a questa parte',
    'How long after a loss it is paid': 'Quanto tempo dopo la perdita si paga',
    'Of what the loans owe, to the fund': 'Sul debito residuo dei prestiti, al fondo',
    'What borrowers pay later, shared as the loss was':
      'Quanto i debitori pagano più tardi, diviso come la perdita',
    'Of each loss, what comes back': 'Quanto si recupera di ogni perdita',
    'How long after the claim is paid': 'Quanto tempo dopo il pagamento dell’escussione',
  },
}
