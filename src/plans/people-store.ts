import { arrayText } from '../db/array-text.ts'
import type { Tx } from '../db/client.ts'
import type { Day } from '../kernel/days.ts'
import type { Uuid } from '../kernel/ids.ts'
import type { EnrolmentState, LeavingReason, Verdict } from './core/words.ts'
import type { Beneficiary } from './store.ts'

/** A person under a code, and how they stand to the programme. */
export interface PersonRow extends Beneficiary {
  readonly verdict: Verdict | null
  readonly overrideId: Uuid | null
  readonly leftOn: Day | null
  readonly leavingReason: LeavingReason | null
  readonly isErased: boolean
}

/** Which people are wanted: at most `limit`, by code, those after the code `after`. */
export interface PeoplePage {
  readonly limit: number
  /** The day on which they stand as `state` says. */
  readonly today: Day
  readonly after?: string | undefined
  /** The contact points that may be seen; left out where all may. */
  readonly within?: readonly string[] | undefined
  readonly contactPointId?: string | undefined
  readonly state?: EnrolmentState | undefined
  /** How the code begins. */
  readonly codeStart?: string | undefined
  /** Only those who have no active plan. */
  readonly isWithoutPlan?: boolean | undefined
  /** Only those who have all of these digests, hex. */
  readonly digests?: readonly string[] | undefined
}

export async function selectPeople(sql: Tx, page: PeoplePage): Promise<readonly PersonRow[]> {
  const { after, within, contactPointId, state, codeStart, digests, isWithoutPlan = false } = page
  const always = sql`true`
  return sql<PersonRow[]>`
    ${people(sql)}
    where ${after === undefined ? always : sql`person.id > ${after}`}
      and ${within === undefined ? always : sql`person.contact_point_id = any(${arrayText(within)}::text[])`}
      and ${contactPointId === undefined ? always : sql`person.contact_point_id = ${contactPointId}`}
      and ${state === undefined ? always : sql`${stateOf(sql, page.today)} = ${state}`}
      and ${codeStart === undefined ? always : sql`starts_with(person.id, ${codeStart})`}
      and ${isWithoutPlan ? sql`not exists (select from plan where beneficiary_id = person.id and status = 'active')` : always}
      and ${digests === undefined ? always : sql`person.id in (${havingAll(sql, digests)})`}
    order by person.id limit ${page.limit}`
}

export async function selectPerson(sql: Tx, id: string): Promise<PersonRow | undefined> {
  const [row] = await sql<PersonRow[]>`${people(sql)} where person.id = ${id}`
  return row
}

/** Writes a person; false where the code is taken. */
export async function insertPerson(tx: Tx, row: Beneficiary): Promise<boolean> {
  const rows = await tx`
    insert into beneficiary (id, contact_point_id, household_size, language)
    values (${row.id}, ${row.contactPointId}, ${row.householdSize}, ${row.language})
    on conflict (id) do nothing returning id`
  return rows.length > 0
}

export async function updateHousehold(
  tx: Tx,
  { id, householdSize, language }: Omit<Beneficiary, 'contactPointId'>,
): Promise<void> {
  await tx`
    update beneficiary set household_size = ${householdSize}, language = ${language}
    where id = ${id}`
}

/** How many they have been since a day, as somebody wrote it down. */
export interface HouseholdRow {
  readonly id: Uuid
  readonly beneficiaryId: string
  readonly householdSize: number
  readonly since: Day
  readonly recordedAt: Date
  readonly recordedBy: Uuid
}

export async function insertHousehold(tx: Tx, row: HouseholdRow): Promise<void> {
  await tx`
    insert into household_change
      (id, beneficiary_id, household_size, since, recorded_at, recorded_by)
    values (${row.id}, ${row.beneficiaryId}, ${row.householdSize}, ${row.since}::text::date,
      ${row.recordedAt}, ${row.recordedBy})`
}

/** The changes of a household, the newest first. */
export async function selectHouseholds(
  sql: Tx,
  beneficiaryId: string,
): Promise<readonly HouseholdRow[]> {
  return sql<HouseholdRow[]>`
    select id, beneficiary_id as "beneficiaryId", household_size as "householdSize",
      since::text as since, recorded_at as "recordedAt", recorded_by as "recordedBy"
    from household_change where beneficiary_id = ${beneficiaryId}
    order by recorded_at desc, id desc limit 50`
}

function people(sql: Tx) {
  return sql`
    select person.id, person.contact_point_id as "contactPointId",
      person.household_size as "householdSize", person.language, enrolment.verdict,
      enrolment.override_id as "overrideId", enrolment.left_on::text as "leftOn",
      enrolment.leaving_reason as "leavingReason",
      erasure.beneficiary_id is not null as "isErased"
    from beneficiary person
    left join enrolment on enrolment.beneficiary_id = person.id
    left join person_erasure erasure on erasure.beneficiary_id = person.id`
}

/** The same as `stateOf` of the core. */
function stateOf(sql: Tx, today: Day) {
  return sql`
    case when enrolment.left_on <= ${today}::text::date then 'left'
      when enrolment.verdict = 'eligible' then 'eligible'
      when enrolment.override_id is not null then 'overridden'
      when enrolment.verdict = 'not_eligible' then 'not_eligible'
      else 'not_assessed' end`
}

function havingAll(sql: Tx, digests: readonly string[]) {
  return sql`
    select beneficiary_id from personal_index
    where digest in (select decode(one, 'hex') from unnest(${arrayText(digests)}::text[]) as given (one))
    group by beneficiary_id having count(*) = ${digests.length}`
}
