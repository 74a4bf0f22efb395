import { type Minor, parseAmount } from '../../kernel/money.ts'

/** Who is to be given how much, and where that was typed. */
export interface GrantTyped {
  /** Of the text, from 1; empty lines count. */
  readonly line: number
  readonly code: string
  /** Above zero. */
  readonly amount: Minor
}

/** Why a line cannot be read, in order of precedence. */
export const LINE_FAULTS = ['unreadable', 'amount', 'twice', 'too_many'] as const

export type LineFault = (typeof LINE_FAULTS)[number]

export interface FaultyGrantLine<Fault extends string = LineFault> {
  readonly line: number
  readonly text: string
  readonly fault: Fault
}

export interface GrantText {
  readonly lines: readonly GrantTyped[]
  /** Every other line that says something: none is lost. */
  readonly faults: readonly FaultyGrantLine[]
}

/** As many as the API takes. */
export const GRANT_LINES_MAX = 500

const CELL = '"?\\s*([^\\s;,"]{1,64})\\s*"?'
const LINE = new RegExp(`^${CELL}(?:\\s*[;,\\t]\\s*|\\s+)"?\\s*([^\\s;"]+)\\s*"?$`)
/** The second comma could stand between cells or before cents. */
const AMBIGUOUS = /^[^\s;"]*,[^\s;"]*,/
const HEADS = new Set(['amount', 'importo'])

/**
 * Reads a code and an amount from each line, with a space between them, or as cells of a CSV file: commas, semicolons or
 * tabs, in quotes or not. Heads that name the amount may stand first.
 *
 * @example readGrantLines('BI-P-001 25,00\nBI-P-002;10').lines[1] // { line: 2, code: 'BI-P-002', amount: 1000n }
 */
export function readGrantLines(text: string): GrantText {
  const lines: GrantTyped[] = []
  const faults: FaultyGrantLine[] = []
  const seen = new Set<string>()
  let isFirst = true
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    const typed = raw.trim()
    if (typed === '') continue
    const [, code, figure = ''] = AMBIGUOUS.test(typed) ? [] : (LINE.exec(typed) ?? [])
    const isHeads = isFirst && HEADS.has(figure.toLowerCase())
    isFirst = false
    if (isHeads) continue
    const line = index + 1
    const amount = parseAmount(figure)
    const fault = faultOf(code, amount, seen, lines.length)
    if (fault !== undefined) faults.push({ line, text: typed, fault })
    else if (code !== undefined && typeof amount === 'bigint') lines.push({ line, code, amount })
    if (code !== undefined) seen.add(code)
  }
  return { lines, faults }
}

function faultOf(
  code: string | undefined,
  amount: ReturnType<typeof parseAmount>,
  seen: ReadonlySet<string>,
  taken: number,
): LineFault | undefined {
  if (code === undefined) return 'unreadable'
  if (typeof amount === 'string') return 'amount'
  if (seen.has(code)) return 'twice'
  return taken >= GRANT_LINES_MAX ? 'too_many' : undefined
}
