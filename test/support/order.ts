import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The kinds of test files, slowest first, by what stands before `.test.ts`. */
const KINDS = [/\.browser\.test\./, /\.e2e\.test\./, /\.pg\.test\./] as const

/**
 * Starts the slow kinds first, so that no long file is left to run alone at the end. Within a kind the files that
 * took longest in the last run come first; where none is known, the largest.
 */
export class SlowKindsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => kindOf(a) - kindOf(b))
  }
}

function kindOf({ moduleId }: TestSpecification): number {
  const kind = KINDS.findIndex((pattern) => pattern.test(moduleId))
  return kind === -1 ? KINDS.length : kind
}
