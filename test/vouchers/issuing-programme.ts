import type { Principal } from '../../src/access/core/principal.ts'
import { connect, type Tx } from '../../src/db/client.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { EUR, type Minor } from '../../src/kernel/money.ts'
import type { Programme as NetworkProgramme } from '../../src/network/core/programme.ts'
import type { EnrolmentState, PlanLine } from '../../src/plans/service.ts'
import { systemRuntime } from '../../src/runtime.ts'
import type { Entitlements } from '../../src/vouchers/funding.ts'
import type { TestDatabase } from '../support/database.ts'
import { openProgramme, type Programme } from './programme.ts'

/** A programme with plans: real tables with the checks that stop what does not fit, and people who decide. */
export interface IssuingProgramme extends Programme {
  /** Gives somebody an active plan with one line for an area. */
  planFor(beneficiaryId: string, ceilings: { line: Minor; plan?: Minor }): Promise<Uuid>
  committed(planLineId: Uuid): Promise<Minor>
  setEnrolment(beneficiaryId: string, state: EnrolmentState): void
  /** How much one person may be given in a month without a second person. */
  setCap(cap: Minor): void
  /** Changes the days of the programmes, or whether they ask for the notice. */
  setProgramme(change: ProgrammeChange): void
  /** Adds people of the contact point BI-SC; returns their codes. */
  addPeople(prefix: string, count: number): Promise<readonly string[]>
}

export type ProgrammeChange = Partial<Pick<NetworkProgramme, 'startsOn' | 'endsOn'>> & {
  readonly noticeRequired?: boolean
}

/** Somebody who signed in and works for these contact points. */
export function operator(...contactPointIds: string[]): Principal {
  return { kind: 'person', id: systemRuntime.newId(), role: 'operator', contactPointIds }
}

export async function openIssuingProgramme(seed: string): Promise<IssuingProgramme> {
  const enrolments = new Map<string, EnrolmentState>()
  let cap: Minor = 0n
  let change: ProgrammeChange = {}
  const programme = await openProgramme(seed, {
    funding: (_, network) => ({
      ...network,
      dutiesOf: async (contactPointId) => ({
        approverContactPointId: contactPointId === 'BI-POOR' ? 'BI-SC' : null,
        emergencyMonthlyCap: cap,
        unit: EUR,
      }),
      programmesOf: async (contactPointId) =>
        (await network.programmesOf(contactPointId)).map((one) => {
          const { noticeRequired = one.rules.noticeRequired, ...days } = change
          return { ...one, ...days, rules: { ...one.rules, noticeRequired } }
        }),
    }),
    entitlements: (test) => entitlementsOf(test, enrolments),
  })
  const { test, plans } = programme
  await makePlanTables(test)
  return {
    ...programme,
    planFor: async (beneficiaryId, { line, plan = line }) => {
      const [planId, lineId] = [programme.id(), programme.id()]
      await test.db.sql`insert into test_plan values (${planId}, ${plan}, 0, 'active')`
      await test.db.sql`
        insert into test_plan_line values (${lineId}, ${planId}, ${beneficiaryId}, ${line}, 0)`
      return lineId
    },
    committed: async (id) => {
      const [row] = await test.db.sql<{ committed: Minor }[]>`
        select committed from test_plan_line where id = ${id}`
      return row?.committed ?? 0n
    },
    setEnrolment: (id, state) => enrolments.set(id, state),
    setCap: (next) => {
      cap = next
    },
    setProgramme: (next) => {
      change = next
    },
    addPeople: async (prefix, count) => {
      const ids = Array.from({ length: count }, (_, index) => `${prefix}-${1000 + index}`)
      const person = { householdSize: 2, language: 'fr', contactPointId: 'BI-SC' }
      await plans.addBeneficiaries(ids.map((id) => ({ ...person, id })))
      return ids
    },
  }
}

async function makePlanTables(test: TestDatabase): Promise<void> {
  const owner = connect(test.ownerUrl, { role: null, poolSize: 1 })
  await owner.sql.unsafe(`
    create table test_plan (id uuid primary key, ceiling bigint, committed bigint, status text,
      constraint plan_ceiling check (committed between 0 and ceiling));
    create table test_plan_line (id uuid primary key, plan_id uuid, beneficiary_id text,
      ceiling bigint, committed bigint,
      constraint plan_line_ceiling check (committed between 0 and ceiling));
    grant select, insert, update on test_plan, test_plan_line to franoi_app`)
  await owner.close()
}

function entitlementsOf(
  { db }: TestDatabase,
  enrolments: ReadonlyMap<string, EnrolmentState>,
): Entitlements {
  const move = (tx: Tx, uses: Parameters<Entitlements['commitIn']>[1], sign: bigint) =>
    [...uses]
      .sort((a, b) => (a.planLineId < b.planLineId ? -1 : 1))
      .flatMap(({ planLineId, amount }) => [
        tx`update test_plan_line set committed = committed + ${sign * amount}::bigint
          where id = ${planLineId}`,
        tx`update test_plan set committed = committed + ${sign * amount}::bigint
          where id = (select plan_id from test_plan_line where id = ${planLineId})`,
      ])
  return {
    planLinesOf: async (ids, area) => {
      const rows = await db.sql<PlanLine[]>`
        select l.id, l.plan_id as "planId", l.beneficiary_id as "beneficiaryId", ${area} as area,
          'EUR' as unit, l.ceiling, l.committed, p.ceiling as "planCeiling",
          p.committed as "planCommitted", p.status as "planStatus"
        from test_plan_line l join test_plan p on p.id = l.plan_id
        where l.beneficiary_id = any(${[...ids]}::text[])`
      return new Map(rows.map((row) => [row.beneficiaryId, row]))
    },
    enrolmentOf: async (ids) => new Map(ids.map((id) => [id, enrolments.get(id) ?? 'eligible'])),
    informedOf: async (ids) => new Set(ids.filter((id) => !id.startsWith('SILENT'))),
    commitIn: (tx, uses) => move(tx, uses, 1n),
    releaseIn: (tx, uses) => move(tx, uses, -1n),
  }
}
