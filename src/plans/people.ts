import { reaches } from '../access/core/principal.ts'
import type { Tx } from '../db/client.ts'
import { brokenConstraint } from '../db/constraint.ts'
import { assert } from '../kernel/assert.ts'
import { type Day, romeDay } from '../kernel/days.ts'
import { DomainError } from '../kernel/errors.ts'
import type { Uuid } from '../kernel/ids.ts'
import { stateOf } from './core/eligibility.ts'
import { type PersonalData, termsOf } from './core/personal.ts'
import type { EnrolmentState, LeavingReason } from './core/words.ts'
import type { Asker, CaseDeps } from './deps.ts'
import type { AssessmentRow, NewAssessment } from './eligibility.ts'
import { prepareAssessment, writeAssessmentIn } from './eligibility.ts'
import { refusingSecondActive, savePlanIn, type WantedPlan } from './individual-plans.ts'
import type { HouseholdRow, PeoplePage, PersonRow } from './people-store.ts'
import * as store from './people-store.ts'
import * as personalStore from './personal-store.ts'
import { personErased, reachPerson } from './scope.ts'
import type { Beneficiary } from './store.ts'

/** A person to be entered, with all that is known at the desk. */
export interface NewPerson {
  /** Names the request, so that it can be sent again. */
  readonly requestId: Uuid
  /** The pseudonymous code; made where it is left out. */
  readonly id: string | null
  readonly contactPointId: string
  readonly householdSize: number
  readonly language: string
  readonly personal: PersonalData | null
  readonly assessment: Omit<NewAssessment, 'id' | 'beneficiaryId'> | null
  readonly plan: Omit<WantedPlan, 'id' | 'version'> | null
}

/** A person under a code, as those may see it who may not see who it is. */
export interface Person extends Beneficiary {
  readonly state: EnrolmentState
  /** Whether what was personal was erased. */
  readonly isErased: boolean
  /** When they left the programme; `null` as long as they are in it, or were never. */
  readonly leftOn: Day | null
  readonly leavingReason: LeavingReason | null
}

/** How many they are, and the language of the card. */
export interface Household {
  readonly householdSize: number
  readonly language: string
  /** Since when they are so many: today, where it is left out. */
  readonly since?: Day | undefined
}

export type { HouseholdRow } from './people-store.ts'

export type PeopleFilter = Omit<PeoplePage, 'within' | 'digests' | 'today'>

/** People under codes. Who they are is told elsewhere. */
export interface People {
  /**
   * Enters a person with everything that is given, or nothing of it. The same request again is answered the same.
   *
   * @throws DomainError `person_contact_point_unknown`, `person_request_conflict`, `beneficiary_id_taken`,
   * `assessment_programme`, `eligibility_rules_not_found`, `territory_unknown`
   */
  enter(asker: Asker, person: NewPerson): Promise<Person>
  /** @throws DomainError `beneficiary_not_found` */
  get(asker: Asker, id: string): Promise<Person>
  /** Those in reach of whoever asks, by code. */
  list(asker: Asker, page: PeopleFilter): Promise<readonly Person[]>
  /**
   * What is issued from now on counts with it; vouchers that are there keep their worth. Again, nothing changes.
   *
   * @throws DomainError `beneficiary_not_found`, `household_since_ahead`
   */
  changeHousehold(asker: Asker, id: string, household: Household): Promise<Person>
  /** How many they have been, as it was written down, the newest first. @throws DomainError `beneficiary_not_found` */
  householdsOf(asker: Asker, id: string): Promise<readonly HouseholdRow[]>
}

/** Without letters and digits that are taken for each other. */
const CODE_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const CODE_LENGTH = 8
const PREFIX_LENGTH = 28

export function createPeople(deps: CaseDeps): People {
  const { db } = deps
  return {
    enter: (asker, person) => enter(deps, asker, person),
    get: async (asker, id) => {
      await reachPerson(deps, asker, id, 'beneficiary.listed')
      return find(deps, id)
    },
    list: async ({ who }, page) => {
      const today = romeDay(deps.runtime.now())
      const reach = { within: who.contactPointIds, today }
      const rows = await store.selectPeople(db.sql, { ...page, ...reach })
      return rows.map((row) => personOf(row, today))
    },
    changeHousehold: (asker, id, household) => changeHousehold(deps, asker, id, household),
    householdsOf: async (asker, id) => {
      await reachPerson(deps, asker, id, 'beneficiary.listed')
      return store.selectHouseholds(db.sql, id)
    },
  }
}

/** A row with what follows from it. */
export function personOf({ verdict, overrideId, leftOn, ...row }: PersonRow, today: Day): Person {
  return { ...row, state: stateOf({ verdict, overrideId, leftOn }, today), leftOn }
}

async function changeHousehold(
  deps: CaseDeps,
  asker: Asker,
  id: string,
  { householdSize, language, since }: Household,
): Promise<Person> {
  const { db, runtime, accessLog } = deps
  const action = 'beneficiary.changed'
  const standing = await reachPerson(deps, asker, id, action)
  const now = runtime.now()
  const today = romeDay(now)
  if (since !== undefined && since > today) {
    throw new DomainError(
      'household_since_ahead',
      'This day is still to come: write it when it is there.',
    )
  }
  const isOther = standing.householdSize !== householdSize
  if (!isOther && standing.language === language) return find(deps, id)
  const { who, ...request } = asker
  await db.sql.begin(async (tx) => {
    await store.updateHousehold(tx, { id, householdSize, language })
    if (isOther) {
      await store.insertHousehold(tx, {
        ...{ id: runtime.newId(), beneficiaryId: id, householdSize, since: since ?? today },
        ...{ recordedAt: new Date(now), recordedBy: who.id },
      })
    }
    await accessLog.recordIn(tx, {
      ...{
        actor: who,
        action,
        outcome: 'done',
        contactPointId: standing.contactPointId,
        ...request,
      },
      subject: { kind: 'beneficiary', id },
    })
  })
  return find(deps, id)
}

async function find({ db, runtime }: CaseDeps, id: string): Promise<Person> {
  const row = await store.selectPerson(db.sql, id)
  assert(row, 'nobody is ever removed')
  return personOf(row, romeDay(runtime.now()))
}

async function enter(deps: CaseDeps, asker: Asker, person: NewPerson): Promise<Person> {
  await refuseContactPoint(deps, asker, person.contactPointId)
  const digest = deps.personal.fingerprintOf(contentOf(person))
  const before = await answeredBefore(deps, person.requestId, digest)
  if (before !== undefined) return before
  const id = person.id ?? newCode(deps, person.contactPointId)
  const assessment =
    person.assessment === null
      ? null
      : await prepareAssessment(deps, asker, person, {
          ...{ ...person.assessment, id: deps.runtime.newId(), beneficiaryId: id },
        })
  try {
    await refusingSecondActive(() =>
      deps.db.sql.begin((tx) =>
        writePerson(tx, deps, asker, { ...person, id, assessment, digest }),
      ),
    )
  } catch (error) {
    if (brokenConstraint(error) !== 'person_request_pkey') throw error
    const other = await answeredBefore(deps, person.requestId, digest)
    assert(other, 'a request whose id is taken is there')
    return other
  }
  return find(deps, id)
}

type PreparedPerson = Omit<NewPerson, 'id' | 'assessment'> & {
  readonly id: string
  readonly assessment: AssessmentRow | null
  readonly digest: Uint8Array
}

async function writePerson(
  tx: Tx,
  deps: CaseDeps,
  asker: Asker,
  person: PreparedPerson,
): Promise<void> {
  const { id, requestId, personal, assessment, plan, digest, contactPointId } = person
  if (!(await store.insertPerson(tx, person))) {
    // Two at once with the same request: the other one tells what became of it.
    const same = await personalStore.selectRequest(tx, requestId)
    if (same !== undefined) await personalStore.insertRequest(tx, same)
    throw new DomainError('beneficiary_id_taken', 'Somebody else has this code.')
  }
  await personalStore.insertRequest(tx, { id: requestId, beneficiaryId: id, digest })
  if (personal !== null) await writeIdentityIn(tx, deps, id, personal)
  if (assessment !== null) await writeAssessmentIn(tx, deps, asker, person, assessment)
  if (plan !== null) {
    const wanted = { ...plan, id: deps.runtime.newId(), version: 0 }
    await savePlanIn(tx, deps, asker, person, wanted, null)
  }
  const { who, ...request } = asker
  await deps.accessLog.recordIn(tx, {
    ...{ actor: who, action: 'beneficiary.entered', outcome: 'done', contactPointId, ...request },
    subject: { kind: 'beneficiary', id },
  })
}

/** Writes who somebody is, and what they are found by. @throws DomainError `person_erased` */
export async function writeIdentityIn(
  tx: Tx,
  { personal }: CaseDeps,
  beneficiaryId: string,
  data: PersonalData,
): Promise<void> {
  if ((await personalStore.holdPerson(tx, beneficiaryId)).isErased) throw personErased()
  const place = { beneficiaryId, kind: 'identity', subjectId: beneficiaryId } as const
  await personal.writeIn(tx, place, JSON.stringify(data))
  await personalStore.replaceIndex(tx, beneficiaryId, personal.digestsOf(termsOf(data)))
}

async function answeredBefore(
  deps: CaseDeps,
  requestId: Uuid,
  digest: Uint8Array,
): Promise<Person | undefined> {
  const row = await personalStore.selectRequest(deps.db.sql, requestId)
  if (row === undefined) return undefined
  if (Buffer.from(row.digest).equals(digest)) return find(deps, row.beneficiaryId)
  throw new DomainError(
    'person_request_conflict',
    'This id was used for another person, or for one who was erased.',
  )
}

async function refuseContactPoint(
  { network, accessLog }: CaseDeps,
  { who, ...request }: Asker,
  contactPointId: string,
): Promise<void> {
  const isThere = (await network.findContactPoint(contactPointId)) !== undefined
  if (isThere && reaches(who, contactPointId)) return
  if (isThere) {
    await accessLog.record({
      ...{ actor: who, action: 'beneficiary.entered', outcome: 'refused', contactPointId },
      ...{ subject: { kind: 'contact_point', id: contactPointId }, ...request },
      detail: { reason: 'out_of_scope' },
    })
  }
  throw new DomainError('person_contact_point_unknown', 'You have no contact point with this id.')
}

/** A code that tells nothing: not who comes before whom, and not how many there are. */
function newCode({ runtime }: CaseDeps, contactPointId: string): string {
  const letters = [...runtime.randomBytes(CODE_LENGTH)].map((byte) => CODE_LETTERS[byte % 32])
  return `${contactPointId.slice(0, PREFIX_LENGTH)}-P-${letters.join('')}`
}

function contentOf(person: NewPerson): string {
  const { plan } = person
  const lines = plan === null ? [] : [...plan.lines].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify({ ...person, lines }, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
}
