import { absorbDebts, callCoGuarantors } from '../../../src/credit/core/joint-liability.ts'
import { normal } from '../../random/distributions.ts'
import { normalQuantile } from '../../random/normal.ts'
import type { Kernel, Path } from '../model.ts'
import { levelsOf, thresholdsOf } from './ability.ts'
import { pairContract } from './contract.ts'
import { OUTPUT, PURPOSE } from './layout.ts'
import { endPairs, settlePairs } from './pairs.ts'
import type { CommunityGuarantee, Network } from './parameters.ts'
import { add, CommunitySettlement } from './settlement.ts'

interface Member {
  /** 0: cannot pay in this month. */
  level: number
  spare: bigint
  pledge: bigint
  burden: bigint
  wasCalled: boolean
  isCalled: boolean
  isStrained: boolean
}

/** Draws the fortunes of a month. */
type Fortunes = () => number

/**
 * The slow and obvious way: members are kept one by one, and what they owe each other is what the contracts of
 * `src/credit/core` say.
 */
export function referenceKernel(parameters: CommunityGuarantee): Kernel {
  return {
    run(path: Path): void {
      const { months, persistence, correlation, arrangement } = parameters
      const settlement = new CommunitySettlement(parameters)
      settlement.open(path)
      const world =
        arrangement.kind === 'matching' ? pairsOf(parameters) : groupsOf(parameters, settlement)
      let economy = 0
      for (let month = 1; month <= months; month++) {
        path.books.month = month
        const stays = month === 1 ? 0 : persistence
        economy = stays * economy + Math.sqrt(1 - stays * stays) * (path.factors[month - 1] ?? 0)
        const stream = path.stream(PURPOSE.ability, month)
        const common = Math.sqrt(correlation) * economy
        const own = Math.sqrt(1 - correlation)
        settlement.begin()
        world.month(path, month, () => common + own * normal(stream), settlement)
      }
      world.end(path, settlement)
    },
  }
}

interface World {
  month(path: Path, month: number, fortune: Fortunes, settlement: CommunitySettlement): void
  end(path: Path, settlement: CommunitySettlement): void
}

function groupsOf(parameters: CommunityGuarantee, settlement: CommunitySettlement): World {
  const { groups, size, instalment, saving, arrangement } = parameters
  const levels = levelsOf(parameters)
  const thresholds = thresholdsOf(levels)
  const pledge = arrangement.kind === 'network' ? BigInt(arrangement.pledge) : 0n
  const all = Array.from({ length: groups }, () =>
    Array.from(
      { length: size },
      (): Member => ({
        ...{ level: 0, spare: 0n, pledge, burden: 0n, wasCalled: false, isCalled: false },
        isStrained: false,
      }),
    ),
  )
  return {
    month(path, month, fortune) {
      let missing = 0
      let missingAlone = 0
      for (const [number, group] of all.entries()) {
        drawLevels(path, number, group, { fortune, thresholds, spare: levels.spare, parameters })
        const unable = group.filter(({ level }) => level === 0).length
        const paid = payTogether(path, month, number, group, parameters)
        const left = size * instalment - paid.own - paid.forOthers
        if (left > 0) add(path.outputs, OUTPUT.failures, 1)
        missing += left
        const strained = group.filter(({ isStrained }) => isStrained).length
        missingAlone += (unable - strained) * instalment
        settlement.collect(path, paid.own, paid.forOthers, (size - unable) * saving)
      }
      const due = groups * size * instalment
      add(path.outputs, OUTPUT.repaidAlone, due - missingAlone)
      settlement.settle(path, month, due, missing, missingAlone)
    },
    end(path) {
      settlement.end(
        path,
        Float64Array.from(all.flat(), ({ burden }) => Number(burden)),
      )
    },
  }
}

interface Draw {
  readonly fortune: Fortunes
  readonly thresholds: readonly number[]
  readonly spare: Float64Array
  readonly parameters: CommunityGuarantee
}

function drawLevels(path: Path, number: number, group: readonly Member[], draw: Draw): void {
  const { month } = path.books
  const { arrangement } = draw.parameters
  const strained = arrangement.kind === 'network' ? arrangement.strained : 0
  for (const [place, member] of group.entries()) {
    const fortune = draw.fortune()
    member.level = draw.thresholds.findIndex((threshold) => fortune <= threshold)
    member.wasCalled = member.isCalled
    member.isCalled = false
    const strain = path.stream(PURPOSE.strain, month, number * group.length + place)
    member.isStrained = member.level > 0 && member.wasCalled && strain.uniform() < strained
    if (member.isStrained) member.level = 0
    member.spare = BigInt(draw.spare[member.level] ?? 0)
  }
}

/** What a group pays: for its own members' instalments, and for those of others. */
function payTogether(
  path: Path,
  month: number,
  number: number,
  group: readonly Member[],
  { arrangement, instalment, size }: CommunityGuarantee,
): { readonly own: number; readonly forOthers: number } {
  const able = group.filter(({ level }) => level > 0)
  const own = able.length * instalment
  const debt = BigInt((size - able.length) * instalment)
  if (arrangement.kind === 'network') {
    const before = total(group)
    for (const [place, member] of group.entries()) {
      if (member.level > 0) continue
      const others = whoAnswer(arrangement, group, place)
      const limits = others.map(({ level, pledge }) => ({ limit: level === 0 ? 0n : pledge }))
      const { paid } = callCoGuarantors(limits, BigInt(instalment))
      for (const [index, other] of others.entries()) {
        const part = paid[index] ?? 0n
        other.pledge -= part
        other.burden += part
        if (part > 0n) other.isCalled = true
      }
    }
    return { own, forOthers: Number(total(group) - before) }
  }
  if (arrangement.kind !== 'joint' || debt === 0n) return { own, forOthers: 0 }
  const spare = able.reduce((sum, member) => sum + member.spare, 0n)
  const { whenShort, sanction } = arrangement
  if (spare < debt) {
    const isHalf = 2 * able.length >= size
    const isMade = isHalf && path.stream(PURPOSE.sanction, month, number).uniform() < sanction
    if (!isMade && whenShort === 'nobody') return { own: 0, forOthers: 0 }
    if (!isMade) return { own, forOthers: Number(absorb(able, spare, false)) }
    return { own, forOthers: Number(absorb(able, debt, true)) }
  }
  return { own, forOthers: Number(absorb(able, debt, false)) }
}

function whoAnswer(
  { links, neighbours }: Network,
  group: readonly Member[],
  place: number,
): readonly Member[] {
  if (links === null) return [...group, ...group].slice(place + 1, place + 1 + neighbours)
  return group.filter((_, other) =>
    links.some(({ member, guarantor }) => member === place + 1 && guarantor === other + 1),
  )
}

function absorb(able: readonly Member[], debt: bigint, isBeyond: boolean): bigint {
  const means = able.map(({ spare }) => (isBeyond ? debt : spare))
  const { paid, unpaid } = absorbDebts(means, debt)
  for (const [index, member] of able.entries()) member.burden += paid[index] ?? 0n
  return debt - unpaid
}

function total(group: readonly Member[]): bigint {
  return group.reduce((sum, { burden }) => sum + burden, 0n)
}

function pairsOf(parameters: CommunityGuarantee): World {
  const { arrangement, groups, saving } = parameters
  if (arrangement.kind !== 'matching') throw new RangeError('only members who match are pairs')
  const contract = pairContract(parameters, arrangement)
  const burdens = new Float64Array(2 * groups)
  return {
    month(path, month, fortune, settlement) {
      const found = { successes: 0, failures: 0, forPartners: 0 }
      for (let pair = 0; pair < groups; pair++) {
        const success = pair < contract.riskyPairs ? arrangement.risky : arrangement.safe
        const threshold = normalQuantile(1 - success)
        const succeed = [fortune(), fortune()].map((one) => one > threshold)
        for (const [member, isSuccess] of succeed.entries()) {
          if (!isSuccess || succeed[1 - member] === true) continue
          burdens[2 * pair + member] = (burdens[2 * pair + member] ?? 0) + contract.forPartner
          found.forPartners += contract.forPartner
        }
        const both = succeed.filter(Boolean).length
        found.successes += both
        if (both === 0) found.failures += 1
        const forPartner = both === 1 ? contract.forPartner : 0
        settlement.collect(path, both * contract.repayment, forPartner, both * saving)
      }
      settlePairs(path, month, parameters, contract, settlement, found)
    },
    end(path, settlement) {
      endPairs(path, contract, settlement, burdens)
    },
  }
}
