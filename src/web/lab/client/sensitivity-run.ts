import type { JsonObject } from '../../../../simulations/scenario/json.ts'

/** A value of a field, as it is shown, and what lays it over the scenario. */
export interface Setting {
  readonly text: string
  readonly patch: JsonObject
}

/** A field and five values of it, from a fifth lower to a fifth higher; the middle is as it is. */
export interface Variation {
  readonly label: string
  readonly settings: readonly Setting[]
}

/** What the page asks its worker: the same output of several scenarios, on the same paths. */
export interface SensitivityQuestion {
  readonly of: string
  readonly scenarios: readonly JsonObject[]
}

/** The mean of one of them, or why there is none. */
export interface SensitivityReply {
  readonly index: number
  readonly mean: number | null
  readonly failure?: string
}

/** So many paths for each setting. */
export const SENSITIVITY_PATHS = 512
