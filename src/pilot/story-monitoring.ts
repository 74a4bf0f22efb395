import { addDays } from '../kernel/days.ts'
import type { EntryContent } from '../monitoring/core/register.ts'
import type { Register } from '../monitoring/register.ts'
import type { Monitoring } from '../monitoring/results.ts'
import { DEMO_PEOPLE } from './core/cast.ts'
import { demoId } from './demonstration.ts'
import type { Stage } from './stage.ts'

export interface MonitoringStoryDeps {
  readonly register: Register
  readonly monitoring: Monitoring
}

const PROGRAMME = 'FRANOI-2'
/** What the second edition is to reach: people accompanied, by month of the programme. */
const TARGETS = [
  [22, 340],
  [36, 450],
] as const

type Told = Pick<EntryContent, 'kind' | 'place' | 'title' | 'details' | 'tookPart'> & {
  readonly reference: string
  readonly daysAgo: number
}

const ACTIVITIES: readonly Told[] = [
  {
    ...{ reference: 'TS-01', kind: 'system_table', daysAgo: 90, place: 'Biella' },
    ...{ title: 'Primo tavolo di sistema', details: { decisions: 3 } },
    tookPart: { operators: 6, public_bodies: 4, associations: 5 },
  },
  {
    ...{ reference: 'AR-01', kind: 'agreement', daysAgo: 75, place: 'Milano' },
    title: 'Protocollo con i servizi per l’impiego',
    details: { level: 'local', form: 'memorandum', signatories: 4 },
    tookPart: { public_bodies: 2, associations: 2 },
  },
  {
    ...{ reference: 'FI-01', kind: 'agent_training', daysAgo: 40, place: 'Verona' },
    ...{ title: 'Affittare a chi esce dall’accoglienza', details: { hours: 8, agencies: 7 } },
    tookPart: { estate_agents: 12, operators: 2 },
  },
  {
    ...{ reference: 'SE-01', kind: 'awareness', daysAgo: 12, place: 'Lecce' },
    title: 'Un quartiere per tutti',
    details: {
      ...{ format: 'participatory_process', asked_before: 40, favourable_before: 18 },
      ...{ asked_after: 38, favourable_after: 27 },
    },
    tookPart: { citizens: 44, beneficiaries: 9 },
  },
]

/** What the work programme did, what it is to reach, and talks with people at entry and six months on. */
export async function tellMonitoringStory(
  { register, monitoring }: MonitoringStoryDeps,
  { administrator, operator, today }: Stage,
): Promise<void> {
  if ((await register.list({ programmeId: PROGRAMME, limit: 1 })).length === 0) {
    for (const [month, value] of TARGETS) {
      const target = { indicator: 'people_accompanied', month, value }
      await monitoring.setTarget(PROGRAMME, target, administrator)
    }
  }
  for (const { reference, daysAgo, ...told } of ACTIVITIES) {
    const content = {
      ...{ ...told, day: addDays(today, -daysAgo), territoryId: null, notes: null },
      ...{ documents: [], isWithdrawn: false },
    }
    const entry = { id: demoId(`activity ${reference}`), programmeId: PROGRAMME, reference }
    await register.tell({ ...entry, version: 0, reason: null, content }, administrator)
  }
  for (const [index, beneficiaryId] of DEMO_PEOPLE.entries()) {
    await talk(monitoring, operator, { beneficiaryId, index, wave: 0, day: addDays(today, -180) })
    await talk(monitoring, operator, { beneficiaryId, index, wave: 6, day: today })
  }
}

interface Talk {
  readonly beneficiaryId: string
  readonly index: number
  readonly wave: 0 | 6
  readonly day: string
}

/** At entry nobody has a home or work; six months on most have more of both, by turns. */
function talk(
  monitoring: Monitoring,
  who: Stage['operator'],
  { beneficiaryId, index, wave, day }: Talk,
): Promise<unknown> {
  const isLater = wave > 0
  const up = isLater ? 1 : 0
  return monitoring.record(
    {
      id: demoId(`talk ${beneficiaryId} ${wave}`),
      beneficiaryId,
      content: {
        ...{ wave, day, language: 'it' },
        answers: {
          ...{ offices: 2 + up, health: 3, money: 2 + (index % 2), home: 1 + up },
          ...{ work: 2 + up, language: 2 + (index % 3), getting_around: 3 + up, people: 3 },
        },
        services: isLater ? ['residence', 'family_doctor', 'job_centre'] : ['family_doctor'],
        housing: isLater && index < 6 ? 'shared_rent' : 'hosted',
        work: isLater && index % 2 === 0 ? 'fixed_term' : 'none',
        italian: isLater && index < 7 ? 'a2' : 'a1',
        sex: index % 2 === 0 ? 'female' : 'male',
        ageBand: index < 6 ? '25_34' : '35_44',
      },
    },
    who,
  )
}
