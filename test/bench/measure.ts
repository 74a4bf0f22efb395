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

/** Keeps callers busy for a while, after a short warming up that does not count. */
export async function measure({ callers, seconds, send }: Load): Promise<Measured> {
  const latencies: number[] = []
  let created = 0
  const warmUntil = performance.now() + 500
  const end = warmUntil + seconds * 1000
  const call = async (): Promise<void> => {
    for (;;) {
      const began = performance.now()
      if (began >= end) return
      const count = await send()
      const ended = performance.now()
      if (began < warmUntil || ended > end) continue
      created += count
      latencies.push(ended - began)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  latencies.sort((a, b) => a - b)
  return {
    perSecond: created / seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  }
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}

/** The number below which this share of some sorted numbers lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
