const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** So long after each failed attempt comes the next; after the last of them nobody tries any more. About three days. */
const WAITS_MS = [
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
  24 * HOUR,
]

/**
 * How long to wait after a failed attempt.
 *
 * @param tries how many attempts there were, 1 or more
 * @returns milliseconds, or `undefined` where it is given up
 */
export function waitAfter(tries: number): number | undefined {
  return WAITS_MS[tries - 1]
}
