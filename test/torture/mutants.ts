import { LANE_MUTANTS } from './lane-mutants.ts'
import type { CodeMutant } from './mutant.ts'
import { OUTLET_MUTANTS } from './outlet-mutants.ts'
import { RULE_MUTANTS } from './rule-mutants.ts'

/** Every service that is broken on purpose. */
export const CODE_MUTANTS: readonly CodeMutant[] = [
  ...RULE_MUTANTS,
  ...LANE_MUTANTS,
  ...OUTLET_MUTANTS,
]
