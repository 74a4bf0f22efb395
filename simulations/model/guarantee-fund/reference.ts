import { normal } from '../../random/distributions.ts'
import type { Kernel, Path } from '../model.ts'
import { DEFAULTED, PREPAID, thresholdsOf, WORST_FIRST } from './chain.ts'
import { MOVES } from './kernel.ts'
import { type GuaranteeFund, RUNNING_STATES } from './parameters.ts'
import { portfolioOf } from './portfolio.ts'
import { Settlement } from './settlement.ts'

/**
 * Moves every loan by itself: its fortune is the part of it that all share and a part of its own, and where it goes is
 * where the fortune lies between the thresholds of its row.
 */
export function referenceKernel(parameters: GuaranteeFund): Kernel {
  const portfolio = portfolioOf(parameters)
  const settlement = new Settlement(parameters, portfolio)
  const thresholds = portfolio.classes.map((grade) =>
    RUNNING_STATES.map((_, state) => thresholdsOf(grade, state)),
  )
  return {
    run(path: Path): void {
      const states = new Array<number>(portfolio.loans).fill(0)
      settlement.open(path)
      let economy = 0
      for (let month = 1; month <= portfolio.months; month++) {
        const { persistence } = parameters
        const innovation = path.factors[month - 1] ?? 0
        economy =
          month === 1
            ? innovation
            : persistence * economy + Math.sqrt(1 - persistence * persistence) * innovation
        const stream = path.stream(MOVES, month)
        for (const [loan, state] of states.entries()) {
          if (state === DEFAULTED || state === PREPAID) continue
          const its = portfolio.class[loan] ?? 0
          const correlation = portfolio.classes[its]?.correlation ?? 0
          const fortune =
            Math.sqrt(correlation) * economy + Math.sqrt(1 - correlation) * normal(stream)
          const cut = thresholds[its]?.[state]?.findIndex((threshold) => fortune <= threshold) ?? -1
          const next = WORST_FIRST.at(cut) ?? PREPAID
          states[loan] = next
          if (next === DEFAULTED) settlement.defaults(loan)
          if (next === PREPAID) settlement.prepays(loan)
        }
        settlement.close(path, month)
      }
    },
  }
}
