import type { ModelTexts } from './model-texts.ts'

export const MICROCREDIT_TEXTS: ModelTexts = {
  title: { it: 'Microcredito', en: 'Microcredit' },
  question: {
    it: 'I prestiti tornano, quanto costa prestare, e quanto vale un tutor accanto a chi riceve?',
    en: 'Do the loans come back, what does lending cost, and what is a tutor beside each borrower worth?',
  },
  limits: [
    {
      it: 'Il tutor c’è per tutti o per nessuno; quanto costa e quanto aiuta sono ipotesi dello scenario.',
      en: 'All have a tutor or nobody has; what it costs and how much it helps are assumptions of the scenario.',
    },
    {
      it: 'Chi è in arretrato paga o non paga una rata intera: non ci sono pagamenti a metà.',
      en: 'Who is late pays a whole instalment or none: there are no partial payments.',
    },
    {
      it: 'Una sola grandezza, lo stato dell’economia, lega le sorti dei prestiti.',
      en: 'One number, the state of the economy, ties the fortunes of the loans.',
    },
  ],
  italian: {
    lent: 'erogato',
    'fee kept when lent': 'commissione trattenuta all’erogazione',
    'interest paid': 'interessi pagati',
    'principal repaid': 'quota capitale rimborsata',
    'principal repaid early': 'capitale rimborsato in anticipo',
    'called in default': 'debito richiamato per insolvenza',
    'paid by the guarantor': 'pagato dal garante',
    'recovered, the lender’s part': 'recuperato, la parte di chi presta',
    'written off': 'stralciato',
    'operating costs': 'costi di gestione',
    tutoring: 'accompagnamento',
    funding: 'costo della provvista',
    'set aside': 'accantonato',
    'provision released': 'accantonamento liberato',
    'Loans lent, and taken over at the beginning': 'Prestiti erogati, e già in corso all’inizio',
    'What was lent, and owed at the beginning': 'Quanto è stato prestato, e dovuto all’inizio',
    'Principal that borrowers repaid, in time, late or early':
      'Capitale rimborsato da chi ha ricevuto, in tempo, in ritardo o in anticipo',
    'Loans that default': 'Prestiti in insolvenza',
    'What is owed of the loans that default': 'Quanto è dovuto sui prestiti in insolvenza',
    'What is lost of it after recoveries, before the guarantee':
      'Quanto se ne perde dopo i recuperi, prima della garanzia',
    'What the guarantor is called for': 'Quanto si chiede al garante',
    'What is lost after recoveries and guarantee': 'Quanto si perde dopo recuperi e garanzia',
    'What came back of loans in default by the horizon, the guarantor’s part too':
      'Quanto è tornato dei prestiti in insolvenza entro l’orizzonte, anche per il garante',
    'What was written off by the horizon': 'Quanto è stato stralciato entro l’orizzonte',
    'Loans repaid early': 'Prestiti rimborsati in anticipo',
    'Loans whose missed instalments were moved to the end':
      'Prestiti le cui rate saltate sono state spostate in fondo',
    'Interest and fees received': 'Interessi e commissioni incassati',
    'Operating costs, tutoring too': 'Costi di gestione, accompagnamento compreso',
    'Tutoring alone': 'Il solo accompagnamento',
    'Operating costs, tutoring, funding and impairment':
      'Costi di gestione, accompagnamento, provvista e svalutazioni',
    'Income less expenses: below zero, what somebody must give':
      'Entrate meno spese: sotto zero, quanto qualcuno deve mettere',
    'Whether income covers all expenses': 'Se le entrate coprono tutte le spese',
    'Months that loans run, over all loans': 'Mesi di vita dei prestiti, in tutto',
    'Income of a year, on average': 'Entrate di un anno, in media',
    'Written off in a year, on average': 'Stralciato in un anno, in media',
    'What is owed at the beginnings of the months, on average, loans in default too':
      'Quanto è dovuto a inizio mese, in media, anche sui prestiti in insolvenza',
    'Of it, of loans 30 days late or more, on average':
      'Di questo, su prestiti in ritardo di almeno 30 giorni, in media',
    'Of it, of loans 90 days late or more, on average':
      'Di questo, su prestiti in ritardo di almeno 90 giorni, in media',
    'What is owed at the horizon, loans in default too':
      'Quanto è dovuto all’orizzonte, anche sui prestiti in insolvenza',
    'Of it, of loans 30 days late or more': 'Di questo, su prestiti in ritardo di almeno 30 giorni',
    'Of it, of loans 90 days late or more': 'Di questo, su prestiti in ritardo di almeno 90 giorni',
    'Loans up to date': 'Prestiti in regola',
    'Loans 30 days late': 'Prestiti in ritardo di 30 giorni',
    'Loans 60 days late': 'Prestiti in ritardo di 60 giorni',
    'Loans 90 days late': 'Prestiti in ritardo di 90 giorni',
    'Loans that have defaulted so far': 'Prestiti finiti in insolvenza fin qui',
    'What is owed, loans in default too': 'Quanto è dovuto, anche sui prestiti in insolvenza',
    'Of it, of loans 30 days late or more (portfolio at risk, PAR30)':
      'Di questo, in ritardo di almeno 30 giorni (portafoglio a rischio, PAR30)',
    'Of it, of loans 90 days late or more (portfolio at risk, PAR90)':
      'Di questo, in ritardo di almeno 90 giorni (portafoglio a rischio, PAR90)',
    'What is set aside': 'Quanto è accantonato',
    'What is lost so far, before the guarantee': 'Quanto si è perso fin qui, prima della garanzia',
    'Loans that default, of all loans': 'Prestiti in insolvenza, su tutti i prestiti',
    'Principal repaid, of what was lent': 'Capitale rimborsato, sul prestato',
    'Gross loss, of what was lent': 'Perdita lorda, sul prestato',
    'Loss after the guarantee, of what was lent': 'Perdita dopo la garanzia, sul prestato',
    'Portfolio at risk, 30 days or more late, on average':
      'Portafoglio a rischio, almeno 30 giorni di ritardo, in media',
    'Portfolio at risk, 90 days or more late, on average':
      'Portafoglio a rischio, almeno 90 giorni di ritardo, in media',
    'PAR30 at the horizon; 1 where only loans in default are left':
      'PAR30 all’orizzonte; 1 dove restano solo prestiti in insolvenza',
    'PAR90 at the horizon; 1 where only loans in default are left':
      'PAR90 all’orizzonte; 1 dove restano solo prestiti in insolvenza',
    'Income of a year, of what is owed on average': 'Entrate di un anno, sul dovuto medio',
    'Written off in a year, of what is owed on average': 'Stralciato in un anno, sul dovuto medio',
    'Operational self-sufficiency (OSS): income for each euro of expenses':
      'Autosufficienza operativa (OSS): entrate per ogni euro di spese',
    'Operating costs and tutoring, for each loan':
      'Costi di gestione e accompagnamento, per ogni prestito',
    'Income less expenses, for each loan': 'Entrate meno spese, per ogni prestito',
    'How long it runs': 'Per quanto tempo',
    'The loans': 'I prestiti',
    'How many loans like this': 'Quanti prestiti come questo',
    'Which of the grades, from 1': 'Quale delle classi, da 1',
    'What is lent, all tranches together': 'Quanto si presta, tutte le tranche insieme',
    'Nominal rate, a twelfth of it a month': 'Tasso nominale, un dodicesimo al mese',
    'Kept when the loan is lent': 'Trattenuto all’erogazione',
    'In how many monthly instalments the principal comes back, after the grace':
      'In quante rate mensili torna il capitale, dopo il preammortamento',
    'Instalments of one size (french), of one principal (italian), or with a larger last one (balloon)':
      'Rate uguali (francese), quote capitale uguali (italiano), o con una maxirata finale (balloon)',
    'What is left for the last instalment': 'Quanto resta per l’ultima rata',
    'Months before the first principal': 'Mesi prima della prima quota capitale',
    'Whether its interest is paid each month or added to the loan':
      'Se i suoi interessi si pagano ogni mese o si aggiungono al prestito',
    'In how many equal parts it is paid out': 'In quante parti uguali è erogato',
    'Months from one to the next': 'Mesi dall’una all’altra',
    'What is lost of what is owed in default, recoveries counted':
      'Quanto si perde del dovuto in insolvenza, contati i recuperi',
    'At the end of which month the first is lent; 0 is the beginning':
      'Alla fine di quale mese si eroga il primo; 0 è l’inizio',
    'Over how many months the copies are lent, evenly':
      'In quanti mesi si erogano le copie, in modo uniforme',
    'How many rows of the plan were paid before the beginning':
      'Quante rate del piano sono state pagate prima dell’inizio',
    'How late the loan is at the beginning': 'Quanto è in ritardo il prestito all’inizio',
    'Loans of one grade are alike': 'I prestiti di una classe sono uguali fra loro',
    'How much of the fortune of a loan is that of all, as the square of a loading':
      'Quanta parte della sorte di un prestito è quella di tutti, come quadrato di un peso',
    'Where a loan goes that is up to date': 'Dove va un prestito in regola',
    'Up to date': 'In regola',
    '30 days late: one instalment behind': '30 giorni di ritardo: una rata indietro',
    'In default: all that is owed is called at once':
      'In insolvenza: tutto il dovuto è richiamato subito',
    'Repaid early, with what was late': 'Rimborsato in anticipo, con quanto era in ritardo',
    'Where a loan goes that is 30 days late': 'Dove va un prestito in ritardo di 30 giorni',
    '60 days late: two instalments behind': '60 giorni di ritardo: due rate indietro',
    'Where a loan goes that is 60 days late': 'Dove va un prestito in ritardo di 60 giorni',
    '90 days late: three instalments behind': '90 giorni di ritardo: tre rate indietro',
    'Where a loan goes that is 90 days late': 'Dove va un prestito in ritardo di 90 giorni',
    'How much of the state of the economy stays from month to month':
      'Quanto dello stato dell’economia resta da un mese all’altro',
    'How the fortunes of loans hang together': 'Come sono legate le sorti dei prestiti',
    'Degrees of freedom; the fewer, the more often all goes wrong at once':
      'Gradi di libertà: meno sono, più spesso va male tutto insieme',
    'A tutor beside each borrower': 'Un tutor accanto a ciascuno',
    'What the chances to fall behind or default are multiplied by':
      'Per quanto si moltiplicano le probabilità di ritardo o insolvenza',
    'For each running loan and month': 'Per ogni prestito in corso e mese',
    'Months in which loans go wrong more often': 'Mesi in cui i prestiti vanno male più spesso',
    'The first month of it': 'Il primo di questi mesi',
    'Of the late loans that would default, the part whose missed instalments are moved to the end instead, once for each loan':
      'Dei prestiti in ritardo che finirebbero in insolvenza, la parte le cui rate saltate sono invece spostate in fondo, una volta per prestito',
    'From default to the recovery': 'Dall’insolvenza al recupero',
    'From default to the write-off of what is left':
      'Dall’insolvenza allo stralcio di quanto resta',
    'What is set aside by class of arrears': 'Quanto si accantona per classe di ritardo',
    'Of what loans owe that are up to date': 'Di quanto è dovuto sui prestiti in regola',
    'Of what loans owe that are 30 days late':
      'Di quanto è dovuto sui prestiti in ritardo di 30 giorni',
    'Of what loans owe that are 60 days late':
      'Di quanto è dovuto sui prestiti in ritardo di 60 giorni',
    'Of what loans owe that are 90 days late':
      'Di quanto è dovuto sui prestiti in ritardo di 90 giorni',
    'Of what is still booked of loans in default':
      'Di quanto è ancora a bilancio dei prestiti in insolvenza',
    'Of each loan, pari passu: recoveries are shared as the loss was':
      'Di ogni prestito, pari passu: i recuperi si dividono come la perdita',
    'What the guarantor pays of what is owed in default':
      'Quanto il garante paga del dovuto in insolvenza',
    'From default to its payment, not after the recovery':
      'Dall’insolvenza al suo pagamento, non dopo il recupero',
    'All it ever pays, of the principal of all loans':
      'Tutto ciò che paga, sul capitale di tutti i prestiti',
    'What lending costs the lender': 'Quanto costa prestare',
    'To lend one': 'Per erogarne uno',
    'For each running loan and month, without tutoring':
      'Per ogni prestito in corso e mese, senza accompagnamento',
    'A month': 'Al mese',
    'What the money costs that is lent, of what is owed':
      'Quanto costa il denaro prestato, sul dovuto',
  },
}
