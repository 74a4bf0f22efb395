/** What figures, tables and answers of evidence are called, in Italian. English has exactly these keys. */
export const labFiguresIt = {
  tableNames: {
    spending: 'Quanto si è speso, per negozio e categoria',
    outcome: 'Che fine ha fatto il denaro sui buoni',
    answers: 'Che cosa si è risposto a chi ha provato a pagare',
    money: 'Che fine fa il denaro sui buoni',
  },
  outcomes: {
    spent: 'speso',
    expired: 'scaduto',
    cancelled: 'ritirato',
    left: 'ancora da spendere',
    demurrage: 'perso per giacenza',
  },
  answers: {
    redeemed: 'pagato',
    in_full: 'pagato tutto',
    in_part: 'pagato in parte',
    refused: 'rifiutato',
    token_invalid: 'codice non valido',
    token_expired: 'codice scaduto',
    unknown_voucher: 'buono sconosciuto',
    cancelled: 'buono ritirato',
    replaced: 'tessera sostituita',
    used_up: 'buono finito',
    expired: 'buono scaduto',
    blocked: 'buono bloccato',
    not_active: 'buono non consegnato',
    partner_not_accepted: 'negozio non ammesso',
    category_not_allowed: 'categoria non ammessa',
    pin_locked: 'PIN bloccato',
    pin_wrong: 'PIN sbagliato',
    cap_reached: 'limite raggiunto',
    exceeds_remaining: 'chiesto più di quanto restava',
  },
  lags: {
    hand_over: 'Dall’emissione alla consegna',
    first_use: 'Dalla consegna al primo acquisto',
    next_use: 'Da un acquisto al successivo',
    emptied: 'Dalla consegna a quando è speso tutto',
  },
  stats: {
    median: '{lag}: metà entro',
    rate: '{lag}: quante volte al giorno',
    weibull_shape: '{lag}: forma della legge di Weibull',
    weibull_scale: '{lag}: scala della legge di Weibull',
    weekly_alpha: '{lag}: α della legge a settimane',
    weekly_beta: '{lag}: β della legge a settimane',
  },
  figures: {
    breakage: 'Denaro non speso dei buoni finiti',
    breakage_projected: 'Denaro non speso, contando anche i buoni ancora aperti',
    acceptance: 'Tentativi di pagamento andati a buon fine',
    purchase_mean: 'Un acquisto, in media',
    returned: 'Parte degli acquisti resa',
    arrears: 'Prestiti con una rata in ritardo di 30 giorni o più',
    first_arrears: 'Dalla prima rata al primo ritardo di 30 giorni',
    default: 'Dalla prima rata al primo ritardo di 120 giorni',
    first_arrears_monthly: 'Primo ritardo di 30 giorni, in un mese',
    default_monthly: 'Primo ritardo di 120 giorni, in un mese',
  },
  figuresOf: {
    velocity: 'Quante volte gira in un anno: {of}',
    holding_time: 'Quanto resta in mano prima di essere speso: {of}',
    members_below_zero: 'Conti sotto zero: {of}',
    spending_share: 'Parte della spesa: {of}',
  },
  units: {
    'per day': 'al giorno',
    'per year': 'volte l’anno',
  },
  methods: {
    'Kaplan and Meier, interval where the log(-log) interval of the curve meets one half':
      'curva di Kaplan e Meier, dove arriva a metà',
    'most likely exponential law of censored spells':
      'legge esponenziale più verosimile, con chi aspetta ancora',
    'most likely Weibull law of censored spells, interval by its profile':
      'legge di Weibull più verosimile, con chi aspetta ancora',
    'most likely beta-geometric law of whole weeks, censored, interval by its profile':
      'legge beta-geometrica a settimane più verosimile, con chi aspetta ancora',
    'quotient of sums over people, interval by linearisation between people':
      'rapporto fra somme; l’errore è quello fra le persone',
    'Kaplan and Meier by the cent, at the usual number of days that vouchers are good; interval by the jackknife over people':
      'Kaplan e Meier centesimo per centesimo, alla durata solita dei buoni; l’errore è quello fra le persone',
    'share of tries, interval of Wilson with as many as are worth the same where tries of one person hang together':
      'quota dei tentativi, intervallo di Wilson; i tentativi di una persona contano insieme',
    'quotient of sums over people, interval by linearisation between people that hold a wallet; balances by the books':
      'rapporto fra somme di chi ha un conto; l’errore è quello fra le persone',
    'share of what was bought, over people, interval by linearisation between people':
      'quota di quanto si è comprato; l’errore è quello fra le persone',
  },
}

/** The shape of the catalogue. */
export type LabFiguresTexts = typeof labFiguresIt

export const labFiguresEn: LabFiguresTexts = {
  tableNames: {
    spending: 'What was spent, by shop and category',
    outcome: 'What became of the money on vouchers',
    answers: 'What tries to pay were answered',
    money: 'What becomes of the money on vouchers',
  },
  outcomes: {
    spent: 'spent',
    expired: 'expired',
    cancelled: 'taken back',
    left: 'still to be spent',
    demurrage: 'lost by lying idle',
  },
  answers: {
    redeemed: 'paid',
    in_full: 'paid in full',
    in_part: 'paid in part',
    refused: 'refused',
    token_invalid: 'code not valid',
    token_expired: 'code past its time',
    unknown_voucher: 'unknown voucher',
    cancelled: 'voucher taken back',
    replaced: 'card replaced',
    used_up: 'voucher used up',
    expired: 'voucher expired',
    blocked: 'voucher blocked',
    not_active: 'voucher not handed over',
    partner_not_accepted: 'shop not admitted',
    category_not_allowed: 'category not allowed',
    pin_locked: 'PIN locked',
    pin_wrong: 'wrong PIN',
    cap_reached: 'limit reached',
    exceeds_remaining: 'asked for more than was left',
  },
  lags: {
    hand_over: 'From issue to hand-over',
    first_use: 'From hand-over to the first purchase',
    next_use: 'From a purchase to the next one',
    emptied: 'From hand-over until all is spent',
  },
  stats: {
    median: '{lag}: half of them within',
    rate: '{lag}: how often in a day',
    weibull_shape: '{lag}: shape of the Weibull law',
    weibull_scale: '{lag}: scale of the Weibull law',
    weekly_alpha: '{lag}: α of the law by weeks',
    weekly_beta: '{lag}: β of the law by weeks',
  },
  figures: {
    breakage: 'Money unspent of vouchers that are over',
    breakage_projected: 'Money unspent, vouchers still open counted too',
    acceptance: 'Tries to pay that went through',
    purchase_mean: 'A purchase, on average',
    returned: 'Share of purchases that came back',
    arrears: 'Loans with an instalment 30 or more days late',
    first_arrears: 'From the first instalment until 30 days late',
    default: 'From the first instalment until 120 days late',
    first_arrears_monthly: 'First 30 days late, in a month',
    default_monthly: 'First 120 days late, in a month',
  },
  figuresOf: {
    velocity: 'How often it goes round in a year: {of}',
    holding_time: 'How long it is held before it is spent: {of}',
    members_below_zero: 'Wallets below zero: {of}',
    spending_share: 'Share of what was spent: {of}',
  },
  units: {
    'per day': 'a day',
    'per year': 'times a year',
  },
  methods: {
    'Kaplan and Meier, interval where the log(-log) interval of the curve meets one half':
      'curve of Kaplan and Meier, where it comes to one half',
    'most likely exponential law of censored spells':
      'most likely exponential law, those still waiting counted',
    'most likely Weibull law of censored spells, interval by its profile':
      'most likely Weibull law, those still waiting counted',
    'most likely beta-geometric law of whole weeks, censored, interval by its profile':
      'most likely beta-geometric law of weeks, those still waiting counted',
    'quotient of sums over people, interval by linearisation between people':
      'quotient of sums; the error is that between people',
    'Kaplan and Meier by the cent, at the usual number of days that vouchers are good; interval by the jackknife over people':
      'Kaplan and Meier by the cent, at the usual life of vouchers; the error is that between people',
    'share of tries, interval of Wilson with as many as are worth the same where tries of one person hang together':
      'share of tries, interval of Wilson; the tries of one person count together',
    'quotient of sums over people, interval by linearisation between people that hold a wallet; balances by the books':
      'quotient of sums of those with a wallet; the error is that between people',
    'share of what was bought, over people, interval by linearisation between people':
      'share of what was bought; the error is that between people',
  },
}
