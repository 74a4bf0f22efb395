import { gammaAbove, gammaBelow } from './numeric/gamma.ts'
import { normalBelow } from './numeric/normal.ts'

/** How large a claim is. */
export type Severity =
  | { readonly kind: 'exponential'; readonly mean: number }
  /** Of Lomax: P(X > x) = (scale / (scale + x))^shape. */
  | { readonly kind: 'pareto'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'gamma'; readonly shape: number; readonly rate: number }
  /** The logarithm is normal with this mean and deviation. */
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }

/** P(X <= x). */
export function severityBelow(severity: Severity, x: number): number {
  if (x <= 0) return 0
  switch (severity.kind) {
    case 'exponential':
      return -Math.expm1(-x / severity.mean)
    case 'pareto':
      return 1 - (severity.scale / (severity.scale + x)) ** severity.shape
    case 'gamma':
      return gammaBelow(severity.shape, severity.rate * x)
    case 'lognormal':
      return normalBelow((Math.log(x) - severity.mu) / severity.sigma)
  }
}

/** The mean; infinite where a Pareto law has a shape of 1 or less. */
export function severityMeanOf(severity: Severity): number {
  switch (severity.kind) {
    case 'exponential':
      return severity.mean
    case 'pareto':
      return severity.shape > 1 ? severity.scale / (severity.shape - 1) : Number.POSITIVE_INFINITY
    case 'gamma':
      return severity.shape / severity.rate
    case 'lognormal':
      return Math.exp(severity.mu + severity.sigma ** 2 / 2)
  }
}

/** E[min(X, x)], the limited expected value. Source: Klugman, Panjer and Willmot, Loss Models, appendix A. */
export function limitedValue(severity: Severity, x: number): number {
  if (x <= 0) return 0
  switch (severity.kind) {
    case 'exponential':
      return -severity.mean * Math.expm1(-x / severity.mean)
    case 'pareto': {
      const { shape, scale } = severity
      if (shape === 1) return scale * Math.log1p(x / scale)
      return (scale / (shape - 1)) * (1 - (scale / (scale + x)) ** (shape - 1))
    }
    case 'gamma': {
      const { shape, rate } = severity
      return (shape / rate) * gammaBelow(shape + 1, rate * x) + x * gammaAbove(shape, rate * x)
    }
    case 'lognormal': {
      const { mu, sigma } = severity
      const inside = normalBelow((Math.log(x) - mu - sigma ** 2) / sigma)
      return severityMeanOf(severity) * inside + x * normalBelow((mu - Math.log(x)) / sigma)
    }
  }
}

/** What a layer pays on average: E[min((X - d)+, l)] = E[min(X, d + l)] - E[min(X, d)]. */
export function layerMean(severity: Severity, deductible: number, limit: number): number {
  return limitedValue(severity, deductible + limit) - limitedValue(severity, deductible)
}

/**
 * A severity on a lattice of the same mean, but for what lies beyond the end.
 * Source: Klugman, Panjer and Willmot, Loss Models, 9.6.5.2 (local moment matching).
 *
 * @param step the distance of the points
 * @param points how many there are above zero
 */
export function latticeOfMean(severity: Severity, step: number, points: number): Float64Array {
  const limited = (j: number): number => limitedValue(severity, j * step)
  return Float64Array.from({ length: points + 1 }, (_, j) => {
    if (j === 0) return 1 - limited(1) / step
    if (j < points) return (2 * limited(j) - limited(j - 1) - limited(j + 1)) / step
    return (limited(j) - limited(j - 1)) / step - 1 + severityBelow(severity, j * step)
  })
}

/** A law given by its distribution function, moved up to the next point of a lattice, or down to the one before. */
export function latticeMoved(
  below: (x: number) => number,
  step: number,
  points: number,
  direction: 'up' | 'down',
): Float64Array {
  const weight = (j: number): number => below(j * step) - below((j - 1) * step)
  return Float64Array.from({ length: points + 1 }, (_, j) =>
    direction === 'up' ? (j === 0 ? 0 : weight(j)) : j === points ? 0 : weight(j + 1),
  )
}
