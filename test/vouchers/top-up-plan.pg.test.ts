import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Principal } from '../../src/access/core/principal.ts'
import { createServices, type Services } from '../../src/app.ts'
import type { Day } from '../../src/kernel/days.ts'
import type { VoucherId } from '../../src/kernel/ids.ts'
import { EUR } from '../../src/kernel/money.ts'
import type { WantedPlan } from '../../src/plans/individual-plans.ts'
import { systemRuntime } from '../../src/runtime.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { makeEligible } from '../support/eligible.ts'

const PEOPLE = ['P-1', 'P-2'] as const
const PUBLIC_URL = 'https://vouchers.example.org'
const newId = systemRuntime.newId

let test: TestDatabase
let services: Services
const [anna, bruno] = [0, 1].map(
  (): Principal => ({ kind: 'person', id: newId(), role: 'operator' }),
) as [Principal, Principal]
const plans = new Map<string, WantedPlan>()

beforeAll(async () => {
  test = await createTestDatabase()
  const secret = 'the secret of a test, long enough for it'
  services = createServices({
    ...{ db: test.db, runtime: systemRuntime, publicUrl: PUBLIC_URL, secret },
  })
  const { network, vouchers, casework } = services
  await network.addTerritories([{ id: 'BI', name: 'Biella', kind: 'province', parentId: null }])
  const point = { id: 'BI-1', name: 'Centre', territoryId: 'BI', unit: EUR }
  await network.addContactPoint({ ...point, envelope: 100_000n })
  const person = { householdSize: 2, language: 'fr', contactPointId: 'BI-1' }
  await services.plans.addBeneficiaries(PEOPLE.map((id) => ({ ...person, id })))
  await makeEligible(casework, PEOPLE, anna)
  for (const id of PEOPLE) {
    const wanted: WantedPlan = {
      ...{ id: newId(), version: 0, unit: EUR, ceiling: 9000n, objectives: null },
      status: 'active',
      lines: new Map([['housing', 9000n]]),
    }
    await casework.individualPlans.save({ who: anna }, id, wanted)
    plans.set(id, wanted)
  }
  const limits = { minAmount: 100n, maxAmount: 10_000n, validityDays: 90 }
  await vouchers.addProducts([
    {
      ...{ ...limits, id: 'RENT', name: 'Rent', unit: EUR, categories: ['rent'] },
      area: 'housing',
    },
  ])
})
afterAll(async () => {
  await services.ledger.close()
  await test.drop()
})

async function approvedBatch(beneficiaryId: string): Promise<void> {
  const id = newId()
  const terms = { productId: 'RENT', contactPointId: 'BI-1', amount: 1000n, reason: 'May' }
  const order = { ...terms, id, people: [{ beneficiaryId }] }
  await services.issuing.prepareBatch(order, anna)
  await services.issuing.decideBatch(id, { state: 'approved' }, bruno)
}

async function voucherOf(beneficiaryId: string): Promise<VoucherId> {
  await approvedBatch(beneficiaryId)
  await services.issuing.issueDue()
  const found = await services.vouchers.list({ limit: 100 }, anna)
  const voucher = found.find((one) => one.beneficiaryId === beneficiaryId)
  if (voucher === undefined) throw new Error(`nothing was issued for ${beneficiaryId}`)
  return voucher.id
}

function close(beneficiaryId: string) {
  const plan = plans.get(beneficiaryId)
  if (plan === undefined) throw new Error('everybody has a plan')
  const closed = { ...plan, version: 1, status: 'closed' } as const
  return services.casework.individualPlans.save({ who: anna }, beneficiaryId, closed)
}

const topUp = (voucherId: VoucherId) => ({
  ...{ id: newId(), voucherId, kind: 'top_up' as const, amount: 500n, reason: 'gas' },
})

it('a top-up finds the plan closed in the meantime, and says so', async () => {
  const voucherId = await voucherOf('P-1')
  const order = topUp(voucherId)
  await services.issuing.prepareChange(order, anna)
  await close('P-1')
  await expect(
    services.issuing.decideChange(order.id, { state: 'approved' }, bruno),
  ).rejects.toMatchObject({ code: 'plan_exceeded' })
  expect(await services.vouchers.get(voucherId)).toMatchObject({ remaining: 1000n })
})

it('who left gets no more money, neither prepared before nor after', async () => {
  const voucherId = await voucherOf('P-2')
  const order = topUp(voucherId)
  await services.issuing.prepareChange(order, anna)
  await services.casework.eligibility.leave({ who: anna }, 'P-2', {
    on: '2026-06-01' as Day,
    reason: 'other',
  })
  const refused = { code: 'person_not_entitled', details: { reason: 'left' } }
  await expect(
    services.issuing.decideChange(order.id, { state: 'approved' }, bruno),
  ).rejects.toMatchObject(refused)
  await expect(services.issuing.prepareChange(topUp(voucherId), anna)).rejects.toMatchObject(
    refused,
  )
  expect(await services.vouchers.get(voucherId)).toMatchObject({ remaining: 1000n })
})
