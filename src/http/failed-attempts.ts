/** Counts failures by address, in a memory that cannot grow without end. */
export interface FailedAttempts {
  /** Whole seconds until this address may try again; 0 where it may now. */
  secondsToWait(address: string): number
  /** Counts one failure of this address. */
  record(address: string): void
}

export interface FailedAttemptsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** So many failures at once are let pass. */
  readonly burst?: number
  /** From then on so many a second. */
  readonly perSecond?: number
  /** The address that failed longest ago is forgotten beyond so many. */
  readonly addressesMax?: number
}

/** A bucket of tokens for each address: a failure takes one, time brings them back. */
export function createFailedAttempts(options: FailedAttemptsOptions): FailedAttempts {
  const { now, burst = 20, perSecond = 1, addressesMax = 10_000 } = options
  // A Map keeps the order of insertion; re-inserting makes the first entry the one that failed longest ago.
  const buckets = new Map<string, { tokens: number; at: number }>()

  const tokensOf = (address: string): number => {
    const bucket = buckets.get(address)
    if (bucket === undefined) return burst
    const elapsedSeconds = Math.max(0, now() - bucket.at) / 1000
    return Math.min(burst, bucket.tokens + elapsedSeconds * perSecond)
  }

  return {
    secondsToWait: (address) => {
      const tokens = tokensOf(address)
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond)
    },
    record: (address) => {
      const tokens = Math.max(0, tokensOf(address) - 1)
      buckets.delete(address)
      buckets.set(address, { tokens, at: now() })
      if (buckets.size <= addressesMax) return
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest)
        break
      }
    },
  }
}
