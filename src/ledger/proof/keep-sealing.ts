import type { Proofs } from './service.ts'

/** What goes on until it is stopped. */
export interface Going {
  /** Waits for what has begun. */
  stop(): Promise<void>
}

/** How long what fills a tile may wait to be hashed, milliseconds, where nothing stands in the way. */
export const SEALING_EVERY_MS = 1000

/**
 * Hashes what is committed, every second: behind the commits, so that nobody waits for it. Any number of processes
 * may do this at once; one of them does it at a time.
 *
 * @param onFault hears what went wrong; the next second tries again
 */
export function keepSealing(
  proofs: Pick<Proofs, 'seal'>,
  onFault: (error: unknown) => void,
): Going {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  const turn = () => {
    running = proofs
      .seal()
      .catch(onFault)
      .then(() => {
        if (!isStopped) timer = setTimeout(turn, SEALING_EVERY_MS)
      })
  }
  turn()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
