import type { InvariantNumber } from './invariants.ts'

/** A text of a file of `src` that is replaced by another. */
export interface Edit {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** Which part of the torture a mutant must not survive. */
export type Stage = 'load' | 'simulation' | 'boundaries'

/** A service that is broken on purpose. */
export interface CodeMutant {
  readonly name: string
  readonly edits: readonly Edit[]
  /** What the database's owner changes, so that its own defences do not hide the bug. */
  readonly sql?: readonly string[]
  /** Replacements in the bodies of functions of the database. */
  readonly functions?: readonly {
    readonly name: string
    readonly find: string
    readonly replace: string
  }[]
  /** The invariants of which at least these must complain. */
  readonly caughtBy: readonly InvariantNumber[]
  readonly stage: Stage
}

/** A replacement whose place must be in its file exactly once. */
export function edit(file: string, find: string, replace: string): Edit {
  return { file, find, replace }
}
