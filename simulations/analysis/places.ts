import { isObject, type Json, type JsonObject } from '../scenario/json.ts'

/** A place in a scenario, field by field. */
export type Steps = readonly string[]

/** All fields that a path names; a star stands for every place of a list. */
export function expand(value: Json, pattern: string): readonly Steps[] {
  let found: readonly Steps[] = [[]]
  for (const step of pattern.split('.')) {
    found = found.flatMap((steps) => {
      const inner = valueAt(value, steps)
      if (step === '*') {
        return Array.isArray(inner) ? inner.map((_, index) => [...steps, String(index)]) : []
      }
      return valueAt(value, [...steps, step]) === undefined ? [] : [[...steps, step]]
    })
  }
  return found
}

/** What stands at a place; nothing where there is none. */
export function valueAt(value: Json, steps: Steps): Json | undefined {
  let inner: Json | undefined = value
  for (const step of steps) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, step)) return undefined
    inner = Reflect.get(inner, step) as Json | undefined
  }
  return inner
}

/** The same value with another one at a place. */
export function replaceAt(value: Json, [step, ...rest]: Steps, next: Json): Json {
  if (step === undefined) return next
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === step ? replaceAt(item, rest, next) : item))
  }
  if (!isObject(value)) return value
  return { ...value, [step]: replaceAt(value[step] ?? null, rest, next) }
}

/** The least patch (RFC 7396) that makes one scenario of another; lists are replaced whole. */
export function patchBetween(before: JsonObject, after: JsonObject): JsonObject {
  const patch: Record<string, Json> = {}
  for (const [key, value] of Object.entries(after)) {
    const was = before[key]
    if (JSON.stringify(was) === JSON.stringify(value)) continue
    patch[key] = isObject(was) && isObject(value) ? patchBetween(was, value) : value
  }
  for (const key of Object.keys(before)) if (after[key] === undefined) patch[key] = null
  return patch
}
