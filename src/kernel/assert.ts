/** A broken promise of the program itself. Never caught: the process that sees one must not go on posting. */
export class AssertionFailed extends Error {
  override readonly name = 'AssertionFailed'
}

/**
 * Stops the program where something that must hold does not.
 *
 * @param condition what must be true
 * @param message what was promised, as a sentence
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailed(message)
}

/** The end of an exhaustive `switch`: a value that the type system says cannot exist. */
export function assertNever(value: never, message = 'a case is not handled'): never {
  throw new AssertionFailed(`${message}: ${String(value)}`)
}
