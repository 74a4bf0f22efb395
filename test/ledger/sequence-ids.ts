import type { Uuid } from '../../src/kernel/ids.ts'

/** Ids of one sequence: `space` keeps those of another apart. */
export function sequenceId(kind: 'a' | 't', index: number, space: number): Uuid {
  const head = space.toString(16).padStart(8, '0')
  return `${head}-000${kind === 'a' ? 'a' : 'f'}-4000-8000-${index.toString().padStart(12, '0')}` as Uuid
}
