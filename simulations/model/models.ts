import { circulation } from './circulation/circulation.ts'
import { communityGuarantee } from './community-guarantee/community-guarantee.ts'
import { guaranteeFund } from './guarantee-fund/guarantee-fund.ts'
import { insurance } from './insurance/insurance.ts'
import { microcredit } from './microcredit/microcredit.ts'
import type { Model } from './model.ts'
import { portfolioGuarantee } from './portfolio-guarantee/portfolio-guarantee.ts'
import { rentGuarantee } from './rent-guarantee/rent-guarantee.ts'
import { sponsorship } from './sponsorship/sponsorship.ts'

/** Every model there is. */
export const MODELS: readonly Model[] = [
  guaranteeFund as Model,
  portfolioGuarantee as Model,
  communityGuarantee as Model,
  rentGuarantee as Model,
  sponsorship as Model,
  insurance as Model,
  microcredit as Model,
  circulation as Model,
]

/** The model of a name, as a scenario file says it. */
export function findModel(name: unknown): Model | undefined {
  return MODELS.find((model) => model.name === name)
}
