import type { PageLanguage } from '../../client/money.ts'
import { tillProblemsEn, tillProblemsIt } from '../../messages/till-problems.ts'
import type { NoAnswer } from './money.ts'

/**
 * What a cashier is told where there is no answer: what is the matter, and what to do next. A problem that has no sentence
 * of its own is told with its code, for whoever is asked about it.
 */
export function problemSentence({ problem, triesLeft }: NoAnswer, language: PageLanguage): string {
  const { codes, noAnswer, other } = language === 'it' ? tillProblemsIt : tillProblemsEn
  if (problem === undefined) return noAnswer
  const sentences: Readonly<Record<string, string>> = codes
  const sentence = sentences[problem] ?? other.replace('{code}', problem)
  return sentence.replace('{tries}', `${triesLeft ?? '–'}`)
}
