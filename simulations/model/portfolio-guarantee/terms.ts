import { shareOf } from '../backing/cents.ts'
import { type Guarantee, type PortfolioGuarantee, volumeOf } from './parameters.ts'

/** A guarantee in cents, as {@link callFor} and {@link callOfLoan} read it. */
export interface Terms {
  /** Of a loss, the part that counts; 1 for first loss and layers. */
  readonly coverage: number
  /** Losses below do not count. */
  readonly attach: number
  /** The most that is ever called; of an individual guarantee, for a loan. */
  readonly cap: number
  readonly isIndividual: boolean
}

export function termsOf({ guarantee, portfolio }: PortfolioGuarantee): Terms {
  return inCents(guarantee, volumeOf(portfolio))
}

function inCents(guarantee: Guarantee, volume: number): Terms {
  switch (guarantee.kind) {
    case 'individual':
      return { coverage: guarantee.coverage, attach: 0, cap: guarantee.cap, isIndividual: true }
    case 'pari-passu': {
      const cap = shareOf(volume, guarantee.cap)
      return { coverage: guarantee.coverage, attach: 0, cap, isIndividual: false }
    }
    case 'first-loss': {
      const cap = shareOf(volume, guarantee.piece)
      return { coverage: 1, attach: 0, cap, isIndividual: false }
    }
    case 'layer': {
      const attach = shareOf(volume, guarantee.attach)
      const cap = shareOf(volume, guarantee.detach) - attach
      return { coverage: 1, attach, cap, isIndividual: false }
    }
  }
}

/** What is called for a loss, or for all losses so far of a portfolio: a share of what lies above a point, up to a cap. */
export function callFor({ coverage, attach, cap }: Terms, loss: number): number {
  const counted = loss > attach ? shareOf(loss - attach, coverage) : 0
  return counted < cap ? counted : cap
}
