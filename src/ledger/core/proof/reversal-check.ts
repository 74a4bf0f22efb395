import { TRANSFER_BITS } from '../transfer.ts'
import type { LineReader } from './line-reader.ts'
import { type TransferLine, transferLines } from './records.ts'

/** So many reversed transfers are held in memory at a time, unless a source asks for fewer. */
export const REVERSALS_AT_ONCE = 100_000

/** Which transfers are reversed: as many ids as may be held, and how many reversals there are in all. */
export class ReversedIds {
  readonly ids = new Set<string>()
  count = 0
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  add(of: string): void {
    this.count += 1
    if (this.ids.size < this.#max) this.ids.add(of)
  }
}

/**
 * Holds every reversal against what it takes back. A reversal comes long after it, so the transfers are read once
 * more: first by those that are reversed, then by their reversals. Where there are more than may be held in memory,
 * that is done in parts.
 *
 * @param read reads the transfers from their start
 * @param quiet the same, for a reading that says nothing
 */
export async function checkReversals(
  reversed: ReversedIds,
  max: number,
  read: () => LineReader,
  quiet: () => LineReader,
): Promise<void> {
  if (reversed.count === 0) return
  const parts = Math.ceil(reversed.count / max)
  if (parts === 1) return checkPart(read(), (of) => reversed.ids.has(of))
  for (let part = 0; part < parts; part++) {
    const ids = await idsOfPart(quiet(), part, parts)
    await checkPart(read(), (of) => ids.has(of))
  }
}

async function idsOfPart(
  lines: LineReader,
  part: number,
  parts: number,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  while (lines.take() || (await lines.next())) {
    if (!lines.text.includes('"reverses":"')) continue
    const of = transferLines.read(lines.text)?.reverses
    if (of != null && Number.parseInt(of.slice(28), 16) % parts === part) ids.add(of)
  }
  return ids
}

interface Original {
  readonly line: TransferLine
  left: bigint
}

async function checkPart(lines: LineReader, isReversed: (id: string) => boolean): Promise<void> {
  const originals = new Map<string, Original>()
  while (lines.take() || (await lines.next())) {
    const line = transferLines.read(lines.text)
    if (line === undefined) continue
    const { reverses } = line
    if (reverses != null && isReversed(reverses)) {
      const fault = faultOf(line, originals.get(reverses))
      if (fault !== undefined) lines.add(fault)
    }
    if (isReversed(line.id)) originals.set(line.id, { line, left: BigInt(line.amount) })
  }
}

function faultOf(line: TransferLine, original: Original | undefined): string | undefined {
  const { reverses } = line
  if (original === undefined) return `reverses ${reverses}, which is not in the log before it`
  const { line: reversed } = original
  if (reversed.reverses != null) return `reverses ${reverses}, which is a reversal itself`
  if ((Number(reversed.flags) & TRANSFER_BITS.notMoving) !== 0) {
    return `reverses ${reverses}, which moved nothing`
  }
  const isSwapped =
    reversed.debitAccountId === line.creditAccountId &&
    reversed.creditAccountId === line.debitAccountId
  if (!isSwapped) return `reverses ${reverses}, and not between its accounts`
  const { left } = original
  original.left -= BigInt(line.amount)
  return original.left < 0n
    ? `takes back ${line.amount} of ${reverses}, of which ${left < 0n ? 0n : left} was left`
    : undefined
}
