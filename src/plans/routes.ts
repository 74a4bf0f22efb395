import { type Api, createApi } from '../http/openapi.ts'
import type { Casework } from './casework.ts'
import { consentRoutes } from './routes-consents.ts'
import { eligibilityRoutes } from './routes-eligibility.ts'
import { feedbackRoutes } from './routes-feedback.ts'
import { identityRoutes } from './routes-identities.ts'
import { peopleRoutes } from './routes-people.ts'
import { individualPlanRoutes } from './routes-plans.ts'
import { walletPersonRoutes } from './routes-wallet.ts'

/** The addresses of the plans, under `/api/v1`. */
export function planRoutes({ casework }: { readonly casework: Casework }): Api {
  const api = createApi()
  // What is looked for by a word stands before what is looked for by a code.
  api.route('/', identityRoutes(casework))
  api.route('/', peopleRoutes(casework))
  api.route('/', eligibilityRoutes(casework))
  api.route('/', individualPlanRoutes(casework))
  api.route('/', consentRoutes(casework))
  api.route('/', feedbackRoutes(casework))
  api.route('/', walletPersonRoutes(casework))
  return api
}
