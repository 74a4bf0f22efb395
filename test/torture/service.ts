import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { packageRoot } from '../../src/package-root.ts'
import type {
  Answer,
  FromService,
  Inspection,
  OpenOptions,
  PostQuestion,
  Question,
  ToService,
} from './protocol.ts'

/** A service process as the driver holds it. When it dies, everything that was asked of it is answered `undefined`. */
export interface ServiceProcess {
  readonly pid: number
  /** What it said of faults, and how it ended where nobody had ended it. */
  readonly faults: readonly string[]
  /** Its clock's offset or time now, milliseconds. */
  readonly clockMs: number
  isAlive(): boolean
  ask(question: Question | Inspection): Promise<Answer | undefined>
  /** Asks in one turn of its event loop: what is posted together is one batch. */
  askTogether(questions: readonly PostQuestion[]): Promise<readonly Answer[] | undefined>
  setClock(clockMs: number): void
  /** `SIGKILL`, and waits until it is gone. */
  kill(): Promise<void>
  /** `SIGSTOP` and `SIGCONT`. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
  /** Lets it finish what it has, and waits until it is gone. */
  close(): Promise<void>
}

/** Starts a service process of this checkout, or of a changed copy of it. */
export async function startServiceProcess(
  options: OpenOptions,
  root = packageRoot(),
): Promise<ServiceProcess> {
  const child = fork(join(root, 'test', 'torture', 'service-process.ts'), {
    cwd: root,
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const held = new Held(child, options.clockMs)
  child.send({ kind: 'open', options } satisfies ToService)
  await held.ready
  return held
}

class Held implements ServiceProcess {
  readonly faults: string[] = []
  readonly ready: Promise<void>
  clockMs: number
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (answers: readonly Answer[] | undefined) => void>()
  readonly #gone: Promise<unknown>
  #number = 0
  #isAlive = true
  #isEnded = false

  constructor(child: ChildProcess, clockMs: number) {
    this.#child = child
    this.clockMs = clockMs
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said = `${said}${text}`.slice(-4000)
      })
    }
    let settle = { resolve: (): void => {}, reject: (_: Error): void => {} }
    this.ready = new Promise((resolve, reject) => {
      settle = { resolve, reject }
    })
    child.on('message', (message: FromService) => {
      if (message.kind === 'ready') settle.resolve()
      else this.#hear(message)
    })
    this.#gone = once(child, 'exit').then(([code, signal]) => {
      this.#isAlive = false
      if (!this.#isEnded) this.faults.push(`it ended by itself (${code ?? signal}): ${said}`)
      settle.reject(new Error(`a service process did not start: ${said}`))
      for (const settleOne of this.#waiting.values()) settleOne(undefined)
      this.#waiting.clear()
    })
    child.on('error', () => {})
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  isAlive(): boolean {
    return this.#isAlive
  }

  async ask(question: Question | Inspection): Promise<Answer | undefined> {
    const answers = await this.#send((number) => ({ kind: 'ask', number, question }))
    return answers?.[0]
  }

  askTogether(questions: readonly PostQuestion[]): Promise<readonly Answer[] | undefined> {
    return this.#send((number) => ({ kind: 'together', number, questions }))
  }

  setClock(clockMs: number): void {
    this.clockMs = clockMs
    if (this.#isAlive) this.#child.send({ kind: 'clock', clockMs } satisfies ToService, () => {})
  }

  async kill(): Promise<void> {
    this.#isEnded = true
    this.#child.kill('SIGKILL')
    await this.#gone
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal)
  }

  async close(): Promise<void> {
    if (!this.#isAlive) return
    this.#isEnded = true
    this.#child.send({ kind: 'close' } satisfies ToService, () => {})
    await this.#gone
  }

  #send(make: (number: number) => ToService): Promise<readonly Answer[] | undefined> {
    if (!this.#isAlive) return Promise.resolve(undefined)
    this.#number += 1
    const number = this.#number
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve)
      // Where the channel is broken the process is ending, and its end answers.
      this.#child.send(make(number), () => {})
    })
  }

  #hear(message: Exclude<FromService, { kind: 'ready' }>): void {
    if (message.kind === 'fault') {
      this.faults.push(message.text)
      return
    }
    const settle = this.#waiting.get(message.number)
    this.#waiting.delete(message.number)
    settle?.(message.kind === 'answers' ? message.answers : [message.answer])
  }
}
