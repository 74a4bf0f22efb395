import type { Minor, Unit } from '../../kernel/money.ts'
import { CHART_SECTIONS, type ChartSection, chartLine } from './chart.ts'
import type { Colour } from './colour.ts'
import type { GroupBalance } from './reading.ts'

/** The parts of a balance sheet: those of the chart, and what the chart does not know. */
export type SheetSection = ChartSection | 'other'

export const SHEET_SECTIONS: readonly SheetSection[] = [
  ...(Object.keys(CHART_SECTIONS) as ChartSection[]),
  'other',
]

/** What the accounts of one code hold together, on the side on which their section grows. */
export interface SheetLine {
  readonly code: number
  readonly name: { readonly en: string; readonly it: string }
  readonly accounts: bigint
  readonly balance: Minor
}

/** The balance sheet of a unit, or of what has a colour of it: assets are funds, liabilities and other together. */
export interface Sheet {
  readonly unit: Unit
  readonly colour?: Colour
  readonly sections: Readonly<
    Record<SheetSection, { readonly total: Minor; readonly lines: readonly SheetLine[] }>
  >
}

/** Orders what the accounts come to by the chart. Units and colours are in the order in which they come. */
export function balanceSheet(groups: readonly GroupBalance[]): readonly Sheet[] {
  const kinds = new Map<string, GroupBalance[]>()
  for (const group of groups) {
    const kind = `${group.unit} ${group.colour ?? ''}`
    const found = kinds.get(kind)
    if (found === undefined) kinds.set(kind, [group])
    else found.push(group)
  }
  return [...kinds.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const { unit, colour } = first
    const sectionOf = (section: SheetSection) => {
      const lines = own
        .filter((group) => (chartLine(group)?.section ?? 'other') === section)
        .map((group) => lineOf(group, section))
      return { lines, total: lines.reduce((sum, { balance }) => sum + balance, 0n) }
    }
    const sections = forSections(sectionOf)
    return [{ unit, ...(colour === undefined ? {} : { colour }), sections }]
  })
}

/** Something of each section. */
export function forSections<Part>(
  make: (section: SheetSection) => Part,
): Record<SheetSection, Part> {
  return {
    assets: make('assets'),
    funds: make('funds'),
    liabilities: make('liabilities'),
    other: make('other'),
  }
}

/** The side on which a section grows. */
export function normalSide(section: SheetSection): 'debit' | 'credit' {
  return section === 'other' ? 'credit' : CHART_SECTIONS[section].normalSide
}

function lineOf(group: GroupBalance, section: SheetSection): SheetLine {
  const { code, accounts, origin } = group
  const balance = normalSide(section) === 'debit' ? -group.balance : group.balance
  return { code, accounts, balance, name: chartLine({ code, origin })?.name ?? unknownName(code) }
}

function unknownName(code: number): { readonly en: string; readonly it: string } {
  return { en: `Outside the chart, code ${code}`, it: `Fuori dal piano dei conti, codice ${code}` }
}
