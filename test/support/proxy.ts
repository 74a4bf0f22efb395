import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A wire between a client and PostgreSQL that can be long, or be cut. */
export interface Wire {
  /** The same database, reached through the proxy. */
  readonly url: string
  /** How long each piece takes from one end to the other. */
  delayMs: number
  /** Cuts the next connection whose client sends anything, before it reaches the server. */
  cutBeforeSend(): void
  /** Cuts the next connection on which the server says this, before it reaches the client. */
  cutBeforeAnswer(text: string): void
  close(): Promise<void>
}

/** Starts a proxy before the PostgreSQL of a URL. */
export async function startProxy(url: string): Promise<Wire> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const cut = { beforeSend: false, beforeAnswer: '' }
  const server = createServer((client) => {
    const upstream = connect(targetOf(target))
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (chunk) => {
      if (cut.beforeSend) {
        cut.beforeSend = false
        client.destroy()
        return
      }
      later(proxy.delayMs, () => upstream.writable && upstream.write(chunk))
    })
    upstream.on('data', (chunk) => {
      if (cut.beforeAnswer !== '' && chunk.includes(cut.beforeAnswer)) {
        cut.beforeAnswer = ''
        client.destroy()
        return
      }
      later(proxy.delayMs, () => client.writable && client.write(chunk))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String((server.address() as AddressInfo).port)
  through.search = ''
  const proxy: Wire = {
    url: through.href,
    delayMs: 0,
    cutBeforeSend() {
      cut.beforeSend = true
    },
    cutBeforeAnswer(text) {
      cut.beforeAnswer = text
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}

function targetOf(url: URL): { host: string; port: number } | { path: string } {
  const port = Number(url.port || 5432)
  const folder = url.searchParams.get('host')
  return folder?.startsWith('/') === true
    ? { path: `${folder}/.s.PGSQL.${port}` }
    : { host: url.hostname, port }
}

function later(delayMs: number, act: () => void): void {
  if (delayMs === 0) act()
  else setTimeout(act, delayMs)
}
