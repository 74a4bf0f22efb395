import type { TillMessages } from '../../messages/till.ts'
import { type TillMoneyTexts, tillMoneyEn, tillMoneyIt } from '../../messages/till-money.ts'
import type { TillState } from './state.ts'
import type { Till } from './till.ts'

/** What every screen of the till is given. */
export interface ScreenProps {
  readonly till: Till
  readonly state: TillState
  readonly texts: TillMessages
}

/** The unit that the shop counts in. */
export function unitOf({ session }: TillState): string {
  return session?.partner.unit ?? 'EUR'
}

/** What a category is called; one that is not known keeps its own name. */
export function categoryName(category: string, texts: TillMessages): string {
  const names: Readonly<Record<string, string>> = texts.categories
  return names[category] ?? category
}

/** What the till says of money besides vouchers. */
export function moneyTexts({ state }: Pick<ScreenProps, 'state'>): TillMoneyTexts {
  return state.language === 'it' ? tillMoneyIt : tillMoneyEn
}
