import { parse, YAMLParseError } from 'yaml'
import type { z } from 'zod'
import { isObject, type Json, type JsonObject } from './json.ts'
import { ScenarioError, type ScenarioFault } from './scenario.ts'

/**
 * Reads a file of fields with values: YAML, or JSON, which is YAML as well.
 *
 * @param what it is, with its article: `an analysis`
 * @throws ScenarioError where it is none
 */
export function readYaml(text: string, what: string): JsonObject {
  try {
    const value = parse(text, { uniqueKeys: true, logLevel: 'error' }) as Json
    if (isObject(value)) return value
  } catch (error) {
    // An alias of nothing, or of far too much, is told as a ReferenceError.
    if (!(error instanceof YAMLParseError || error instanceof ReferenceError)) throw error
    throw new ScenarioError([{ path: '', message: `is no YAML: ${error.message.split('\n')[0]}` }])
  }
  throw new ScenarioError([{ path: '', message: `${what} is a list of fields with values` }])
}

/** What a schema finds wrong, a fault for each field. */
export function plainFaults(issue: z.core.$ZodIssue): readonly ScenarioFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].map(String).join('.'),
      message: 'there is no such field',
    }))
  }
  return [{ path: issue.path.map(String).join('.'), message: issue.message }]
}
