/** The bits that a list of flags is stored as. */
export function flagBits<Flag extends string>(
  table: Readonly<Record<Flag, number>>,
  flags: readonly Flag[],
): number {
  let bits = 0
  for (const flag of flags) bits |= table[flag]
  return bits
}

/** The flags of stored bits, in the order of the table. */
export function flagsOfBits<Flag extends string>(
  table: Readonly<Record<Flag, number>>,
  bits: number,
): readonly Flag[] {
  if (bits === 0) return NONE
  return (Object.keys(table) as Flag[]).filter((flag) => (bits & table[flag]) !== 0)
}

/** The same flags, each once and in the order of the table: as the books give them back. */
export function canonicalFlags<Flag extends string>(
  table: Readonly<Record<Flag, number>>,
  flags: readonly Flag[],
): readonly Flag[] {
  return flags.length < 2 ? flags : flagsOfBits(table, flagBits(table, flags))
}

const NONE: readonly never[] = []
