import type { Language } from '../../chart/language.ts'
import { filled } from '../../chart/words.ts'
import { BOARD_WORDS } from './board-words.ts'
import { SECTION_WORDS } from './section-words.ts'

/** What the report of a study says, in each language. A name in braces is filled in. */
export const STUDY_WORDS = { ...BOARD_WORDS, ...SECTION_WORDS } as const

export type StudyWord = keyof typeof STUDY_WORDS

/** A text of the report of a study. */
export function say(
  name: StudyWord,
  language: Language,
  fill: Readonly<Record<string, string>> = {},
): string {
  return filled(STUDY_WORDS[name][language], fill)
}
