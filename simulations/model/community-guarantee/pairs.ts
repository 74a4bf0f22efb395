import { ConditionalChance, nextEconomy } from '../economy.ts'
import type { Kernel, Path } from '../model.ts'
import { type PairContract, pairContract } from './contract.ts'
import { OUTPUT, PURPOSE } from './layout.ts'
import type { CommunityGuarantee, Matching } from './parameters.ts'
import { add, CommunitySettlement } from './settlement.ts'

/** What came of the pairs of a month. */
export interface PairsOfMonth {
  successes: number
  /** Pairs in which both failed. */
  failures: number
  forPartners: number
}

/** Pairs of members who chose their like: one random word tells whether a member succeeds. */
export class PairsKernel implements Kernel {
  readonly #parameters: CommunityGuarantee
  readonly #contract: PairContract
  readonly #settlement: CommunitySettlement
  readonly #safeFails: ConditionalChance
  readonly #riskyFails: ConditionalChance
  readonly #burden: Float64Array
  readonly #month: PairsOfMonth = { successes: 0, failures: 0, forPartners: 0 }

  constructor(parameters: CommunityGuarantee, matching: Matching) {
    this.#parameters = parameters
    this.#contract = pairContract(parameters, matching)
    this.#settlement = new CommunitySettlement(parameters)
    this.#safeFails = new ConditionalChance(1 - matching.safe, parameters.correlation)
    this.#riskyFails = new ConditionalChance(1 - matching.risky, parameters.correlation)
    this.#burden = new Float64Array(2 * parameters.groups)
  }

  run(path: Path): void {
    const { months, persistence } = this.#parameters
    const settlement = this.#settlement
    this.#burden.fill(0)
    settlement.open(path)
    let economy = 0
    for (let month = 1; month <= months; month++) {
      path.books.month = month
      economy = nextEconomy(month, economy, path.factors[month - 1] as number, persistence)
      settlement.begin()
      this.#happen(path, month, economy)
      settlePairs(path, month, this.#parameters, this.#contract, settlement, this.#month)
    }
    endPairs(path, this.#contract, settlement, this.#burden)
  }

  #happen(path: Path, month: number, economy: number): void {
    const { groups, saving } = this.#parameters
    const { repayment, forPartner, riskyPairs } = this.#contract
    const stream = path.stream(PURPOSE.ability, month)
    const safe = this.#safeFails.given(economy)
    const risky = this.#riskyFails.given(economy)
    const found = this.#month
    found.successes = 0
    found.failures = 0
    found.forPartners = 0
    for (let pair = 0; pair < groups; pair++) {
      const fails = pair < riskyPairs ? risky : safe
      const one = stream.coarseUniform() < fails ? 0 : 1
      const other = stream.coarseUniform() < fails ? 0 : 1
      const both = one + other
      found.successes += both
      if (both === 0) found.failures += 1
      if (both === 1) {
        const payer = 2 * pair + other
        this.#burden[payer] = (this.#burden[payer] as number) + forPartner
        found.forPartners += forPartner
      }
      this.#settlement.collect(path, both * repayment, both === 1 ? forPartner : 0, both * saving)
    }
  }
}

/** The end of a month of pairs: the lender lacks what all of them together paid less than is due. */
export function settlePairs(
  path: Path,
  month: number,
  { groups }: CommunityGuarantee,
  contract: PairContract,
  settlement: CommunitySettlement,
  found: PairsOfMonth,
): void {
  const due = groups * contract.due
  const repaid = found.successes * contract.repayment + found.forPartners
  const alone = found.successes * contract.alone
  add(path.outputs, OUTPUT.failures, found.failures)
  add(path.outputs, OUTPUT.repaidAlone, alone)
  settlement.settle(path, month, due, Math.max(0, due - repaid), Math.max(0, due - alone))
}

export function endPairs(
  path: Path,
  { isAboveLimit }: PairContract,
  settlement: CommunitySettlement,
  burdens: Float64Array,
): void {
  settlement.end(path, burdens)
  path.outputs[OUTPUT.aboveLimit] = isAboveLimit ? 1 : 0
}
