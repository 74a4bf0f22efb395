import { pause } from '../../client/runtime.ts'
import {
  type Bought,
  chainAfterPurchase,
  type Deal,
  isPurchase,
  type Open,
  openPurchase,
  settlePurchase,
} from './buying.ts'
import { type Settled, settle, waitMs } from './redemption.ts'
import { readRedemption } from './shop.ts'
import type { Session } from './state.ts'
import { type Chain, chainAfter, newChain, type Purchase, signStatement } from './statement.ts'
import type { Storage } from './storage.ts'

/** What the screen has to show while something is on its way. */
export interface Watcher {
  /** No answer came in time, once or more. */
  onUnknown(open: Open): void
  nudge(): AbortSignal
}

/**
 * How it ended. `never`: it did not arrive, and cannot any more. `pin`: a purchase whose PIN is forgotten, and of which
 * nothing is taken yet, stays open until the person types it again.
 */
export type Ended =
  | Exclude<Settled, { kind: 'unpaired' }>
  | { readonly kind: 'bought'; readonly bought: Bought }
  | { readonly kind: 'pin'; readonly triesLeft?: number }
  | { readonly kind: 'never' }
  /** `open`: nobody knows, and this terminal cannot ask any more. */
  | { readonly kind: 'unpaired'; readonly isOpen: boolean }

/** So often a purchase is signed anew where it did not fit the chain. */
const CONFLICTS_MAX = 2

/**
 * Asks for one thing after the other and sends each until it is answered. The chain, and what is open, are on the disk
 * before the first byte is sent. Only one window may be at it: see `alone`.
 */
export class Counter {
  private readonly storage: Storage
  private readonly watcher: Watcher

  constructor(storage: Storage, watcher: Watcher) {
    this.storage = storage
    this.watcher = watcher
  }

  /** What was asked and whose answer did not arrive yet. */
  async open(): Promise<Open | undefined> {
    const open = (await this.storage.read('open')) as Open | undefined
    return open === undefined || !('body' in open || 'compact' in open) ? undefined : open
  }

  /** Asks for something. Where something else is still open, that is cleared up, and this is not begun. */
  async ask(
    session: Session,
    wanted: Purchase | Deal,
    pin: string | undefined,
  ): Promise<{ readonly asked: Open; readonly ended: Ended }> {
    const open = await this.open()
    if (open !== undefined) return { asked: open, ended: await this.clearUp(session, open) }
    for (let conflicts = 0; ; conflicts++) {
      const chain = await this.chain()
      const asked =
        'quote' in wanted
          ? await openPurchase(session, chain, wanted)
          : await signStatement(session, chain, wanted)
      await this.storage.write({ open: asked })
      const ended = await this.send(session, asked, pin, true)
      if (ended.kind !== 'conflict' || conflicts === CONFLICTS_MAX) return { asked, ended }
    }
  }

  /** Gives up what is open, where the service said that nothing was taken. Another window may be further. */
  async drop(id: string): Promise<void> {
    if ((await this.open())?.id === id) await this.storage.write({ open: undefined })
  }

  /** Asks again for what is open, by this terminal or, where that one has ended, by another of the same shop. */
  async clearUp(session: Session, open: Open, pin?: string): Promise<Ended> {
    // Of a purchase any till of the shop is told what became of it when it sends the very same.
    const isOwn = open.terminalId === session.terminal.id
    if (isOwn || isPurchase(open)) return this.send(session, open, pin, false)
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
    open: Open,
    pin: string | undefined,
    isFirst: boolean,
  ): Promise<Ended> {
    const { key } = session
    const onUnknown = () => this.watcher.onUnknown(open)
    const nudge = () => this.watcher.nudge()
    const asking = { key, pin, onUnknown, nudge }
    const settled = isPurchase(open)
      ? await settlePurchase({ ...asking, open })
      : await settle({ ...asking, statement: open })
    if (settled.kind === 'unpaired') {
      // Refused at the very first try: the service did nothing. Later, an earlier try may have counted.
      const isOpen = !(isFirst && settled.tries === 1)
      await this.storage.write({ session: undefined, ...(isOpen ? {} : { open: undefined }) })
      return { kind: 'unpaired', isOpen }
    }
    if (settled.kind === 'bought') return this.close(session, open, settled.bought)
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

  /** What a purchase came to: it is over, and the chain goes on behind it, unless only the PIN is missing. */
  private async close({ key, terminal }: Session, open: Open, bought: Bought): Promise<Ended> {
    const { status, triesLeft } = bought
    if (status === 'pin_missing' || status === 'pin_wrong') {
      return { kind: 'pin', ...(triesLeft === undefined ? {} : { triesLeft }) }
    }
    const isOwn = isPurchase(open) && open.terminalId === terminal.id
    const before = await this.chain()
    const told = isOwn ? await chainAfterPurchase(key, before, open, status === 'paid') : undefined
    const isConflict = status === 'statement_conflict'
    const chain = told === undefined ? {} : { chain: chainAfter(before, told, isConflict) }
    await this.storage.write({ open: undefined, ...chain })
    return isConflict ? { kind: 'conflict' } : { kind: 'bought', bought }
  }

  private async chain(): Promise<Chain> {
    return ((await this.storage.read('chain')) as Chain | undefined) ?? (await newChain())
  }
}
