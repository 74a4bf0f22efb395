import { Agent, request } from 'node:http'

/** What the service answered. */
export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

/** Speaks HTTP through Node's own client, over so many connections that are opened again when they were lost. */
export class HttpClient {
  readonly #agent: Agent
  readonly #url: URL
  readonly #key: string

  constructor(url: string, key: string, connections: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
    this.#url = new URL(url)
    this.#key = key
  }

  /** Rejects where the connection was refused or lost. */
  get(path: string): Promise<HttpAnswer> {
    return this.#ask('GET', path)
  }

  /** Sends JSON. Rejects where the connection was refused or lost. */
  post(path: string, body: string): Promise<HttpAnswer> {
    return this.#ask('POST', path, body)
  }

  close(): void {
    this.#agent.destroy()
  }

  #ask(method: string, path: string, body?: string): Promise<HttpAnswer> {
    const headers = {
      authorization: `Bearer ${this.#key}`,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    }
    const { hostname, port } = this.#url
    const options = { agent: this.#agent, hostname, port, method, path, headers }
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8')
          resolve({ status: response.statusCode ?? 0, body: text })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }
}
