import { FAULT_NAMES, type FaultName } from './faults.ts'
import { Random } from './random.ts'

/** The rounds of a run: one in calm, then each fault once in an order of its own, some at a time, and some again. */
export function plan(seed: number, faultsPerRound = 3): readonly (readonly FaultName[])[] {
  const random = new Random(seed, 4)
  const all = random.shuffled([...FAULT_NAMES, random.pick(FAULT_NAMES), random.pick(FAULT_NAMES)])
  const rounds: FaultName[][] = [[]]
  for (let at = 0; at < all.length; at += faultsPerRound) {
    rounds.push(all.slice(at, at + faultsPerRound))
  }
  return rounds
}
