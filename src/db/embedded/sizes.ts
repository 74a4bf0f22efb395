import { totalmem } from 'node:os'

const MB = 1024 * 1024
const BUFFERS_MIN_MB = 128
const BUFFERS_MAX_MB = 1024

/** What this machine or container may use, in bytes. */
export function memoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/**
 * Settings of a PostgreSQL server that a busy book wants.
 *
 * `shared_buffers`: a quarter of the memory, 128 MB to 1 GB. Each account in use has a page of its own in two indexes, so
 * ten thousand of them outgrow the 128 MB that the server takes if nobody says more.
 *
 * `max_wal_size`: after each checkpoint the first change of a page writes it whole. With the server's own 1 GB a busy
 * book has a checkpoint every half minute, and up to a third of what it writes is pages.
 *
 * @param memory bytes
 * @example sizesForMemory(2 ** 31) // { shared_buffers: '512MB', max_wal_size: '4GB' }
 */
export function sizesForMemory(memory: number): Readonly<Record<string, string>> {
  const quarter = Math.floor(memory / 4 / MB)
  const buffers = Math.min(Math.max(quarter, BUFFERS_MIN_MB), BUFFERS_MAX_MB)
  return { shared_buffers: `${buffers}MB`, max_wal_size: '4GB' }
}
