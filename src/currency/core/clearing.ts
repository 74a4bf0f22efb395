import { runAll, type Steps } from '../../kernel/steps.ts'

/**
 * Who owes whom, as many invoices: what can be netted away without any money, because debts run in circles.
 *
 * What is left when as much as possible is netted is the smallest set of debts that leaves everybody's net position as
 * it was: a flow of least cost, where each cent that stays owed costs one. Source: Fleischman and Dini, "Mathematical
 * foundations for balancing the payment system in the trade credit market", Journal of Risk and Financial Management
 * 14(9), 2021.
 */

/** A debt. Several between the same two are told apart by their place in the list. */
export interface Obligation {
  /** Places of the members, from 0. */
  readonly debtor: number
  readonly creditor: number
  /** Whole cents above zero; all of them together below 2^53. */
  readonly amount: number
}

export interface Cleared {
  /** Of each obligation, in their order: what was netted of it. */
  readonly cleared: Float64Array
  readonly total: number
  readonly clearedTotal: number
}

/**
 * Nets as much as can be netted.
 *
 * @param members how many there are
 * @param obligations invoices that are older stand first: of those between the same two they are netted first
 * @throws RangeError of a member that does not exist, a debt to oneself, or an amount that is no whole number above zero
 */
export function clear(members: number, obligations: readonly Obligation[]): Cleared {
  return runAll(clearing(members, obligations))
}

/** What {@link clear} does, in steps that are short however large the whole is. */
export function* clearing(members: number, obligations: readonly Obligation[]): Steps<Cleared> {
  const pairs = pairsOf(members, obligations)
  yield
  const network = new Network(members, pairs)
  yield
  yield* network.route(netPositions(members, obligations))
  return shareOut(obligations, pairs, network)
}

/** What everybody owes less what everybody is owed: above zero for who must pay in the end. */
export function netPositions(members: number, obligations: readonly Obligation[]): Float64Array {
  const net = new Float64Array(members)
  for (const { debtor, creditor, amount } of obligations) {
    net[debtor] = (net[debtor] as number) + amount
    net[creditor] = (net[creditor] as number) - amount
  }
  return net
}

/** All that one owes another, as one. */
interface Pairs {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly amount: Float64Array
  /** Of each obligation the pair that it belongs to. */
  readonly of: Int32Array
}

function pairsOf(members: number, obligations: readonly Obligation[]): Pairs {
  const places = new Map<number, number>()
  const of = new Int32Array(obligations.length)
  const from: number[] = []
  const to: number[] = []
  const amounts: number[] = []
  let total = 0
  for (const [index, { debtor, creditor, amount }] of obligations.entries()) {
    checkMember(debtor, members)
    checkMember(creditor, members)
    if (debtor === creditor) throw new RangeError(`obligation ${index} is owed to oneself`)
    total += amount
    if (!Number.isSafeInteger(amount) || amount <= 0 || !Number.isSafeInteger(total)) {
      throw new RangeError(`obligation ${index}: an amount is a whole number of cents above zero`)
    }
    const key = debtor * members + creditor
    let place = places.get(key)
    if (place === undefined) {
      place = amounts.length
      places.set(key, place)
      from.push(debtor)
      to.push(creditor)
      amounts.push(0)
    }
    amounts[place] = (amounts[place] as number) + amount
    of[index] = place
  }
  return {
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    amount: Float64Array.from(amounts),
    of,
  }
}

function checkMember(member: number, members: number): void {
  if (Number.isInteger(member) && member >= 0 && member < members) return
  throw new RangeError(`there is no member ${member}; members are 0 to ${members - 1}`)
}

const UNREACHED = 0x3fffffff

/**
 * The debts as a network, in which the net positions are routed at least cost: shortest distances first (each debt is
 * one long, taking one back is minus one), and along all shortest ways at once.
 *
 * Arc 2k is pair k, arc 2k + 1 the way back. What has flowed over an arc 2k stays owed.
 */
class Network {
  readonly #members: number
  readonly #head: Int32Array
  readonly #room: Float64Array
  /** The arcs of each member, one after the other, and where they begin. */
  readonly #arcs: Int32Array
  readonly #begin: Int32Array
  readonly #potential: Int32Array
  readonly #distance: Int32Array
  readonly #level: Int32Array
  readonly #next: Int32Array
  readonly #queue: Int32Array

  constructor(members: number, { from, to, amount }: Pairs) {
    const pairs = from.length
    this.#members = members
    this.#head = new Int32Array(2 * pairs)
    this.#room = new Float64Array(2 * pairs)
    this.#begin = new Int32Array(members + 1)
    this.#arcs = new Int32Array(2 * pairs)
    this.#potential = new Int32Array(members)
    this.#distance = new Int32Array(members)
    this.#level = new Int32Array(members)
    this.#next = new Int32Array(members)
    this.#queue = new Int32Array(members)
    for (let pair = 0; pair < pairs; pair++) {
      this.#head[2 * pair] = to[pair] as number
      this.#head[2 * pair + 1] = from[pair] as number
      this.#room[2 * pair] = amount[pair] as number
      for (const member of [from[pair] as number, to[pair] as number]) {
        this.#begin[member + 1] = (this.#begin[member + 1] as number) + 1
      }
    }
    for (let member = 0; member < members; member++) {
      this.#begin[member + 1] =
        (this.#begin[member + 1] as number) + (this.#begin[member] as number)
    }
    const filled = this.#begin.slice(0, members)
    for (let pair = 0; pair < pairs; pair++) {
      for (const [arc, member] of [
        [2 * pair, from[pair] as number],
        [2 * pair + 1, to[pair] as number],
      ] as const) {
        const at = filled[member] as number
        this.#arcs[at] = arc
        filled[member] = at + 1
      }
    }
  }

  /** What stays owed of a pair. */
  owed(pair: number): number {
    return this.#room[2 * pair + 1] as number
  }

  /** @param net what each must pay (above zero) or be paid in the end; changed to zeros */
  *route(net: Float64Array): Steps<void> {
    while (this.#measure(net)) {
      yield
      for (let member = 0; member < this.#members; member++) {
        const distance = this.#distance[member] as number
        if (distance < UNREACHED) {
          this.#potential[member] = (this.#potential[member] as number) + distance
        }
      }
      while (this.#layer(net)) {
        yield
        this.#next.set(this.#begin.subarray(0, this.#members))
        for (let member = 0; member < this.#members; member++) {
          while ((net[member] as number) > 0) {
            const pushed = this.#push(member, net[member] as number, net)
            if (pushed === 0) break
            net[member] = (net[member] as number) - pushed
          }
          yield
        }
      }
    }
  }

  /**
   * Distances from those who must still pay, by what arcs cost beyond the potentials: buckets of equal distance, one
   * after the other (Dial). Returns whether somebody who must be paid is reached.
   */
  #measure(net: Float64Array): boolean {
    const distance = this.#distance.fill(UNREACHED)
    const buckets: number[][] = [[]]
    for (let member = 0; member < this.#members; member++) {
      if ((net[member] as number) <= 0) continue
      distance[member] = 0
      buckets[0]?.push(member)
    }
    let reaches = false
    for (let near = 0; near < buckets.length; near++) {
      const bucket = buckets[near] ?? []
      for (let at = 0; at < bucket.length; at++) {
        const member = bucket[at] as number
        if (distance[member] !== near) continue
        reaches ||= (net[member] as number) < 0
        for (const arc of this.#arcsOf(member)) {
          if (this.#room[arc] === 0) continue
          const head = this.#head[arc] as number
          const far = near + this.#cost(arc, member)
          if (far >= (distance[head] as number)) continue
          distance[head] = far
          while (buckets.length <= far) buckets.push([])
          buckets[far]?.push(head)
        }
      }
    }
    return reaches
  }

  /** Layers of the arcs that cost nothing more, from those who must still pay; whether they reach who must be paid. */
  #layer(net: Float64Array): boolean {
    const level = this.#level.fill(-1)
    const queue = this.#queue
    let last = 0
    for (let member = 0; member < this.#members; member++) {
      if ((net[member] as number) <= 0) continue
      level[member] = 0
      queue[last++] = member
    }
    let reaches = false
    for (let at = 0; at < last; at++) {
      const member = queue[at] as number
      reaches ||= (net[member] as number) < 0
      for (const arc of this.#arcsOf(member)) {
        const head = this.#head[arc] as number
        if (this.#room[arc] === 0 || level[head] !== -1 || this.#cost(arc, member) !== 0) continue
        level[head] = (level[member] as number) + 1
        queue[last++] = head
      }
    }
    return reaches
  }

  /** Sends up to `most` from a member along the layers to one who must be paid. Returns how much went. */
  #push(member: number, most: number, net: Float64Array): number {
    const lacking = -(net[member] as number)
    if (lacking > 0) {
      const paid = Math.min(most, lacking)
      net[member] = (net[member] as number) + paid
      return paid
    }
    const end = this.#begin[member + 1] as number
    for (; (this.#next[member] as number) < end; this.#next[member] = this.#step(member)) {
      const arc = this.#arcs[this.#next[member] as number] as number
      const room = this.#room[arc] as number
      const head = this.#head[arc] as number
      const isNext = this.#level[head] === (this.#level[member] as number) + 1
      if (room === 0 || !isNext || this.#cost(arc, member) !== 0) continue
      const pushed = this.#push(head, Math.min(most, room), net)
      if (pushed === 0) continue
      this.#room[arc] = room - pushed
      this.#room[arc ^ 1] = (this.#room[arc ^ 1] as number) + pushed
      return pushed
    }
    return 0
  }

  #step(member: number): number {
    return (this.#next[member] as number) + 1
  }

  #arcsOf(member: number): Int32Array {
    return this.#arcs.subarray(this.#begin[member], this.#begin[member + 1])
  }

  /** The cost of an arc less what the potentials account for: never below zero where there is room. */
  #cost(arc: number, member: number): number {
    const own = (arc & 1) === 0 ? 1 : -1
    const head = this.#head[arc] as number
    return own + (this.#potential[member] as number) - (this.#potential[head] as number)
  }
}

/** What of each pair does not stay owed is netted, of its obligations in their order. */
function shareOut(obligations: readonly Obligation[], pairs: Pairs, network: Network): Cleared {
  const left = pairs.amount.map((amount, pair) => amount - network.owed(pair))
  const cleared = new Float64Array(obligations.length)
  let total = 0
  let clearedTotal = 0
  for (const [index, { amount }] of obligations.entries()) {
    const pair = pairs.of[index] as number
    const part = Math.min(amount, left[pair] as number)
    cleared[index] = part
    left[pair] = (left[pair] as number) - part
    total += amount
    clearedTotal += part
  }
  return { cleared, total, clearedTotal }
}
