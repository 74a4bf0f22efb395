import { normal } from '../../random/distributions.ts'
import { normalQuantile } from '../../random/normal.ts'
import type { Kernel, Path } from '../model.ts'
import { PURPOSE } from './layout.ts'
import { monthsOf, type RentGuarantee } from './parameters.ts'
import { RentSettlement } from './settlement.ts'
import { cureAfter, monthlyChance } from './tables.ts'

interface HomeNow {
  readonly kind: number
  /** Months without rent; 0 where it is paid or nobody lives there. */
  unpaid: number
  /** Months until somebody moves in. */
  emptyFor: number
}

/**
 * The slow and obvious way: each household has a fortune every month, of which a part is that of all; where it lies below
 * a threshold the household does not pay.
 */
export function referenceKernel(parameters: RentGuarantee): Kernel {
  const settlement = new RentSettlement(parameters)
  const { horizon, arrears } = parameters
  const months = monthsOf(parameters)
  const stops = normalQuantile(monthlyChance(arrears.begins))
  const goesOn = (unpaid: number): number => normalQuantile(1 - cureAfter(parameters, unpaid))
  return {
    run(path: Path): void {
      const homes: readonly HomeNow[] = parameters.homes.flatMap((home, kind) =>
        Array.from({ length: home.homes }, () => ({ kind, unpaid: 0, emptyFor: 0 })),
      )
      settlement.open(path)
      let economy = 0
      for (let month = 1; month <= months; month++) {
        path.books.month = month
        const stays = month === 1 ? 0 : arrears.persistence
        economy = stays * economy + Math.sqrt(1 - stays * stays) * (path.factors[month - 1] ?? 0)
        const occupied = homes.filter(({ emptyFor }) => emptyFor === 0 && month <= horizon)
        const rents = occupied.map(({ kind }) => parameters.homes[kind]?.rent ?? 0)
        settlement.earn(
          path,
          occupied.length,
          rents.reduce((sum, rent) => sum + rent, 0),
        )
        const stream = path.stream(PURPOSE.cures, month)
        for (const home of homes) {
          if (home.emptyFor > 0) {
            home.emptyFor -= 1
            continue
          }
          if (home.unpaid === 0 && month > horizon) continue
          const fortune =
            Math.sqrt(arrears.correlation) * economy +
            Math.sqrt(1 - arrears.correlation) * normal(stream)
          const threshold = home.unpaid === 0 ? stops : goesOn(home.unpaid)
          home.unpaid = fortune <= threshold ? home.unpaid + 1 : 0
          if (home.unpaid === 0) continue
          settlement.unpaid(path, home.kind, home.unpaid, 1)
          if (home.unpaid < arrears.endsAfter) continue
          const isDamaged = path.stream(PURPOSE.damage, month, homes.indexOf(home)).uniform()
          settlement.clear(path, home.kind, 1, isDamaged < arrears.damaged ? 1 : 0)
          home.unpaid = 0
          home.emptyFor = arrears.vacancy
        }
        settlement.settle(path, month, homes.filter(({ unpaid }) => unpaid > 0).length)
      }
      settlement.end(path)
    },
  }
}
