/** How numbered things are done by several threads. */
export interface Numbered<Item> {
  readonly count: number
  readonly threads: number
  run(number: number, thread: number): Promise<Item>
  /** Called once for each number from 0 on, one after the other, whichever was done first. */
  hand(number: number, item: Item): void
  /** What must be over before this is: that what was handed on is written. */
  settled(): Promise<void>
}

/**
 * Does numbered things, as many at a time as there are threads, and hands them on in their order. Where one fails the others finish what
 * they are at, and begin nothing more.
 */
export async function inOrder<Item>(work: Numbered<Item>): Promise<void> {
  const { count, threads } = work
  const waiting = new Map<number, Item>()
  let handed = 0
  const handOn = (number: number, item: Item): void => {
    waiting.set(number, item)
    for (;;) {
      const ready = waiting.get(handed)
      if (ready === undefined) return
      waiting.delete(handed)
      handed += 1
      work.hand(handed - 1, ready)
    }
  }
  let next = 0
  const doAll = async (thread: number): Promise<void> => {
    while (next < count) {
      const number = next
      next += 1
      handOn(number, await work.run(number, thread))
    }
  }
  const workers = Array.from({ length: Math.min(threads, count) }, (_, thread) =>
    doAll(thread).catch((error: unknown) => {
      next = count
      throw error
    }),
  )
  const endings = await Promise.allSettled(workers)
  await work.settled()
  for (const ending of endings) if (ending.status === 'rejected') throw ending.reason
}
