import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../src/access/core/duties.ts'
import type { Principal, Role } from '../../src/access/core/principal.ts'
import { consentFor, type MoveSide, moveKindOf } from '../../src/network/core/moves.ts'
import { systemRuntime as runtime } from '../../src/runtime.ts'

const [A, B, C] = ['BI-1', 'BI-2', 'MT-1'].map((contactPointId) => ({ contactPointId })) as [
  { contactPointId: string },
  { contactPointId: string },
  { contactPointId: string },
]
const nobodyElse = () => null

function person(role: Role, ...contactPointIds: string[]): Principal {
  const bound = contactPointIds.length === 0 ? {} : { contactPointIds }
  return { kind: 'person', id: runtime.newId(), role, ...bound }
}

describe('whose consent a move needs', () => {
  test('the other contact point, where the preparer speaks for one of two', () => {
    expect(consentFor([A, B], person('operator', 'BI-1'), nobodyElse)).toEqual({
      status: 'needed',
      contactPointIds: ['BI-2'],
    })
  })

  test('the one that approves in its place as well', () => {
    const elsewhere = (id: string) => (id === 'BI-2' ? 'MT-1' : null)
    expect(consentFor([A, B], person('operator', 'BI-1'), elsewhere)).toEqual({
      status: 'needed',
      contactPointIds: ['BI-2', 'MT-1'],
    })
  })

  test('the treasury alone, where an operator asks for money of the grant or gives some back', () => {
    for (const sides of [
      ['grant', A],
      [A, 'grant'],
    ] as const) {
      expect(consentFor(sides, person('operator', 'BI-1'), nobodyElse)).toEqual({
        status: 'needed',
        contactPointIds: [],
      })
    }
  })

  test('either contact point, where a treasurer prepared it', () => {
    expect(consentFor([A, B], person('treasurer'), nobodyElse)).toEqual({
      status: 'needed',
      contactPointIds: ['BI-1', 'BI-2'],
    })
  })

  test('nobody’s, where it is none of the preparer’s business', () => {
    const other = person('operator', 'MT-1')
    for (const sides of [
      [A, B],
      ['grant', A],
      [A, 'grant'],
    ] as const) {
      expect(consentFor(sides, other, nobodyElse)).toEqual({ status: 'out_of_scope' })
    }
  })

  test('always so that each side is spoken for by one of the two', () => {
    const point = fc.constantFrom<MoveSide>(A, B, C)
    const ids = fc.subarray(['BI-1', 'BI-2', 'MT-1'], { minLength: 1 })
    const anyone = fc.oneof(
      ids.map((bound) => person('operator', ...bound)),
      fc.constantFrom<Role>('treasurer', 'administrator').map((role) => person(role)),
    )
    const side = fc.oneof(point, fc.constant<MoveSide>('grant'))
    fc.assert(
      fc.property(side, side, anyone, anyone, (from, to, preparer, decider) => {
        fc.pre(moveKindOf(from, to) !== undefined)
        const consent = consentFor([from, to], preparer, nobodyElse)
        if (consent.status === 'out_of_scope') return
        const facts = { kind: 'envelope_move', isOpen: true, partnerId: null } as const
        const { contactPointIds } = consent
        const asked = { ...facts, contactPointIds, preparedBy: preparer.id }
        if (refusalOf(asked, decider) !== undefined) return
        for (const one of [from, to]) {
          expect([preparer, decider].some((who) => mayGive(who, one))).toBe(true)
        }
      }),
    )
  })
})

/** Written a second time and on purpose: who answers for a side. */
function mayGive(who: Principal, side: MoveSide): boolean {
  if (who.contactPointIds === undefined) return true
  return side !== 'grant' && who.contactPointIds.includes(side.contactPointId)
}

test('a move from the grant to itself is none', () => {
  expect(moveKindOf('grant', 'grant')).toBeUndefined()
  expect([moveKindOf('grant', A), moveKindOf(A, B), moveKindOf(A, 'grant')]).toEqual([
    'fund',
    'move',
    'return',
  ])
})
