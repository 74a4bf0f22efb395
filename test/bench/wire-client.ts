import { connect, type Socket } from 'node:net'

/** What the service answered. */
export interface WireAnswer {
  readonly status: number
  readonly body: string
}

/** One connection that stays open, with one request on it at a time. */
interface Wire {
  post(path: string, body: string): Promise<WireAnswer>
  isOpen(): boolean
  close(): void
}

/**
 * Sends JSON over at most so many connections that stay open, writing HTTP/1.1 by hand: the load shares the machine
 * with what is measured, and Node's own client takes five times as much of it. Reads what the service writes (a length,
 * no chunks), and fails on anything else. A connection is opened when all others are in use.
 *
 * @param keys each connection has one of these API keys, in turn
 */
export class WireClient {
  readonly #url: string
  readonly #keys: readonly string[]
  readonly #most: number
  readonly #all: Wire[] = []
  readonly #free: Wire[] = []
  readonly #waiting: ((wire: Wire) => void)[] = []

  constructor(url: string, keys: readonly string[], most: number) {
    this.#url = url
    this.#keys = keys
    this.#most = most
  }

  /** Waits for a connection where all are in use. */
  async post(path: string, body: string): Promise<WireAnswer> {
    const wire = this.#take() ?? (await new Promise<Wire>((take) => this.#waiting.push(take)))
    const answer = await wire.post(path, body)
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(wire)
    else next(wire)
    return answer
  }

  close(): void {
    for (const wire of this.#all) wire.close()
  }

  #take(): Wire | undefined {
    for (let wire = this.#free.pop(); wire !== undefined; wire = this.#free.pop()) {
      // One that was idle for long was closed by the service.
      if (wire.isOpen()) return wire
      this.#all.splice(this.#all.indexOf(wire), 1)
    }
    if (this.#all.length === this.#most) return undefined
    const wire = openWire(this.#url, this.#keys[this.#all.length % this.#keys.length] ?? '')
    this.#all.push(wire)
    return wire
  }
}

function openWire(url: string, key: string): Wire {
  const { hostname, port, host } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  const head =
    ` HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\n` +
    'Content-Type: application/json\r\nContent-Length: '
  const answers = readAnswers(socket)
  return {
    post: (path, body) => {
      const answer = answers.next()
      socket.write(`POST ${path}${head}${Buffer.byteLength(body)}\r\n\r\n${body}`)
      return answer
    },
    isOpen: () => !socket.destroyed && socket.writable,
    close: () => socket.destroy(),
  }
}

/** Cuts what arrives into answers, one for each time it is asked. */
function readAnswers(socket: Socket): { next(): Promise<WireAnswer> } {
  let arrived: Buffer = Buffer.alloc(0)
  let asked: { resolve(answer: WireAnswer): void; reject(error: Error): void } | undefined
  socket.on('data', (chunk: Buffer) => {
    arrived = arrived.length === 0 ? chunk : Buffer.concat([arrived, chunk])
    const answer = wholeAnswer(arrived)
    if (answer === undefined) return
    arrived = Buffer.alloc(0)
    asked?.resolve(answer)
  })
  const fail = (error?: Error) => asked?.reject(error ?? new Error('the connection was closed'))
  socket.on('error', fail).on('close', () => fail())
  return {
    next: () =>
      new Promise((resolve, reject) => {
        asked = { resolve, reject }
      }),
  }
}

function wholeAnswer(bytes: Buffer): WireAnswer | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`an answer without a length: ${head}`)
  const end = headEnd + 4 + Number(length)
  if (bytes.length < end) return undefined
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', headEnd + 4, end) }
}
