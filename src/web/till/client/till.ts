import { applyLanguage, readLanguage } from '../../client/language.ts'
import { type Deal, isPurchase, type Open } from './buying.ts'
import { Counter, type Ended } from './counter.ts'
import { followDay, readDay } from './day.ts'
import type { Means, NoAnswer } from './money.ts'
import { isDone, type Order, type OrderEnded, Orders } from './orders.ts'
import { pairDevice, readOwnPartner, readPairingCode } from './pairing.ts'
import type { Answer } from './redemption.ts'
import { checkBalance, readLast } from './shop.ts'
import { give } from './signals.ts'
import type { CodePurpose, Screen, Session, TillState } from './state.ts'
import type { Bill, Purchase, Statement } from './statement.ts'
import { alone, openStorage, type Storage } from './storage.ts'
import type { Presented, Shown } from './typing.ts'

const LAST_COUNT = 10

/** The till: what it shows, and everything a cashier can do. Draws through `onChange`. */
export class Till {
  state: TillState = { language: readLanguage(), screen: { name: 'starting' } }
  private storage: Storage | undefined
  private counter: Counter | undefined
  private orders: Orders | undefined
  private nudging = new AbortController()
  private leaving = new AbortController()
  private readonly onChange: (state: TillState) => void

  constructor(onChange: (state: TillState) => void) {
    this.onChange = onChange
  }

  /** Goes on where the device was left: an open redemption comes before everything else. */
  async start(): Promise<void> {
    applyLanguage(this.state.language)
    addEventListener('online', () => this.askNow())
    addEventListener('hashchange', () => this.takeCode())
    this.takeCode()
    try {
      this.storage = await openStorage()
    } catch {
      return this.show({ name: 'noStorage' })
    }
    if (crypto.subtle === undefined) return this.show({ name: 'noStorage' })
    this.counter = new Counter(this.storage, {
      onUnknown: (open) => this.showUnknown(open),
      nudge: () => this.nudging.signal,
    })
    this.orders = new Orders(this.storage)
    const session = await this.readSession()
    if (session === undefined) return this.showUnpaired(await this.counter.open())
    this.change({ session })
    await this.resume(session)
    void this.refreshPartner(session)
  }

  /** Makes this browser a till. @param text the code, or the address that was scanned */
  async pair(text: string): Promise<void> {
    const code = readPairingCode(text)
    if (this.storage === undefined || this.counter === undefined) return
    if (code === undefined) return this.show({ name: 'pair', fault: 'pairShort' })
    this.show({ name: 'pair', checking: true })
    const [open, order] = await Promise.all([this.counter.open(), this.orders?.open()])
    const paired = await pairDevice(this.storage, code, (open ?? order)?.partnerId)
    if (typeof paired === 'string') return this.show({ name: 'pair', fault: paired })
    const { code: _, ...rest } = this.state
    this.state = rest
    this.change({ session: paired })
    if (open !== undefined || order !== undefined) return this.resume(paired)
    this.show({ name: 'paired' })
    void this.loadLast()
  }

  /** Pairs with the code in the address, if one stands there, and is ready for an amount. */
  async pairAtOnce(): Promise<void> {
    const { code } = this.state
    if (code === undefined) return
    await this.pair(code)
    if (this.state.screen.name === 'paired') this.toAmount()
  }

  /** Forgets that this browser is a till. Not while anything is open: it could then not be cleared up. */
  async forget(): Promise<void> {
    if ((await this.counter?.open()) !== undefined) return
    if ((await this.orders?.open()) !== undefined) return
    await this.storage?.write({ session: undefined, chain: undefined })
    this.drop({ name: 'pair' })
  }

  switchLanguage(): void {
    const language = this.state.language === 'it' ? 'en' : 'it'
    applyLanguage(language)
    this.change({ language })
  }

  toCode(purpose: CodePurpose): void {
    this.show({ name: 'code', purpose })
  }

  toAmount(): void {
    this.show({ name: 'amount' })
  }

  /** How a bill is split between what was shown. */
  toSplit(bill: Bill, means: Means): void {
    this.show({ name: 'split', bill, means })
  }

  toAccount(): void {
    this.show({ name: 'account' })
  }

  /** To one of the things that a shop does with its own money. */
  toMoney(screen: Extract<Screen, { name: 'pay' | 'ask' | 'giveBack' }>): void {
    this.show(screen)
  }

  toRefund(answer: Answer): void {
    this.show({ name: 'refund', answer })
  }

  async toDay(): Promise<void> {
    this.show({ name: 'day' })
    const { session } = this.state
    if (session === undefined) return
    const left = new AbortController()
    this.leaving = left
    void followDay(session.key, {
      look: () => void this.loadDay(session),
      unpaired: () => void this.end(),
      left: left.signal,
    })
    await this.loadDay(session)
  }

  /** Does with a code what the screen is there for. */
  async present(purpose: CodePurpose, shown: Shown): Promise<void> {
    const isPayer = 'payer' in shown
    if (purpose.kind === 'beside') {
      const more: Means = isPayer ? { code: shown.payer } : { presented: shown }
      return this.toSplit(purpose.bill, { ...purpose.means, ...more })
    }
    if (isPayer) {
      // What somebody holds is theirs to see: a till is told only how a price is paid.
      if (purpose.kind === 'balance') return this.show({ name: 'balanceNone', why: 'person' })
      return this.toSplit(purpose.bill, { code: shown.payer })
    }
    if (purpose.kind === 'redeem') return this.redeem({ bill: purpose.bill, presented: shown })
    return this.balance(shown)
  }

  /** Takes what was shown, or all that was agreed on. @param pin what the person typed, where it was asked for */
  async redeem(wanted: Purchase | Deal, pin?: string): Promise<void> {
    const { session, screen } = this.state
    if (!session || !this.counter || screen.name === 'asking') return
    const { counter } = this
    this.show({ name: 'asking' })
    const turn = await alone(async () => {
      if ((await this.readSession()) === undefined) return this.showUnpaired(await counter.open())
      const { asked, ended } = await counter.ask(session, wanted, pin)
      await this.showEnded(ended, asked, pin)
    })
    if (turn === 'busy') this.show({ name: 'busy' })
  }

  /** Asks for the open purchase once more, with what the person typed. */
  async typePin(pin: string): Promise<void> {
    const { session } = this.state
    if (session === undefined) return
    this.show({ name: 'asking' })
    await this.clearUp(session, pin)
  }

  /** Gives up a purchase of which nothing was taken, for its PIN was not typed. */
  async giveUp({ id }: Open): Promise<void> {
    const turn = await alone(async () => this.counter?.drop(id))
    if (turn === 'busy') this.show({ name: 'busy' })
    else this.toAmount()
  }

  /** Tells how a voucher stands, without spending it. */
  async balance(presented: Presented, pin?: string): Promise<void> {
    const { session, screen } = this.state
    if (!session || screen.name === 'asking') return
    this.show({ name: 'asking' })
    const balance = await checkBalance(session.key, presented, pin)
    if (!('kind' in balance)) return this.show({ name: 'balance', balance })
    if (balance.kind === 'refused' && balance.status === 401) return this.end()
    const problem = balance.kind === 'refused' ? balance.code : undefined
    this.show({ name: 'balanceNone', why: { problem } })
  }

  /**
   * Does what the owner consented to, once, though the page be killed before the answer.
   *
   * @returns why not, where it can be put right in the form; else the screen tells
   */
  async order(order: Order, ownerPin: string): Promise<NoAnswer | undefined> {
    let why: NoAnswer | undefined
    await this.takeOrder(async (session, orders) => {
      const before = await orders.open()
      if (before !== undefined) return this.showOrder(before, await orders.ask(session.key, before))
      const ended = await orders.begin(session.key, order, ownerPin)
      if (ended.kind === 'pin' || ended.kind === 'refused') why = ended.why
      else await this.showOrder(order, ended)
    })
    return why
  }

  /** Asks again what became of an order; with the PIN it is done where it was not. */
  async askOrder(order: Order, ownerPin?: string): Promise<void> {
    this.show({ name: 'order', order })
    await this.takeOrder(async (session, orders) => {
      const still = await orders.open()
      if (still === undefined) return this.toAmount()
      await this.showOrder(still, await orders.ask(session.key, still, ownerPin))
    })
  }

  /** Gives up an order of which nothing was done, for want of the PIN. */
  async leaveOrder(order: Order): Promise<void> {
    await this.orders?.drop(order)
    this.toAmount()
  }

  /** Does not wait for the next try. */
  askNow(): void {
    this.nudging.abort()
    this.nudging = new AbortController()
  }

  /** The code of a pairing stands behind the `#`, which no server sees; it does not stay in the history either. */
  private takeCode(): void {
    const code = readPairingCode(location.hash)
    if (code === undefined) return
    history.replaceState(null, '', location.pathname)
    this.change({ code })
  }

  private async resume(session: Session): Promise<void> {
    const open = await this.counter?.open()
    void this.loadLast()
    if (open) {
      this.show({ name: 'unknown', open })
      return this.clearUp(session)
    }
    const order = await this.orders?.open()
    return order === undefined ? this.toAmount() : this.askOrder(order)
  }

  private async takeOrder(act: (session: Session, orders: Orders) => Promise<void>): Promise<void> {
    const { session } = this.state
    const { orders } = this
    if (session === undefined || orders === undefined) return
    const turn = await alone(() => act(session, orders))
    if (turn === 'busy') this.show({ name: 'busy' })
  }

  private async showOrder(order: Order, ended: OrderEnded): Promise<void> {
    if (ended.kind === 'unpaired') return this.end()
    if (ended.kind === 'made') give(isDone(ended.made) ? 'good' : 'bad')
    else give('wait')
    this.show({ name: 'order', order, ended })
  }

  private async clearUp(session: Session, pin?: string): Promise<void> {
    const { counter } = this
    const turn = await alone(async () => {
      const still = await counter?.open()
      if (counter && still) await this.showEnded(await counter.clearUp(session, still, pin), still)
      else this.toAmount()
    })
    if (turn === 'busy') this.show({ name: 'busy' })
  }

  private showUnknown(open: Open): void {
    if (this.state.screen.name === 'asking') give('wait')
    this.show({ name: 'unknown', open })
  }

  private async showEnded(ended: Ended, asked: Open, pin?: string): Promise<void> {
    switch (ended.kind) {
      case 'unpaired':
        give('bad')
        return this.showUnpaired(ended.isOpen ? asked : undefined)
      case 'refused':
        give('bad')
        return this.show({ name: 'refused', code: ended.code })
      case 'never':
      case 'conflict':
        give('bad')
        return this.show({ name: 'conflict' })
      case 'pin':
        give('wait')
        return this.show({ ...ended, name: 'buyPin', open: asked })
      case 'bought':
        give(ended.bought.status === 'paid' ? 'good' : 'bad')
        if (isPurchase(asked)) this.show({ name: 'bought', open: asked, bought: ended.bought })
        return this.loadLast()
      case 'answered':
        if (!isPurchase(asked)) this.showAnswered(ended.answer, asked, pin)
        await this.loadLast()
    }
  }

  private showAnswered(answer: Answer, statement: Statement, pin: string | undefined): void {
    const { triesLeft } = answer
    if (answer.status === 'pin_wrong') {
      give(pin === undefined ? 'wait' : 'bad')
      const { bill, presented } = statement
      const known = pin === undefined || triesLeft === undefined ? {} : { triesLeft }
      this.show({ name: 'pin', purchase: { bill, presented }, ...known })
      return
    }
    give(answer.status === 'redeemed' ? 'good' : 'bad')
    this.show({ name: 'answered', statement, answer })
  }

  /** What this till was is over, for the service said so. */
  private async end(): Promise<void> {
    await this.storage?.write({ session: undefined })
    this.showUnpaired(await this.counter?.open())
  }

  private showUnpaired(open: Open | undefined): void {
    const wasPaired = this.state.session !== undefined
    if (open !== undefined) this.drop({ name: 'unpaired', open })
    else this.drop(wasPaired ? { name: 'unpaired' } : { name: 'pair' })
  }

  private async loadDay(session: Session): Promise<void> {
    const [day] = await Promise.all([readDay(session.key), this.refreshPartner(session)])
    if (this.state.session?.key === session.key) this.change(day === undefined ? {} : { day })
  }

  private async loadLast(): Promise<void> {
    const { session } = this.state
    if (!session) return
    const found = await readLast(session.key, LAST_COUNT)
    if (found === 'unpaired') {
      // Somebody who is paying is told so by the answer to what was asked.
      const { name } = this.state.screen
      if (name !== 'asking' && name !== 'unknown') await this.end()
      return
    }
    const { last: _, ...rest } = this.state
    this.state = rest
    this.change(found === undefined ? {} : { last: found })
  }

  private async refreshPartner(session: Session): Promise<void> {
    const partner = await readOwnPartner(session.key)
    if (partner === undefined || this.state.session !== session) return
    const renewed: Session = { ...session, partner }
    this.change({ session: renewed })
  }

  private async readSession(): Promise<Session | undefined> {
    const session = (await this.storage?.read('session')) as Session | undefined
    return session?.terminal === undefined ? undefined : session
  }

  private drop(screen: Screen): void {
    this.leaving.abort()
    const { language, code } = this.state
    this.state = { language, screen, ...(code === undefined ? {} : { code }) }
    this.onChange(this.state)
  }

  private show(screen: Screen): void {
    // Only the day is told what happens elsewhere; a refund begins and ends on it.
    if (screen.name !== 'day') this.leaving.abort()
    this.change({ screen })
  }

  private change(changed: Partial<TillState>): void {
    this.state = { ...this.state, ...changed }
    this.onChange(this.state)
  }
}
