/** Remembers which proofs were used, in a memory that cannot grow without end. */
export interface SeenProofs {
  /**
   * Whether this is the first time, counted from now on as used.
   *
   * @param until when it is good for nothing any more, milliseconds since 1970
   */
  useOnce(name: string, until: number): boolean
}

export interface SeenProofsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Beyond so many, the one that was used first is forgotten. */
  readonly most?: number
}

export function createSeenProofs({ now, most = 200_000 }: SeenProofsOptions): SeenProofs {
  // A Map keeps the order of insertion, which is nearly that of the ends: all proofs are good for as long.
  const untilOf = new Map<string, number>()
  return {
    useOnce: (name, until) => {
      const known = untilOf.get(name)
      if (known !== undefined && known > now()) return false
      untilOf.delete(name)
      untilOf.set(name, until)
      for (const [oldest, end] of untilOf) {
        if (end > now() && untilOf.size <= most) break
        untilOf.delete(oldest)
      }
      return true
    },
  }
}
