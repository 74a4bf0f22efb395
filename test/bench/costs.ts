import { cpuMs } from './process-cpu.ts'
import type { Stand } from './stand.ts'

/** What a transfer cost, the hashing of the tree included. */
export interface Costs {
  /** Microseconds of computing of the process that posted: this one, the load included, or the service. */
  readonly posterUs: number
  /** Microseconds of computing of all of PostgreSQL. */
  readonly databaseUs: number
  /** Bytes of write-ahead log. */
  readonly walBytes: number
}

/** What of a part of the run has been used up. */
interface Meter {
  readonly posterMs: number
  readonly databaseMs: number
  readonly walBytes: number
}

/**
 * Sees what a piece of work cost.
 *
 * @param pid the process that posts; this one where not given
 * @returns what the work came to, and a function that divides the costs by a number of transfers
 */
export async function withCosts<Result>(
  stand: Stand,
  pid: number | undefined,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly per: (transfers: number) => Costs }> {
  const before = await read(stand, pid)
  const result = await work()
  const after = await read(stand, pid)
  const per = (transfers: number) => ({
    posterUs: ((after.posterMs - before.posterMs) * 1000) / transfers,
    databaseUs: ((after.databaseMs - before.databaseMs) * 1000) / transfers,
    walBytes: (after.walBytes - before.walBytes) / transfers,
  })
  return { result, per }
}

async function read(stand: Stand, pid: number | undefined): Promise<Meter> {
  return {
    posterMs: pid === undefined ? ownMs() : cpuMs(pid),
    databaseMs: cpuMs(stand.databasePid),
    walBytes: await stand.walBytes(),
  }
}

function ownMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
