import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemRuntime as runtime } from '../../src/runtime.ts'
import { MessageCounter } from './messages.ts'

export type Side = 'client' | 'server'

/** Where the wire is to break: in front of the n-th message, counted from now, that a side sends. */
export interface Cut {
  readonly side: Side
  readonly messages: number
  /** Runs in the moment of the cut, while both ends still believe in the connection. */
  readonly meanwhile?: () => void
}

/** The wire between a service process and PostgreSQL: it can be slow, stall, and break at any message or byte. */
export interface TortureWire {
  readonly port: number
  /** How long each piece takes, milliseconds. */
  delayMs: number
  /** Holds everything back until `flow()`. */
  stall(): void
  flow(): void
  /** Breaks the first connection that gets so far. */
  cut(cut: Cut): void
  /** Takes back a cut that has not happened. */
  disarm(): void
  /** Whether the cut that was asked for is still to come. */
  isArmed(): boolean
  /** Breaks each connection after it has carried so many more bytes, in both directions together. */
  cutAfterBytes(bytes: number): void
  /** Breaks all connections now. */
  breakAll(): void
  close(): Promise<void>
}

interface Line {
  readonly client: Socket
  readonly server: Socket
  readonly counters: Readonly<Record<Side, MessageCounter>>
  /** What is on its way, in order, by the side that sent it. */
  readonly queues: Readonly<Record<Side, Piece[]>>
  bytesLeft: number
  isCut: boolean
}

interface Piece {
  readonly dueMs: number
  readonly arrive: () => void
}

const STALL_POLL_MS = 10

/** Starts a wire to a PostgreSQL on the loopback address. */
export async function startWire(serverPort: number): Promise<TortureWire> {
  const wire = new Wire(serverPort)
  await wire.listen()
  return wire
}

class Wire implements TortureWire {
  port = 0
  delayMs = 0
  readonly #serverPort: number
  readonly #lines = new Set<Line>()
  readonly #server = createServer((client) => this.#join(client))
  #isStalled = false
  #armed: { readonly cut: Cut; left: number } | undefined
  #bytes = Number.POSITIVE_INFINITY

  constructor(serverPort: number) {
    this.#serverPort = serverPort
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.port = (this.#server.address() as AddressInfo).port
  }

  stall(): void {
    this.#isStalled = true
  }

  flow(): void {
    this.#isStalled = false
  }

  cut(cut: Cut): void {
    this.#armed = { cut, left: cut.messages }
  }

  disarm(): void {
    this.#armed = undefined
  }

  isArmed(): boolean {
    return this.#armed !== undefined
  }

  cutAfterBytes(bytes: number): void {
    this.#bytes = bytes
    for (const line of this.#lines) line.bytesLeft = bytes
  }

  breakAll(): void {
    this.#bytes = Number.POSITIVE_INFINITY
    for (const line of [...this.#lines]) destroy(line)
  }

  async close(): Promise<void> {
    this.flow()
    this.breakAll()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(client: Socket): void {
    const server = connect({ host: '127.0.0.1', port: this.#serverPort })
    const counters = { client: new MessageCounter(true), server: new MessageCounter(false) }
    const queues = { client: [], server: [] }
    const line: Line = { client, server, counters, queues, bytesLeft: this.#bytes, isCut: false }
    this.#lines.add(line)
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#lines.delete(line)
        destroy(line)
      })
    }
    client.on('data', (chunk) => this.#carry(line, 'client', chunk))
    server.on('data', (chunk) => this.#carry(line, 'server', chunk))
  }

  #carry(line: Line, side: Side, chunk: Buffer): void {
    const starts = line.counters[side].count(chunk)
    if (line.isCut) return
    const fired = this.#fire(side, starts)
    let passed = fired === undefined ? chunk : chunk.subarray(0, fired.at)
    if (passed.length >= line.bytesLeft) {
      passed = passed.subarray(0, line.bytesLeft)
      line.isCut = true
    }
    line.bytesLeft -= passed.length
    line.isCut ||= fired !== undefined
    const { isCut } = line
    const target = side === 'client' ? line.server : line.client
    this.#later(line.queues[side], () => {
      if (passed.length > 0 && target.writable) target.write(passed)
      if (!isCut) return
      fired?.meanwhile?.()
      // What was passed on shall arrive before the end does.
      target.end(() => destroy(line))
    })
  }

  /** Whether the cut that was asked for falls into this piece, and where. */
  #fire(side: Side, starts: readonly number[]) {
    const armed = this.#armed
    if (armed === undefined || armed.cut.side !== side) return undefined
    const at = starts[armed.left - 1]
    if (at === undefined) {
      armed.left -= starts.length
      return undefined
    }
    this.#armed = undefined
    return { at, meanwhile: armed.cut.meanwhile }
  }

  /** Lets a piece arrive when its time has come, and never before the one in front of it. */
  #later(queue: Piece[], arrive: () => void): void {
    if (queue.length === 0 && !this.#isStalled && this.delayMs === 0) {
      arrive()
      return
    }
    queue.push({ dueMs: runtime.now() + this.delayMs, arrive })
    if (queue.length === 1) this.#deliver(queue)
  }

  async #deliver(queue: Piece[]): Promise<void> {
    for (let [first] = queue; first !== undefined; [first] = queue) {
      const waitMs = first.dueMs - runtime.now()
      if (waitMs > 0) await sleep(waitMs)
      while (this.#isStalled) await sleep(STALL_POLL_MS)
      first.arrive()
      queue.shift()
    }
  }
}

function destroy({ client, server }: Line): void {
  client.destroy()
  server.destroy()
}
