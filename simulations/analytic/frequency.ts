import { at, sum, type Vector } from './numeric/elements.ts'

/** How many claims there are. */
export type Frequency =
  | { readonly kind: 'poisson'; readonly mean: number }
  | { readonly kind: 'binomial'; readonly trials: number; readonly share: number }
  /** P(0) = (1 + beta)^-r; its mean is r beta. */
  | { readonly kind: 'negative_binomial'; readonly r: number; readonly beta: number }
  /** P(k) = (1 - going) going^k. */
  | { readonly kind: 'geometric'; readonly going: number }
  /** The probability of 0, 1, 2, … claims. */
  | { readonly kind: 'counts'; readonly weights: Vector }

export function frequencyMean(frequency: Frequency): number {
  switch (frequency.kind) {
    case 'poisson':
      return frequency.mean
    case 'binomial':
      return frequency.trials * frequency.share
    case 'negative_binomial':
      return frequency.r * frequency.beta
    case 'geometric':
      return frequency.going / (1 - frequency.going)
    case 'counts':
      return sum(Array.from(frequency.weights, (weight, count) => weight * count))
  }
}

export function frequencyVariance(frequency: Frequency): number {
  switch (frequency.kind) {
    case 'poisson':
      return frequency.mean
    case 'binomial':
      return frequency.trials * frequency.share * (1 - frequency.share)
    case 'negative_binomial':
      return frequency.r * frequency.beta * (1 + frequency.beta)
    case 'geometric':
      return frequency.going / (1 - frequency.going) ** 2
    case 'counts': {
      const mean = frequencyMean(frequency)
      return sum(Array.from(frequency.weights, (weight, count) => weight * (count - mean) ** 2))
    }
  }
}

/** The numbers a and b of the class (a, b, 0): p(k) = (a + b / k) p(k - 1). */
export interface Recursive {
  readonly a: number
  readonly b: number
}

/** What Panjer's recursion needs; a law given by its counts has none. */
export function recursiveOf(frequency: Frequency): Recursive | undefined {
  switch (frequency.kind) {
    case 'poisson':
      return { a: 0, b: frequency.mean }
    case 'binomial': {
      const odds = frequency.share / (1 - frequency.share)
      return { a: -odds, b: (frequency.trials + 1) * odds }
    }
    case 'negative_binomial': {
      const a = frequency.beta / (1 + frequency.beta)
      return { a, b: (frequency.r - 1) * a }
    }
    case 'geometric':
      return { a: frequency.going, b: 0 }
    case 'counts':
      return undefined
  }
}

/** E[z^N] at a complex point within the unit circle. */
export function generating(frequency: Frequency, re: number, im: number): [number, number] {
  switch (frequency.kind) {
    case 'poisson':
      return polar(Math.exp(frequency.mean * (re - 1)), frequency.mean * im)
    case 'binomial': {
      const { trials, share } = frequency
      return power(1 + share * (re - 1), share * im, trials)
    }
    case 'negative_binomial': {
      const { r, beta } = frequency
      return power(1 - beta * (re - 1), -beta * im, -r)
    }
    case 'geometric': {
      const { going } = frequency
      const [a, b] = power(1 - going * re, -going * im, -1)
      return [(1 - going) * a, (1 - going) * b]
    }
    case 'counts': {
      let [a, b] = [0, 0]
      for (let k = frequency.weights.length - 1; k >= 0; k--) {
        ;[a, b] = [a * re - b * im + at(frequency.weights, k), a * im + b * re]
      }
      return [a, b]
    }
  }
}

function power(re: number, im: number, exponent: number): [number, number] {
  return polar(Math.hypot(re, im) ** exponent, Math.atan2(im, re) * exponent)
}

function polar(size: number, angle: number): [number, number] {
  return [size * Math.cos(angle), size * Math.sin(angle)]
}
