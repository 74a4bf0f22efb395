import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { STAFF_ROLES } from '../../src/access/core/principal.ts'
import {
  LINK_PURPOSES,
  normalEmail,
  passwordFault,
  scopeFault,
} from '../../src/access/core/staff.ts'
import { createStaffSecrets } from '../../src/access/secrets.ts'
import { stepOfCode } from '../../src/access/totp.ts'
import type { Uuid } from '../../src/kernel/ids.ts'
import { codeOf } from './people.ts'

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

describe('a scope', () => {
  test('has contact points for operators, a partner for owners, an association for those who act for one, and nothing for anybody else', () => {
    const scope = fc.record({
      role: fc.constantFrom(...STAFF_ROLES),
      contactPointIds: fc.array(fc.constantFrom('BI-1', 'BI-2'), { maxLength: 2 }),
      partnerId: fc.constantFrom(null, 'BI-ALI-01'),
      associationId: fc.constantFrom(null, 'BI-ASS-1'),
    })
    fc.assert(
      fc.property(scope, (given) => {
        const { role, contactPointIds, partnerId, associationId } = given
        const fits =
          (role === 'operator') === contactPointIds.length > 0 &&
          (role === 'partner_owner') === (partnerId !== null) &&
          (role === 'association') === (associationId !== null)
        expect(scopeFault(given) === undefined).toBe(fits)
      }),
    )
  })
})

describe('a password', () => {
  test.each([
    ['four quiet words here', undefined],
    ['elevenchars', /at least 12/],
    ['aaaaaaaaaaaaaaaaaaaa', /different/],
    ['Anna.Ricci-2026!', /address/],
    ['x1y2z3'.repeat(30), /at most 128/],
    ['🦊🐻🐼🐨🐯🦁', /at least 12/],
  ])('%s', (password, fault) => {
    const found = passwordFault(password, 'anna.ricci@example.org')
    if (fault === undefined) expect(found).toBeUndefined()
    else expect(found).toMatch(fault)
  })
})

test.each([
  [' Anna@Example.ORG ', 'anna@example.org'],
  ['anna', undefined],
  ['anna@example', undefined],
  ['a b@example.org', undefined],
  ['a@example.org\nBcc: b@example.org', undefined],
  ['"x" <a@example.org>', undefined],
])('the address %j is %j', (text, email) => {
  expect(normalEmail(text)).toBe(email)
})

describe('the token of a link', () => {
  const secrets = createStaffSecrets('a secret of thirty-two characters.')

  test('is found under its own purpose, and under no other secret', () => {
    const others = createStaffSecrets('another secret of thirty-two chars')
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...LINK_PURPOSES), (id, purpose) => {
        const token = secrets.linkToken(id as Uuid, purpose)
        expect(token).toMatch(/^[A-Za-z0-9_-]{64}$/)
        for (const one of LINK_PURPOSES) {
          expect(secrets.linkId(token, one)).toBe(one === purpose ? id : undefined)
        }
        expect(others.linkId(token, purpose)).toBeUndefined()
      }),
    )
  })

  test('is none with any character changed, and none of whatever is typed', () => {
    const token = secrets.linkToken('018f3a5e-0000-7000-8000-000000000001' as Uuid, 'invitation')
    const place = fc.nat({ max: token.length - 1 })
    const character = fc.constantFrom(...'ABCdef019-_ =+/')
    fc.assert(
      fc.property(place, character, (at, other) => {
        fc.pre(token[at] !== other)
        const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`
        expect(secrets.linkId(changed, 'invitation')).toBeUndefined()
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(secrets.linkId(text, 'invitation')).toBeUndefined()
      }),
    )
  })
})

test('a code counts for its own half minute, the one before and the one after', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1e12, max: 4e12 }),
      fc.integer({ min: -5, max: 5 }),
      (now, off) => {
        const step = stepOfCode(SECRET, codeOf(SECRET, now + off * 30_000), now)
        const right = Math.floor(now / 30_000) + off
        // Codes of different steps can be alike by chance, one in a million.
        if (Math.abs(off) <= 1) expect(step).toBe(right)
        else expect(step === undefined || step !== right).toBe(true)
      },
    ),
  )
})
