import { ANALYTICS_CASES } from './registry/analytics.ts'
import { BASELINE_CASES } from './registry/baselines.ts'
import { FUND_CASES } from './registry/guarantee-funds.ts'
import { GROUP_CASES } from './registry/guarantee-groups.ts'
import { PORTFOLIO_CASES } from './registry/guarantee-pools.ts'
import { INSURANCE_CASES } from './registry/insurance.ts'
import { INSURER_CASES } from './registry/insurance-funds.ts'
import { CHAIN_CASES } from './registry/microcredit-chains.ts'
import { CONTRACT_CASES } from './registry/microcredit-contracts.ts'
import { POOL_CASES } from './registry/microcredit-pools.ts'
import type { QuantityCase } from './registry/quantity-case.ts'
import { SPONSORSHIP_CASES } from './registry/sponsorship.ts'
import { VOUCHER_CASES } from './registry/voucher.ts'

/** Every case that has an exact answer, in the order of the documentation. */
export const QUANTITY_CASES: readonly QuantityCase[] = [
  ...CONTRACT_CASES,
  ...CHAIN_CASES,
  ...POOL_CASES,
  ...PORTFOLIO_CASES,
  ...FUND_CASES,
  ...GROUP_CASES,
  ...SPONSORSHIP_CASES,
  ...INSURANCE_CASES,
  ...INSURER_CASES,
  ...VOUCHER_CASES,
  ...BASELINE_CASES,
  ...ANALYTICS_CASES,
]

/** The case of a name; `undefined` where there is none. */
export function findCase(model: string, name: string): QuantityCase | undefined {
  return QUANTITY_CASES.find((one) => one.model === model && one.name === name)
}
