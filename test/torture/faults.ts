import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../src/db/client.ts'
import type { TortureCluster } from './cluster.ts'
import type { Berth, Fleet } from './fleet.ts'
import { openOwner } from './owner.ts'
import type { Random } from './random.ts'

/** What a fault may take hold of. */
export interface Surroundings {
  readonly cluster: TortureCluster
  readonly fleet: Fleet
  /** The owner's login on the database of the run. */
  readonly url: string
  readonly random: Random
}

/** Each does its harm, waits as long as it takes, and leaves everything running again. */
export const FAULTS = {
  /** `kill -9` of a service, and another in its place. */
  async service_killed({ fleet, random }) {
    await fleet.restart(random.pick(fleet.berths))
  },
  /** `kill -9` of PostgreSQL's first process, and a start that recovers. */
  async postgresql_killed({ cluster }) {
    await cluster.killAndRestart()
  },
  /** `kill -9` of one session's process: the server ends all others and recovers by itself. */
  async session_killed(around) {
    const pids = await sessionsOf(around)
    if (pids.length > 0) kill(around.random.pick(pids))
    await sleep(300)
  },
  /** An administrator ends all sessions. */
  async sessions_ended(around) {
    await asOwner(around, async ({ sql }) => {
      await sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'torture' AND datname = current_database()`
    })
  },
  /** Connections break in the middle of whatever they carry. */
  async connections_cut({ fleet, random }) {
    const { wire } = random.pick(fleet.berths)
    for (let times = random.between(2, 6); times > 0; times -= 1) {
      wire.cutAfterBytes(random.pick([1, 60, 400, 3000, 20_000]) + random.below(600))
      await sleep(60)
      wire.breakAll()
      await sleep(random.between(5, 60))
    }
  },
  /** Nothing arrives any more, in either direction; then everything at once. */
  async wire_stalled({ fleet, random }) {
    const { wire } = random.pick(fleet.berths)
    wire.stall()
    await sleep(random.between(100, 900))
    wire.flow()
  },
  /** Every answer is slow, as over a long line. */
  async wire_slow({ fleet, random }) {
    const { wire } = random.pick(fleet.berths)
    wire.delayMs = random.between(5, 40)
    await sleep(700)
    wire.delayMs = 0
  },
  /** A process is stopped in whatever it does, the lane in its hands perhaps, and goes on later. */
  async service_stopped({ fleet, random }) {
    const { service } = random.pick(fleet.berths)
    service.signal('SIGSTOP')
    await sleep(random.between(100, 1200))
    service.signal('SIGCONT')
  },
  /** The lane's statements and waits are given less time than they need. */
  async statements_timed_out({ fleet, random }) {
    const berth = random.pick(fleet.berths)
    const timeoutMs = random.pick([2, 5, 10])
    berth.settings = { statement_timeout: `${timeoutMs}ms`, lock_timeout: '2ms' }
    await fleet.restart(berth)
    await sleep(700)
    berth.settings = {}
    await fleet.restart(berth)
  },
  /** Somebody else holds the lane. */
  async lane_held(around) {
    await asOwner(around, async ({ sql }) => {
      for (let tries = 0; tries < 100; tries += 1) {
        const held = await sql.begin(async (tx) => {
          const { length } = await tx`
            SELECT pg_advisory_xact_lock(classid::int, objid::int) FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 2 AND granted LIMIT 1`
          if (length > 0) await sleep(around.random.between(200, 900))
          return length > 0
        })
        if (held) return
      }
    })
  },
  /** Each commit waits before it is flushed, as on a slow disk; what is flushed is flushed. */
  async disk_slow(around) {
    await asOwner(around, async ({ sql }) => {
      await sql.unsafe(`ALTER SYSTEM SET commit_delay = ${around.random.between(5, 60) * 1000}`)
      await sql.unsafe('ALTER SYSTEM SET commit_siblings = 0')
      await sql`SELECT pg_reload_conf()`
      await sleep(800)
      await sql.unsafe('ALTER SYSTEM RESET commit_delay')
      await sql.unsafe('ALTER SYSTEM RESET commit_siblings')
      await sql`SELECT pg_reload_conf()`
    })
  },
  /** The clock of a service jumps, forwards or back. Where the database's clock counts, nothing happens. */
  async clock_stepped({ fleet, random }) {
    for (const berth of fleet.berths) stepClock(berth, random)
    await sleep(100)
  },
} as const satisfies Record<string, (around: Surroundings) => Promise<void>>

export type FaultName = keyof typeof FAULTS

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]

function stepClock({ service }: Berth, random: Random): void {
  const steps = [-3_600_000, -5000, -1, 0, 1, 1500, 5000, 60_000, 3_600_000]
  service.setClock(service.clockMs + random.pick(steps))
}

async function sessionsOf(around: Surroundings): Promise<readonly number[]> {
  let pids: readonly number[] = []
  await asOwner(around, async ({ sql }) => {
    const rows = await sql<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity
      WHERE application_name = 'torture' AND datname = current_database()`
    pids = rows.map(({ pid }) => pid)
  })
  return pids
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It ended by itself in between.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Works as the owner; where the server is just coming back, waits for it. */
async function asOwner(
  { url }: Surroundings,
  work: (owner: Database) => Promise<unknown>,
): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const owner = await openOwner(url)
    try {
      await work(owner)
      return
    } catch (error) {
      if (tries === 20) throw error
      await sleep(100)
    } finally {
      await owner.close()
    }
  }
}
