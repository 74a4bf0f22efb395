import type { Network } from './parameters.ts'

/** Who answers for each member of a group, by places from 0. */
export function guarantorsOf({ links, neighbours }: Network, size: number): readonly Int32Array[] {
  return Array.from({ length: size }, (_, place) => {
    if (links === null) {
      return Int32Array.from({ length: neighbours }, (_one, next) => (place + next + 1) % size)
    }
    const own = links.filter(({ member }) => member === place + 1)
    return Int32Array.from(own, ({ guarantor }) => guarantor - 1)
  })
}
