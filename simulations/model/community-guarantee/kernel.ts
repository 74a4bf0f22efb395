import type { Stream } from '../../random/stream.ts'
import { type ConditionalChance, nextEconomy } from '../economy.ts'
import type { Kernel, Path } from '../model.ts'
import { chancesOf, levelsOf } from './ability.ts'
import { OUTPUT, PURPOSE } from './layout.ts'
import { guarantorsOf } from './network.ts'
import type { CommunityGuarantee, Joint, Network } from './parameters.ts'
import { add, CommunitySettlement } from './settlement.ts'

const WORDS = 2 ** 32

/** The fast way: one random word tells what a member can do, and only groups in which somebody cannot pay are looked at. */
export class CommunityKernel implements Kernel {
  readonly #parameters: CommunityGuarantee
  readonly #settlement: CommunitySettlement
  readonly #spare: Float64Array
  readonly #chances: readonly ConditionalChance[]
  /** Below which word a member has a level or a worse one, in this month. */
  readonly #cuts: Float64Array
  /** Of each member: the level of this month, what is left of the pledge, what was paid for others. */
  readonly #level: Uint8Array
  readonly #pledge: Float64Array
  readonly #burden: Float64Array
  /** Whether the member was called in the month before, and in this one. */
  #called: Uint8Array
  #calledNow: Uint8Array
  /** Whether only what was paid for others is why the member cannot pay. */
  readonly #strained: Uint8Array
  /** By place in a group, the places of those who answer. */
  readonly #guarantors: readonly Int32Array[]
  /** What the members of a group left open in this month. */
  #missing = 0
  #forOthers = 0

  constructor(parameters: CommunityGuarantee) {
    const levels = levelsOf(parameters)
    const members = parameters.groups * parameters.size
    this.#parameters = parameters
    this.#settlement = new CommunitySettlement(parameters)
    this.#spare = levels.spare
    this.#chances = chancesOf(levels, parameters.correlation)
    this.#cuts = new Float64Array(levels.upTo.length)
    this.#level = new Uint8Array(members)
    this.#pledge = new Float64Array(members)
    this.#burden = new Float64Array(members)
    this.#called = new Uint8Array(members)
    this.#calledNow = new Uint8Array(members)
    this.#strained = new Uint8Array(members)
    const { arrangement, size } = parameters
    this.#guarantors = arrangement.kind === 'network' ? guarantorsOf(arrangement, size) : []
  }

  run(path: Path): void {
    const { months, persistence, arrangement } = this.#parameters
    this.#burden.fill(0)
    this.#called.fill(0)
    this.#calledNow.fill(0)
    this.#strained.fill(0)
    this.#pledge.fill(arrangement.kind === 'network' ? arrangement.pledge : 0)
    this.#settlement.open(path)
    let economy = 0
    for (let month = 1; month <= months; month++) {
      path.books.month = month
      economy = nextEconomy(month, economy, path.factors[month - 1] as number, persistence)
      this.#month(path, month, economy)
    }
    this.#settlement.end(path, this.#burden)
  }

  #month(path: Path, month: number, economy: number): void {
    const { groups, size, instalment, saving, arrangement } = this.#parameters
    const settlement = this.#settlement
    this.#draw(path, month, economy)
    settlement.begin()
    let missing = 0
    let missingAlone = 0
    for (let group = 0; group < groups; group++) {
      const first = group * size
      let unable = 0
      let strained = 0
      for (let member = first; member < first + size; member++) {
        if (this.#level[member] === 0) unable += 1
        strained += this.#strained[member] as number
      }
      this.#missing = unable * instalment
      this.#forOthers = 0
      if (unable > 0) {
        missingAlone += this.#missing - strained * instalment
        if (arrangement.kind === 'joint') this.#absorb(path, arrangement, first, unable)
        if (arrangement.kind === 'network') this.#answer(first)
        if (this.#missing > 0) add(path.outputs, OUTPUT.failures, 1)
        missing += this.#missing
      }
      const own = size * instalment - this.#missing - this.#forOthers
      settlement.collect(path, own, this.#forOthers, (size - unable) * saving)
    }
    const due = groups * size * instalment
    add(path.outputs, OUTPUT.repaidAlone, due - missingAlone)
    settlement.settle(path, month, due, missing, missingAlone)
  }

  /** What each member can do in this month. */
  #draw(path: Path, month: number, economy: number): void {
    const level = this.#level
    const cuts = this.#cuts
    for (let place = 0; place < cuts.length; place++) {
      cuts[place] = (this.#chances[place] as ConditionalChance).given(economy) * WORDS
    }
    const stream = path.stream(PURPOSE.ability, month)
    for (let member = 0; member < level.length; member++) {
      const word = stream.nextWord()
      let place = 0
      while (word >= (cuts[place] as number)) place += 1
      level[member] = place
    }
    const { arrangement } = this.#parameters
    if (arrangement.kind !== 'network') return
    const before = this.#calledNow
    this.#calledNow = this.#called
    this.#called = before
    this.#calledNow.fill(0)
    if (arrangement.strained > 0) this.#strain(path.stream(PURPOSE.strain, month), arrangement)
  }

  /** Who was called in the month before may lack what was paid. */
  #strain(stream: Stream, { strained }: Network): void {
    for (let member = 0; member < this.#level.length; member++) {
      this.#strained[member] = 0
      if (this.#called[member] === 0 || stream.coarseUniform() >= strained) continue
      if (this.#level[member] !== 0) this.#strained[member] = 1
      this.#level[member] = 0
    }
  }

  /** A group that answers for its members pays for those who cannot, if it can or is made to. */
  #absorb(path: Path, { whenShort, sanction }: Joint, first: number, unable: number): void {
    const { size, instalment } = this.#parameters
    const gap = this.#missing
    let spare = 0
    for (let member = first; member < first + size; member++) {
      spare += this.#spare[this.#level[member] as number] as number
    }
    if (spare >= gap) {
      this.#share(first, unable, gap, false)
      return
    }
    const isMade =
      sanction > 0 &&
      2 * (size - unable) >= size &&
      path.stream(PURPOSE.sanction, path.books.month, first).coarseUniform() < sanction
    if (isMade) this.#share(first, unable, gap, true)
    else if (whenShort === 'what-they-can') this.#share(first, unable, spare, false)
    else this.#missing = size * instalment
  }

  /**
   * Shares an amount among those who can pay in equal parts, each up to what is spare, or beyond that. From those with
   * the least to those with the most, each takes a part of what is left.
   */
  #share(first: number, unable: number, cents: number, isBeyond: boolean): void {
    const { size } = this.#parameters
    const level = this.#level
    let left = cents
    let sharing = size - unable
    for (let place = 1; place < this.#spare.length && sharing > 0; place++) {
      const spare = isBeyond ? left : (this.#spare[place] as number)
      for (let member = first; member < first + size; member++) {
        if (level[member] !== place) continue
        const part = Math.min(spare, Math.floor(left / sharing))
        this.#burden[member] = (this.#burden[member] as number) + part
        left -= part
        sharing -= 1
      }
    }
    this.#missing -= cents
    this.#forOthers += cents
  }

  /** Those who answer for who cannot pay are called in proportion to what is left of their pledges. */
  #answer(first: number): void {
    const { size, instalment } = this.#parameters
    for (let place = 0; place < size; place++) {
      if (this.#level[first + place] !== 0) continue
      const guarantors = this.#guarantors[place] as Int32Array
      let limits = 0
      for (let next = 0; next < guarantors.length; next++) {
        limits += this.#limitOf(first + (guarantors[next] as number))
      }
      const called = Math.min(instalment, limits)
      if (called === 0) continue
      let upTo = 0
      let paid = 0
      for (let next = 0; next < guarantors.length; next++) {
        const guarantor = first + (guarantors[next] as number)
        upTo += this.#limitOf(guarantor)
        const part = Math.floor((called * upTo) / limits) - paid
        if (part === 0) continue
        // Read before it is lessened: a guarantor stands in the list once.
        this.#pledge[guarantor] = (this.#pledge[guarantor] as number) - part
        this.#burden[guarantor] = (this.#burden[guarantor] as number) + part
        this.#calledNow[guarantor] = 1
        paid += part
      }
      this.#missing -= paid
      this.#forOthers += paid
    }
  }

  /** What a guarantor may be asked for: nothing where it cannot pay itself. */
  #limitOf(member: number): number {
    return this.#level[member] === 0 ? 0 : (this.#pledge[member] as number)
  }
}
