import { z } from '@hono/zod-openapi'
import type { JsonObject } from '../../simulations/scenario/json.ts'
import { timeText, uuidText } from '../http/schemas.ts'
import { RUN_STATES } from './core/run.ts'
import type { StudyRun, StudyRunInFull } from './service.ts'

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const said = (example: string) => z.string().openapi({ example })
const fields = (description: string) => z.record(z.string(), z.unknown()).openapi({ description })

export const presetShape = z
  .object({
    name: said('gf500'),
    title: said('GF500, the benchmark'),
    description: said('500 small loans of five grades, guaranteed at 80 % by a fund.'),
    model: said('guarantee-fund'),
  })
  .openapi('LaboratoryPreset')

export const presetTextShape = presetShape
  .extend({
    text: said('schemaVersion: 1').openapi({
      description: 'The file (YAML), with the sources of its numbers.',
    }),
    effective: fields('The scenario with every default.'),
  })
  .openapi('LaboratoryPresetFile')

export const modelShape = z
  .object({
    name: said('guarantee-fund'),
    version: z.int().openapi({ description: 'Goes up with every change that changes figures.' }),
    description: said('How large a guarantee fund must be.'),
    schema: fields('The JSON Schema of its scenarios: units, ranges and descriptions.'),
    outputs: z.array(
      z.object({
        ...{ name: said('grossClaims'), description: said('What is claimed'), unit: said('cents') },
        ...{ kind: said('amount'), tail: said('upper') },
      }),
    ),
    series: z.array(
      z.object({
        name: said('fund'),
        description: said('What the fund holds'),
        unit: said('cents'),
      }),
    ),
  })
  .openapi('LaboratoryModel')

export const checkedShape = z
  .object({
    effective: fields('The scenario with every default.'),
    scenarioHash: said(HASH).openapi({ description: 'SHA-256 of it, in hexadecimal digits.' }),
  })
  .openapi('CheckedScenario')

export const runShape = z
  .object({
    ...{ id: uuidText, title: said('The fund of Biella'), state: z.enum(RUN_STATES) },
    pathsDone: z.int(),
    paths: z.int().openapi({ description: 'At most: with a rule to stop it may need fewer.' }),
    pathsPerSecond: z.number(),
    secondsLeft: z.number().nullable(),
    ...{ model: said('guarantee-fund'), scenarioHash: said(HASH), seed: z.int() },
    ...{ createdAt: timeText, createdBy: uuidText },
    startedAt: timeText.nullable(),
    endedAt: timeText.nullable(),
    failure: said('Paths 0 to 255 came to something else the second time.').nullable(),
  })
  .openapi('LaboratoryRun')

export const fullRunShape = runShape
  .extend({
    scenario: said('schemaVersion: 1').openapi({ description: 'As it was sent.' }),
    overlays: z.array(said('larger-fund')),
    estimates: z
      .array(z.object({ of: said('grossClaims'), mean: z.number(), standardError: z.number() }))
      .openapi({ description: 'Means of the outputs so far; of none while no path is done.' }),
  })
  .openapi('LaboratoryRunInFull')

export const answersShape = z
  .object({
    items: z.array(
      z.union([
        z.object({
          id: z.union([said('housed'), z.number(), z.null()]),
          value: z.number(),
          standardError: z.number(),
          method: said('exact: geometric'),
        }),
        z.object({
          id: z.union([said('housed'), z.number(), z.null()]),
          error: said('The question is not complete: inputs is missing.'),
        }),
      ]),
    ),
  })
  .openapi('LaboratoryAnswers')

export const oraclesShape = z
  .object({
    items: z.array(
      z.object({
        file: said('sponsorship'),
        ...{ id: said('S.housing.1'), model: said('sponsorship'), case: said('housing') },
        inputs: fields('What the value depends on.'),
        ...{ quantity: said('P(housed within 6 months)'), value: z.number() },
        tolerance: z.number().openapi({ description: 'Absolute.' }),
        ...{ kind: said('exact'), formula: said('1 - (1 - p)^n'), source: said('computed here') },
        note: said('Of infinitely many loans').optional(),
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
