import analytics from './known/analytics.json' with { type: 'json' }
import guarantee from './known/guarantee.json' with { type: 'json' }
import insurance from './known/insurance.json' with { type: 'json' }
import microcredit from './known/microcredit.json' with { type: 'json' }
import sponsorship from './known/sponsorship.json' with { type: 'json' }
import voucher from './known/voucher.json' with { type: 'json' }

/** A value that was worked out elsewhere, which the closed forms have to meet. */
export interface KnownValue {
  readonly id: string
  readonly model: string
  readonly case: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly quantity: string
  readonly value: number
  /** Absolute. */
  readonly tolerance: number
  readonly source: string
}

/** All of them, in the order of the files. */
export const KNOWN_VALUES: readonly KnownValue[] = [
  ...microcredit.targets,
  ...guarantee.targets,
  ...sponsorship.targets,
  ...insurance.targets,
  ...voucher.targets,
  ...analytics.targets,
]
