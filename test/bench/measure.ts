/** What one measurement came to. */
export interface Measured {
  /** Transfers (or transactions) a second. */
  readonly perSecond: number
  /** How long a request took, in milliseconds: the middle one, and the slowest of a hundred. */
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface Load {
  /** So many callers, each sending its next request when the one before is answered. */
  readonly callers: number
  readonly seconds: number
  /** Sends one request and tells how many transfers it created. */
  readonly send: () => Promise<number>
}

const WARM_MS = 500

/** Keeps callers busy for a while, after a short warming up that does not count. */
export async function measure({ callers, seconds, send }: Load): Promise<Measured> {
  const latencies: number[] = []
  let created = 0
  const warmUntil = performance.now() + WARM_MS
  const end = warmUntil + seconds * 1000
  const call = async (): Promise<void> => {
    for (;;) {
      const began = performance.now()
      if (began >= end) return
      const count = await send()
      const ended = performance.now()
      // What counts is when it was answered: with many in flight, those that began before would else be missing.
      if (ended < warmUntil || ended > end) continue
      created += count
      latencies.push(ended - began)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return { perSecond: created / seconds, ...quantiles(latencies) }
}

/** The middle and the slowest of a hundred. */
export function quantiles(latencies: readonly number[]): Omit<Measured, 'perSecond'> {
  const sorted = Float64Array.from(latencies).sort()
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) }
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5)
}

/** The number below which this share of some sorted numbers lies. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
