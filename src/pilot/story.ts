import type { Principal } from '../access/core/principal.ts'
import { principalOf } from '../access/sessions.ts'
import type { Staff } from '../access/staff.ts'
import type { Database } from '../db/client.ts'
import { assert } from '../kernel/assert.ts'
import type { Day } from '../kernel/days.ts'
import { romeDay } from '../kernel/days.ts'
import type { Runtime } from '../runtime.ts'
import { PLAYERS } from './core/cast.ts'
import { type Demonstration, demoId, playerId } from './demonstration.ts'
import { markedAt } from './demonstration-store.ts'
import type { Stage } from './stage.ts'
import { type MoneyStoryDeps, tellMoneyStory } from './story-money.ts'
import { type MonitoringStoryDeps, tellMonitoringStory } from './story-monitoring.ts'
import { type NetworkStoryDeps, tellNetworkStory } from './story-network.ts'
import { type PeopleStoryDeps, tellPeopleStory } from './story-people.ts'
import { STORY_END, tellVoucherStory, type VoucherStoryDeps } from './story-vouchers.ts'

export interface StoryDeps
  extends NetworkStoryDeps,
    PeopleStoryDeps,
    MoneyStoryDeps,
    MonitoringStoryDeps,
    VoucherStoryDeps {
  readonly runtime: Runtime
  readonly db: Database
  readonly staff: Staff
  readonly demonstration: Demonstration
}

/**
 * Brings in what a folder of files cannot say of the demonstration: who works in it, what they decided and what waits,
 * what was bought and given back. Does nothing where there is no demonstration. Safe to repeat, and gone on with where it
 * was broken off: every id follows from a name, and every day from the day of the loading.
 */
export async function tellStory(deps: StoryDeps): Promise<void> {
  const { db, demonstration, runtime, vouchers } = deps
  if (!(await demonstration.isOpen())) return
  const at = await markedAt(db.sql)
  assert(at, 'a demonstration is marked')
  // The last thing of it stands: all of it was told.
  if ((await vouchers.findRedemption(demoId(STORY_END))) !== undefined) return
  const stage = await setStage(deps, romeDay(at.getTime()))
  await tellNetworkStory(deps, stage)
  await tellPeopleStory(deps, stage)
  // Rules never count backwards: a story that goes on on a later day goes on without money.
  if (romeDay(runtime.now()) === stage.today) await tellMoneyStory(deps, stage)
  await tellMonitoringStory(deps, stage)
  await tellVoucherStory(deps, stage)
}

/** Everybody is invited, and never opens the invitation: they are signed in as by one click. */
async function setStage({ staff }: StoryDeps, today: Day): Promise<Stage> {
  const members = new Map<string, Principal>()
  // Whoever acts for an association is invited when it is there.
  for (const player of PLAYERS.filter(({ associationId }) => associationId === null)) {
    const { part, ...person } = player
    const { member } = await staff.invite({ ...person, id: playerId(player) }, null)
    members.set(part, principalOf(member))
  }
  const as = (part: (typeof PLAYERS)[number]['part']): Principal => {
    const member = members.get(part)
    assert(member, 'everybody was invited')
    return member
  }
  return {
    today,
    ...{ operator: as('operator'), colleague: as('colleague') },
    ...{ administrator: as('administrator'), treasurer: as('treasurer') },
  }
}
