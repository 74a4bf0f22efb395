/** Why the program cannot start or go on, as one sentence for the person at the keyboard. Shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
