import { pause } from '../../client/runtime.ts'
import { type Settled, settle, waitMs } from './redemption.ts'
import { readRedemption } from './shop.ts'
import type { Session } from './state.ts'
import {
  type Chain,
  chainAfter,
  newChain,
  type Purchase,
  type Statement,
  signStatement,
} from './statement.ts'
import type { Storage } from './storage.ts'

/** What the screen has to show while a statement is on its way. */
export interface Watcher {
  /** No answer came in time, once or more. */
  onUnknown(statement: Statement): void
  nudge(): AbortSignal
}

/** How a statement ended. `never`: it did not arrive, and cannot any more. */
export type Ended =
  | Exclude<Settled, { kind: 'unpaired' }>
  | { readonly kind: 'never' }
  /** `open`: nobody knows, and this terminal cannot ask any more. */
  | { readonly kind: 'unpaired'; readonly isOpen: boolean }

/** So often a purchase is signed anew where it did not fit the chain. */
const CONFLICTS_MAX = 2

/**
 * Signs one purchase after the other and sends each until it is answered. The chain, and the statement that is open, are on
 * the disk before the first byte is sent. Only one window may be at it: see `alone`.
 */
export class Counter {
  private readonly storage: Storage
  private readonly watcher: Watcher

  constructor(storage: Storage, watcher: Watcher) {
    this.storage = storage
    this.watcher = watcher
  }

  /** The statement whose answer did not arrive yet. */
  async open(): Promise<Statement | undefined> {
    const open = (await this.storage.read('open')) as Statement | undefined
    return open?.compact === undefined ? undefined : open
  }

  /** Asks for a purchase. Where another one is still open, that one is cleared up, and this one is not begun. */
  async ask(
    session: Session,
    purchase: Purchase,
    pin: string | undefined,
  ): Promise<{ readonly statement: Statement; readonly ended: Ended }> {
    const open = await this.open()
    if (open !== undefined) return { statement: open, ended: await this.clearUp(session, open) }
    for (let conflicts = 0; ; conflicts++) {
      const chain = ((await this.storage.read('chain')) as Chain | undefined) ?? (await newChain())
      const statement = await signStatement(session, chain, purchase)
      await this.storage.write({ open: statement })
      const ended = await this.send(session, statement, pin, true)
      if (ended.kind !== 'conflict' || conflicts === CONFLICTS_MAX) return { statement, ended }
    }
  }

  /** Asks again for what is open, by this terminal or, where that one has ended, by another of the same shop. */
  async clearUp(session: Session, open: Statement): Promise<Ended> {
    if (open.terminalId === session.terminal.id) return this.send(session, open, undefined, false)
    this.watcher.onUnknown(open)
    for (let tries = 1; ; tries++) {
      const nudged = this.watcher.nudge()
      const found = await readRedemption(session.key, open.id)
      if (found === 'unpaired') {
        await this.storage.write({ session: undefined })
        return { kind: 'unpaired', isOpen: true }
      }
      if (found !== undefined) {
        await this.storage.write({ open: undefined })
        return found === 'none' ? { kind: 'never' } : { kind: 'answered', answer: found }
      }
      await pause(waitMs(tries), nudged)
    }
  }

  private async send(
    session: Session,
    statement: Statement,
    pin: string | undefined,
    isFirst: boolean,
  ): Promise<Ended> {
    const { key } = session
    const onUnknown = () => this.watcher.onUnknown(statement)
    const nudge = () => this.watcher.nudge()
    const settled = await settle({ key, statement, pin, onUnknown, nudge })
    if (settled.kind === 'unpaired') {
      // Refused at the very first try: the service did nothing. Later, an earlier try may have counted.
      const isOpen = !(isFirst && settled.tries === 1)
      await this.storage.write({ session: undefined, ...(isOpen ? {} : { open: undefined }) })
      return { kind: 'unpaired', isOpen }
    }
    const told = 'chain' in settled ? settled.chain : undefined
    if (told === undefined) {
      await this.storage.write({ open: undefined })
      return settled
    }
    const before = ((await this.storage.read('chain')) as Chain | undefined) ?? told
    const chain = chainAfter(before, told, settled.kind === 'conflict')
    await this.storage.write({ open: undefined, chain })
    return settled
  }
}
