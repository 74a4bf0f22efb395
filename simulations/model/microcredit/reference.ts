import { normal } from '../../random/distributions.ts'
import type { Kernel, Path } from '../model.ts'
import { chainsOf, DEFAULTED, hazardsByMonth, thresholdsOf, WORST_FIRST } from './chances.ts'
import { freedomOf, mixingRoot } from './kernel.ts'
import { PURPOSE } from './layout.ts'
import { LoanBook } from './loan-book.ts'
import type { Microcredit } from './parameters.ts'

/**
 * The slow and obvious way: every loan draws a normal number of its own each month, its fortune is made of that and of
 * what all have in common, and it goes where the fortune lies between the thresholds of its row.
 */
export function referenceKernel(parameters: Microcredit): Kernel {
  const { horizon, persistence, grades } = parameters
  const freedom = freedomOf(parameters)
  const book = new LoanBook(parameters)
  const { grade, loans } = book.portfolio
  const thresholds = hazardsByMonth(parameters).map((hazards) =>
    chainsOf(parameters, hazards).map(({ rows }) => rows.map((row) => thresholdsOf(row, freedom))),
  )
  return {
    run(path: Path): void {
      book.open(path)
      let economy = 0
      for (let month = 1; month <= horizon; month++) {
        const innovation = path.factors[month - 1] ?? 0
        const kept = month === 1 ? 0 : persistence
        economy = kept * economy + Math.sqrt(1 - kept * kept) * innovation
        const root = freedom === undefined ? 1 : mixingRoot(path, month, freedom)
        const stream = path.stream(PURPOSE.moves, month)
        book.begin(month)
        for (let loan = 0; loan < loans; loan++) {
          const state = book.state[loan] ?? DEFAULTED
          if (state >= DEFAULTED) continue
          const its = grade[loan] ?? 0
          const correlation = grades[its]?.correlation ?? 0
          const hidden =
            Math.sqrt(correlation) * economy + Math.sqrt(1 - correlation) * normal(stream)
          const cuts = thresholds[month]?.[its]?.[state] ?? []
          const place = cuts.findIndex((threshold) => hidden / root <= threshold)
          book.move(loan, month, WORST_FIRST[place < 0 ? cuts.length : place] ?? DEFAULTED)
        }
        book.close(month)
      }
    },
  }
}
