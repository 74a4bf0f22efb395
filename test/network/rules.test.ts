import { describe, expect, test } from 'vitest'
import { assert } from '../../src/kernel/assert.ts'
import { type Day, parseDay } from '../../src/kernel/days.ts'
import { EUR, parseUnit } from '../../src/kernel/money.ts'
import { parseArea, parseColour } from '../../src/ledger/core/colour.ts'
import { payableFor } from '../../src/network/accounts.ts'
import { type AgreementFacts, acceptanceOf, agreementOn } from '../../src/network/core/agreement.ts'
import { colourWithin, defaultProgramme, mayUseColour } from '../../src/network/core/programme.ts'

function day(text: string): Day {
  const found = parseDay(text)
  assert(found, 'the days of a test exist')
  return found
}

function signed(signedOn: string, validUntil: string | null): AgreementFacts {
  const until = validUntil === null ? null : day(validUntil)
  return { signedOn: day(signedOn), validUntil: until, products: null, categories: null }
}

const SHOP = { status: 'active', categories: ['food', 'pharmacy'] } as const
const YEAR = signed('2026-01-01', '2026-12-31')

describe('whether a partner accepts vouchers', () => {
  test.each([
    ['2025-12-31', 'not_yet'],
    ['2026-01-01', 'accepting'],
    ['2026-12-31', 'accepting'],
    ['2027-01-01', 'lapsed'],
  ])('under an agreement for 2026, on %s: %s', (on, status) => {
    expect(acceptanceOf(SHOP, YEAR, day(on)).status).toBe(status)
  })

  test('not without an agreement, and first of all not where it is stopped', () => {
    expect(acceptanceOf(SHOP, undefined, day('2026-06-01')).status).toBe('no_agreement')
    for (const status of ['suspended', 'ended'] as const) {
      expect(acceptanceOf({ ...SHOP, status }, undefined, day('2026-06-01'))).toEqual({ status })
    }
  })

  test('for what it sells and agreed to, and no more', () => {
    const some = { ...YEAR, categories: ['food', 'clothing'], products: ['SPESA'] }
    expect(acceptanceOf(SHOP, some, day('2026-06-01'))).toEqual({
      ...{ status: 'accepting', categories: ['food'], products: ['SPESA'] },
    })
    expect(acceptanceOf(SHOP, YEAR, day('2026-06-01'))).toMatchObject({
      categories: ['food', 'pharmacy'],
    })
  })

  test('under the agreement that was signed last until that day', () => {
    const renewal = signed('2026-11-15', null)
    const next = signed('2027-03-01', null)
    const all = [renewal, next, YEAR]
    expect(agreementOn(all, day('2026-11-14'))).toBe(YEAR)
    expect(agreementOn(all, day('2026-11-15'))).toBe(renewal)
    expect(agreementOn(all, day('2027-03-01'))).toBe(next)
    expect(agreementOn(all, day('2025-12-31'))).toBeUndefined()
    const corrected = { ...renewal, validUntil: day('2026-12-01') }
    expect(agreementOn([renewal, corrected], day('2026-12-01'))).toBe(corrected)
  })
})

describe('colours', () => {
  const biella = parseArea('BIELLA')
  const matera = parseArea('MATERA')
  assert(biella && matera, 'these are areas')

  test('are those of the programme, whole or within an area', () => {
    const { colour } = defaultProgramme(EUR)
    expect(colourWithin({ colour }, null)).toBe('FRANOI-2')
    expect(colourWithin({ colour }, biella)).toBe('FRANOI-2/BIELLA')
    expect(colourWithin({ colour: null }, null)).toBeNull()
    expect(colourWithin({ colour: null }, biella)).toBeUndefined()
  })

  test('of an area are for who belongs there', () => {
    const whole = parseColour('FRANOI-2') ?? null
    const local = parseColour('FRANOI-2/BIELLA') ?? null
    expect([mayUseColour(biella, local), mayUseColour(matera, local)]).toEqual([true, false])
    expect([mayUseColour(null, local), mayUseColour(null, null)]).toEqual([false, true])
    expect(mayUseColour(matera, whole)).toBe(true)
  })

  test('of a default programme are colours, in every unit', () => {
    for (const text of ['EUR', 'MERIT', 'ABCDEFGHIJKL']) {
      const unit = parseUnit(text)
      assert(unit, 'this is a unit')
      const { id, colour } = defaultProgramme(unit)
      expect(parseColour(colour)).toBe(colour)
      expect(id.length).toBeLessThanOrEqual(40)
    }
  })

  test('part what a partner is owed', () => {
    const colours = [null, parseColour('FRANOI-2') ?? null, parseColour('FRANOI-2/BIELLA') ?? null]
    const found = colours.map((colour) => payableFor('S-1', EUR, colour))
    expect(new Set(found.map(({ accountId }) => accountId)).size).toBe(3)
    expect(found.map(({ open }) => [open.id, open.colour, open.area])).toEqual([
      [found[0]?.accountId, undefined, undefined],
      [found[1]?.accountId, 'FRANOI-2', undefined],
      [found[2]?.accountId, 'FRANOI-2/BIELLA', 'BIELLA'],
    ])
  })
})
