import type { Staff } from '../access/staff.ts'
import { PLAYERS } from './core/cast.ts'
import { type Demonstration, playerId } from './demonstration.ts'

export interface StoryDeps {
  readonly staff: Staff
  readonly demonstration: Demonstration
}

/**
 * Brings in what a folder of files cannot say of the demonstration: who works in it. Does nothing where there is no
 * demonstration. Safe to repeat: everything has an id that follows from its name.
 */
export async function tellStory(deps: StoryDeps): Promise<void> {
  if (!(await deps.demonstration.isOpen())) return
  await invitePlayers(deps)
}

async function invitePlayers({ staff }: StoryDeps): Promise<void> {
  for (const player of PLAYERS) {
    const { part: _, ...person } = player
    await staff.invite({ ...person, id: playerId(player) }, null)
  }
}
