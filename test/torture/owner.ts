import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database } from '../../src/db/client.ts'
import { isConnectionFailure } from '../../src/ledger/failure.ts'

const TRIES_MAX = 300
const POLL_MS = 100

/** Connects as the owner, past every proxy. A server that is just recovering from a killed session is waited for. */
export async function openOwner(url: string, poolSize = 1): Promise<Database> {
  for (let tries = 1; ; tries += 1) {
    const owner = connect(url, { role: null, poolSize, applicationName: 'torture owner' })
    try {
      await owner.sql`SELECT 1`
      return owner
    } catch (error) {
      await owner.close()
      if (tries === TRIES_MAX || !isConnectionFailure(error)) throw error
      await sleep(POLL_MS)
    }
  }
}
