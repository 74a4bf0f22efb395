import type { Invariant } from '../../currency/core/invariants.ts'

const invariantsIt: Readonly<Record<Invariant, string>> = {
  reserve_backs_what_is_outstanding: 'La riserva copre quello che circola',
  wallets_are_what_is_outstanding: 'I portafogli hanno quanto è stato emesso',
  credit_sums_to_zero: 'I conti a credito si annullano tra loro',
  credit_stays_within_its_lines: 'Nessuno supera il suo credito',
  a_discount_never_becomes_euro: 'Uno sconto non diventa mai euro',
  lots_are_the_books: 'Le partite dei portafogli sono quelle dei libri',
  bought_is_paid_in: 'Quanto è stato comprato è entrato in riserva',
  changed_is_paid_out: 'Quanto è stato cambiato è uscito dalla riserva',
  donations_are_their_share: 'Le donazioni sono esattamente la loro parte',
}
const invariantsEn: typeof invariantsIt = {
  reserve_backs_what_is_outstanding: 'The reserve covers what circulates',
  wallets_are_what_is_outstanding: 'Wallets hold what was issued',
  credit_sums_to_zero: 'Accounts on credit add up to zero',
  credit_stays_within_its_lines: 'Nobody is beyond their line',
  a_discount_never_becomes_euro: 'A discount never becomes euro',
  lots_are_the_books: 'The lots of wallets are those of the books',
  bought_is_paid_in: 'What was bought came into the reserve',
  changed_is_paid_out: 'What was changed left the reserve',
  donations_are_their_share: 'Donations are exactly their share',
}

/** Texts of an instrument's reserve, in Italian. English has exactly these keys; figures stand in braces. */
export const deskReserveIt = {
  title: 'Riserva di {id}',
  link: 'Riserva e circolazione',
  back: 'Torna alla moneta',
  asOf: 'Al giorno',
  show: 'Mostra',
  outstanding: 'In circolazione secondo i libri',
  held: 'Si può spendere, tolto quello che il tempo ha preso',
  fund: 'Del programma stesso',
  faded: 'Perso con il tempo e non ancora scritto',
  reserve: 'In riserva',
  required: 'Deve stare in riserva',
  free: 'In più del necessario',
  curve: 'Ultimi dodici mesi',
  day: 'Giorno',
  picture:
    'Circolazione (linea piena) e riserva (linea tratteggiata): da {first} a {last}, e oggi in riserva {reserve}.',
  holds: 'Quello che deve sempre valere',
  all: 'Vale tutto.',
  broken: '{what}: sono {is}, dovrebbero essere {should}.',
  invariants: invariantsIt,
}

export type DeskReserveTexts = typeof deskReserveIt

export const deskReserveEn: DeskReserveTexts = {
  title: 'Reserve of {id}',
  link: 'Reserve and circulation',
  back: 'Back to the instrument',
  asOf: 'As of',
  show: 'Show',
  outstanding: 'Outstanding by the books',
  held: 'Can be spent, what time took taken off',
  fund: 'Of the programme itself',
  faded: 'Lost by time and not written yet',
  reserve: 'In reserve',
  required: 'Has to lie in reserve',
  free: 'More than it has to be',
  curve: 'Last twelve months',
  day: 'Day',
  picture:
    'Outstanding (full line) and reserve (dashed line): from {first} to {last}, and in reserve today {reserve}.',
  holds: 'What always has to hold',
  all: 'All of it holds.',
  broken: '{what}: it is {is}, and should be {should}.',
  invariants: invariantsEn,
}
