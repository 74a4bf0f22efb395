import type { ModelTexts } from './model-texts.ts'

export const SPONSORSHIP_TEXTS: ModelTexts = {
  title: { it: 'Sponsorizzazione e accoglienza', en: 'Sponsorship and hosting' },
  question: {
    it: 'Le promesse dei sostenitori, il fondo che le integra e le famiglie ospitanti bastano per chi arriva, e che cosa resta scoperto?',
    en: 'Do pledges, matching and hosts carry the families that come, and what remains open?',
  },
  limits: [
    {
      it: 'La permanenza è esponenziale, senza la scadenza che un impegno di 12 o 24 mesi pone; le famiglie non dipendono l’una dall’altra né dall’economia.',
      en: 'A stay is exponential, without the end that a commitment of 12 or 24 months sets; families depend neither on one another nor on the economy.',
    },
    {
      it: 'Il costo per casa è il quoziente delle medie; in periodi brevi è troppo alto, perché chi è ancora ospitato è già costato e non è ancora uscito.',
      en: 'Cost per home is the quotient of the means; in short runs it is too high, since families still hosted have cost and have not left yet.',
    },
    {
      it: 'Il tempo e lo spazio che dà la famiglia ospitante non è contato, se non dove lo dice la parte in natura.',
      en: 'What a host family gives in time and room is not counted, except where the part in kind says so.',
    },
  ],
  italian: {
    'What may come over it: more arrivals, sponsors who stop together':
      'Che cosa può succedere: più arrivi, sostenitori che smettono insieme',
    'How many times as many families come': 'Quante volte tante famiglie arrivano',
    'How many of a hundred sponsors stop, besides those who would have':
      'Quanti sostenitori su cento smettono, oltre a chi l’avrebbe fatto comunque',
    'People who joined': 'Persone che hanno aderito',
    'Enough joined to begin': 'Aderiscono abbastanza persone per cominciare',
    'Pledges paid': 'Promesse versate',
    'What a matching fund added': 'Quanto aggiunge il fondo che integra',
    'Worth of what was given in kind': 'Valore di quanto è dato in natura',
    'All costs, those in kind too': 'Tutti i costi, anche in natura',
    'Of all costs, those of running it': 'Dei costi, quelli di gestione',
    'Costs that nobody had pledged for': 'Costi che nessuna promessa copre',
    'No gap in any month': 'Nessuno scoperto in nessun mese',
    'Families that came': 'Famiglie arrivate',
    'Families that a host took in': 'Famiglie accolte da un ospitante',
    'Families that came when every host was taken':
      'Famiglie arrivate quando tutti gli ospitanti erano occupati',
    'Families that found no host and no list':
      'Famiglie che non trovano né ospitante né lista d’attesa',
    'Months of hosting, over all hosts': 'Mesi di ospitalità, di tutti gli ospitanti',
    'Months of waiting, over all families': 'Mesi di attesa, di tutte le famiglie',
    'Families that left their host': 'Famiglie uscite dall’ospitalità',
    'Families that left for a home of their own': 'Famiglie uscite verso una casa propria',
    'Families that left with work': 'Famiglie uscite con un lavoro',
    'People who still pay': 'Persone che versano ancora',
    'What the fund holds': 'Quanto c’è nel fondo',
    'Families with a host': 'Famiglie ospitate',
    'Families that wait': 'Famiglie in attesa',
    'Costs for each family that left for a home of its own; families still hosted at the end have cost and have not left yet, which makes it too high in short runs':
      'Costo per ogni famiglia uscita verso una casa propria; chi alla fine è ancora ospitato è costato e non è ancora uscito, perciò in periodi brevi è troppo alto',
    'Families that find every host taken': 'Famiglie che trovano tutti gli ospitanti occupati',
    'Families turned away': 'Famiglie respinte',
    'Mean wait of a family, by Little’s law':
      'Attesa media di una famiglia, per la legge di Little',
    'Families that leave for a home of their own': 'Famiglie che escono verso una casa propria',
    'Families that leave with work': 'Famiglie che escono con un lavoro',
    'pledge paid': 'promesse versate',
    'pledges matched': 'promesse integrate',
    'given in kind': 'dato in natura',
    'start-up of a household': 'avvio di un nucleo',
    'support of a month': 'sostegno mensile',
    'running costs of a month': 'costi di gestione mensili',
    'gap, covered by the programme': 'scoperto, coperto dal programma',
    'How long it is looked at': 'Per quanto tempo si guarda',
    'People asked to pledge': 'Persone a cui si chiede una promessa',
    'How many of them do': 'Quante la fanno',
    'Correlation of the readiness to join (one-factor Gaussian copula)':
      'Correlazione della disponibilità ad aderire (copula gaussiana a un fattore)',
    'How many must join, or nothing begins': 'Quante devono aderire, o non si comincia',
    'What each pays in a month': 'Quanto versa ciascuna al mese',
    'How pledges end: all alike, or each with a readiness of its own (beta)':
      'Come finiscono le promesse: tutte uguali, o ciascuna con una propensione propria (beta)',
    'How many of a hundred sponsors stop after each payment':
      'Quanti sostenitori su cento smettono dopo ogni versamento',
    'First shape: how ready to stop': 'Primo parametro: propensione a smettere',
    'Second shape: how ready to stay': 'Secondo parametro: propensione a restare',
    'Euro added to each euro collected': 'Euro aggiunti a ogni euro raccolto',
    'At most so much in all': 'Al massimo tanto in tutto',
    'Whose table of costs': 'Di chi è la tabella dei costi',
    'What a unit of the currency of the table is in euro':
      'Quanto vale in euro un’unità della valuta della tabella',
    'Part of each cost that is given in kind': 'Parte di ogni costo data in natura',
    'Costs of a month, however many families': 'Costi di un mese, quante che siano le famiglie',
    'Families that come in a month, on average': 'Famiglie che arrivano in un mese, in media',
    'Host families or homes: each takes one family':
      'Famiglie o case ospitanti: ciascuna accoglie una famiglia',
    'Hosts that have a family already': 'Ospitanti già occupati',
    'Mean stay in months': 'Permanenza media in mesi',
    'Whether who finds no host waits, or is turned away':
      'Se chi non trova posto aspetta, o è respinto',
    'Of households with 1, 2, 3, … members': 'Nuclei di 1, 2, 3, … persone',
    'Share of the families that have so many members': 'Quota delle famiglie con tante persone',
    'That a family leaves for a home of its own': 'Che una famiglia esca verso una casa propria',
    'In how many of a hundred months of hosting it comes about':
      'In quanti mesi di ospitalità su cento accade',
    'Mean of the log odds over families': 'Media del logaritmo delle quote fra le famiglie',
    'Standard deviation of the log odds': 'Deviazione standard del logaritmo delle quote',
    'That it leaves with work': 'Che esca con un lavoro',
  },
}
