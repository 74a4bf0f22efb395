/** A decimal as a quotient of whole numbers, so that products with cents are exact. */
export interface Part {
  readonly above: number
  readonly below: number
}

/** The part that a decimal says, of at most six decimals. @example partOf('0.05') // 5 / 100 */
export function partOf(text: string): Part {
  const decimals = text.split('.')[1]?.length ?? 0
  if (decimals > 6) throw new RangeError(`a part has at most six decimals, not ${text}`)
  const below = 10 ** decimals
  return { above: Math.round(Number(text) * below), below }
}

/** A part of an amount in whole cents, rounded half up, as `multiply` of the kernel rounds. */
export function halfUp(cents: number, { above, below }: Part): number {
  return Math.floor((2 * cents * above + below) / (2 * below))
}

/** A share as the rules of instruments write it, to six decimals. @example formatRate(0.05) // '0.05' */
export function formatRate(share: number): string {
  return share.toFixed(6).replace(/\.?0+$/, '')
}
