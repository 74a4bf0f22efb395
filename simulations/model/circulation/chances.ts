import { log } from '../../random/elementary.ts'
import type { Turn } from './parameters.ts'

const WORD = 2 ** 32

export const WAYS = ['people', 'shops', 'suppliers', 'associations'] as const

/** Days to the next purchase: the first day whose chance is met. @param days of the path */
export function gapOf(
  habit: 'alike' | 'beta',
  { chance, word, days }: { readonly chance: number; readonly word: number; readonly days: number },
): number {
  if (habit === 'beta') {
    const gap = 1 + Math.floor(log((word + 0.5) / WORD) * (1 / log(1 - chance)))
    return Math.min(gap, days + 1)
  }
  let left = 1
  for (let gap = 1; gap <= days; gap++) {
    left *= 1 - chance
    if (word < (1 - left) * WORD) return gap
  }
  return days + 1
}

/** What a turn becomes: a change to euro first, the rest as far as the chances reach. */
export function wayOf(
  row: Turn,
  change: number,
  word: number,
): 'change' | 'keep' | (typeof WAYS)[number] {
  let upTo = change
  if (word < upTo * WORD) return 'change'
  const scale = row.change < 1 ? (1 - change) / (1 - row.change) : 0
  for (const way of WAYS) {
    upTo += scale * row[way]
    if (word < upTo * WORD) return way
  }
  return 'keep'
}
