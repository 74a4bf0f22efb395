import type { Invariant } from '../../currency/core/invariants.ts'

/** What is said where it does not hold: `is` is what stands there, `should` what ought to. */
const brokenIt: Readonly<Record<Invariant, string>> = {
  reserve_backs_what_is_outstanding:
    'La riserva non copre quello che circola: ci sono {is}, devono essere almeno {should}.',
  wallets_are_what_is_outstanding:
    'I portafogli insieme non hanno quanto è stato emesso: hanno {is}, è stato emesso {should}.',
  credit_sums_to_zero: 'I conti a credito insieme devono dare {should}, e danno {is}.',
  credit_stays_within_its_lines: 'Portafogli oltre il loro credito: {is}. Devono essere {should}.',
  a_discount_never_becomes_euro:
    'È uno sconto, e uno sconto non diventa mai euro: i movimenti fra euro e questa moneta sono {is}, devono essere {should}.',
  lots_are_the_books:
    'Portafogli le cui partite non danno quello che dicono i libri: {is}. Devono essere {should}.',
  bought_is_paid_in: 'Sono stati comprati {should}, ma in riserva sono entrati {is}.',
  changed_is_paid_out:
    'Sono stati cambiati {should}, ma dalla circolazione o dalla riserva sono usciti {is}.',
  donations_are_their_share:
    'Alle associazioni spettano {should} di quello che è stato comprato, e risultano donati {is}.',
}
const brokenEn: typeof brokenIt = {
  reserve_backs_what_is_outstanding:
    'The reserve does not cover what circulates: {is} lie there, at least {should} have to.',
  wallets_are_what_is_outstanding:
    'Wallets together do not hold what was issued: they hold {is}, and {should} were issued.',
  credit_sums_to_zero: 'Accounts on credit have to add up to {should}, and come to {is}.',
  credit_stays_within_its_lines: 'Wallets beyond their line: {is}. There have to be {should}.',
  a_discount_never_becomes_euro:
    'It is a discount, and a discount never becomes euro: moves between euro and this money are {is}, and have to be {should}.',
  lots_are_the_books:
    'Wallets whose lots do not come to what the books say: {is}. There have to be {should}.',
  bought_is_paid_in: '{should} were bought, but {is} came into the reserve.',
  changed_is_paid_out:
    '{should} were changed back, but {is} left circulation or the reserve for it.',
  donations_are_their_share:
    'Associations are due {should} of what was bought, and {is} were given by the books.',
}

/** Texts of an instrument's reserve, in Italian. English has exactly these keys; figures stand in braces. */
export const deskReserveIt = {
  title: 'Riserva di {id}',
  link: 'Riserva e circolazione',
  asOf: 'Al giorno',
  show: 'Mostra',
  outstanding: 'In circolazione secondo i libri',
  held: 'Si può spendere, tolto quello che il tempo ha preso',
  fund: 'Del programma stesso',
  faded: 'Perso con il tempo e non ancora scritto',
  reserve: 'In riserva',
  required: 'Deve stare in riserva',
  free: 'In più del necessario',
  curve: 'I dodici mesi fino al {day}',
  day: 'Giorno',
  picture:
    'Circolazione (linea piena) e riserva (linea tratteggiata): da {first} a {last}, e alla fine in riserva {reserve}.',
  dayWrong: 'Il giorno «{typed}» non si legge: sceglilo dal calendario, o scrivilo come {example}.',
  dayToCome:
    'Questo giorno deve ancora venire: le cifre valgono se fino ad allora non si muove niente.',
  holds: 'Quello che deve sempre valere',
  holdsNow: 'Com’è adesso, {today}, quale che sia il giorno scelto sopra.',
  all: 'Vale tutto.',
  broken: brokenIt,
}

export type DeskReserveTexts = typeof deskReserveIt

export const deskReserveEn: DeskReserveTexts = {
  title: 'Reserve of {id}',
  link: 'Reserve and circulation',
  asOf: 'As of',
  show: 'Show',
  outstanding: 'Outstanding by the books',
  held: 'Can be spent, what time took taken off',
  fund: 'Of the programme itself',
  faded: 'Lost by time and not written yet',
  reserve: 'In reserve',
  required: 'Has to lie in reserve',
  free: 'More than it has to be',
  curve: 'The twelve months until {day}',
  day: 'Day',
  picture:
    'Outstanding (full line) and reserve (dashed line): from {first} to {last}, and in reserve at the end {reserve}.',
  dayWrong:
    'The day “{typed}” cannot be read: choose it from the calendar, or write it like {example}.',
  dayToCome: 'This day is still to come: the figures are those if nothing moves until then.',
  holds: 'What always has to hold',
  holdsNow: 'As it is now, {today}, whatever day is chosen above.',
  all: 'All of it holds.',
  broken: brokenEn,
}
