import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { connectBooks, serveBooks } from './stand.ts'
import { spread, Transfers } from './transfers.ts'
import { WireClient } from './wire-client.ts'
import { postThrough } from './workloads.ts'

/** When something was acknowledged, milliseconds of `performance.now()`, and how many transfers. */
export type Acknowledged = readonly [atMs: number, count: number]

/** A process that posts to books which others post to as well. */
export interface Busy {
  readonly pid: number
  /** Begins to keep it busy. */
  go(): void
  /** Lets it finish what is on its way; gives what was acknowledged since `go`. */
  rest(): Promise<readonly Acknowledged[]>
  /** Ends it if it still is, and forgets it. */
  dispose(): Promise<void>
}

/** How a kind of process is started: on the books of a database, with a number of its own. */
export type StartBusy = (url: string, stream: number) => Promise<Busy>

const PAUSE_MS = 10

/** The service, asked over so many connections for so many transfers at a time. */
export function busyService(connections: number, count: number): StartBusy {
  return async (url, stream) => {
    const service = await serveBooks(url)
    const keys = [await service.createKey('administrator')]
    const { accounts, close } = connectBooks(url)
    await close()
    const transfers = new Transfers({
      ...{ accounts, pick: spread(accounts.length) },
      ...{ stream, beganMs: Date.now() },
    })
    let [isGoing, isGone] = [false, false]
    let acknowledged: Acknowledged[] = []
    let running: Promise<unknown> = Promise.resolve()
    let client: WireClient | undefined
    const call = async (through: WireClient): Promise<void> => {
      const send = postThrough(through, transfers, count)
      while (isGoing && !isGone) {
        const made = await send().catch(() => 0)
        if (made > 0) acknowledged.push([performance.now(), made])
        else await pause()
      }
    }
    return {
      pid: service.pid(),
      go() {
        isGoing = true
        acknowledged = []
        const through = new WireClient(service.url, keys, connections)
        client = through
        running = Promise.all(Array.from({ length: connections }, () => call(through)))
      },
      async rest() {
        isGoing = false
        await running
        client?.close()
        return acknowledged
      },
      async dispose() {
        isGone = true
        await service.dispose()
      },
    }
  }
}

/** The ledger's service alone, in a process of its own, with so many requests in flight. */
export function busyLedger(callers: number): StartBusy {
  return async (url, stream) => {
    const program = fileURLToPath(new URL('ledger-process.ts', import.meta.url))
    const words = ['--import', import.meta.resolve('tsx'), program]
    const child = spawn(process.execPath, [...words, url, String(callers), String(stream)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
    child.stdin.on('error', () => {})
    let acknowledged: Acknowledged[] = []
    const waiting = new Map<string, () => void>()
    createInterface({ input: child.stdout }).on('line', (line) => {
      const count = Number(line)
      if (Number.isNaN(count)) waiting.get(line)?.()
      else acknowledged.push([performance.now(), count])
    })
    const said = (word: string) => new Promise<void>((resolve) => waiting.set(word, resolve))
    await Promise.race([said('ready'), ended])
    return {
      pid: child.pid ?? 0,
      go() {
        acknowledged = []
        child.stdin.write('go\n')
      },
      async rest() {
        const idle = said('idle')
        child.stdin.write('stop\n')
        await Promise.race([idle, ended])
        return acknowledged
      },
      async dispose() {
        child.kill('SIGCONT')
        child.stdin.end()
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
        await ended
      },
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
}
