import { discrete, normal, poisson } from '../../random/distributions.ts'
import { addedUp } from '../added-up.ts'
import type { Kernel, Path } from '../model.ts'
import { rootOfDivisor } from './kernel.ts'
import { PURPOSE } from './layout.ts'
import { monthsOf, type PortfolioGuarantee } from './parameters.ts'
import { groupTables } from './portfolio.ts'
import { Settlement } from './settlement.ts'

/**
 * The slow and obvious way: every loan by itself draws its fortune each month, and defaults where that lies below the
 * threshold of its group. Losses of a portfolio without loans are drawn one after the other, by their sizes in euro.
 */
export function referenceKernel(parameters: PortfolioGuarantee): Kernel {
  const settlement = new Settlement(parameters)
  const months = monthsOf(parameters)
  return {
    run(path: Path): void {
      const world = parameters.portfolio.kind === 'loans' ? loansOf(parameters) : undefined
      settlement.open(path, world?.owedAt(1) ?? 0)
      for (let month = 1; month <= months; month++) {
        path.books.month = month
        const happens = month <= parameters.horizon
        settlement.earn(path, happens ? (world?.owedAt(month) ?? 0) : 0)
        if (world !== undefined) world.move(path, month, happens, settlement)
        else if (happens) loseByChance(path, month, parameters, settlement)
        const isOver = month >= parameters.horizon
        settlement.settle(path, month, isOver ? 0 : (world?.owedAt(month + 1) ?? 0))
      }
      settlement.end(path)
    },
  }
}

interface World {
  /** What the loans that run owe at the beginning of a month. */
  owedAt(month: number): number
  move(path: Path, month: number, happens: boolean, settlement: Settlement): void
}

function loansOf(parameters: PortfolioGuarantee): World {
  const { portfolio } = parameters
  if (portfolio.kind !== 'loans') throw new RangeError('a portfolio of losses has no loans')
  const { persistence, copula } = portfolio
  const groups = groupTables(portfolio)
  let loans = groups.flatMap((group) => Array.from({ length: group.loans }, () => group))
  let economy = 0
  return {
    owedAt: (month) => loans.reduce((sum, { owed, start }) => sum + (owed[month - start] ?? 0), 0),
    move(path, month, happens, settlement) {
      const innovation = path.factors[month - 1] ?? 0
      const stays = month === 1 ? 0 : persistence
      economy = stays * economy + Math.sqrt(1 - stays * stays) * innovation
      if (!happens) return
      const root = copula.law === 'student' ? rootOfDivisor(path, month, copula.freedom) : 1
      const stream = path.stream(PURPOSE.defaults, month)
      loans = loans.filter(({ start, term, loading, own, threshold, lost }) => {
        const age = month - start
        if (age < 1 || age > term) return true
        const fortune = (loading * economy + own * normal(stream)) / root
        if (fortune > threshold) return true
        settlement.lose(path, 1, lost[age] ?? 0)
        return false
      })
    },
  }
}

function loseByChance(
  path: Path,
  month: number,
  { portfolio }: PortfolioGuarantee,
  settlement: Settlement,
): void {
  if (portfolio.kind !== 'claims') return
  const { frequency, sizes, unit } = portfolio
  const stream = path.stream(PURPOSE.losses, month)
  const count =
    frequency.law === 'poisson'
      ? poisson(stream, frequency.mean)
      : discrete(stream.uniform(), addedUp(frequency.shares))
  for (let loss = 0; loss < count; loss++) {
    const units = 1 + discrete(stream.uniform(), addedUp(sizes))
    settlement.lose(path, 1, units * unit)
  }
}
