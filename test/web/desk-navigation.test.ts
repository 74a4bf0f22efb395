import { expect, test } from 'vitest'
import { STAFF_ROLES } from '../../src/access/core/principal.ts'
import { DESK_GROUPS } from '../../src/web/desk/navigation.tsx'
import { deskFrameIt } from '../../src/web/messages/desk-frame.ts'

test('every page of the desk stands in the menu once, under a heading that says what it is about', () => {
  const sections = DESK_GROUPS.flatMap(({ entries }) => entries.map(({ section }) => section))
  // The own sign-in stands at the name, above.
  const named = Object.keys(deskFrameIt.sections).filter((one) => one !== 'own')
  expect([...sections].sort()).toEqual(named.sort())
  const headings = DESK_GROUPS.flatMap(({ heading }) => heading ?? [])
  expect([...headings].sort()).toEqual(Object.keys(deskFrameIt.groups).sort())
})

test('nobody has so many pages in a group that they would have to be read through', () => {
  for (const role of STAFF_ROLES) {
    const counts = DESK_GROUPS.map(
      ({ entries }) => entries.filter(({ roles }) => roles.includes(role)).length,
    )
    expect(Math.max(...counts), role).toBeLessThanOrEqual(6)
    expect(Math.max(...counts), role).toBeGreaterThan(0)
  }
})
