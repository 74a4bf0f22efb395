/** So many wrong tries lock a PIN. */
export const PIN_TRIES = 5

/** Five digits, as they are typed on a till. */
export function isPin(text: string): boolean {
  return /^[0-9]{5}$/.test(text)
}

/**
 * Whether a PIN is among those that are tried first: one digit five times, or five that go up or down.
 *
 * @example isTooSimple('12345') // true
 */
export function isTooSimple(pin: string): boolean {
  const digits = [...pin].map(Number)
  const steps = new Set(digits.slice(1).map((digit, index) => digit - (digits[index] ?? 0)))
  const [step = 2] = steps
  return steps.size === 1 && Math.abs(step) <= 1
}
