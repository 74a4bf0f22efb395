import { describe, expect, test } from 'vitest'
import {
  APPROVAL_KINDS,
  APPROVERS,
  type ApprovalFacts,
  mayGiveAtOnce,
  refusalOf,
} from '../../src/access/core/duties.ts'
import { type Principal, reaches } from '../../src/access/core/principal.ts'
import type { Uuid } from '../../src/kernel/ids.ts'

const ANNA = '018f3a5e-0000-7000-8000-00000000000a' as Uuid
const BRUNO = '018f3a5e-0000-7000-8000-00000000000b' as Uuid
const batch: ApprovalFacts = {
  kind: 'voucher_batch',
  preparedBy: ANNA,
  contactPointIds: ['BI-1'],
  partnerId: null,
  isOpen: true,
}

function person(id: Uuid, role: Principal['role'], rest: Partial<Principal> = {}): Principal {
  return { kind: 'person', id, role, ...rest }
}

describe('who may decide on what another prepared', () => {
  test('an operator of the same contact point, and an administrator', () => {
    expect(refusalOf(batch, person(BRUNO, 'operator', { contactPointIds: ['BI-1'] }))).toBe(
      undefined,
    )
    expect(refusalOf(batch, person(BRUNO, 'administrator'))).toBe(undefined)
  })

  test('never whoever prepared it, whatever else they are', () => {
    for (const kind of APPROVAL_KINDS) {
      for (const role of APPROVERS[kind]) {
        expect(refusalOf({ ...batch, kind }, person(ANNA, role))).toBe('approval_own')
      }
    }
  })

  test('never a program, not even an administrator’s', () => {
    const key: Principal = { kind: 'key', id: BRUNO, role: 'administrator' }
    expect(refusalOf(batch, key)).toBe('approval_needs_person')
  })

  test('nobody of another role, contact point or shop, and nobody twice', () => {
    expect(refusalOf(batch, person(BRUNO, 'auditor'))).toBe('approval_role')
    const elsewhere = person(BRUNO, 'operator', { contactPointIds: ['MT-1'] })
    expect(refusalOf(batch, elsewhere)).toBe('approval_scope')
    expect(refusalOf({ ...batch, isOpen: false }, person(BRUNO, 'administrator'))).toBe(
      'approval_closed',
    )
    const refund: ApprovalFacts = { ...batch, kind: 'refund', partnerId: 'BI-ALI-01' }
    const owner = (partnerId: string) => person(BRUNO, 'partner_owner', { partnerId })
    expect(refusalOf(refund, owner('BI-ALI-01'))).toBe(undefined)
    expect(refusalOf(refund, owner('BI-ALI-02'))).toBe('approval_scope')
  })

  test('the first reason that applies is the one that is told', () => {
    const keyOfAnna: Principal = { kind: 'key', id: ANNA, role: 'auditor' }
    expect(refusalOf({ ...batch, isOpen: false }, keyOfAnna)).toBe('approval_needs_person')
    expect(refusalOf({ ...batch, isOpen: false }, person(ANNA, 'operator'))).toBe('approval_own')
  })
})

describe('what a contact point may give without a second person', () => {
  test('up to its cap in a month, to the cent', () => {
    expect(mayGiveAtOnce(5000n, { monthlyCap: 10_000n, used: 5000n })).toBe(true)
    expect(mayGiveAtOnce(5001n, { monthlyCap: 10_000n, used: 5000n })).toBe(false)
    expect(mayGiveAtOnce(1n, { monthlyCap: 0n, used: 0n })).toBe(false)
  })
})

test('somebody who is bound to contact points reaches those and no other', () => {
  expect(reaches(person(ANNA, 'operator', { contactPointIds: ['BI-1'] }), 'BI-1')).toBe(true)
  expect(reaches(person(ANNA, 'operator', { contactPointIds: ['BI-1'] }), 'MT-1')).toBe(false)
  expect(reaches(person(ANNA, 'operator', { contactPointIds: [] }), 'MT-1')).toBe(false)
  expect(reaches(person(ANNA, 'auditor'), 'MT-1')).toBe(true)
})
