/** The fields that were given: what was left out is not there. */
export function given<Value>(
  fields: Readonly<Record<string, Value | undefined>>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(fields).filter((one): one is [string, Value] => one[1] !== undefined),
  )
}
