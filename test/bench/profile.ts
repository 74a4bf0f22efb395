import { type Profiler, Session } from 'node:inspector/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../src/db/client.ts'
import { say } from './table.ts'

const SHOWN = 15
const LOOK_MS = 5
const QUERY_LENGTH = 60

/** Says where this process and its database are found most often while a load runs. */
export async function profiled<Result>(
  title: string,
  databaseUrl: string,
  load: () => Promise<Result>,
): Promise<Result> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  const database = lookAtDatabase(databaseUrl)
  await session.post('Profiler.start')
  try {
    return await load()
  } finally {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    sayFound(`${title}: this process, itself and not what it called`, functionsOf(profile))
    sayFound(`${title}: the database, by statement and what it waited for`, await database())
  }
}

/** How often each function was running; nothing of the time in which none was. */
function functionsOf({ nodes, samples = [] }: Profiler.Profile): ReadonlyMap<string, number> {
  const hits = new Map<number, number>()
  for (const id of samples) add(hits, id, 1)
  const found = new Map<string, number>()
  for (const { id, callFrame } of nodes) {
    const { functionName, url, lineNumber } = callFrame
    if (functionName === '(idle)' || functionName === '(root)') continue
    const file = url.replace(/^.*?\/(?=node_modules\/)|^.*?\/(?=(src|test)\/)/, '')
    const place = url === '' ? '' : ` ${file}:${lineNumber + 1}`
    add(found, `${functionName || '(anonymous)'}${place}`, hits.get(id) ?? 0)
  }
  return found
}

/** Looks at what the sessions of a database do, until it is asked what it saw. */
function lookAtDatabase(url: string): () => Promise<ReadonlyMap<string, number>> {
  const { pathname } = new URL(url)
  const db = connect(url, { role: null, poolSize: 1 })
  const found = new Map<string, number>()
  let isLooking = true
  const looking = (async () => {
    while (isLooking) {
      const rows = await db.sql<{ doing: string; waiting: string | null }[]>`
        SELECT regexp_replace(query, '\\s+', ' ', 'g') AS doing, wait_event AS waiting
        FROM pg_stat_activity
        WHERE datname = ${pathname.slice(1)} AND state = 'active' AND pid <> pg_backend_pid()`
      for (const { doing, waiting } of rows) {
        add(found, `${doing.trim().slice(0, QUERY_LENGTH)} (${waiting ?? 'computing'})`, 1)
      }
      await sleep(LOOK_MS)
    }
  })()
  return async () => {
    isLooking = false
    await looking
    await db.close()
    return found
  }
}

function sayFound(title: string, found: ReadonlyMap<string, number>): void {
  const all = [...found.values()].reduce((sum, count) => sum + count, 0)
  say(`\n${title}\n`)
  for (const [name, count] of [...found].sort((a, b) => b[1] - a[1]).slice(0, SHOWN)) {
    say(`- ${((100 * count) / all).toFixed(1)} % ${name}`)
  }
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}
