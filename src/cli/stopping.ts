import type { Logger } from 'pino'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `npm start` passes on a Ctrl-C that the terminal has sent already: the same wish, heard twice. */
const SAME_WISH_MS = 1_000

export interface Stopping {
  /** Settles with the first signal that asks the process to end. */
  readonly asked: Promise<NodeJS.Signals>
  /** From here on a signal ends the process in the ordinary way again. */
  release(): void
}

/**
 * Listens for the wish to end: Ctrl-C, SIGTERM, a closed terminal. A second wish, a second or more after the
 * first, ends the process at once; the database recovers at the next start.
 */
export function listenForStop(): Stopping {
  let isArmed = false
  let isAsked = false
  let ask = (_signal: NodeJS.Signals): void => {}
  const asked = new Promise<NodeJS.Signals>((resolve) => {
    ask = resolve
  })
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isArmed) process.exit(1)
    if (isAsked) return
    isAsked = true
    setTimeout(() => {
      isArmed = true
    }, SAME_WISH_MS).unref()
    ask(signal)
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return {
    asked,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
    },
  }
}

/** A promise of the program that is broken where nobody waits for it: it is logged, and the process ends. */
export function endOnFault(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a fault of the program; it ends')
    process.exit(1)
  })
}
