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

type Desk = Pick<Casework, 'eligibility' | 'consents'>

/** Gives people the notice on their data. */
export async function giveNotice(
  { consents }: Pick<Desk, 'consents'>,
  beneficiaryIds: readonly string[],
  who: Principal,
): Promise<void> {
  const notice = (await consents.notices()).find(({ language }) => language === 'it')
  const given = { purpose: 'information', language: 'it', method: 'spoken' } as const
  const version = notice?.version ?? 0
  await Promise.all(
    beneficiaryIds.map((beneficiaryId) =>
      consents.record({ who }, { ...given, id: systemRuntime.newId(), beneficiaryId, version }),
    ),
  )
}

/** Finds people eligible and gives them the notice on their data, as whoever walks with them would. */
export async function makeEligible(
  desk: Desk,
  beneficiaryIds: readonly string[],
  who: Principal,
): Promise<void> {
  for (let begin = 0; begin < beneficiaryIds.length; begin += 50) {
    const some = beneficiaryIds.slice(begin, begin + 50)
    await giveNotice(desk, some, who)
    const found = await Promise.all(
      some.map((beneficiaryId) => {
        const id = systemRuntime.newId()
        const assessment = { id, beneficiaryId, programmeId: 'FRANOI-2', facts: FACTS }
        return desk.eligibility.assess({ who }, assessment)
      }),
    )
    const refused = found.find(({ verdict }) => verdict !== 'eligible')
    if (refused !== undefined) throw new Error(`somebody is ${refused.verdict}`)
  }
}
