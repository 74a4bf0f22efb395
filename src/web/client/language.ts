import { en } from '../messages/en.ts'
import { it, type Messages } from '../messages/it.ts'
import type { PageLanguage } from './money.ts'

const KEPT_UNDER = 'fra-noi language'
const CATALOGUES: Readonly<Record<PageLanguage, Messages>> = { it, en }

export function messagesOf(language: PageLanguage): Messages {
  return CATALOGUES[language]
}

/** The language chosen on this device; Italian where none was. */
export function readLanguage(): PageLanguage {
  return localStorage.getItem(KEPT_UNDER) === 'en' ? 'en' : 'it'
}

/** Keeps the choice and tells the document, so that screen readers speak the right language. */
export function applyLanguage(language: PageLanguage): void {
  localStorage.setItem(KEPT_UNDER, language)
  document.documentElement.lang = language
}
