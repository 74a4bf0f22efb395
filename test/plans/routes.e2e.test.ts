import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BENEFICIARY_ID,
  CONTACT_POINT_ID,
  openProgramme,
  type Programme,
} from '../http/programme.ts'

let programme: Programme

beforeAll(async () => {
  programme = await openProgramme()
})
afterAll(() => programme.close())

describe('beneficiaries over HTTP', () => {
  it('are codes with what a card needs, and nothing else', async () => {
    const answer = await programme.ask('operator', 'GET', '/api/v1/beneficiaries')
    expect(await answer.json()).toEqual({
      items: [
        {
          id: BENEFICIARY_ID,
          contactPointId: CONTACT_POINT_ID,
          householdSize: 3,
          language: 'fr',
          state: 'eligible',
          ...{ isErased: false, leftOn: null, leavingReason: null },
        },
      ],
      nextCursor: null,
    })
  })

  it('come in pages by code', async () => {
    const row = { contactPointId: CONTACT_POINT_ID, householdSize: 1, language: 'ar' }
    const ids = ['Z-3', 'Z-1', 'Z-2']
    await programme.services.plans.addBeneficiaries(ids.map((id) => ({ ...row, id })))
    const first = await programme.ask('auditor', 'GET', '/api/v1/beneficiaries?limit=3')
    const { items, nextCursor } = await first.json()
    expect(items.map(({ id }: { id: string }) => id)).toEqual([BENEFICIARY_ID, 'Z-1', 'Z-2'])
    const path = `/api/v1/beneficiaries?limit=3&cursor=${nextCursor}`
    const rest = await programme.ask('administrator', 'GET', path)
    expect(await rest.json()).toMatchObject({ items: [{ id: 'Z-3' }], nextCursor: null })
  })

  it('stay as they are when they are added again', async () => {
    const { plans } = programme.services
    await plans.addBeneficiaries([
      { id: BENEFICIARY_ID, contactPointId: CONTACT_POINT_ID, householdSize: 9, language: 'en' },
    ])
    expect(await plans.findBeneficiary(BENEFICIARY_ID)).toMatchObject({ householdSize: 3 })
    expect(await plans.countBeneficiaries()).toBe(4)
  })

  it('are added all or none', async () => {
    const { plans } = programme.services
    const row = { householdSize: 1, language: 'it' }
    const lost = plans.addBeneficiaries([
      { ...row, id: 'Y-1', contactPointId: CONTACT_POINT_ID },
      { ...row, id: 'Y-2', contactPointId: 'nowhere' },
    ])
    await expect(lost).rejects.toThrow(/foreign key/)
    expect(await plans.findBeneficiary('Y-1')).toBeUndefined()
  })
})
