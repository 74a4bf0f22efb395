import { Decimal } from 'decimal.js'
import type { Minor } from './money.ts'

/** A rate or a ratio. Never an amount: amounts are {@link Minor}. */
export type Rate = Decimal

const Exact = Decimal.clone({ precision: 40, toExpNeg: -40, toExpPos: 40 })

/** How a product of an amount and a rate comes back to whole minor units. */
export type Rounding = 'half_up' | 'half_even' | 'down' | 'up'

const MODES = {
  half_up: Decimal.ROUND_HALF_UP,
  half_even: Decimal.ROUND_HALF_EVEN,
  down: Decimal.ROUND_DOWN,
  up: Decimal.ROUND_UP,
} as const satisfies Record<Rounding, Decimal.Rounding>

/**
 * Reads a rate written as plain decimal digits.
 *
 * @throws RangeError where the text is not a finite decimal number
 * @example parseRate('0.035')
 */
export function parseRate(text: string): Rate {
  if (!/^-?[0-9]{1,20}(\.[0-9]{1,30})?$/.test(text)) {
    throw new RangeError(`a rate is written like 0.035, not like ${JSON.stringify(text)}`)
  }
  return new Exact(text)
}

/**
 * Multiplies an amount by a rate and comes back to minor units with a named rounding.
 *
 * @example multiply(1005n, parseRate('0.5'), 'half_up') // 503n
 */
export function multiply(amount: Minor, rate: Rate, rounding: Rounding): Minor {
  const product = new Exact(amount.toString()).times(rate)
  return BigInt(product.toDecimalPlaces(0, MODES[rounding]).toFixed(0))
}

/**
 * A rate to a whole power, to 40 digits.
 *
 * @param exponent 0 to 1,000,000
 * @example power(parseRate('0.98'), 4) // 0.92236816
 */
export function power(rate: Rate, exponent: number): Rate {
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > 1_000_000) {
    throw new RangeError(`an exponent is a whole number from 0 to 1000000, not ${exponent}`)
  }
  return new Exact(rate).pow(exponent)
}

/**
 * The part that is kept each time where so many times together lose a part: (1 - lost)^(1 / times), to 40 digits.
 *
 * @param lost 0 to below 1
 * @param times above zero, such as 365.25 days of a year
 */
export function keptEach(lost: Rate, times: Rate): Rate {
  return new Exact(1).minus(lost).pow(new Exact(1).div(times))
}
