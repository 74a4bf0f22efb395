/**
 * A share of an amount in whole cents, rounded down: what is left of a cent stays with who is paid. What rounding of the
 * product itself takes away is given back, so that 0.7 of 10 cents are 7. Exact below a hundred million euro for
 * shares of whole hundredths of a percent, as the decimal arithmetic of the contracts is.
 */
export function shareOf(cents: number, share: number): number {
  return Math.floor(cents * share + 1e-5)
}

/** So much of an amount as a part is of a whole, rounded down; all of it where the part is the whole. */
export function inProportion(cents: number, part: number, whole: number): number {
  return part === whole ? cents : Math.floor((cents * part) / whole)
}

/** Half up, where an amount of the model becomes money. */
export function roundedCents(cents: number): number {
  return Math.floor(cents + 0.5)
}
