import { setTimeout as sleep } from 'node:timers/promises'
import type { Berth, Fleet } from './fleet.ts'
import { type History, isUnknown, type Operation } from './history.ts'
import { unresolved } from './order.ts'
import type { PostQuestion, Question } from './protocol.ts'
import type { Random } from './random.ts'
import type { Workload } from './workload.ts'

/** How many wait for an answer at a time. */
const CLIENTS = 40
/** How often a client asks again what it got no answer to, before it goes on to something else. */
const AGAIN_MAX = 2
const SETTLE_TRIES_MAX = 60

export interface Load {
  readonly fleet: Fleet
  readonly history: History
  readonly workload: Workload
  /** Of which of the two services something is asked, and how patient a client is. */
  readonly random: Random
}

/**
 * Asks so many questions, as many at a time as there are clients; each client waits for its answer before it goes on.
 *
 * @param onQuestion hears how many have been asked
 */
export async function runClients(
  load: Load,
  count: number,
  onQuestion: (asked: number) => void,
): Promise<void> {
  let asked = 0
  const client = async () => {
    while (asked < count) {
      asked += 1
      const question = load.workload.next()
      const place = load.random.below(2)
      const again = load.random.chance(0.5) ? AGAIN_MAX : 0
      onQuestion(asked)
      await askUntil(load, question, place, again)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}

/** Asks again whatever is still not known, until it is. */
export async function settle(load: Load): Promise<void> {
  for (let tries = 0; tries < SETTLE_TRIES_MAX; tries += 1) {
    const open = new Set<Question>(unresolved(load.history).map(({ question }) => question))
    if (open.size === 0) return
    await Promise.all([...open].map((question) => askOnce(load, question, load.random.below(2))))
    if (tries > 2) await sleep(250)
  }
}

/** Asks for the opening of the accounts, until it is answered. */
export async function open(load: Load, questions: readonly PostQuestion[]): Promise<void> {
  for (const question of questions) await askOnce(load, question, 0)
  await settle(load)
}

async function askUntil(load: Load, question: Question, place: number, again: number) {
  for (let tries = 0; tries <= again; tries += 1) {
    const operation = await askOnce(load, question, (place + tries) % 2)
    if (!isUnknown(operation)) return
  }
}

async function askOnce(load: Load, question: Question, place: number): Promise<Operation> {
  const { fleet, history } = load
  const berth = await berthAt(fleet, place)
  const { service, incarnation } = berth
  const operation = history.asked(question, incarnation, fleet.nowMs(berth))
  const answer = await service.ask(question)
  history.answered(operation, answer, fleet.nowMs(berth))
  return operation
}

async function berthAt({ berths }: Fleet, place: number): Promise<Berth> {
  const berth = berths[place]
  if (berth === undefined) throw new RangeError('there are two berths')
  for (;;) {
    await berth.starting
    if (berth.service.isAlive()) return berth
    await sleep(20)
  }
}
