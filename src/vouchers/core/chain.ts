/** Where a terminal's chain ends. */
export interface ChainEnd {
  /** The number of the last statement; 0 where there is none. */
  readonly seq: number
  /** Its SHA-256, base64url. */
  readonly head: string
}

/** Where a chain without statements ends: the hash is that of the empty text. */
export const CHAIN_START: ChainEnd = {
  seq: 0,
  head: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
}

/** What of a statement can fail to fit: its place in the chain, or the tree head that it says the till has seen. */
export const CONFLICT_REASONS = ['chain', 'head'] as const
export type ConflictReason = (typeof CONFLICT_REASONS)[number]

/** Whether a statement is the next of a chain. */
export function isNext(
  chain: ChainEnd,
  statement: { readonly seq: number; readonly prev: string },
): boolean {
  return statement.seq === chain.seq + 1 && statement.prev === chain.head
}
