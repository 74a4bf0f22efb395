import { addDays, type Day, daysBetween, parseDay } from '../../../kernel/days.ts'
import type { EvidenceContent, EvidenceCurve, EvidenceDefinition } from './content.ts'
import { type CsvFault, type CsvLine, linesOf } from './csv-lines.ts'
import { type RatioPart, rounded } from './estimate.ts'
import { type Figure, triesFigure } from './figures.ts'
import type { OutsideHead } from './outside.ts'
import { type Spell, shownCurve } from './survival.ts'

/** The columns of a file of repayments, in any order: every instalment of every loan, those not due yet too. */
export const REPAYMENT_COLUMNS = ['contract', 'due', 'paid'] as const

const ROWS_MAX = 20_000
/** A loan is in arrears, and in default, when its oldest unpaid instalment is so many days late: as in the contracts. */
const LATE = [
  { curve: 'first_arrears', figure: 'first_arrears_monthly', days: 30, to: '30 days late' },
  { curve: 'default', figure: 'default_monthly', days: 120, to: '120 days late' },
] as const
/** An instalment that was paid so long before its day had no chance to be late: the loan was repaid early. */
const AHEAD_DAYS = 31

interface Instalment {
  readonly due: Day
  /** When all of it was paid; `null` where it was not. */
  readonly paid: Day | null
}

/** The instalments of a loan in the order of their days. */
type Loan = readonly Instalment[]

/** How a file of repayments is read: up to the end of a day, what is of how few loans not told. */
export interface RepaymentsOrder extends OutsideHead, EvidenceDefinition {
  readonly day: Day
}

/**
 * Takes evidence of arrears from the repayments of loans that somebody else keeps: how long until the first arrears, how
 * likely in a month, and how many are late now. The loans themselves are not kept.
 *
 * @returns the content, or everything that is wrong with the file
 */
export function readRepayments(
  { day, kind, title, population, source, ...definition }: RepaymentsOrder,
  text: string,
): { readonly content: EvidenceContent } | { readonly faults: readonly CsvFault[] } {
  const read = linesOf(text, REPAYMENT_COLUMNS, ROWS_MAX)
  if ('faults' in read) return read
  const faults: CsvFault[] = []
  const loans = loansOf(read.lines, day, faults)
  if (faults.length > 0) return { faults }
  const figures = [
    ...LATE.map((late) => monthlyFigure(late, loans, day, definition)),
    arrearsFigure(loans, day, definition),
  ]
  const curves = LATE.map((late) => ({ late, curve: curveOf(late, loans, day, definition) }))
  return {
    content: {
      ...{ kind, schemaVersion: 1, title, programme: null, day, definition, population, source },
      estimates: figures.flatMap((figure) =>
        'estimate' in figure ? [rounded(figure.estimate)] : [],
      ),
      tables: [],
      survival: curves.flatMap(({ curve }) => curve ?? []),
      withheld: [
        ...figures.flatMap((figure) =>
          'withheld' in figure ? [{ name: figure.withheld, reason: figure.reason }] : [],
        ),
        ...curves.flatMap(({ late, curve }) =>
          curve === undefined ? [{ name: late.curve, reason: 'few_people' }] : [],
        ),
      ],
    },
  }
}

function loansOf(lines: readonly CsvLine[], day: Day, faults: CsvFault[]): readonly Loan[] {
  const loans = new Map<string, Map<Day, Day | null>>()
  for (const { line, cells } of lines) {
    const { contract = '', due: dueText = '', paid: paidText = '' } = cells
    const tell = (message: string) => faults.push({ line, message })
    const [due, paid] = [parseDay(dueText), parseDay(paidText)]
    if (!/^[\w-]{1,40}$/.test(contract))
      tell('contract must be a code of letters, digits, - and _, which nobody is known by')
    if (due === undefined) tell('due must be a day like 2026-05-31')
    if (paidText !== '' && paid === undefined)
      tell('paid must be a day like 2026-05-31, or empty where it is not paid')
    if (paid !== undefined && paid > day) tell(`paid must not be after ${day}`)
    if (due === undefined) continue
    const own = loans.get(contract) ?? new Map<Day, Day | null>()
    if (own.has(due)) tell(`${contract} has an instalment of ${due} already`)
    loans.set(contract, own.set(due, paid ?? null))
  }
  return [...loans.values()].map((own) =>
    [...own].map(([due, paid]) => ({ due, paid })).sort((a, b) => (a.due < b.due ? -1 : 1)),
  )
}

type Late = (typeof LATE)[number]

/** When an instalment was that late, or would have been. */
function lateOn({ due }: Instalment, { days }: Late): Day {
  return addDays(due, days)
}

function isLate(instalment: Instalment, late: Late, day: Day): boolean {
  const on = lateOn(instalment, late)
  return on <= day && (instalment.paid === null || instalment.paid >= on)
}

/**
 * How likely a loan that was never that late becomes so with the next instalment: those that were the first, of all that
 * could have been. It is the most likely chance of a month where it is the same in all of them.
 */
function monthlyFigure(
  late: Late,
  loans: readonly Loan[],
  day: Day,
  definition: EvidenceDefinition,
): Figure {
  const parts = loans.map((loan, person): RatioPart => {
    const could = loan.filter(
      (one) =>
        lateOn(one, late) <= day &&
        (one.paid === null || daysBetween(one.paid, one.due) < AHEAD_DAYS),
    )
    const first = could.findIndex((one) => isLate(one, late, day))
    return first < 0
      ? { person, above: 0, below: could.length }
      : { person, above: 1, below: first + 1 }
  })
  const method = `share of monthly instalments of loans never ${late.to} before, interval of Wilson with as many as are worth the same where those of one loan hang together`
  return triesFigure({ name: late.figure, unit: 'share', method }, parts, definition)
}

/** Of the loans that run on the day: how many are in arrears. */
function arrearsFigure(loans: readonly Loan[], day: Day, definition: EvidenceDefinition): Figure {
  const [late] = LATE
  const running = loans.filter((loan) => loan.some(({ paid }) => paid === null))
  const parts = running.map((loan, person): RatioPart => {
    const isBehind = loan.some((one) => one.paid === null && isLate(one, late, day))
    return { person, above: isBehind ? 1 : 0, below: 1 }
  })
  const method = `share of loans that run on ${day} with an instalment 30 or more days late, interval of Wilson`
  return triesFigure({ name: 'arrears', unit: 'share', method }, parts, definition)
}

/** From the first instalment that fell due; a loan that is repaid, or that runs on, is watched no longer. */
function curveOf(
  late: Late,
  loans: readonly Loan[],
  day: Day,
  definition: EvidenceDefinition,
): EvidenceCurve | undefined {
  const spells = loans.flatMap((loan, person): readonly Spell[] => {
    const from = loan[0]?.due ?? day
    if (from > day) return []
    const first = loan.find((one) => isLate(one, late, day))
    if (first !== undefined)
      return [{ days: daysBetween(from, lateOn(first, late)), isSeen: true, person }]
    const days = loan.map(({ paid }) => paid)
    const isOver = days.every((paid) => paid !== null)
    const end = isOver
      ? days.reduce((last, paid) => ((paid ?? last) > last ? (paid ?? last) : last), from)
      : day
    return [{ days: daysBetween(from, end), isSeen: false, person }]
  })
  const curve = shownCurve(spells, definition)
  if (curve === undefined) return undefined
  const { curve: name, to } = late
  const steps = curve.steps.map(rounded)
  return { name, unit: 'days', from: 'first instalment due', to, n: curve.n, steps }
}
