import { assert } from '../kernel/assert.ts'
import { addDays } from '../kernel/days.ts'
import { EUR } from '../kernel/money.ts'
import type { Casework } from '../plans/casework.ts'
import type { NewPerson } from '../plans/people.ts'
import { DEMO_PEOPLE } from './core/cast.ts'
import { STORY_PEOPLE, type StoryPerson } from './core/story-people.ts'
import { demoId } from './demonstration.ts'
import type { Stage } from './stage.ts'

export interface PeopleStoryDeps {
  readonly casework: Casework
}

const PLAN_CEILING = 90_000n

/**
 * People with their eligibility, some of them refused, one admitted by two people, one who waits for it; and plans, also of
 * those whom monitoring tells of.
 */
export async function tellPeopleStory({ casework }: PeopleStoryDeps, stage: Stage): Promise<void> {
  const text =
    'Conserviamo i tuoi dati solo per accompagnarti. Puoi chiedere quali sono e farli cancellare.'
  const notice = { language: 'it', version: 1, text }
  const notices = await casework.consents.notices()
  if (notices.length === 0) {
    await casework.consents.publishNotice({ who: stage.administrator }, notice)
  }
  await Promise.all(STORY_PEOPLE.map((person) => tellPerson(casework, stage, person)))
  await Promise.all(DEMO_PEOPLE.map((id) => tellPlan(casework, stage, id)))
}

async function tellPerson(casework: Casework, stage: Stage, person: StoryPerson): Promise<void> {
  const asker = { who: stage.operator }
  await casework.people.enter(asker, newPerson(person, stage))
  const told = { purpose: 'information', language: 'it', version: 1, method: 'spoken' } as const
  const consent = { id: demoId(`consent ${person.id}`), beneficiaryId: person.id, ...told }
  await casework.consents.record(asker, consent)
  if (person.override === undefined) return
  const [assessment] = await casework.eligibility.assessmentsOf(asker, person.id)
  assert(assessment, 'whoever is admitted against the rules was assessed')
  const id = demoId(`override ${person.id}`)
  const why = {
    ground: 'family_unity',
    explanation: 'La famiglia è già seguita dallo sportello.',
  } as const
  await casework.overrides.prepare(asker, { id, assessmentId: assessment.id, ...why })
  if (person.override === 'waiting') return
  await casework.overrides.decide({ who: stage.colleague }, id, { state: 'approved' })
}

async function tellPlan(casework: Casework, { operator }: Stage, personId: string): Promise<void> {
  await casework.individualPlans.save({ who: operator }, personId, {
    ...{ id: demoId(`plan ${personId}`), version: 0, unit: EUR, status: 'active' },
    ...{ ceiling: PLAN_CEILING, lines: new Map([['work', PLAN_CEILING]]), objectives: null },
  })
}

function newPerson(person: StoryPerson, { today }: Stage): NewPerson {
  const { id, householdSize, language, names, nationality, exitDaysAgo, ceiling } = person
  const [givenName, familyName] = names
  const facts = {
    ...({ protection: 'refugee_status', reception: 'sai', territoryId: 'biella' } as const),
    ...{ exitedOn: addDays(today, -(exitDaysAgo ?? 0)), enrolledOn: today },
  }
  return {
    ...{ requestId: demoId(`person ${id}`), id, contactPointId: 'BI-1', householdSize, language },
    personal: {
      ...{ givenName, familyName, nationality, birthDate: null, phone: null, email: null },
      ...{ document: null, notes: null },
    },
    assessment: exitDaysAgo === undefined ? null : { programmeId: 'FRANOI-2', facts },
    plan:
      ceiling === undefined
        ? null
        : {
            ...{ unit: EUR, ceiling, status: 'active' },
            lines: new Map([
              ['housing', ceiling / 2n],
              ['work', ceiling / 4n],
            ]),
            objectives: 'Una casa in affitto e un contratto entro l’anno.',
          },
  }
}
