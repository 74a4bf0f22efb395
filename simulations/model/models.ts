import { guaranteeFund } from './guarantee-fund/guarantee-fund.ts'
import type { Model } from './model.ts'

/** Every model there is. */
export const MODELS: readonly Model[] = [guaranteeFund as Model]

/** The model of a name, as a scenario file says it. */
export function findModel(name: unknown): Model | undefined {
  return MODELS.find((model) => model.name === name)
}
