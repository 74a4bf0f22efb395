/** Others may change the same thing in the same moment so many times before a use case gives up. */
const TRIES_MAX = 20

/** Thrown within a commit that has to be given up because what it was decided on is not so any more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/**
 * Tries until a use case comes to an end. A try gives `undefined` where somebody else was faster: then what
 * stands is read and decided again.
 *
 * @param busy what is thrown after twenty tries
 */
export async function settle<T>(
  attempt: (tries: number) => Promise<T | undefined>,
  busy: () => Error,
): Promise<T> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const settled = await attempt(tries)
    if (settled !== undefined) return settled
  }
  throw busy()
}
