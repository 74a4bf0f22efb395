import { breakageFigures, type Figure, purchaseFigures } from '../evidence/figures.ts'
import type { VoucherHistory } from '../evidence/history.ts'
import { livesOf } from '../evidence/lives.ts'
import { type ShownTable, type SuppressionRules, suppressed } from '../evidence/suppression.ts'
import { type Entry, tableOf } from '../evidence/tables.ts'
import { actualOf, type Course, type ReplayTotals } from './outcome.ts'
import { replay } from './replay.ts'
import type { ReplayRule } from './rule.ts'

/** What a replay takes for true, and cannot know. */
export const REPLAY_LIMITS = [
  'People would have wanted the same things on the same days: nobody would have hurried before a shorter last day, or kept back what loses value.',
  'What nobody tried because a rule forbade it is not there: a wider rule looks less useful than it would be.',
  'Of what was refused for its category it is not known what it was for, so it stays refused; so does what was refused for a PIN, a card that was blocked or not handed over, or a shop that did not accept.',
  'A purchase of which the till did not say what it was for counts as what the shop sells.',
  'Shops would have stayed, at any commission.',
] as const

/** A replay as it may be shown: what few people did is hidden. */
export interface ShownReplay {
  /** Of how many people the tries or the money would have gone differently; `null` where that is a few. */
  readonly peopleTouched: number | null
  /** What was and what would have been: money by what became of it, tries by their answers. Nothing where it is of few people. */
  readonly actual: readonly ShownTable[]
  readonly replayed: readonly ShownTable[]
  /** What shops would have paid, in cents. */
  readonly commission: number | null
  readonly withheld: 'few_people' | null
  readonly limits: readonly string[]
}

const MONEY = ['expired', 'cancelled', 'demurrage', 'left'] as const

/** Replays a history, and shows what may be shown. Where a few people only would have fared differently, nothing is. */
export function shownReplay(
  history: VoucherHistory,
  rule: ReplayRule,
  rules: SuppressionRules,
): ShownReplay {
  const actual = actualOf(history)
  const replayed = replay(history, rule)
  const touched = new Set<number>()
  for (const [at, { person }] of history.vouchers.entries()) {
    if (!isSame(actual.vouchers[at], replayed.vouchers[at])) touched.add(person)
  }
  const limits = REPLAY_LIMITS
  if (touched.size > 0 && touched.size < rules.threshold) {
    const nothing = { peopleTouched: null, actual: [], replayed: [], commission: null }
    return { ...nothing, withheld: 'few_people', limits }
  }
  const known = knownOf(history, rules)
  const shown = (course: Course) =>
    [moneyTable(history, course, known.money), answerTable(history, course, known.answers)].flatMap(
      (table) => suppressed(table, rules) ?? [],
    )
  const tables = shown(replayed)
  const money = tables.find(({ name }) => name === 'money')
  // It would give back what was spent where that is hidden.
  const isSpentShown = money?.cells[0]?.[money.columns.indexOf('spent')] != null
  const commission = isSpentShown ? replayed.totals.commission : null
  const all = { peopleTouched: touched.size, commission, withheld: null }
  return { ...all, actual: shown(actual), replayed: tables, limits }
}

function isSame(one: ReplayTotals | undefined, other: ReplayTotals | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/**
 * What a dataset of the same day tells, so that it cannot be hidden here; else the two together would give back what
 * each of them hides. The level plays no part in whether a figure is told.
 */
function knownOf(history: VoucherHistory, hiding: SuppressionRules) {
  const lives = livesOf(history)
  const rules = { ...hiding, level: 0.95 }
  const isTold = (figures: readonly Figure[], name: string) =>
    figures.some((figure) => 'estimate' in figure && figure.estimate.name === name)
  const isBreakageTold = isTold(breakageFigures(lives, history.day, rules), 'breakage')
  const isShareTold = isTold(purchaseFigures(history, lives, rules), 'acceptance')
  return {
    money: isBreakageTold ? ['spent', 'expired'] : ['spent'],
    answers: isShareTold ? ['in_full'] : [],
  }
}

function moneyTable({ vouchers }: VoucherHistory, course: Course, known: readonly string[]) {
  const head = { name: 'money', unit: 'cent', rowsAre: null, columnsAre: 'outcome' }
  const entries = course.vouchers.flatMap((totals, at): readonly Entry[] => {
    const person = vouchers[at]?.person
    const spent = totals.spent - totals.returnedToVouchers
    return [
      { row: '', column: 'spent', value: spent, person },
      ...MONEY.map((column) => ({ row: '', column, value: totals[column], person })),
    ]
  })
  return tableOf(head, entries, known)
}

function answerTable({ vouchers }: VoucherHistory, { tries }: Course, known: readonly string[]) {
  const head = { name: 'answers', unit: 'tries', rowsAre: null, columnsAre: 'answer' }
  const entries = tries.map(({ outcome, why, voucher }): Entry => {
    const column = outcome === 'refused' ? (why ?? outcome) : outcome
    return { row: '', column, value: 1, person: vouchers[voucher]?.person }
  })
  return tableOf(head, entries, known)
}
