/** The languages that reports and charts speak. */
export const LANGUAGES = ['it', 'en'] as const

export type Language = (typeof LANGUAGES)[number]

/** A text in each of them. */
export type Texts = Readonly<Record<Language, string>>
