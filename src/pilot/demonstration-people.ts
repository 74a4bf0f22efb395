import { createHash } from 'node:crypto'
import type { Principal } from '../access/core/principal.ts'
import type { Day } from '../kernel/days.ts'
import { romeDay } from '../kernel/days.ts'
import { type Uuid, uuidFromDigest } from '../kernel/ids.ts'
import type { Casework } from '../plans/casework.ts'
import type { Plans } from '../plans/service.ts'
import type { Runtime } from '../runtime.ts'

export interface DemonstrationPeopleDeps {
  readonly plans: Pick<Plans, 'enrolmentOf' | 'informedOf'>
  readonly casework: Pick<Casework, 'eligibility' | 'consents'>
  readonly runtime: Runtime
}

/** What is known of each of them; as invented as they are. */
const FACTS = {
  protection: 'refugee_status',
  reception: 'sai',
  exitedOn: '2026-01-31' as Day,
  enrolledOn: '2026-03-02' as Day,
  territoryId: null,
} as const

/** The version of the notice that comes with the service. */
const NOTICE = { purpose: 'information', language: 'it', version: 1 } as const

/** So many are let in at once. */
const AT_ONCE = 40

/**
 * Lets the invented people of the demonstration into its programme: assessed, and given the notice, so that vouchers
 * can be issued to them. Only for people who do not exist: of all others somebody has to know it. Safe to repeat; who
 * was assessed by somebody since then stays as they are.
 */
export async function admitDemonstration(
  { plans, casework, runtime }: DemonstrationPeopleDeps,
  people: readonly string[],
): Promise<void> {
  const states = await plans.enrolmentOf(people, romeDay(runtime.now()))
  const informed = await plans.informedOf(people)
  const missing = people.filter((id) => states.get(id) === 'not_assessed' || !informed.has(id))
  const asker = { who: DEMONSTRATION }
  for (let begin = 0; begin < missing.length; begin += AT_ONCE) {
    await Promise.all(
      missing.slice(begin, begin + AT_ONCE).map(async (beneficiaryId) => {
        if (states.get(beneficiaryId) === 'not_assessed') {
          const id = idOf(`assessment ${beneficiaryId}`)
          const assessment = { id, beneficiaryId, programmeId: 'FRANOI-2', facts: FACTS }
          await casework.eligibility.assess(asker, assessment)
        }
        const id = idOf(`notice ${beneficiaryId}`)
        await casework.consents.record(asker, { ...NOTICE, id, beneficiaryId, method: 'spoken' })
      }),
    )
  }
}

/** As whom it is written down. No key has this id. */
const DEMONSTRATION: Principal = { kind: 'key', id: idOf('everybody'), role: 'operator' }

function idOf(what: string): Uuid {
  return uuidFromDigest(createHash('sha256').update(`fra-noi demonstration ${what}`).digest())
}
