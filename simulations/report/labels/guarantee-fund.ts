import type { ModelTexts } from './model-texts.ts'

export const GUARANTEE_FUND_TEXTS: ModelTexts = {
  title: { it: 'Fondo di garanzia', en: 'Guarantee fund' },
  question: {
    it: 'Quanto spesso il fondo di garanzia non basta, e quanto gli viene chiesto?',
    en: 'How often does the guarantee fund run dry, and how much is claimed of it?',
  },
  limits: [
    {
      it: 'Le probabilità di un prestito dipendono dal suo stato e dalla sua classe, non da quanto tempo è in corso; un solo numero, lo stato dell’economia, muove tutti i prestiti.',
      en: 'The chances of a loan depend on its state and its grade, not on its age; one number, the state of the economy, moves all loans.',
    },
    {
      it: 'I recuperi spettano a chi presta e sono già nella perdita in caso di insolvenza.',
      en: 'Recoveries belong to the lender and are within the loss given default.',
    },
    {
      it: 'Il fondo non matura interessi e non viene reintegrato.',
      en: 'The fund earns no interest and is not replenished.',
    },
  ],
  italian: {
    'How many times the odds of its grade it has to fall further behind':
      'Quante volte la probabilità della sua classe ha di peggiorare',
    'What the lender claims of the fund, paid or not':
      'Quanto chi presta chiede al fondo, pagato o no',
    'What the fund pays': 'Quanto paga il fondo',
    'Whether a claim came that the fund could not pay in full':
      'Arriva una richiesta che il fondo non può pagare per intero',
    'What is left in the fund': 'Quanto resta nel fondo',
    'How many loans default': 'Prestiti insolventi',
    'What the fund holds': 'Quanto c’è nel fondo',
    'What the loans that run still owe': 'Debito residuo dei prestiti in corso',
    'Of all that is claimed, the part that is paid': 'Di quanto è chiesto, la parte pagata',
    'loans at the beginning': 'prestiti all’inizio',
    'fund given': 'dotazione del fondo',
    fee: 'commissione',
    'principal repaid': 'capitale rimborsato',
    'principal repaid early': 'capitale rimborsato in anticipo',
    'instalments that were not paid': 'rate non pagate',
    default: 'insolvenza',
    'claim paid': 'richieste pagate',
    'claim not covered': 'richieste non coperte',
    'How long it runs': 'Quanto dura',
    'Nominal rate of the loans': 'Tasso nominale dei prestiti',
    'The loans, or the 500 of the benchmark': 'I prestiti, oppure i 500 del caso di prova',
    'How many loans like this': 'Quanti prestiti come questo',
    'Which of the grades, from 1': 'Quale classe, da 1',
    'What was lent': 'Quanto fu prestato',
    'In how many instalments it is paid back': 'In quante rate si rimborsa',
    'How many of them are paid': 'Quante ne sono pagate',
    'What of it is lost in default': 'Quanto se ne perde in caso di insolvenza',
    'Loans of one grade are alike': 'I prestiti di una classe sono uguali',
    'How much of the fortune of a loan is that of all, as the square of a loading':
      'Quanto la sorte di un prestito è quella di tutti, come quadrato del peso',
    'up to date': 'in regola',
    '30 days late': '30 giorni di ritardo',
    '60 days late': '60 giorni di ritardo',
    '90 days late': '90 giorni di ritardo',
    'in default, for good': 'insolvente, per sempre',
    'paid back early, for good': 'estinto in anticipo, per sempre',
    'How much of the state of the economy stays from month to month':
      'Quanto dello stato dell’economia resta da un mese all’altro',
    'What the fund pays of a loss': 'Quanto di una perdita paga il fondo',
    'Of the covered balance, to the fund': 'Sul saldo coperto, al fondo',
    'What the fund holds at first, of the opening balance of the loans':
      'Dotazione iniziale del fondo, sul debito iniziale dei prestiti',
    'How long before default the last instalment was paid':
      'Quanto prima dell’insolvenza fu pagata l’ultima rata',
  },
}
