import { z } from 'zod'
import type { JsonObject } from '../scenario/json.ts'
import { ScenarioError } from '../scenario/scenario.ts'
import { plainFaults, readYaml } from '../scenario/written-file.ts'
import type { ReadEvidence } from './prepare.ts'

const estimate = z.object({
  name: z.string().min(1),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  level: z.number().gt(0).lt(1),
  n: z.number().min(0),
  method: z.string(),
  unit: z.string(),
})

/** What a study reads of a dataset; whatever else is in it is part of its hash. */
const dataset = z.object({
  day: z.iso.date(),
  description: z.string().min(1),
  estimates: z.array(estimate),
})

/**
 * Reads a dataset of evidence, as `fra-noi study freeze` writes it.
 *
 * @param entry as the study names it: if it says a hash, the dataset must have it
 * @param hashOf the SHA-256 of a value as JSON
 * @throws ScenarioError where it is none, or another one
 */
export function readEvidence(
  entry: { readonly name: string; readonly hash?: string | undefined },
  text: string,
  hashOf: (value: JsonObject) => string,
): ReadEvidence {
  const value = readYaml(text, 'a dataset of evidence')
  const result = dataset.safeParse(value)
  const at = (path: string) => `evidence.${entry.name}${path === '' ? '' : `.${path}`}`
  if (!result.success) {
    const faults = result.error.issues.flatMap(plainFaults)
    throw new ScenarioError(faults.map(({ path, message }) => ({ path: at(path), message })))
  }
  const hash = hashOf(value)
  if (entry.hash !== undefined && entry.hash !== hash) {
    const message = `the dataset has another SHA-256, ${hash}: it is not the one that the study was made with`
    throw new ScenarioError([{ path: at('hash'), message }])
  }
  const { day, description, estimates } = result.data
  return { name: entry.name, hash, day, description, estimates }
}
