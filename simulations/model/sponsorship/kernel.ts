import { binomial, discrete, exponential } from '../../random/distributions.ts'
import type { Stream } from '../../random/stream.ts'
import type { Kernel, Path } from '../model.ts'
import { collect, spend } from './giving.ts'
import { decideOutcomes } from './hosting.ts'
import { ACCOUNT, CODE, OUTPUT, PURPOSE, SERIES_PLACE } from './layout.ts'
import type { SponsorshipParameters } from './parameters.ts'
import {
  arrivalsByMonth,
  type CostTables,
  costTables,
  hazardWith,
  joinProbability,
  lapseHazard,
  stoppedByShocks,
} from './tables.ts'

/** Beyond so many standard deviations more families than there is room for do not come. */
const ROOM_DEVIATIONS = 12
const ROOM_LEAST = 64

/**
 * The fast way. Sponsors are alike, so only their number is kept; a stay is without memory, so a family that leaves is
 * any of those that are hosted, and the next event of a month is found from one rate.
 */
export class SponsorshipKernel implements Kernel {
  readonly #parameters: SponsorshipParameters
  readonly #costs: CostTables
  /** By month: families that come on average, and the share of sponsors that a shock stops. */
  readonly #arrivals: Float64Array
  readonly #stopped: Float64Array
  /** Of each host: the place of its family's size among the sizes, and since when. */
  readonly #size: Uint8Array
  readonly #since: Float64Array
  /** Of those who wait, in their order. */
  readonly #queue: Uint8Array
  #hosted = 0
  #first = 0
  #last = 0

  constructor(parameters: SponsorshipParameters) {
    const { families } = parameters
    this.#parameters = parameters
    this.#costs = costTables(parameters)
    this.#arrivals = arrivalsByMonth(parameters)
    this.#stopped = stoppedByShocks(parameters)
    this.#size = new Uint8Array(families.hosts)
    this.#since = new Float64Array(families.hosts)
    this.#queue = new Uint8Array(roomFor(this.#arrivals.reduce((sum, one) => sum + one, 0)))
  }

  run(path: Path): void {
    const { sponsors, families, months } = this.#parameters
    const { books, outputs, series } = path
    const places = months + 1
    this.#hosted = 0
    this.#first = 0
    this.#last = 0
    const factor = sponsors.correlation > 0 ? (path.factors[0] as number) : 0
    const chance = joinProbability(sponsors.join, sponsors.correlation, factor)
    const joined = binomial(path.stream(PURPOSE.joining, 0), sponsors.invited, chance)
    const begins = joined >= sponsors.needed
    let paying = begins ? joined : 0
    outputs[OUTPUT.sponsors] = joined
    outputs[OUTPUT.started] = begins ? 1 : 0
    outputs[OUTPUT.gapFree] = 1
    series[SERIES_PLACE.sponsors * places] = paying
    if (begins) this.#settle(path, Math.min(families.hostedAtStart, families.hosts))
    series[SERIES_PLACE.hosted * places] = this.#hosted
    for (let month = 1; month <= months; month++) {
      books.month = month
      if (begins) {
        collect(path, this.#parameters, paying)
        const own = lapseHazard(sponsors.lapse, month)
        const hazard = hazardWith(own, this.#stopped[month] as number)
        paying -= binomial(path.stream(PURPOSE.lapse, month), paying, hazard)
        this.#live(path, month)
        this.#support(path)
      }
      series[SERIES_PLACE.sponsors * places + month] = paying
      series[SERIES_PLACE.fund * places + month] = books.balance(ACCOUNT.fund)
      series[SERIES_PLACE.hosted * places + month] = this.#hosted
      series[SERIES_PLACE.waiting * places + month] = this.#last - this.#first
    }
    if ((outputs[OUTPUT.gap] as number) > 0) outputs[OUTPUT.gapFree] = 0
  }

  /** Families that a host has from before: their start-up was paid before, too. */
  #settle(path: Path, count: number): void {
    const stream = path.stream(PURPOSE.families, 0)
    for (let host = 0; host < count; host++) {
      this.#size[host] = discrete(stream.uniform(), this.#costs.sizes)
      this.#since[host] = 0
    }
    this.#hosted = count
  }

  /** The comings and goings of a month, one after the other. */
  #live(path: Path, month: number): void {
    const leaving = 1 / this.#parameters.families.stay
    const arrivals = this.#arrivals[month] as number
    const stream = path.stream(PURPOSE.families, month)
    // Two purposes at once have two streams.
    const outcomes = path.stream(PURPOSE.outcomes, month)
    let at = 0
    for (;;) {
      const rate = arrivals + this.#hosted * leaving
      const gap = rate > 0 ? exponential(stream, 1 / rate) : Number.POSITIVE_INFINITY
      const lasted = Math.min(gap, 1 - at)
      this.#count(path, OUTPUT.hostMonths, this.#hosted * lasted)
      this.#count(path, OUTPUT.queueMonths, (this.#last - this.#first) * lasted)
      at += gap
      if (at >= 1) return
      const now = month - 1 + at
      if (stream.uniform() * rate < arrivals) this.#arrive(path, stream, now)
      else this.#leave(path, stream, outcomes, now)
    }
  }

  #arrive(path: Path, stream: Stream, now: number): void {
    const { families } = this.#parameters
    const size = discrete(stream.uniform(), this.#costs.sizes)
    this.#count(path, OUTPUT.arrived, 1)
    if (this.#hosted < families.hosts) {
      this.#moveIn(path, size, now)
    } else {
      this.#count(path, OUTPUT.waited, 1)
      if (!families.waiting) this.#count(path, OUTPUT.turnedAway, 1)
      else if (this.#last < this.#queue.length) this.#queue[this.#last++] = size
      else
        throw new RangeError('more families came than there can be: the random numbers are wrong')
    }
  }

  #leave(path: Path, stream: Stream, outcomes: Stream, now: number): void {
    const host = Math.floor(stream.uniform() * this.#hosted)
    const stayed = now - (this.#since[host] as number)
    const found = decideOutcomes(outcomes, this.#parameters.outcomes, stayed)
    this.#count(path, OUTPUT.left, 1)
    this.#count(path, OUTPUT.housed, found & 1)
    this.#count(path, OUTPUT.inWork, found >> 1)
    this.#hosted -= 1
    this.#size[host] = this.#size[this.#hosted] as number
    this.#since[host] = this.#since[this.#hosted] as number
    if (this.#first < this.#last) this.#moveIn(path, this.#queue[this.#first++] as number, now)
  }

  #moveIn(path: Path, size: number, now: number): void {
    const { startUpPaid, startUpInKind } = this.#costs
    this.#size[this.#hosted] = size
    this.#since[this.#hosted] = now
    this.#hosted += 1
    this.#count(path, OUTPUT.movedIn, 1)
    const due = startUpPaid[size] as number
    const inKind = startUpInKind[size] as number
    spend(path, CODE.startUp, ACCOUNT.families, due, inKind)
  }

  /** What a month costs, paid at its end for the families that are hosted then. */
  #support(path: Path): void {
    const { supportPaid, supportInKind } = this.#costs
    let due = 0
    let inKind = 0
    for (let host = 0; host < this.#hosted; host++) {
      const size = this.#size[host] as number
      due += supportPaid[size] as number
      inKind += supportInKind[size] as number
      if (path.books.mode === 'full') {
        spend(path, CODE.support, ACCOUNT.families, due, inKind)
        due = 0
        inKind = 0
      }
    }
    spend(path, CODE.support, ACCOUNT.families, due, inKind)
    spend(path, CODE.running, ACCOUNT.running, this.#parameters.costs.fixed, 0)
  }

  #count(path: Path, place: number, amount: number): void {
    path.outputs[place] = (path.outputs[place] as number) + amount
  }
}

/** Room for the families of a path, and more than will ever come. @param expected how many come on average */
export function roomFor(expected: number): number {
  return Math.ceil(expected + ROOM_DEVIATIONS * Math.sqrt(expected)) + ROOM_LEAST
}
