import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../../kernel/start-error.ts'

const WAIT_MS = 180_000
const POLL_MS = 50

/**
 * Lets one process at a time make or start the server of a folder. The lock is a name in the kernel (an abstract
 * socket), so it ends with its process, however that ends. Where the system has no such names (anything but Linux)
 * the work is done at once; PostgreSQL's own lock file then keeps the second server out.
 *
 * @param folder the real path of the folder that is guarded
 */
export async function withStartLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return work()
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 32)
  const lock = await take(`\0fra-noi-start-${digest}`, folder)
  try {
    return await work()
  } finally {
    await new Promise((resolve) => lock.close(resolve))
  }
}

async function take(name: string, folder: string): Promise<Server> {
  for (let waited = 0; waited < WAIT_MS; waited += POLL_MS) {
    const lock = await tryToTake(name)
    if (lock !== undefined) return lock
    await sleep(POLL_MS)
  }
  throw new StartError(
    `Another process has been starting the database in ${folder} for ${WAIT_MS / 60_000} minutes: look for it, and end it if it hangs.`,
  )
}

function tryToTake(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen({ path: name }, () => resolve(server))
  })
}
