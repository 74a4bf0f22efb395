import { showMoney } from '../../client/money.ts'
import type { WalletLanguage, WalletTexts } from '../../messages/wallet.ts'

/** The language of the page: its texts, and how it writes what is not a text. */
export interface Speaking {
  readonly language: WalletLanguage
  readonly texts: WalletTexts
  money(digits: string, unit: string): string
  day(instant: string): string
}

/** Arabic writes figures as English does: they stand on the tills and on the cards so. */
export function speakingOf(language: WalletLanguage, texts: WalletTexts): Speaking {
  const figures = language === 'it' ? 'it' : 'en'
  const days = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Rome' })
  return {
    ...{ language, texts },
    money: (digits, unit) => showMoney(digits, unit, figures),
    day: (instant) => days.format(new Date(instant)),
  }
}
