import { beta, discrete, exponential } from '../../random/distributions.ts'
import type { Kernel, Path } from '../model.ts'
import { collect, spend } from './giving.ts'
import { decideOutcomes } from './hosting.ts'
import { ACCOUNT, CODE, OUTPUT, PURPOSE, SERIES_PLACE } from './layout.ts'
import type { SponsorshipParameters } from './parameters.ts'
import { arrivalsByMonth, costTables, joinProbability, stoppedByShocks } from './tables.ts'

interface Family {
  readonly size: number
  readonly arrivedAt: number
  readonly movedInAt: number
  readonly leavesAt: number
  /** It found every host taken. */
  readonly waited: boolean
}

/**
 * The slow and obvious way: each person decides to join, and draws how often they pay; each family has its day of
 * arrival and its length of stay, and takes the host that is free first.
 */
export class SponsorshipReference implements Kernel {
  readonly #parameters: SponsorshipParameters

  constructor(parameters: SponsorshipParameters) {
    this.#parameters = parameters
  }

  run(path: Path): void {
    const { months, sponsors } = this.#parameters
    const { outputs, series, books } = path
    const payments = this.#payments(path)
    const begins = payments.length >= sponsors.needed
    const families = begins ? this.#families(path) : []
    outputs[OUTPUT.sponsors] = payments.length
    outputs[OUTPUT.started] = begins ? 1 : 0
    const list = this.#parameters.families.waiting
    const row = (name: keyof typeof SERIES_PLACE) => SERIES_PLACE[name] * (months + 1)
    for (let month = 0; month <= months; month++) {
      books.month = month
      if (month > 0 && begins) {
        collect(path, this.#parameters, payments.filter((times) => times >= month).length)
        this.#payFor(path, families, month)
      }
      const hosted = families.filter(
        ({ movedInAt, leavesAt }) => movedInAt <= month && leavesAt > month,
      )
      const waiting = families.filter(
        ({ arrivedAt, movedInAt }) => list && arrivedAt <= month && movedInAt > month,
      )
      series[row('sponsors') + month] = begins
        ? payments.filter((times) => times > month).length
        : 0
      series[row('fund') + month] = books.balance(ACCOUNT.fund)
      series[row('hosted') + month] = hosted.length
      series[row('waiting') + month] = waiting.length
    }
    this.#tell(path, families)
    outputs[OUTPUT.gapFree] = outputs[OUTPUT.gap] === 0 ? 1 : 0
  }

  /** Of each who joined: how often they pay before they stop; never stopping is more than the horizon. */
  #payments(path: Path): readonly number[] {
    const { months, sponsors } = this.#parameters
    const { lapse } = sponsors
    const chance = joinProbability(sponsors.join, sponsors.correlation, path.factors[0] ?? 0)
    const joining = path.stream(PURPOSE.joining, 0)
    const joined = Array.from({ length: sponsors.invited }, () => joining.uniform() < chance)
    const stream = path.stream(PURPOSE.lapse, 0)
    const stopped = stoppedByShocks(this.#parameters)
    const staysIn = (month: number, hazard: number) =>
      stream.uniform() >= hazard && stream.uniform() >= (stopped[month] ?? 0)
    return joined.filter(Boolean).map(() => {
      const hazard =
        lapse.kind === 'constant' ? lapse.hazard : beta(stream, lapse.alpha, lapse.beta)
      let times = 1
      while (times <= months && staysIn(times, hazard)) times += 1
      return times
    })
  }

  #families(path: Path): readonly Family[] {
    const { families } = this.#parameters
    const { sizes } = costTables(this.#parameters)
    const stream = path.stream(PURPOSE.families, 0)
    const freeAt: number[] = Array.from({ length: families.hosts }, () => 0)
    const all: Family[] = []
    const settle = (arrivedAt: number) => {
      const host = freeAt.indexOf(Math.min(...freeAt))
      const movedInAt = Math.max(arrivedAt, freeAt[host] ?? Number.POSITIVE_INFINITY)
      const size = discrete(stream.uniform(), sizes)
      const leavesAt = movedInAt + exponential(stream, families.stay)
      const waited = movedInAt > arrivedAt
      if (waited && !families.waiting) {
        const never = Number.POSITIVE_INFINITY
        all.push({ size, arrivedAt, movedInAt: never, leavesAt: never, waited })
        return
      }
      freeAt[host] = leavesAt
      all.push({ size, arrivedAt, movedInAt, leavesAt, waited })
    }
    for (let one = 0; one < Math.min(families.hostedAtStart, families.hosts); one++) settle(0)
    for (const [month, arrivals] of arrivalsByMonth(this.#parameters).entries()) {
      if (arrivals === 0) continue
      let at = month - 1 + exponential(stream, 1 / arrivals)
      while (at < month) {
        settle(at)
        at += exponential(stream, 1 / arrivals)
      }
    }
    return all
  }

  #payFor(path: Path, families: readonly Family[], month: number): void {
    const costs = costTables(this.#parameters)
    for (const { movedInAt, size } of families) {
      // Who was there at the beginning had their start-up before.
      if (movedInAt <= month - 1 || movedInAt > month || movedInAt === 0) continue
      const start = [costs.startUpPaid[size] ?? 0, costs.startUpInKind[size] ?? 0] as const
      spend(path, CODE.startUp, ACCOUNT.families, ...start)
    }
    for (const { movedInAt, leavesAt, size } of families) {
      if (movedInAt > month || leavesAt <= month) continue
      const support = [costs.supportPaid[size] ?? 0, costs.supportInKind[size] ?? 0] as const
      spend(path, CODE.support, ACCOUNT.families, ...support)
    }
    spend(path, CODE.running, ACCOUNT.running, this.#parameters.costs.fixed, 0)
  }

  #tell(path: Path, families: readonly Family[]): void {
    const { months, outcomes, families: frame } = this.#parameters
    const stream = path.stream(PURPOSE.outcomes, 0)
    const add = (name: keyof typeof OUTPUT, amount: number) => {
      path.outputs[OUTPUT[name]] = (path.outputs[OUTPUT[name]] ?? 0) + amount
    }
    for (const { arrivedAt, movedInAt, leavesAt, waited } of families) {
      if (arrivedAt > 0) {
        add('arrived', 1)
        add('waited', waited ? 1 : 0)
        add('turnedAway', waited && !frame.waiting ? 1 : 0)
        add('movedIn', movedInAt < months ? 1 : 0)
      }
      if (frame.waiting) add('queueMonths', Math.min(months, movedInAt) - arrivedAt)
      if (movedInAt < months) add('hostMonths', Math.min(months, leavesAt) - movedInAt)
      if (leavesAt >= months) continue
      const found = decideOutcomes(stream, outcomes, leavesAt - movedInAt)
      add('left', 1)
      add('housed', found & 1)
      add('inWork', found >> 1)
    }
  }
}
