import { formatMinor, type Minor, type Unit } from '../../kernel/money.ts'
import type { StatementStatus } from './redeem.ts'

/** The languages in which a till is answered. */
export type TillLanguage = 'it' | 'en'

/** What a sentence may speak of; what is left is not known where the voucher is not. */
export interface SentenceFacts {
  readonly amount: Minor
  readonly remaining: Minor | null
  readonly unit: Unit | null
  /** How many tries of the PIN are left, where it was wrong. */
  readonly triesLeft?: number | null
  /** What a cap leaves to be spent now, where it was reached. */
  readonly capLeft?: Minor | null
}

type Money = (amount: Minor | null) => string
type Sentence = (facts: SentenceFacts, money: Money) => string

const SENTENCES: Readonly<Record<TillLanguage, Readonly<Record<StatementStatus, Sentence>>>> = {
  it: {
    terminal_unknown: () => 'Questa cassa non è collegata. Collegala di nuovo per incassare.',
    statement_conflict: () => 'Non registrato: questa cassa non è in ordine. Riprova da capo.',
    redeemed: ({ amount, remaining }, money) =>
      remaining === 0n
        ? `Accettato: ${money(amount)}. Il buono è finito.`
        : `Accettato: ${money(amount)}. Sul buono restano ${money(remaining)}.`,
    token_invalid: () =>
      'Codice non valido. Inquadra di nuovo il buono oppure scrivi il codice stampato.',
    token_expired: () => 'Codice del telefono scaduto o già usato. Chiedi di mostrarne uno nuovo.',
    unknown_voucher: () => 'Buono sconosciuto. Non accettarlo e avvisa lo sportello.',
    cancelled: () => 'Buono annullato. Non accettarlo: la persona si rivolga allo sportello.',
    replaced: () => 'Carta sostituita da una nuova. Non accettarla: chiedi la carta nuova.',
    used_up: () => 'Buono già speso del tutto: non resta nulla.',
    expired: () => 'Buono scaduto. Non si può più usare.',
    blocked: () => 'Buono bloccato. Non accettarlo: la persona si rivolga allo sportello.',
    not_active: () => 'Buono non ancora attivato. Non accettarlo e avvisa lo sportello.',
    partner_not_accepted: () => 'Questo buono non vale in questo negozio.',
    category_not_allowed: () => 'Questo buono non vale per questi prodotti: toglili dal conto.',
    pin_locked: () => 'PIN bloccato. La persona si rivolga allo sportello per averne uno nuovo.',
    pin_wrong: ({ triesLeft = null }) =>
      `Serve il PIN giusto della persona${triesLeft === null ? '' : `; tentativi rimasti: ${triesLeft}`}.`,
    cap_reached: ({ capLeft = null }, money) =>
      capLeft === null
        ? 'Limite del buono: per ora non si può spendere tanto.'
        : `Limite del buono: per ora si possono spendere ancora ${money(capLeft)}.`,
    exceeds_remaining: ({ remaining }, money) =>
      `Importo troppo alto: sul buono restano ${money(remaining)}.`,
  },
  en: {
    terminal_unknown: () => 'This till is not paired. Pair it again to take vouchers.',
    statement_conflict: () => 'Not recorded: this till lost its place. Start the payment again.',
    redeemed: ({ amount, remaining }, money) =>
      remaining === 0n
        ? `Accepted: ${money(amount)}. The voucher is now used up.`
        : `Accepted: ${money(amount)}. ${money(remaining)} is left on the voucher.`,
    token_invalid: () => 'Not a valid code. Scan the voucher again or type the printed code.',
    token_expired: () => 'The phone code is too old or was used before. Ask for a new one.',
    unknown_voucher: () => 'Unknown voucher. Do not accept it, and tell the contact point.',
    cancelled: () => 'Cancelled voucher. Do not accept it: the contact point can help.',
    replaced: () => 'This card was replaced by a new one. Do not accept it: ask for the new card.',
    used_up: () => 'This voucher has been spent: nothing is left on it.',
    expired: () => 'This voucher is past its last day and cannot be used any more.',
    blocked: () => 'Blocked voucher. Do not accept it: the contact point can help.',
    not_active: () => 'This voucher was not handed over. Do not accept it, tell the contact point.',
    partner_not_accepted: () => 'This voucher is not good in this shop.',
    category_not_allowed: () =>
      'This voucher does not pay for these goods: take them off the bill.',
    pin_locked: () => 'The PIN is locked. The contact point can give the person a new one.',
    pin_wrong: ({ triesLeft = null }) =>
      `The right PIN of the person is needed${triesLeft === null ? '' : `; tries left: ${triesLeft}`}.`,
    cap_reached: ({ capLeft = null }, money) =>
      capLeft === null
        ? 'Limit of the voucher: so much cannot be spent for now.'
        : `Limit of the voucher: ${money(capLeft)} can be spent for now.`,
    exceeds_remaining: ({ remaining }, money) =>
      `Too much: only ${money(remaining)} is left on the voucher.`,
  },
}

/**
 * What a cashier is told, in one short sentence or two.
 *
 * @example redemptionSentence('exceeds_remaining', { amount: 900n, remaining: 750n, unit: EUR }, 'en')
 * // 'Too much: only 7.50 EUR is left on the voucher.'
 */
export function redemptionSentence(
  status: StatementStatus,
  facts: SentenceFacts,
  language: TillLanguage,
): string {
  const money: Money = (amount) =>
    `${formatMinor(amount ?? 0n, language)}${facts.unit === null ? '' : ` ${facts.unit}`}`
  return SENTENCES[language][status](facts, money)
}
