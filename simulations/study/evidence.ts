import { z } from 'zod'
import type { JsonObject } from '../scenario/json.ts'
import { ScenarioError } from '../scenario/scenario.ts'
import { plainFaults, readYaml } from '../scenario/written-file.ts'
import type { ReadEvidence } from './prepare.ts'

const estimate = z.object({
  name: z.string().min(1),
  value: z.number(),
  low: z.number(),
  /** Nothing where the figures do not bound it. */
  high: z.number().nullable(),
  level: z.number().gt(0).lt(1),
  n: z.number().min(0),
  method: z.string(),
  unit: z.string(),
})

/** What a study reads of a dataset; whatever else is in it is part of its hash. */
const dataset = z.object({
  kind: z.enum(['ledger', 'outside', 'prior']),
  title: z.string().min(1),
  population: z.string().prefault(''),
  /** The last day that it is of; nothing where it is of none. */
  day: z.iso.date().nullable(),
  estimates: z.array(estimate),
})

/**
 * Reads a dataset of evidence, as the service freezes it.
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
  const { kind, title, population, day, estimates } = result.data
  const description = population === '' ? title : `${title}: ${population}`
  return { name: entry.name, hash, kind, day: day ?? '', description, estimates }
}
