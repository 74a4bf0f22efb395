import { type Books, moves, type TransferRow } from './books.ts'
import type { Findings } from './findings.ts'

/* What one transfer says of another: that it takes it back, or that it hands out in another unit what that one brought. */

/** 14: what is taken back of a transfer went the other way, was none itself, and is no more than that moved. */
export function checkReversals(books: Books, findings: Findings): void {
  const rows = new Map(books.transfers.map((row) => [row.id, row]))
  const taken = new Map<string, bigint>()
  for (const { id, reverses, debit, credit, amount, position } of books.transfers) {
    if (reverses === null) continue
    const of = rows.get(reverses)
    const sum = (taken.get(reverses) ?? 0n) + amount
    taken.set(reverses, sum)
    const isRight =
      of !== undefined &&
      of.position < position &&
      of.reverses === null &&
      moves(of) &&
      of.debit === credit &&
      of.credit === debit &&
      sum <= of.amount
    const limit = of === undefined ? 'nothing' : `${of.amount}`
    findings.expect(14, isRight, () => `${id} takes back ${reverses}: ${sum} of ${limit}`)
  }
}

/** 33: a conversion follows its source in one commit, and is less than one minor unit from exact, on the right side. */
export function checkConversions(books: Books, findings: Findings): void {
  const rows = new Map(books.transfers.map((row) => [row.id, row]))
  for (const row of books.transfers) {
    if (row.converts === null) continue
    const source = rows.get(row.converts)
    const isBeside =
      source !== undefined &&
      source.at === row.at &&
      source.position < row.position &&
      source.unit !== row.unit
    findings.expect(33, isBeside, () => `${row.id} converts ${row.converts}, which is elsewhere`)
    const isExact = source !== undefined && isRounded(row, source.amount)
    findings.expect(33, isExact, () => `${row.id} makes ${row.amount} of ${source?.amount}`)
  }
}

/** The remainder, in parts of the denominator, against what each rounding allows: no product is rounded here. */
function isRounded(row: TransferRow, amount: bigint): boolean {
  const { rateNumerator, rateDenominator, rounding } = row
  if (rateNumerator === null || rateDenominator === null) return false
  const rest = amount * rateNumerator - row.amount * rateDenominator
  const twice = 2n * rest
  switch (rounding) {
    case 1:
      return twice < rateDenominator && twice >= -rateDenominator
    case 2: {
      const isNear = twice < rateDenominator && twice > -rateDenominator
      const isTie = twice === rateDenominator || twice === -rateDenominator
      return isNear || (isTie && row.amount % 2n === 0n)
    }
    case 3:
      return rest >= 0n && rest < rateDenominator
    case 4:
      return rest <= 0n && rest > -rateDenominator
    default:
      return false
  }
}

/** 15: nothing is told of before it has happened. */
export function checkOccurred(books: Books, findings: Findings): void {
  for (const { id, occurredAt, at } of books.transfers) {
    const isPast = occurredAt === null || occurredAt <= at
    findings.expect(15, isPast, () => `${id} happened at ${occurredAt}, and was recorded at ${at}`)
  }
}
