import type { ModelTexts } from './model-texts.ts'

export const INSURANCE_TEXTS: ModelTexts = {
  title: { it: 'Assicurazione dell’affitto', en: 'Rent insurance' },
  question: {
    it: 'I premi bastano per i sinistri, e quanto capitale protegge il fondo dalla rovina?',
    en: 'Do the premiums carry the claims, and how much capital keeps the fund from ruin?',
  },
  limits: [
    {
      it: 'Un sinistro è noto e pagato nel mese in cui cade: nessun ritardo e nessun recupero dall’inquilino.',
      en: 'A claim is known and paid in the month in which it falls: no delay and no recovery from the tenant.',
    },
    {
      it: 'I sinistri dipendono l’uno dall’altro solo per gli anni buoni e cattivi di un ramo binomiale negativo.',
      en: 'Claims depend on one another only by the good and bad years of a negative binomial line.',
    },
    {
      it: 'I premi calcolati sulla deviazione standard e quelli della riassicurazione sono esatti entro lo 0,1 %.',
      en: 'Premiums by the principle of the standard deviation, and of reinsurance, are within 0.1 % of exact.',
    },
  ],
  italian: {
    'What may come over it, and no premium foresees':
      'Che cosa può succedere, e nessun premio lo prevede',
    'How many times as often claims happen': 'Quante volte più spesso accadono i sinistri',
    'How many claims': 'Numero di sinistri',
    'What the policies owe for claims': 'Quanto le polizze devono per i sinistri',
    'What the reinsurance bears of it': 'Quanto ne porta la riassicurazione',
    'Claims less what is recovered': 'Sinistri meno quanto è recuperato',
    'Premiums paid': 'Premi versati',
    'Claims, running costs and reinsurance': 'Sinistri, costi di gestione e riassicurazione',
    'Claims that the fund could not pay': 'Sinistri che il fondo non ha potuto pagare',
    'The fund could not pay in some month': 'In qualche mese il fondo non ha potuto pagare',
    'Claims were more than the premiums: a loss ratio above 100 %':
      'I sinistri superano i premi: rapporto sopra il 100 %',
    'What the fund holds at the end': 'Quanto c’è nel fondo alla fine',
    'What the fund holds': 'Quanto c’è nel fondo',
    'Claims since the beginning': 'Sinistri dall’inizio',
    'Claims over premiums': 'Sinistri su premi',
    'All costs over premiums': 'Tutti i costi sui premi',
    'capital paid in': 'capitale versato',
    premium: 'premio',
    'running costs': 'costi di gestione',
    'premium of the reinsurance': 'premio della riassicurazione',
    'recovered from the reinsurance': 'recuperato dalla riassicurazione',
    'claim paid': 'sinistri pagati',
    'How long it is looked at': 'Per quanto tempo si guarda',
    'What the fund begins with': 'Con quanto comincia il fondo',
    'How the premiums of a year are set': 'Come si fissano i premi di un anno',
    'Premiums of a year': 'Premi di un anno',
    'Share of the expected claims on top': 'In più sui sinistri attesi, come parte di essi',
    'Standard deviations of a year on top': 'In più, in deviazioni standard di un anno',
    'Part of the premiums for running it': 'Parte dei premi per la gestione',
    'What is insured: rent-default, liability':
      'Che cosa è assicurato: rent-default (affitto non pagato), liability (responsabilità)',
    'Claims of the whole portfolio in a year': 'Sinistri di tutto il portafoglio in un anno',
    'Claims of a year, on average': 'Sinistri di un anno, in media',
    'How alike the years are: the variance is mean + mean² / size':
      'Quanto gli anni si somigliano: la varianza è media + media² / size',
    'Policies that may have one claim a year': 'Polizze che possono avere un sinistro l’anno',
    'How many of them have one': 'Quante di loro ne hanno uno',
    'Share of the years with 0, 1, 2, … claims': 'Quota degli anni con 0, 1, 2, … sinistri',
    'How large a claim is': 'Quanto è grande un sinistro',
    'Rent of a month': 'Affitto di un mese',
    'Share of the claims with 1, 2, 3, … months unpaid':
      'Quota dei sinistri con 1, 2, 3, … mesi non pagati',
    'Months that the policy does not pay': 'Mesi che la polizza non paga',
    'Months that it pays at most': 'Mesi che paga al massimo',
    'Costs of the eviction, where the policy pays anything':
      'Costi dello sfratto, dove la polizza paga qualcosa',
    'What a unit is': 'Quanto è un’unità',
    'Share of the claims of 1, 2, 3, … units': 'Quota dei sinistri di 1, 2, 3, … unità',
    'Mean claim': 'Sinistro medio',
    'Tail index of the Lomax law': 'Indice di coda della legge di Lomax',
    'Scale of the Lomax law': 'Scala della legge di Lomax',
    'Standard deviation over mean': 'Deviazione standard sulla media',
    'What the insured bears of each claim': 'Quanto di ogni sinistro porta l’assicurato',
    'What is paid of a claim at most, after the deductible':
      'Quanto si paga al massimo di un sinistro, dopo la franchigia',
    'A layer of each claim': 'Uno strato di ogni sinistro',
    'What is kept': 'Quanto si tiene',
    'What is borne above it at most': 'Quanto al massimo si copre oltre',
    'Share of the expected recoveries on top': 'In più sui recuperi attesi, come parte di essi',
    'A layer of the claims of a year': 'Uno strato dei sinistri di un anno',
  },
}
