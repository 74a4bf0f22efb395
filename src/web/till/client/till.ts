import { callApi, itemsOf, textOf } from '../../client/api.ts'
import { applyLanguage, readLanguage } from '../../client/language.ts'
import type { PageLanguage } from '../../client/money.ts'
import { newId } from '../../client/runtime.ts'
import { type Answer, readAnswer, type Settled, type Statement, settle } from './redemption.ts'
import { give } from './signals.ts'
import { alone, openStorage, type Storage } from './storage.ts'
import type { Presented } from './typing.ts'

/** Who is signed in. Kept on the device until "sign out". */
export interface Session {
  readonly key: string
  readonly partner: { readonly id: string; readonly name: string; readonly unit: string }
}

export type SignInFault =
  | 'keyWrong'
  | 'keyNotPartner'
  | 'keyOtherPartner'
  | 'keyNoAnswer'
  | 'keyAgain'

export type Screen =
  | { readonly name: 'starting' }
  | { readonly name: 'noStorage' }
  | { readonly name: 'signIn'; readonly fault?: SignInFault; readonly checking?: boolean }
  | { readonly name: 'amount' }
  | { readonly name: 'code'; readonly amount: string }
  | { readonly name: 'asking'; readonly statement: Statement }
  | { readonly name: 'unknown'; readonly statement: Statement }
  | { readonly name: 'busy' }
  | { readonly name: 'answered'; readonly statement: Statement; readonly answer: Answer }
  | { readonly name: 'refused'; readonly title: string }

export interface TillState {
  readonly language: PageLanguage
  readonly session?: Session
  readonly screen: Screen
  /** The partner's last redemptions, newest first; nothing where they could not be had. */
  readonly last?: readonly Answer[]
}

const LAST_COUNT = 10

/** The till: what it shows, and everything a cashier can do. Draws through `onChange`. */
export class Till {
  state: TillState = { language: readLanguage(), screen: { name: 'starting' } }
  private storage: Storage | undefined
  private nudging = new AbortController()
  private readonly onChange: (state: TillState) => void

  constructor(onChange: (state: TillState) => void) {
    this.onChange = onChange
  }

  /** Goes on where the device was left: an open redemption comes before everything else. */
  async start(): Promise<void> {
    applyLanguage(this.state.language)
    addEventListener('online', () => this.askNow())
    try {
      this.storage = await openStorage()
    } catch {
      return this.show({ name: 'noStorage' })
    }
    const session = (await this.storage.read('session')) as Session | undefined
    if (!session) return this.show({ name: 'signIn' })
    this.change({ session })
    await this.resume()
  }

  async signIn(key: string): Promise<void> {
    this.show({ name: 'signIn', checking: true })
    const reply = await callApi({ key, path: '/partners/me' })
    if (reply.kind === 'unknown') return this.show({ name: 'signIn', fault: 'keyNoAnswer' })
    const partner = reply.kind === 'answered' ? readPartner(reply.body) : undefined
    if (!partner) {
      const isForeign = reply.kind === 'answered' || reply.status === 403
      return this.show({ name: 'signIn', fault: isForeign ? 'keyNotPartner' : 'keyWrong' })
    }
    const open = await this.readOpen()
    if (open && open.partnerId !== partner.id) {
      return this.show({ name: 'signIn', fault: 'keyOtherPartner' })
    }
    const session = { key, partner }
    await this.storage?.keep('session', session)
    this.change({ session })
    await this.resume()
  }

  /** Forgets the key. Not while a redemption is open: it could then not be cleared up. */
  async signOut(): Promise<void> {
    if (await this.readOpen()) return
    await this.storage?.forget('session')
    const { language } = this.state
    this.state = { language, screen: { name: 'signIn' } }
    this.onChange(this.state)
  }

  switchLanguage(): void {
    const language = this.state.language === 'it' ? 'en' : 'it'
    applyLanguage(language)
    this.change({ language })
  }

  /** @param amount minor units in digits */
  toCode(amount: string): void {
    this.show({ name: 'code', amount })
  }

  toAmount(): void {
    this.show({ name: 'amount' })
  }

  /** Redeems what was shown. The statement is on the disk before the first byte is sent. */
  async redeem(presented: Presented, amount: string): Promise<void> {
    const { session } = this.state
    if (!session || this.state.screen.name === 'asking') return
    const statement: Statement = { id: newId(), presented, amount, partnerId: session.partner.id }
    this.show({ name: 'asking', statement })
    const turn = await alone(async () => {
      const open = await this.readOpen()
      if (open) return this.clearUp(session, open, false)
      await this.storage?.keep('open', statement)
      await this.clearUp(session, statement, true)
    })
    if (turn === 'busy') this.show({ name: 'busy' })
  }

  /** Does not wait for the next try. */
  askNow(): void {
    this.nudging.abort()
    this.nudging = new AbortController()
  }

  private async resume(): Promise<void> {
    const { session } = this.state
    const open = await this.readOpen()
    void this.loadLast()
    if (!session || !open) return this.toAmount()
    this.show({ name: 'unknown', statement: open })
    const turn = await alone(async () => {
      const still = await this.readOpen()
      if (still) await this.clearUp(session, still, false)
      else this.toAmount()
    })
    if (turn === 'busy') this.show({ name: 'busy' })
  }

  private async clearUp(session: Session, statement: Statement, isFirst: boolean): Promise<void> {
    const onUnknown = () => {
      if (this.state.screen.name === 'asking') give('wait')
      this.show({ name: 'unknown', statement })
    }
    const settled = await settle(session.key, statement, onUnknown, () => this.nudging.signal)
    // A key refused at the very first try: the service did nothing. Later, an earlier try may have counted.
    const isOpen = settled.kind === 'key' && !(isFirst && settled.tries === 1)
    if (!isOpen) await this.storage?.forget('open')
    this.showSettled(settled, statement, isOpen)
    if (settled.kind === 'answered') await this.loadLast()
  }

  private showSettled(settled: Settled, statement: Statement, isOpen: boolean): void {
    switch (settled.kind) {
      case 'key':
        this.show({ name: 'signIn', fault: isOpen ? 'keyAgain' : 'keyWrong' })
        break
      case 'refused':
        give('bad')
        this.show({ name: 'refused', title: settled.title })
        break
      case 'answered':
        give(settled.answer.status === 'redeemed' ? 'good' : 'bad')
        this.show({ name: 'answered', statement, answer: settled.answer })
        break
    }
  }

  private async loadLast(): Promise<void> {
    const { session } = this.state
    if (!session) return
    const reply = await callApi({ key: session.key, path: `/redemptions?limit=${LAST_COUNT}` })
    const { last: _, ...rest } = this.state
    if (reply.kind === 'answered') {
      const last = itemsOf(reply.body).flatMap((item) => readAnswer(item) ?? [])
      this.change({ last: last.slice(0, LAST_COUNT) })
    } else {
      this.state = rest
      this.onChange(rest)
    }
  }

  private async readOpen(): Promise<Statement | undefined> {
    return (await this.storage?.read('open')) as Statement | undefined
  }

  private show(screen: Screen): void {
    this.change({ screen })
  }

  private change(changed: Partial<TillState>): void {
    this.state = { ...this.state, ...changed }
    this.onChange(this.state)
  }
}

function readPartner(value: unknown): Session['partner'] | undefined {
  const id = textOf(value, 'id')
  const name = textOf(value, 'name')
  if (id === undefined || name === undefined) return undefined
  return { id, name, unit: textOf(value, 'unit') ?? 'EUR' }
}
