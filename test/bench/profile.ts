import { type Profiler, Session } from 'node:inspector/promises'
import { say } from './table.ts'

const SHOWN = 15

/** Takes a CPU profile of this process while a load runs. */
export async function profiled<Result>(
  load: () => Promise<Result>,
  show: (profile: Profiler.Profile) => void,
): Promise<Result> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  try {
    return await load()
  } finally {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    show(profile)
  }
}

/** Says which functions were found running most often, themselves and not what they called. */
export function sayProfile(title: string, { nodes, samples = [] }: Profiler.Profile): void {
  const hits = new Map<number, number>()
  for (const id of samples) hits.set(id, (hits.get(id) ?? 0) + 1)
  const own = new Map<string, number>()
  for (const { id, callFrame } of nodes) {
    const file = callFrame.url.replace(/^.*\/(?=(src|test|node_modules)\/)/, '')
    const name = `${callFrame.functionName || '(anonymous)'} ${file}:${callFrame.lineNumber + 1}`
    own.set(name, (own.get(name) ?? 0) + (hits.get(id) ?? 0))
  }
  say(`\n${title}: where this process was\n`)
  for (const [name, count] of [...own].sort((a, b) => b[1] - a[1]).slice(0, SHOWN)) {
    say(`- ${((100 * count) / samples.length).toFixed(1)} % ${name}`)
  }
}
