import { callApi, propertyOf, type Reply, textOf } from '../../client/api.ts'
import type { SignInTexts } from '../../messages/sign-in.ts'

export type Fault = keyof SignInTexts['faults']

/** What is asked of the person now. */
export type Screen =
  | { readonly name: 'starting' }
  | { readonly name: 'password' }
  | { readonly name: 'forgotten'; readonly isSent: boolean }
  | { readonly name: 'newPassword' }
  | { readonly name: 'factor'; readonly secret: string; readonly picture: string }
  | { readonly name: 'code' }
  | { readonly name: 'backup'; readonly codes: readonly string[] }
  | { readonly name: 'open'; readonly who: string; readonly role: string }

export interface FlowState {
  readonly screen: Screen
  readonly fault?: Fault
  readonly isAsking: boolean
  readonly hasProvider: boolean
}

const LINK = /^\/sign-in\/(?:invitation|password)\/([A-Za-z0-9_-]+)$/

/** The way from a link, or from a password, over the second factor to a session. The service decides each step. */
export class SignInFlow {
  state: FlowState = { screen: { name: 'starting' }, isAsking: false, hasProvider: false }
  readonly #draw: (state: FlowState) => void
  #token: string | undefined

  constructor(draw: (state: FlowState) => void) {
    this.#draw = draw
  }

  /** Goes to where the sign-in of this browser has come, or to the link that was opened. */
  async start(): Promise<void> {
    this.#token = LINK.exec(location.pathname)?.[1]
    const wasRefused = new URLSearchParams(location.search).get('refused') === 'provider'
    // The address of a link is a secret as long as it was not used: it does not stay in the bar.
    history.replaceState(null, '', '/sign-in')
    if (this.#token !== undefined) return this.#show({ name: 'newPassword' })
    await this.#lookAround()
    if (wasRefused) this.#change({ fault: 'provider' })
  }

  async enter(email: string, password: string): Promise<void> {
    await this.#step('/session', { email, password }, 'password')
  }

  async choosePassword(password: string): Promise<void> {
    await this.#step('/session/password', { token: this.#token ?? '', password }, 'link')
  }

  async sendCode(code: string): Promise<void> {
    await this.#step('/session/code', { code }, 'code')
  }

  async confirm(code: string): Promise<void> {
    await this.#step('/session/factor/confirm', { code }, 'code')
  }

  forget(): void {
    this.#show({ name: 'forgotten', isSent: false })
  }

  async sendLink(email: string): Promise<void> {
    const reply = await this.#ask('/session/forgotten', { email })
    if (reply.kind === 'answered') this.#show({ name: 'forgotten', isSent: true })
    else this.#change({ fault: faultOf(reply, 'other') })
  }

  /** Back to the beginning, or on after the codes for paper. */
  async goOn(): Promise<void> {
    await this.#lookAround()
  }

  async signOut(): Promise<void> {
    await callApi({ path: '/session', method: 'DELETE' })
    await this.#lookAround()
  }

  async #step(path: string, body: unknown, refusal: Fault): Promise<void> {
    const reply = await this.#ask(path, body)
    if (reply.kind !== 'answered') return this.#change({ fault: faultOf(reply, refusal) })
    const codes = propertyOf(reply.body, 'backupCodes')
    if (Array.isArray(codes)) return this.#show({ name: 'backup', codes: codes.map(String) })
    await this.#continue(textOf(reply.body, 'status'), reply.body)
  }

  async #lookAround(): Promise<void> {
    const reply = await callApi({ path: '/session' })
    if (reply.kind !== 'answered') {
      this.#show({ name: 'password' })
      return this.#change({ fault: 'noAnswer' })
    }
    this.#change({ hasProvider: propertyOf(reply.body, 'hasProvider') === true })
    await this.#continue(textOf(reply.body, 'status'), reply.body)
  }

  async #continue(status: string | undefined, body: unknown): Promise<void> {
    switch (status) {
      case 'factor_needed':
        return this.#offerFactor()
      case 'code_needed':
        return this.#show({ name: 'code' })
      case 'open': {
        const who = propertyOf(body, 'who')
        if (who === undefined) return this.#lookAround()
        const role = textOf(who, 'role') ?? ''
        return this.#show({ name: 'open', who: textOf(who, 'name') ?? '', role })
      }
      default:
        return this.#show({ name: 'password' })
    }
  }

  async #offerFactor(): Promise<void> {
    const reply = await this.#ask('/session/factor', {})
    if (reply.kind !== 'answered') return this.#change({ fault: faultOf(reply, 'other') })
    const secret = textOf(reply.body, 'secret') ?? ''
    const picture = `data:image/svg+xml;base64,${btoa(textOf(reply.body, 'svg') ?? '')}`
    this.#show({ name: 'factor', secret, picture })
  }

  async #ask(path: string, body: unknown): Promise<Reply> {
    this.#change({ isAsking: true })
    const reply = await callApi({ path, body })
    this.#change({ isAsking: false })
    return reply
  }

  #show(screen: Screen): void {
    const { hasProvider } = this.state
    this.state = { screen, hasProvider, isAsking: false }
    this.#draw(this.state)
  }

  #change(part: Partial<FlowState>): void {
    this.state = { ...this.state, ...part }
    this.#draw(this.state)
  }
}

function faultOf(reply: Exclude<Reply, { kind: 'answered' }>, refusal: Fault): Fault {
  if (reply.kind === 'unknown') return 'noAnswer'
  switch (reply.code) {
    case 'sign_in_wait':
      return 'wait'
    case 'password_weak':
      return 'weak'
    case 'sign_in_refused':
    case 'link_not_valid':
      return refusal
    default:
      return 'other'
  }
}
