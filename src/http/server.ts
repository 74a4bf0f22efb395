import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { StartError } from '../kernel/start-error.ts'
import { PROBLEMS, type ProblemCode } from './problem-codes.ts'

export interface Listening {
  /** The port it listens on; where 0 was asked for, the one that was free. */
  readonly port: number
  /** Takes no new connection, lets the requests that run be answered (10 seconds at most), then ends. */
  close(): Promise<void>
}

export interface ListenOptions {
  readonly port: number
  readonly host: string
}

/** How long a client may take, in milliseconds, and how much it may say before the body. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Above the 60 seconds that balancers keep a connection, so that they and not we end it.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16_384,
} as const
const CLOSE_MS_MAX = 10_000
const IDLE_CHECK_MS = 50

/**
 * Serves an app.
 *
 * @throws StartError where the port is taken or may not be used
 * @example const server = await listen(createApp(deps), { port: 3000, host: '127.0.0.1' })
 */
export async function listen(
  app: { readonly fetch: (request: Request, env: object) => Response | Promise<Response> },
  { port, host }: ListenOptions,
): Promise<Listening> {
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    // Only what is wrong with the address or the Host comes here: the app answers everything else.
    errorHandler: () => problemResponse('bad_request'),
  })
  const server = createServer({ ...LIMITS }, listener)
  server.on('clientError', answerBrokenRequest)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(startError(error, port, host)))
    server.listen(port, host, resolve)
  })
  const { port: actual } = server.address() as AddressInfo
  return { port: actual, close: () => closeGracefully(server) }
}

function startError(error: Error & { code?: string }, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is in use by another program. Stop that one, or choose another port: PORT=3001.`,
      )
    case 'EACCES':
      return new StartError(
        `Port ${port} may not be used by this user. Choose one above 1023: PORT=3000.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`${host} is no address of this machine. Set HOST to one that is.`)
    default:
      return error
  }
}

function closeGracefully(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection that falls idle after its last answer would otherwise hold the server open.
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS)
    const limit = setTimeout(() => server.closeAllConnections(), CLOSE_MS_MAX)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(limit)
      resolve()
    })
  })
}

/** Answers what is not even HTTP: the app never sees it. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const code = brokenRequestCode(error.code)
  const { status, title } = PROBLEMS[code]
  const body = JSON.stringify(problemBody(code))
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

function brokenRequestCode(code: string | undefined): ProblemCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large'
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'bad_request'
}

function problemBody(code: ProblemCode) {
  const { status, title, advice } = PROBLEMS[code]
  return { type: `/problems#${code}`, title, status, code, detail: advice }
}

function problemResponse(code: ProblemCode): Response {
  return new Response(JSON.stringify(problemBody(code)), {
    status: PROBLEMS[code].status,
    headers: { 'content-type': 'application/problem+json' },
  })
}
