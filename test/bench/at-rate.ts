import { type Measured, quantile } from './measure.ts'

export interface Schedule {
  readonly perSecond: number
  readonly seconds: number
  /** Sends one request and tells how many transfers it created. */
  readonly send: () => Promise<number>
}

const TICK_MS = 1
const WARM_MS = 500

/**
 * Sends requests at fixed times, whether or not those before are answered, after a short warming up that does not
 * count. A latency begins where the request was due and not where it was sent, so one that had to wait for a slow
 * service (or for a slow sender) shows how long its caller would have waited.
 */
export async function measureAtRate({ perSecond, seconds, send }: Schedule): Promise<Measured> {
  const latencies: number[] = []
  const running = new Set<Promise<void>>()
  const begin = performance.now()
  const countFrom = Math.ceil((perSecond * WARM_MS) / 1000)
  const count = countFrom + Math.floor(perSecond * seconds)
  let created = 0
  const ask = async (index: number): Promise<void> => {
    const made = await send()
    if (index < countFrom) return
    created += made
    latencies.push(performance.now() - (begin + (index * 1000) / perSecond))
  }
  for (let index = 0; index < count; ) {
    const due = Math.min(count, ((performance.now() - begin) * perSecond) / 1000)
    for (; index < due; index += 1) {
      const request = ask(index).finally(() => running.delete(request))
      running.add(request)
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  await Promise.all(running)
  const lastedSeconds = (performance.now() - begin - WARM_MS) / 1000
  latencies.sort((a, b) => a - b)
  return {
    perSecond: created / lastedSeconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  }
}
