import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** A mail server on the loopback address that keeps what it is handed. Source: RFC 5321, as far as one client needs it. */
export interface MailServer {
  /** `smtp://127.0.0.1:PORT` */
  readonly url: string
  /** Every letter, whole, as it was sent. */
  readonly letters: readonly string[]
  /** Whether letters are turned away from now on. */
  isFull: boolean
  close(): Promise<void>
}

export async function startMailServer(): Promise<MailServer> {
  const letters: string[] = []
  const server = createServer((socket) => converse(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const state: MailServer = {
    ...{ url: `smtp://127.0.0.1:${port}`, letters, isFull: false },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }

  function converse(socket: Socket): void {
    let letter: string[] | undefined
    let rest = ''
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 test')
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (letter !== undefined && line !== '.') {
          letter.push(line)
        } else if (letter !== undefined) {
          letters.push(letter.join('\n'))
          letter = undefined
          say('250 taken')
        } else if (/^DATA/i.test(line)) {
          letter = []
          say('354 go on')
        } else if (/^RCPT/i.test(line) && state.isFull) {
          say('452 full')
        } else if (/^QUIT/i.test(line)) {
          socket.end('221 bye\r\n')
        } else {
          say('250 fine')
        }
      }
    })
    socket.on('error', () => socket.destroy())
  }
  return state
}
