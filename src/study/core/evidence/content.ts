import type { Day } from '../../../kernel/days.ts'
import { type EvidenceEstimate, rounded } from './estimate.ts'
import {
  breakageFigures,
  circulationFigures,
  type Figure,
  lagFigures,
  purchaseFigures,
  sharedFigure,
} from './figures.ts'
import type { InstrumentHistory, VoucherHistory } from './history.ts'
import { LAGS, livesOf, spellsOf, type VoucherLife } from './lives.ts'
import { type ShownTable, type SuppressionRules, suppressed } from './suppression.ts'
import { type ShownCurve, shownCurve } from './survival.ts'
import { type CellTable, type Entry, tableOf } from './tables.ts'

/** How evidence is taken. */
export interface EvidenceDefinition extends SuppressionRules {
  /** The confidence of all intervals. */
  readonly level: number
}

/** A curve of what still waits, by days. */
export interface EvidenceCurve extends ShownCurve {
  readonly name: string
  readonly unit: 'days'
  readonly from: string
  readonly to: string
}

/** What a dataset of evidence holds. */
export interface EvidenceContent {
  readonly kind: 'ledger' | 'outside' | 'prior'
  readonly schemaVersion: 1
  readonly title: string
  readonly programme: string | null
  readonly day: Day | null
  readonly definition: EvidenceDefinition | null
  /** Of whom and what, in words. */
  readonly population: string
  /** Where it is from. */
  readonly source: string
  readonly estimates: readonly EvidenceEstimate[]
  readonly tables: readonly ShownTable[]
  readonly survival: readonly EvidenceCurve[]
  /** What could not be told, and why: too few people, or nothing was seen. */
  readonly withheld: readonly { readonly name: string; readonly reason: string }[]
}

const ENDS = {
  hand_over: ['issued', 'handed over'],
  first_use: ['handed over', 'first purchase'],
  next_use: ['a purchase', 'the next purchase'],
  emptied: ['handed over', 'nothing left'],
} as const

const NOT_SAID = 'not said'

/** Takes the evidence of a programme: the same history gives the same content, to the byte. */
export function evidenceOf(
  history: VoucherHistory,
  instruments: readonly InstrumentHistory[],
  definition: EvidenceDefinition,
): EvidenceContent {
  const { programme, day } = history
  const lives = livesOf(history)
  const curves = LAGS.map((lag) => {
    const spells = spellsOf(lives, lag, day)
    return { lag, spells, curve: shownCurve(spells, definition) }
  })
  const figures: Figure[] = [
    ...curves.flatMap(({ lag, spells }) => lagFigures(lag, spells, definition)),
    ...breakageFigures(lives, day, definition),
    ...purchaseFigures(history, lives, definition),
    ...instruments.flatMap((one) => circulationFigures(one, day, definition)),
  ]
  const isGiven = (name: string) =>
    figures.some((figure) => 'estimate' in figure && figure.estimate.name === name)
  const spending = spendingTable(lives)
  const shownSpending = suppressed(spending, definition)
  const tables = [
    { name: spending.name, shown: shownSpending },
    ...[outcomeTable(lives, isGiven('breakage')), answerTable(history, isGiven('acceptance'))].map(
      (table) => ({ name: table.name, shown: suppressed(table, definition) }),
    ),
  ]
  figures.push(...categoryFigures(spending, shownSpending, lives, definition))
  return {
    ...{ kind: 'ledger', schemaVersion: 1, programme, day, definition },
    title: `${programme}, ${day}`,
    population: populationOf(history),
    source: 'the ledger of the service',
    estimates: figures.flatMap((figure) =>
      'estimate' in figure ? [rounded(figure.estimate)] : [],
    ),
    tables: tables.flatMap(({ shown }) => shown ?? []),
    survival: curves.flatMap(({ lag, curve }) => {
      if (curve === undefined) return []
      const [from, to] = ENDS[lag]
      const steps = curve.steps.map(rounded)
      return [{ name: lag, unit: 'days' as const, from, to, n: curve.n, steps }]
    }),
    withheld: [
      ...figures.flatMap((figure) =>
        'withheld' in figure ? [{ name: figure.withheld, reason: figure.reason }] : [],
      ),
      ...tables.flatMap(({ name, shown }) => (shown ? [] : [{ name, reason: 'few_people' }])),
      ...curves.flatMap(({ lag, curve }) => (curve ? [] : [{ name: lag, reason: 'few_people' }])),
      // The books have no contract with days on which something falls due, so nothing can be late.
      { name: 'arrears', reason: 'no_credit_on_the_books' },
    ],
  }
}

function populationOf({ programme, day, unit }: VoucherHistory): string {
  return `Vouchers of the programme ${programme} in ${unit} issued up to ${day}, a card in place of another counted as the same voucher; every try to pay with one of them up to that day, the refused included, those with an unknown code not; wallets of people, partners and associations in the programme's instruments.`
}

/** What was bought, less what came back to the voucher: by shop and by category. */
function spendingTable(lives: readonly VoucherLife[]): CellTable {
  const head = { name: 'spending', unit: 'cent', rowsAre: 'partner', columnsAre: 'category' }
  return tableOf(head, lives.flatMap(spendingOf))
}

function spendingOf({ person, purchases }: VoucherLife): readonly Entry[] {
  return purchases.flatMap(({ partner: row, amount, returned, lines }) => {
    const parts = lines.length === 0 ? [{ category: NOT_SAID, amount }] : lines
    // What came back is taken from each category in its proportion; the last takes what rounding leaves.
    let due = returned
    let rest = amount
    return parts.map(({ category: column, amount: part }) => {
      const back = rest === 0 ? 0 : Math.min(part, Math.floor((due * part) / rest))
      due -= back
      rest -= part
      return { row, column, value: part - back, person }
    })
  })
}

/** What became of the money on vouchers. */
function outcomeTable(lives: readonly VoucherLife[], isBreakageGiven: boolean): CellTable {
  const head = { name: 'outcome', unit: 'cent', rowsAre: null, columnsAre: 'outcome' }
  const columns = ['spent', 'expired', 'cancelled', 'left'] as const
  const entries = lives.flatMap((life) =>
    columns.map((column) => ({ row: '', column, value: life[column], person: life.person })),
  )
  return tableOf(head, entries, isBreakageGiven ? ['spent', 'expired'] : ['spent'])
}

/** What tries to pay were answered. */
function answerTable({ events, vouchers }: VoucherHistory, isShareGiven: boolean): CellTable {
  const head = { name: 'answers', unit: 'tries', rowsAre: null, columnsAre: 'answer' }
  const entries = events.flatMap((event) => {
    if (event.kind !== 'tried') return []
    const person = vouchers[event.voucher]?.person
    return [{ row: '', column: event.status as string, value: 1, person }]
  })
  return tableOf(head, entries, isShareGiven ? ['redeemed'] : [])
}

/** The share of each category in what was bought, where the table shows it. */
function categoryFigures(
  { rows, columns }: CellTable,
  shown: ShownTable | undefined,
  lives: readonly VoucherLife[],
  definition: EvidenceDefinition,
): readonly Figure[] {
  const entries = lives.flatMap(spendingOf)
  const sums = shown?.cells[rows.length === 1 ? 0 : rows.length]
  return columns.map((category, at): Figure => {
    const name = `spending_share:${category}`
    if (sums?.[at] == null) return { withheld: name, reason: 'few_people' }
    const parts = entries.map(({ column, value, person }) => ({
      ...{ person: person ?? -1, above: column === category ? value : 0, below: value },
    }))
    const method = 'share of what was bought, over people, interval by linearisation between people'
    return sharedFigure({ name, unit: 'share', method }, parts, definition)
  })
}
