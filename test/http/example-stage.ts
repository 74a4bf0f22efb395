import { EXAMPLE_IDS } from '../../src/http/example-values.ts'
import type { Caller, Cast } from './cast.ts'
import type { World } from './world.ts'

/** What an example is sent about, and by whom. */
export interface Subject {
  /** What stands in the place of the example's ids and secrets. */
  readonly swaps?: Readonly<Record<string, string>>
  /** Who sends it, where it is not whoever may. */
  readonly send?: Caller['send']
}

export interface Stage {
  readonly cast: Cast
  readonly world: World
  /** Sends the example of another operation as whoever may, and gives the answer. */
  readonly example: (name: string, swaps?: Subject['swaps']) => Promise<Record<string, string>>
}

export type Prepare = (stage: Stage) => Promise<Subject>

export async function swapping(collection: string, id: string | undefined): Promise<Subject> {
  return { swaps: { [String(EXAMPLE_IDS[collection])]: String(id) } }
}
