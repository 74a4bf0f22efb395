import { BACKING_ITALIAN } from './backing.ts'
import type { ModelTexts } from './model-texts.ts'

export const RENT_GUARANTEE_TEXTS: ModelTexts = {
  title: { it: 'Garanzia degli affitti', en: 'Rent guarantee' },
  question: {
    it: 'Quanto costa all’anno garantire l’affitto di un alloggio, quanto spesso il fondo non basta, e quanto grande deve essere?',
    en: 'What does it cost a year to guarantee the rent of a home, how often does the fund not suffice, and how large must it be?',
  },
  limits: [
    {
      it: 'Nessuna fonte italiana dà tassi di morosità per questi nuclei: quelli degli scenari predefiniti sono ipotesi, e indicati come tali.',
      en: 'No Italian source gives rates of arrears for these households: those of the presets are assumptions, and named so.',
    },
    {
      it: 'Un nucleo paga tutto l’affitto o niente. Ciò che non è stato pagato né chiesto alla garanzia resta al proprietario; alla morosità successiva il deposito cauzionale è di nuovo intero.',
      en: 'A household pays all of its rent or nothing. What was not paid and not called is the landlord’s; the deposit is whole again for the next spell of arrears.',
    },
    {
      it: 'Gli alloggi sono affittati di nuovo a nuclei dello stesso tipo, e di nuovo garantiti.',
      en: 'Homes are let again to households of the same kind, and guaranteed again.',
    },
    {
      it: 'Quanto gli inquilini restituiscono è una quota fissa di quanto è escusso, senza il caso.',
      en: 'What tenants pay back is a fixed share of what was called, not by chance.',
    },
  ],
  italian: {
    ...BACKING_ITALIAN,
    'Times that a household stops paying': 'Quante volte un nucleo smette di pagare',
    'Of them, how many stay unpaid until the guarantee is called':
      'Morosità che durano fino all’escussione della garanzia',
    'Homes that are given up or cleared': 'Alloggi lasciati o sgomberati',
    'What landlords call of the guarantee':
      'Quanto i proprietari chiedono alla garanzia (escussioni)',
    'What they are paid': 'Quanto i proprietari ricevono dalla garanzia',
    'Calls that the fund could not pay': 'Escussioni che il fondo non ha potuto pagare',
    'What tenants pay back to the fund': 'Quanto gli inquilini restituiscono al fondo',
    'What the fund pays less what it gets back': 'Quanto paga il fondo, meno quanto recupera',
    'Years that homes are guaranteed': 'Anni di garanzia, di tutti gli alloggi',
    'The most that could be called at once': 'Quanto al massimo si potrebbe escutere in una volta',
    'Households that do not pay': 'Nuclei morosi',
    'Calls since the beginning': 'Escussioni dall’inizio',
    'What a home costs the fund in a year': 'Quanto costa al fondo un alloggio in un anno',
    'What is called for a home in a year': 'Quanto si escute per un alloggio in un anno',
    'What could be called over the fund': 'Quanto si potrebbe escutere, in multipli del fondo',
    'The last month in which households stop paying':
      'L’ultimo mese in cui un nucleo smette di pagare',
    'Homes of one kind are alike': 'Gli alloggi di un tipo sono uguali',
    'How many homes like this': 'Quanti alloggi come questo',
    'Rent and charges of a month': 'Affitto e spese di un mese',
    'What the landlord holds; it goes to unpaid rent, then to damage':
      'Deposito cauzionale; copre l’affitto non pagato, poi i danni',
    'Damage in a home that is given back in a bad state':
      'Danni in un alloggio restituito in cattivo stato',
    'How households stop paying, and begin again':
      'Come i nuclei smettono di pagare, e ricominciano',
    'Of the households that pay, how many stop in a year':
      'Dei nuclei che pagano, quanti smettono in un anno',
    'Of the households with 1, 2, 3, … months unpaid, how many pay again in the next month; the last holds for all later ones':
      'Dei nuclei con 1, 2, 3, … mesi non pagati, quanti ricominciano il mese dopo; l’ultimo valore vale per tutti i mesi seguenti',
    'Pays again after a month more without rent':
      'Ricomincia a pagare dopo un altro mese senza affitto',
    'With so many months unpaid the home is given up or cleared':
      'Mesi non pagati dopo i quali l’alloggio è lasciato o sgomberato',
    'Of these homes, how many are given back damaged':
      'Di questi alloggi, quanti sono restituiti con danni',
    'What clearing a home costs': 'Quanto costa sgomberare un alloggio',
    'How long a home is then empty before another household moves in':
      'Quanto resta poi vuoto l’alloggio, prima che entri un altro nucleo',
    'How much of a fortune is that of all, as the square of a loading':
      'Quanto la sorte di ciascuno è quella di tutti, come quadrato del peso',
    'How much of the state of the economy stays from month to month':
      'Quanto dello stato dell’economia resta da un mese all’altro',
    'What the guarantee pays': 'Che cosa paga la garanzia',
    'Unpaid in a row before anything is paid':
      'Mesi non pagati di seguito prima che la garanzia paghi',
    'Whether these months are paid as well': 'Se la garanzia paga anche questi mesi',
    'Months of rent that are paid at most': 'Mesi di affitto che paga al massimo',
    'For the rent of a household at most': 'Al massimo per l’affitto di un nucleo',
    'For damage at most': 'Al massimo per i danni',
    'For clearing a home at most': 'Al massimo per sgomberare un alloggio',
    'How long after it is owed the fund pays': 'Quanto tempo dopo l’escussione il fondo paga',
    'What the fund gets back from tenants': 'Quanto il fondo recupera dagli inquilini',
    'Of what is called, what tenants pay back':
      'Di quanto è escusso, la parte che gli inquilini restituiscono',
    'How long after it was paid': 'Quanto tempo dopo il pagamento',
    'Of the rent of let homes, to the fund': 'Sull’affitto degli alloggi affittati, al fondo',
  },
}
