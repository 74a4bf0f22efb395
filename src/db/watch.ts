/** Somebody who wants to know. */
export interface Hearer<Found> {
  hear(found: Found): void
  /** The look failed, and nothing more is told. */
  lost(error: unknown): void
}

/** Something that is looked at again and again while anybody wants to know, for all of them in one question. */
export interface Watch<Found> {
  /** Tells of a topic at every look, beginning with the next one. What it returns ends that. */
  follow(topic: string, hearer: Hearer<Found>): () => void
  /** How many listen. */
  count(): number
}

export interface WatchOptions<Found> {
  readonly everyMs: number
  /** What is to be told of each topic; nothing of one that is left out. */
  readonly look: (topics: readonly string[]) => Promise<ReadonlyMap<string, Found>>
}

/**
 * Looks while somebody listens and rests otherwise, so any number of listeners of a process cost one question at a time.
 *
 * @example createWatch({ everyMs: 1000, look: (ids) => store.findAll(sql, ids) }).follow(id, hearer)
 */
export function createWatch<Found>({ everyMs, look }: WatchOptions<Found>): Watch<Found> {
  const topics = new Map<string, Set<Hearer<Found>>>()
  let timer: NodeJS.Timeout | undefined
  let isLooking = false
  const turn = async () => {
    isLooking = true
    const asked = new Map([...topics].map(([topic, hearers]) => [topic, [...hearers]]))
    try {
      const found = await look([...asked.keys()])
      for (const [topic, one] of found)
        for (const hearer of asked.get(topic) ?? []) hearer.hear(one)
    } catch (error) {
      for (const hearer of [...asked.values()].flat()) hearer.lost(error)
    }
    isLooking = false
    if (topics.size > 0) timer = setTimeout(turn, everyMs)
  }
  return {
    follow: (topic, hearer) => {
      const own = topics.get(topic) ?? new Set()
      topics.set(topic, own.add(hearer))
      // Whoever comes does not wait for the next look.
      if (!isLooking) {
        clearTimeout(timer)
        timer = setTimeout(turn)
      }
      return () => {
        own.delete(hearer)
        if (own.size === 0 && topics.get(topic) === own) topics.delete(topic)
        if (topics.size === 0) clearTimeout(timer)
      }
    },
    count: () => [...topics.values()].reduce((sum, { size }) => sum + size, 0),
  }
}
