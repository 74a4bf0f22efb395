import { z } from '@hono/zod-openapi'
import type { JsonObject } from '../../simulations/scenario/json.ts'
import { timeText, uuidText } from '../http/schemas.ts'
import { RUN_STATES } from './core/run.ts'
import type { StudyRun, StudyRunInFull } from './service.ts'

const fields = (description: string) => z.record(z.string(), z.unknown()).openapi({ description })

export const presetShape = z
  .object({ name: z.string(), title: z.string(), description: z.string(), model: z.string() })
  .openapi('LaboratoryPreset')

export const presetTextShape = presetShape
  .extend({
    text: z.string().openapi({ description: 'The file (YAML), with the sources of its numbers.' }),
    effective: fields('The scenario with every default.'),
  })
  .openapi('LaboratoryPresetFile')

export const modelShape = z
  .object({
    name: z.string(),
    version: z.int().openapi({ description: 'Goes up with every change that changes figures.' }),
    description: z.string(),
    schema: fields('The JSON Schema of its scenarios: units, ranges and descriptions.'),
    outputs: z.array(
      z.object({
        ...{ name: z.string(), description: z.string(), unit: z.string() },
        ...{ kind: z.string(), tail: z.string() },
      }),
    ),
    series: z.array(z.object({ name: z.string(), description: z.string(), unit: z.string() })),
  })
  .openapi('LaboratoryModel')

export const checkedShape = z
  .object({
    effective: fields('The scenario with every default.'),
    scenarioHash: z.string().openapi({ description: 'SHA-256 of it, in hexadecimal digits.' }),
  })
  .openapi('CheckedScenario')

export const runShape = z
  .object({
    ...{ id: uuidText, title: z.string(), state: z.enum(RUN_STATES) },
    pathsDone: z.int(),
    paths: z.int().openapi({ description: 'At most: with a rule to stop it may need fewer.' }),
    pathsPerSecond: z.number(),
    secondsLeft: z.number().nullable(),
    ...{ model: z.string(), scenarioHash: z.string(), seed: z.int() },
    ...{ createdAt: timeText, createdBy: uuidText },
    startedAt: timeText.nullable(),
    endedAt: timeText.nullable(),
    failure: z.string().nullable(),
  })
  .openapi('LaboratoryRun')

export const fullRunShape = runShape
  .extend({
    scenario: z.string().openapi({ description: 'As it was sent.' }),
    overlays: z.array(z.string()),
    estimates: z
      .array(z.object({ of: z.string(), mean: z.number(), standardError: z.number() }))
      .openapi({ description: 'Means of the outputs so far; of none while no path is done.' }),
  })
  .openapi('LaboratoryRunInFull')

export const answersShape = z
  .object({
    items: z.array(
      z.union([
        z.object({
          id: z.union([z.string(), z.number(), z.null()]),
          value: z.number(),
          standardError: z.number(),
          method: z.string(),
        }),
        z.object({ id: z.union([z.string(), z.number(), z.null()]), error: z.string() }),
      ]),
    ),
  })
  .openapi('LaboratoryAnswers')

export const oraclesShape = z
  .object({
    items: z.array(
      z.object({
        file: z.string(),
        ...{ id: z.string(), model: z.string(), case: z.string() },
        inputs: fields('What the value depends on.'),
        ...{ quantity: z.string(), value: z.number() },
        tolerance: z.number().openapi({ description: 'Absolute.' }),
        ...{ kind: z.string(), formula: z.string(), source: z.string() },
      }),
    ),
  })
  .openapi('LaboratoryOracles')

/** A type of hono wants lists that may be changed; nobody changes these. */
export function showFields(fields: JsonObject): Record<string, never> {
  return fields as Record<string, never>
}

export function showRun(run: StudyRun) {
  const { id, title, state, pathsDone, paths, pathsPerSecond, secondsLeft } = run
  const { model, scenarioHash, seed, createdBy, failure } = run
  return {
    ...{ id, title, state, pathsDone, paths, pathsPerSecond, secondsLeft },
    ...{ model, scenarioHash, seed, createdBy, failure },
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
  }
}

export function showFullRun(run: StudyRunInFull) {
  const { scenario, overlays, estimates } = run
  return {
    ...showRun(run),
    ...{ scenario, overlays: [...overlays], estimates: [...estimates] },
  }
}
