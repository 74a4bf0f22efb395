/** Own euro for so many purchases: each is repaid in the evening, so many days after it was made. */
export interface Advances {
  /** Of a purchase on a day, 0 to 1. */
  readonly chance: number
  /** Days until it is repaid, from 1. */
  readonly delay: number
  /** How many a person can have paid and not got back. */
  readonly purchases: number
}

/** Beyond so many states the chain is not worked out. */
const STATES_MAX = 6_000

/**
 * The part of purchases that cannot be paid in advance in the first so many days: a loss system in discrete time, whose state
 * is how long ago what is not repaid was bought. In continuous time it would be Erlang's formula with the load `chance * delay`.
 *
 * @returns nothing where there are too many states
 * @example blockedShare({ chance: 0.2, delay: 10, purchases: 1 }, 3650) // near 2 / 3
 */
export function blockedShare(advances: Advances, days: number): number | undefined {
  if (advances.purchases === 0) return 1
  const states = statesOf(advances)
  if (states === undefined) return undefined
  const { chance } = advances
  let law = new Float64Array(states.length)
  law[0] = 1
  let blocked = 0
  for (let day = 1; day <= days; day++) {
    const next = new Float64Array(states.length)
    for (const [state, { idle, buys }] of states.entries()) {
      const here = law[state] as number
      if (buys === undefined) blocked += here
      next[idle] = (next[idle] as number) + here * (buys === undefined ? 1 : 1 - chance)
      if (buys !== undefined) next[buys] = (next[buys] as number) + here * chance
    }
    law = next
  }
  return blocked / days
}

interface State {
  /** Where a day without a purchase leads, and one with it; the second is not possible where all is paid out. */
  readonly idle: number
  readonly buys: number | undefined
}

/** All states that can be reached from the first, in which nothing is paid in advance. */
function statesOf({ delay, purchases }: Advances): readonly State[] | undefined {
  const numbers = new Map<string, number>([['', 0]])
  const ages: (readonly number[])[] = [[]]
  const numberOf = (state: readonly number[]): number => {
    // A day passes: what is repaid in the evening is own again.
    const next = state.map((age) => age + 1).filter((age) => age <= delay)
    const name = next.join()
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, ages.length)
    ages.push(next)
    return ages.length - 1
  }
  const states: State[] = []
  for (let state = 0; state < ages.length; state++) {
    if (ages.length > STATES_MAX) return undefined
    const now = ages[state] ?? []
    const idle = numberOf(now)
    states.push({ idle, buys: now.length < purchases ? numberOf([...now, 0]) : undefined })
  }
  return states
}

/** How long one waits in days, each day as likely as the one before to be the last: an exponential law, in whole days. */
export interface Wait {
  /** Of the law in days that are not whole; 0 where nobody waits. */
  readonly mean: number
  /** Of all who wait, 0 to 1. */
  readonly share: number
}

/** The part of people who have it by the end of a day, the whole days of whose waits are mixed. */
export function haveBy(waits: readonly Wait[], day: number): number {
  const longer = (mean: number): number => (mean === 0 ? 0 : Math.exp(-(day + 1) / mean))
  return waits.reduce((sum, { mean, share }) => sum + share * (1 - longer(mean)), 0)
}

/** Days until people have it on average; who has it later than `days` counts with them. */
export function meanDaysToHave(waits: readonly Wait[], days: number): number {
  let mean = 0
  for (let day = 0; day < days; day++) mean += 1 - haveBy(waits, day)
  return mean
}
