/**
 * Lets what is done with the same wallet take turns within this process, so that it need not be decided again and again.
 * Between processes the database decides.
 */
export type Turns = <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T>

/** @example await turns(['a', 'b'], work) // runs when nothing else holds a or b */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return async (keys, work) => {
    const before = keys.map((key) => last.get(key))
    const mine = Promise.allSettled(before).then(work)
    const over = mine.catch(() => undefined)
    for (const key of keys) last.set(key, over)
    try {
      return await mine
    } finally {
      for (const key of keys) if (last.get(key) === over) last.delete(key)
    }
  }
}
