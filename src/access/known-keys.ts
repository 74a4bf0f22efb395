/** Remembers for a moment whose key it is, so that a busy till does not ask the database with every request. */
export interface KnownKeys<Owner> {
  /** Whose key has this digest, as the database said at most `freshMs` ago. */
  find(digest: string): Promise<Owner | undefined>
  /** Asks anew about every key from now on. */
  forget(): void
}

export interface KnownKeysOptions<Owner> {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly look: (digest: string) => Promise<Owner | undefined>
  /** How long an answer counts: also how long a revoked key may still work in another process. */
  readonly freshMs?: number
  /** The key that was used longest ago is forgotten beyond so many. */
  readonly keysMax?: number
}

/** Only good keys are kept, so wrong ones cannot push them out. */
export function createKnownKeys<Owner>(options: KnownKeysOptions<Owner>): KnownKeys<Owner> {
  const { now, look, freshMs = 1000, keysMax = 10_000 } = options
  const good = new Map<string, { readonly owner: Owner; readonly askedAt: number }>()
  const asking = new Map<string, Promise<Owner | undefined>>()
  let generation = 0

  const ask = async (digest: string): Promise<Owner | undefined> => {
    // Counted from before the question: the answer may be as old as that.
    const askedAt = now()
    const askedIn = generation
    const owner = await look(digest)
    good.delete(digest)
    if (owner !== undefined) {
      good.set(digest, {
        owner,
        askedAt: askedIn === generation ? askedAt : Number.NEGATIVE_INFINITY,
      })
      dropOldest(good, keysMax)
    }
    return owner
  }

  return {
    find: (digest) => {
      const known = good.get(digest)
      const age = known === undefined ? Number.POSITIVE_INFINITY : now() - known.askedAt
      if (known !== undefined && age >= 0 && age < freshMs) return Promise.resolve(known.owner)
      const running = asking.get(digest)
      if (running !== undefined) return running
      const question = ask(digest).finally(() => {
        if (asking.get(digest) === question) asking.delete(digest)
      })
      asking.set(digest, question)
      return question
    },
    forget: () => {
      generation++
      asking.clear()
      for (const [digest, { owner }] of good) {
        good.set(digest, { owner, askedAt: Number.NEGATIVE_INFINITY })
      }
    },
  }
}

function dropOldest(map: Map<string, unknown>, max: number): void {
  if (map.size <= max) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
