import { Agent, request } from 'node:http'

/** Sends JSON over so many connections that stay open, as cheaply as Node can: the server shares the machine. */
export class HttpClient {
  readonly #agent: Agent
  readonly #url: URL
  readonly #key: string

  constructor(url: string, key: string, connections: number) {
    this.#url = new URL(url)
    this.#key = key
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** @throws Error where the answer is not 2xx */
  post(path: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          hostname: this.#url.hostname,
          port: this.#url.port,
          method: 'POST',
          path,
          headers: {
            authorization: `Bearer ${this.#key}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            text += chunk
          })
          response.on('end', () => {
            const status = response.statusCode ?? 0
            if (status >= 200 && status < 300) resolve(text)
            else reject(new Error(`${path} answered ${status}: ${text}`))
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
