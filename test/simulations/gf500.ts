import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PathSetup } from '../../simulations/path-runner.ts'
import { setupOf } from '../../simulations/plan.ts'
import type { JsonObject } from '../../simulations/scenario/json.ts'
import { type ReadScenario, readScenario } from '../../simulations/scenario/scenario.ts'
import { packageRoot } from '../../src/package-root.ts'

/** The file of the preset GF500. */
export const GF500_TEXT = readFileSync(
  join(packageRoot(), 'simulations', 'scenario', 'presets', 'gf500.yaml'),
  'utf8',
)

/** The preset with some fields changed. */
export function readGf500(
  changes: JsonObject = {},
  overlays: readonly string[] = [],
): ReadScenario {
  return readScenario(GF500_TEXT, overlays, changes)
}

/** The same, ready to run. */
export function gf500Setup(changes: JsonObject = {}, overlays: readonly string[] = []): PathSetup {
  const { scenario, model } = readGf500(changes, overlays)
  return setupOf(scenario, model)
}
