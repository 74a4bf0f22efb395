/** Whether what stands has every field that is wanted, just so. */
export function sameFields(standing: object, wanted: object): boolean {
  const fields: Record<string, unknown> = { ...standing }
  return Object.entries(wanted).every(([name, value]) => written(fields[name]) === written(value))
}

function written(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner))
}
