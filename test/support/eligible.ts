import type { Principal } from '../../src/access/core/principal.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { Casework } from '../../src/plans/casework.ts'
import { systemRuntime } from '../../src/runtime.ts'

const FACTS = {
  protection: 'refugee_status',
  reception: 'sai',
  exitedOn: '2026-01-31' as Day,
  enrolledOn: '2026-03-02' as Day,
  territoryId: null,
} as const

/** Finds people eligible, as whoever walks with them would. */
export async function makeEligible(
  { eligibility }: Casework,
  beneficiaryIds: readonly string[],
  who: Principal,
): Promise<void> {
  for (let begin = 0; begin < beneficiaryIds.length; begin += 50) {
    const some = beneficiaryIds.slice(begin, begin + 50)
    const found = await Promise.all(
      some.map((beneficiaryId) => {
        const id = systemRuntime.newId()
        const assessment = { id, beneficiaryId, programmeId: 'FRANOI-2', facts: FACTS }
        return eligibility.assess({ who }, assessment)
      }),
    )
    const refused = found.find(({ verdict }) => verdict !== 'eligible')
    if (refused !== undefined) throw new Error(`somebody is ${refused.verdict}`)
  }
}
