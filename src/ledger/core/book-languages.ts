import { BEANCOUNT } from './beancount.ts'
import type { BookLanguage } from './book.ts'
import { HLEDGER } from './hledger.ts'

/** The formats that the whole book can be had in. */
export const BOOK_LANGUAGES = { hledger: HLEDGER, beancount: BEANCOUNT } as const satisfies Record<
  string,
  BookLanguage
>

export type BookFormat = keyof typeof BOOK_LANGUAGES
